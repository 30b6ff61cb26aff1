#include "cli/observed_check.hpp"

#include <algorithm>

#include "sim/core/names.hpp"
#include "sim/process/supporters.hpp"
#include "sim/world/population.hpp"

namespace alongside::cli {
namespace {

const declare::Measure* find_measure(const declare::Catalogue& catalogue, std::string_view name) {
  for (const declare::Measure* measure : catalogue.measures())
    if (measure->name == name) return measure;
  return nullptr;
}

class RowCheck {
 public:
  RowCheck(const declare::Catalogue& catalogue, const run::Study& study, const Observed& row, scenario::Issues& issues)
      : catalogue_(catalogue), study_(study), row_(row), issues_(issues), finding_(run::find_finding(row.measure)), measure_(find_measure(catalogue, row.measure)) {}

  void check() {
    if (!finding_ && !measure_) return unknown_measure();
    check_arms(row_.arms);
    check_arms(row_.against);
    check_weeks();
    check_details();
    if (!row_.sets.empty()) check_sets();
  }

 private:
  void unknown_measure() {
    std::vector<std::string> names;
    for (const run::Finding* f : run::findings()) names.emplace_back(f->name);
    for (const declare::Measure* m : catalogue_.measures()) names.emplace_back(m->name);
    const std::string near = nearest_name(row_.measure, names);
    issues_.add(row_.measure_place, fmt::format("unknown measure \"{}\" (no finding or summary measure is called that) {}", row_.measure,
                                                did_you_mean(near, "see alongside describe measures")));
  }

  void check_arms(const std::vector<std::string>& names) {
    for (const std::string& name : names) {
      std::vector<std::string> known;
      const scenario::Arm* arm = nullptr;
      for (const scenario::Arm& one : study_.scenario().arms) {
        known.push_back(one.name);
        if (one.name == name) arm = &one;
      }
      const std::string near = nearest_name(name, known);
      if (!arm) issues_.add(row_.arm_place, fmt::format("unknown arm \"{}\" (the scenario {} has no arm of that name) {}", name, row_.scenario, did_you_mean(near, "use one of its arms")));
      else if (needs_programme() && arm->row[catalogue_.index(process::programme)] == 0)
        issues_.add(row_.measure_place, fmt::format("the arm \"{}\" has no programme (so it has no \"{}\") name an arm that has one", name, row_.measure));
    }
  }

  bool needs_programme() const {
    if (finding_) return finding_->needs == run::Needs::week || finding_->name == "supporter_icc";
    static constexpr std::string_view everywhere[] = {"families", "enrolled", "severe_treated"};
    return measure_->per == declare::Per::tally && std::find(std::begin(everywhere), std::end(everywhere), measure_->denominator->name) == std::end(everywhere);
  }

  void check_weeks() {
    using run::Needs;
    const Needs needs = finding_ ? finding_->needs : Needs::nothing;
    const bool two = needs == Needs::follow_ups, one = needs == Needs::follow_up || needs == Needs::week;
    if (two && !row_.second_week) issues_.add(row_.week_place, fmt::format("\"{}\" without two weeks (it compares two follow-ups) add weeks = [first, second]", row_.measure));
    if (one && (!row_.week || row_.second_week)) issues_.add(row_.week_place, fmt::format("\"{}\" without a week (it changes from week to week) add week = ...", row_.measure));
    if (needs == Needs::nothing && row_.week) issues_.add(row_.week_place, fmt::format("\"{}\" with a week (it is of the whole run) delete week", row_.measure));
    if (needs == Needs::week && row_.week && (*row_.week < 0 || *row_.week >= study_.extent().horizon))
      issues_.add(row_.week_place, fmt::format("week {} is outside the time that families are followed ({} weeks from enrolment) change the week, or population.horizon", *row_.week, study_.extent().horizon));
    if (needs == Needs::follow_up && row_.week) check_follow_up(*row_.week);
    if (two && row_.second_week) {
      check_follow_up(*row_.week);
      check_follow_up(*row_.second_week);
      if (*row_.week >= *row_.second_week) issues_.add(row_.week_place, "the two weeks are not in order (the first is the earlier one) swap them");
    }
  }

  void check_follow_up(int week) {
    const process::FollowUpPlan plan = study_.follow_ups();
    if (std::find(plan.weeks.begin(), plan.weeks.end(), week) == plan.weeks.end())
      return issues_.add(row_.week_place, fmt::format("the scenario {} has no follow-up at week {} (it has: {}) add one there, as follow_up.w{}.week = {}", row_.scenario, week, fmt::join(plan.weeks, ", "), week, week));
    const world::Row cells(catalogue_, study_.scenario().arms[0].row.data());
    const int youngest = plan.from_birth ? cells.i(world::enrolment_age) : 0, oldest = plan.from_birth ? youngest + cells.i(world::enrolment_age_range) : 0;
    if (week < youngest || week > oldest + cells.i(world::horizon_weeks) - 1)
      issues_.add(row_.week_place, fmt::format("nobody is followed at week {} (families are, from week {} to {}) change the week, population.enrolment_age or population.horizon", week, youngest, oldest + cells.i(world::horizon_weeks) - 1));
  }

  void check_details() {
    const bool scored = finding_ && finding_->score == run::Finding::Score::at_least;
    if (scored && (!row_.at_least || *row_.at_least < 0 || *row_.at_least >= process::score_values)) issues_.add(row_.measure_place, fmt::format("\"{}\" without a score from 0 to 30 (it counts those with at least so much) add at_least = 13", row_.measure));
    if (!scored && row_.at_least) issues_.add(row_.measure_place, fmt::format("\"{}\" has no use for at_least (it would be ignored) delete it", row_.measure));
    if (row_.group != process::Subgroup::all && (!finding_ || finding_->groups == run::Finding::Groups::all_only))
      issues_.add(row_.measure_place, fmt::format("\"{}\" is not had by group (only scores and feeding at follow-ups are) delete group", row_.measure));
    if (row_.contrast == Contrast::standardised && row_.measure != "mean_score") issues_.add(row_.measure_place, fmt::format("\"{}\" has no standard deviation to divide by (\"mean_score\" has) use another contrast", row_.measure));
  }

  void check_sets() {
    const declare::Parameter* p = catalogue_.find_parameter(row_.sets);
    if (!p || p->scope != declare::Scope::population || p->kind != declare::Kind::number) {
      std::vector<std::string> names;
      for (const declare::Parameter* one : catalogue_.parameters())
        if (one->scope == declare::Scope::population && one->kind == declare::Kind::number) names.emplace_back(one->name);
      const std::string near = nearest_name(row_.sets, names);
      issues_.add(row_.place, fmt::format("sets = \"{}\" is no number of the population (a control risk says which population it is) {}", row_.sets, did_you_mean(near, "use population.symptom_shift, population.initiation_shift or population.feeding_norm")));
    }
    if (row_.contrast != Contrast::none) issues_.add(row_.place, "a contrast cannot set a parameter (it would hide the effect) set it by a control arm's own value");
  }

  const declare::Catalogue& catalogue_;
  const run::Study& study_;
  const Observed& row_;
  scenario::Issues& issues_;
  const run::Finding* finding_;
  const declare::Measure* measure_;
};

}  // namespace

void check_row(const declare::Catalogue& catalogue, const run::Study& study, const Observed& row, scenario::Issues& issues) { RowCheck(catalogue, study, row, issues).check(); }

Asked asked_of(const declare::Catalogue& catalogue, const run::Study& study, const Observed& row) {
  Asked asked{run::find_finding(row.measure), find_measure(catalogue, row.measure), {}};
  const process::FollowUpPlan plan = study.follow_ups();
  const auto index = [&](int week) { return static_cast<std::size_t>(std::find(plan.weeks.begin(), plan.weeks.end(), week) - plan.weeks.begin()); };
  asked.reading.group = row.group;
  asked.reading.at_least = row.at_least.value_or(0);
  asked.reading.week = row.week.value_or(0);
  if (asked.finding && (asked.finding->needs == run::Needs::follow_up || asked.finding->needs == run::Needs::follow_ups)) asked.reading.follow_up = index(*row.week);
  if (row.second_week) asked.reading.second = index(*row.second_week);
  return asked;
}

}  // namespace alongside::cli
