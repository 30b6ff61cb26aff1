// Stepped wedge: every community begins without the programme and takes it up in a random order, one sequence after the
// other (Hussey & Hughes 2007; Copas et al. 2015 for the ways of measuring).

#include "sim/trial/stepped_wedge.hpp"

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/trial/clusters.hpp"
#include "sim/trial/individual.hpp"

namespace alongside::trial {

const Parameter cohort_choice{.name = "trial.cohort", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"cross-section", "closed", "open"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "Whom a stepped wedge measures: every family once, at its follow-up; the families there from the start at the end of every period; or all families present at the end of every period."};
const Parameter period_weeks{.name = "trial.period_weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 260, .value = 13, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Length of a period of a stepped wedge."};

namespace {

const Parameter sequences{.name = "trial.sequences", .kind = Kind::count, .unit = "", .low = 1, .high = 64, .value = 4, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Sequences of a stepped wedge: groups of communities that switch together, one period apart."};
const Parameter baseline_periods{.name = "trial.baseline_periods", .kind = Kind::count, .unit = "", .low = 0, .high = 64, .value = 1, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Periods before the first switch."};
const Parameter extra_periods{.name = "trial.extra_periods", .kind = Kind::count, .unit = "", .low = 0, .high = 64, .value = 0, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Periods after the last sequence's first."};
const Parameter transition{.name = "trial.transition", .kind = Kind::count, .unit = "", .low = 0, .high = 16, .value = 0, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Periods after a community's switch that are left out of the analysis."};
const Parameter condition{.name = "trial.condition", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"at enrolment", "current"}, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Whether a family keeps the condition that its community had when it was met, or is offered support when its community switches. Cohorts follow the current one."};
const Parameter preparation_weeks{.name = "trial.preparation", .kind = Kind::count, .unit = "week", .low = 0, .high = 260, .value = 16, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Weeks before a community's switch in which its supporters are recruited."};

int periods_of(const world::Row& row) { return row.i(baseline_periods) + row.i(sequences) + row.i(extra_periods); }

class SteppedWedge final : public Allocation {
 public:
  explicit SteppedWedge(const Setting& s)
      : Allocation(s), start_(s.world.time.lead_in), length_(s.row.i(period_weeks)), baseline_(s.row.i(baseline_periods)), periods_(periods_of(s.row)),
        transition_(s.row.i(transition)), cohort_(static_cast<Cohort>(s.row.i(cohort_choice))), preparation_(s.row.i(preparation_weeks)),
        current_(cohort_ != Cohort::cross_section || s.row.i(condition) == 1) {
    if (s.arms != 2) throw DataError(fmt::format("trial.design = \"stepped wedge\" with {} arms (communities switch from control to one programme) keep two arms", s.arms));
    const std::vector<std::uint16_t> order = shuffled_communities(s.world);
    const auto groups = static_cast<std::size_t>(s.row.i(sequences));
    if (order.size() < groups)
      throw DataError(fmt::format("trial.sequences = {} (there are {} communities, and each sequence needs one) lower it, or raise population.communities", groups, order.size()));
    sequence_.resize(order.size());
    for (std::size_t i = 0; i < order.size(); ++i) sequence_[order[i]] = static_cast<int>(i * groups / order.size());
  }

  int allocate(const Candidate& candidate) override { return foreseen(candidate); }
  int foreseen(const Candidate& candidate) const override { return candidate.week >= switch_week(candidate.community) ? 1 : 0; }
  bool recruits(const Candidate& c) const override {
    // A closed cohort is met in the first week; nobody is recruited after the last period.
    return cohort_ == Cohort::closed ? c.week < start_ + 1 : c.week < start_ + periods_ * length_;
  }
  std::uint16_t offered_at(const Candidate& c, int) const override {
    const int from = switch_week(c.community);
    if (c.week < from && !current_) return never;
    return static_cast<std::uint16_t>(std::max(c.week, from));
  }
  std::uint16_t begins(std::uint16_t community, int arm) const override { return arm > 0 ? static_cast<std::uint16_t>(switch_week(community)) : never; }
  int preparation() const override { return preparation_; }
  double not_offered_per_offered(std::uint16_t community) const override {
    const int before = switch_week(community) - start_;
    return static_cast<double>(before) / std::max(periods_ * length_ - before, 1);
  }
  int period(int week) const override { return std::clamp((week - start_) / length_, 0, periods_ - 1); }
  int sequence(std::uint16_t community) const override { return sequence_[community]; }

  std::optional<Cell> cell(const Place& place, std::size_t occasion, int week) const override {
    // A cohort's occasions are the ends of periods. A family that is met once counts where its condition was settled:
    // on the day it was met, or on the day of its follow-up when it follows its community's.
    const int at = cohort_ != Cohort::cross_section ? static_cast<int>(occasion) : period(current_ ? week : place.met);
    const int from = baseline_ + sequence_[place.community], exposed = at - from;
    if (exposed >= 0 && exposed < transition_) return std::nullopt;
    return Cell{exposed >= 0 ? 1 : 0, at};
  }

 private:
  int switch_week(std::uint16_t community) const { return start_ + (baseline_ + sequence_[community]) * length_; }

  int start_, length_, baseline_, periods_, transition_;
  Cohort cohort_;
  int preparation_;
  bool current_;
  std::vector<int> sequence_;
};

const Declarations declarations{.name = "trial_stepped_wedge", .text = "Communities switch to the programme one sequence after the other.",
    .parameters = {&sequences, &period_weeks, &baseline_periods, &extra_periods, &transition, &cohort_choice, &condition, &preparation_weeks}};

}  // namespace

int stepped_periods(const world::Row& row) { return periods_of(row); }
int stepped_sequences(const world::Row& row) { return row.i(sequences); }

extern const Design stepped_wedge_design;
const Design stepped_wedge_design{&declarations, Clustering::community, true, make_allocation<SteppedWedge>};

}  // namespace alongside::trial
