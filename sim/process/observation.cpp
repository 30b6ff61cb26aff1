// What is seen of families: quality-adjusted life years from the error-free score, and outcomes measured with error
// at follow-up weeks, from those who are not lost.

#include "sim/process/observation.hpp"

#include <algorithm>
#include <cmath>
#include <optional>

#include "sim/core/numeric.hpp"
#include "sim/process/run.hpp"
#include "sim/process/supporters.hpp"
#include "sim/process/symptoms.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Table follow_up{.name = "follow_up", .text = "Weeks at which outcomes are measured, by name.", .scope = Scope::population,
    .columns = {{.name = "week", .kind = Kind::count, .unit = "week", .low = 0, .high = 520, .value = 12, .grade = Grade::definition, .text = "Week of the follow-up, from birth or from enrolment."}}};

namespace {

const Parameter clock_choice{.name = "follow_up_clock", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"birth", "enrolment"}, .grade = Grade::definition,
    .text = "Whether follow-up weeks count from birth or from enrolment."};
const Parameter intercept{.name = "utility.intercept", .low = 0, .high = 1, .value = 0.962, .spread = {Shape::normal, 0.945, 0.979}, .scope = Scope::analysis, .grade = Grade::cohort,
    .source = "reproduces the four group means of Petrou 2009 (0.885 / 0.738 at 13, 0.896 / 0.780 at 10) within 0.006", .text = "EQ-5D utility at a score of 0."};
const Parameter slope{.name = "utility.slope", .unit = "per point", .low = 0, .high = 0.1, .value = 0.0157, .spread = {Shape::normal, 0.0125, 0.0189}, .scope = Scope::analysis, .grade = Grade::cohort,
    .source = "same", .text = "Utility lost per point of the score."};
const Parameter causal_share{.name = "utility.causal_share", .unit = "share", .low = 0, .high = 1, .value = 1, .spread = {Shape::uniform, 0.6, 1}, .scope = Scope::analysis, .grade = Grade::assumed,
    .source = "no evidence found: the slope is cross-sectional", .text = "Share of that slope which a change of symptoms brings about; the rest stays with the person."};
const Parameter lost_base{.name = "loss.base", .unit = "logit", .low = -10, .high = 5, .value = -2.1, .spread = {Shape::normal, -2.9, -1.3}, .grade = Grade::trial,
    .source = "Dennis 2009: 10.5% of controls at 12 weeks", .text = "Log odds of being lost to one follow-up."};
const Parameter lost_symptoms{.name = "loss.symptoms", .unit = "logit per root point", .low = -2, .high = 3, .value = 0.2, .spread = {Shape::uniform, 0, 0.5}, .grade = Grade::cohort,
    .source = "NESDA: the more severe are lost; size assumed", .text = "Rise per root point above the mean: missing not at random."};
const Parameter lost_deprivation{.name = "loss.deprivation", .unit = "logit per quintile", .low = -1, .high = 2, .value = 0.15, .spread = {Shape::uniform, 0, 0.35}, .grade = Grade::cohort,
    .source = "NESDA; size assumed", .text = "Rise per quintile of deprivation."};
const Parameter lost_supported{.name = "loss.supported", .unit = "logit", .low = -2, .high = 3, .value = 0.4, .spread = {Shape::uniform, -0.2, 0.8}, .grade = Grade::trial,
    .source = "Dennis 2009: 14.9% against 10.5%; Cupples 2011: 18.6 against 11.1%", .text = "Rise for families offered support."};
const Parameter lost_left{.name = "loss.left_support", .unit = "logit", .low = -2, .high = 4, .value = 0.8, .spread = {Shape::uniform, 0, 1.6}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Rise for families that left support."};
const Parameter lost_baseline{.name = "loss.baseline", .unit = "logit per root point", .low = -2, .high = 3, .value = 0, .grade = Grade::assumed,
    .source = "no evidence found: NESDA's leavers were more severe at the start, but its size stands in loss.symptoms", .text = "Rise per root point of the score measured at enrolment above the mean: missing at random given the baseline."};
const Parameter refer_above{.name = "follow_up_refer_above", .kind = Kind::count, .unit = "points", .low = 0, .high = 31, .value = 31, .grade = Grade::definition,
    .source = "Dennis 2009 referred clinically depressed women at 12 weeks in both arms", .text = "Measured score from which a follow-up refers to treatment, in every arm; 31 refers nobody."};
const Parameter refer_share{.name = "follow_up_refer_share", .unit = "share", .low = 0, .high = 1, .value = 0.587, .spread = {Shape::uniform, 0.3, 0.9}, .grade = Grade::assumed,
    .source = "assumed (calibrated)", .text = "Share of those who then want treatment."};

constexpr Purpose error_word{"observation.error", "Measurement error at a follow-up."};
constexpr Purpose lost_word{"observation.lost", "Whether the family is lost to a follow-up."};
constexpr Purpose refer_word{"observation.refer", "Whether a family referred at a follow-up wants treatment."};

constexpr Column<float> utility{"utility", Storage::scratch, "QALY", "Quality-adjusted life years of this week, supported parent."};
constexpr Column<float> partner_utility{"partner_utility", Storage::scratch, "QALY", "Quality-adjusted life years of this week, partner."};
constexpr Column<std::uint8_t> worse{"worse", Storage::scratch, "", "1 while the error-free score lies 3 points or more above that at enrolment."};

struct HealthKernel {
  float intercept, slope, confounded, weeks_per_year;
  const float *exact, *on;
  const std::uint8_t *partner_points, *score, *start;
  float *qaly, *utility, *partner;
  std::uint8_t* worse;

  [[gnu::always_inline]] void lanes() const {
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      // The part of the slope that is not causal stays with the score at enrolment.
      const float causal = exact[l] * (1.0f - confounded) + confounded * static_cast<float>(static_cast<int>(start[l]));
      const float u = (intercept - slope * causal) * weeks_per_year * on[l];
      utility[l] = u;
      qaly[l] += u;
      const int points = partner_points[l];
      partner[l] = points == 255 ? 0.0f : (intercept - slope * static_cast<float>(points)) * weeks_per_year * on[l];
      worse[l] = static_cast<std::uint8_t>((on[l] != 0.0f) & (score[l] >= start[l] + 3) ? 1 : 0);
    }
  }
};
SIM_KERNEL(HealthKernel)

constexpr Tally tally_qaly{"qaly", "QALY", "Quality-adjusted life years, supported parents.", &utility};
constexpr Tally tally_partner{"partner_qaly", "QALY", "Quality-adjusted life years, partners.", &partner_utility};
constexpr Tally tally_worse{"worse", "family", "Families whose error-free score is 3 points or more above that at enrolment.", &worse};

class Observation final : public Step {
 public:
  explicit Observation(const Binding& b)
      : plan_(follow_up_plan(b.cells, b.catalogue, b.row.values())),
        lost_{b(lost_base) - (b(lost_symptoms) + b(lost_baseline)) * b(world::level_mean), b(lost_symptoms), b(lost_baseline), b(lost_deprivation), b(lost_supported), b(lost_left)},
        case_at_(b.i(world::case_threshold)), refer_above_(b.i(refer_above)), refer_share_(b(refer_share)), groups_(b.layout) {
    k_.intercept = b.f(intercept);
    k_.slope = b.f(slope);
    k_.confounded = 1.0f - b.f(causal_share);
    k_.weeks_per_year = 1.0f / 52.1775f;
    error_sd_ = static_cast<float>(std::sqrt(b(world::error_variance)));
    root_ = b.i(world::transform) == 0;
    ceiling_ = root_ ? std::sqrt(b.f(world::score_maximum)) : b.f(world::score_maximum);
    exact_ = b.slot(exact_score), on_ = b.slot(on), partner_points_ = b.slot(partner_score), score_ = b.slot(score), start_ = b.slot(score_start);
    qaly_ = b.slot(qaly), utility_ = b.slot(utility), partner_ = b.slot(partner_utility), worse_ = b.slot(worse);
    level_ = b.slot(symptom_level), quintile_ = b.slot(world::deprivation), phase_ = b.slot(phase), feeding_ = b.slot(feeding), measured_ = b.slot(measured_score), care_ = b.slot(care);
    enrolled_age_ = b.slot(world::enrolled_age), enrolled_ = b.slot(world::enrolled_week), home_ = b.slot(world::community);
    cost_ = b.slot(cost), contacts_ = b.slot(contacts);
    youngest_ = static_cast<int>(b(world::enrolment_age)), oldest_ = youngest_ + b.i(world::enrolment_age_range);
    participant_ = b.slot(participant), provider_ = b.slot(provider);
    qaly_tally_ = b.tally(tally_qaly), partner_tally_ = b.tally(tally_partner);
  }

  void begin(Run& run) override {
    record_.emplace(plan_.weeks.size(), run.world.families, run.communities.size());
    run.result.follow_up_details.resize(plan_.weeks.size());
  }

  void block(const BlockWeek& w) const override {
    HealthKernel k = k_;
    k.exact = w.at(exact_), k.on = w.at(on_), k.partner_points = w.at(partner_points_), k.score = w.at(score_), k.start = w.at(start_);
    k.qaly = w.at(qaly_), k.utility = w.at(utility_), k.partner = w.at(partner_), k.worse = w.at(worse_);
    run_kernel(w.level, k);
  }

  void after(Run& run, int week) override {
    Health& health = run.result.health;
    const auto year = static_cast<std::size_t>(run.year(week)), years = static_cast<std::size_t>(health.years);
    health.qalys[Person::mother * years + year] += run.result.tallies.week(qaly_tally_, week);
    health.qalys[Person::partner * years + year] += run.result.tallies.week(partner_tally_, week);
    for (std::size_t f = 0; f < plan_.weeks.size(); ++f) follow(run, week, f);
    if (!run.log) return;
    for (const Due& due : run.log->due[static_cast<std::size_t>(week)]) observe(run, week, due);
    if (run.log->watches_feeding) watch_feeding(run, week);
  }

  void end(Run& run) override {
    run.result.score_pairs = record_->pairs();
    for (std::size_t f = 0; f < plan_.weeks.size(); ++f) {
      run.result.follow_up_details[f].supporters = record_->supporters(f);
      run.result.follow_up_details[f].communities = record_->communities(f);
    }
  }

 private:
  /// Measures the participants whose follow-up falls in this week.
  void follow(Run& run, int week, std::size_t f) {
    const world::World& world = run.world;
    // From birth, the cohorts whose families can now be of the follow-up's age; from enrolment, just one.
    const int youngest = plan_.from_birth ? youngest_ : 0, oldest = plan_.from_birth ? oldest_ : 0;
    const int earliest = std::max({week + youngest - plan_.weeks[f], week - world.time.horizon + 1, world.time.lead_in});
    const int latest = std::min(week + oldest - plan_.weeks[f], week);
    for (int cohort = earliest; cohort <= latest; ++cohort) {
      const auto c = static_cast<std::size_t>(cohort);
      for (std::uint32_t i = world.enrolled_before[c]; i < world.enrolled_before[c + 1]; ++i)
        if (run.value(participant_, i) != 0 && (!plan_.from_birth || week - cohort + world.fixed_value(enrolled_age_, i) == plan_.weeks[f])) measure(run, week, f, i);
    }
  }

  int points(float level) const {
    const float w = std::clamp(level, 0.0f, ceiling_);
    return static_cast<int>((root_ ? w * w : w) + 0.5f);
  }

  /// Level with the error of this week's measurement.
  float measured_level(const Run& run, int week, std::uint32_t i) const {
    return run.value(level_, i) + error_sd_ * core::normal32(run.world.word(error_word, i, week));
  }

  void measure(Run& run, int week, std::size_t f, std::uint32_t i) {
    FollowUp& out = run.result.follow_ups[f];
    const float level = measured_level(run, week, i);
    const int score = points(level);
    const bool is_case = score >= case_at_, worse = score >= run.value(measured_, i) + 3;
    const int fed = run.value(feeding_, i);
    ++out.families;
    out.cases += is_case;
    out.worse += worse;
    out.any_feeding += fed == 1 || fed == 2;
    out.exclusive += fed == 2;
    out.score += score;
    out.score_squares += static_cast<std::int64_t>(score) * score;
    note(run, f, i, score, level);
    const std::uint8_t partner = run.value(partner_points_, i);
    out.partner_score += partner == 255 ? 0 : partner;
    // Only a trial's own families are traced and referred, at its own follow-ups.
    if (run.log || is_lost(run, week, i)) return;
    ++out.observed;
    out.observed_cases += is_case;
    out.observed_score += score;
    refer(run, week, i, score);
  }

  bool is_lost(const Run& run, int week, std::uint32_t i) const {
    const world::World& world = run.world;
    const auto place = static_cast<Phase>(run.value(phase_, i));
    const double start = root_ ? std::sqrt(static_cast<double>(run.value(measured_, i))) : run.value(measured_, i);
    const double eta = lost_.base + lost_.symptoms * run.value(level_, i) + lost_.baseline * start + lost_.deprivation * (world.fixed_value(quintile_, i) - 3) +
                       (place != Phase::not_offered ? lost_.supported : 0.0) + (place == Phase::left ? lost_.left : 0.0);
    return core::unit_double(world.word(lost_word, i, week)) < core::logistic64(eta);
  }

  void refer(Run& run, int week, std::uint32_t i, int score) const {
    if (score < refer_above_ || run.value(care_, i) != 0 || core::unit_double(run.world.word(refer_word, i, week)) >= refer_share_) return;
    run.value(care_, i) = 1;
    run.care_wanted.push_back(i);
  }

  /// Notes in which week from birth breastfeeding has ended.
  void watch_feeding(Run& run, int week) const {
    const world::World& world = run.world;
    const std::uint32_t met = world.enrolled_before[static_cast<std::size_t>(week) + 1];
    for (std::uint32_t i = 0; i < met; ++i) {
      FamilyLog& family = run.log->families[i];
      if (family.fed_until != never || run.value(feeding_, i) != 0) continue;
      const int now = week - world.fixed_value(enrolled_, i);
      if (now < world.time.horizon) family.fed_until = static_cast<std::uint16_t>(std::max(0, now + world.fixed_value(enrolled_age_, i)));
    }
  }

  /// One follow-up of one family of a trial. What is found is kept for the lost too: only the trial does not see it.
  void observe(Run& run, int week, const Due& due) {
    const std::uint32_t i = due.family;
    if (week >= run.world.fixed_value(enrolled_, i) + run.world.time.horizon) return;
    const int score = points(measured_level(run, week, i)), fed = run.value(feeding_, i);
    const bool is_lost_now = run.log->cluster_lost(run.world.fixed_value(home_, i)) || is_lost(run, week, i);
    const auto place = static_cast<Phase>(run.value(phase_, i));
    Occasion& out = run.log->at(i, due.occasion);
    out.qaly = run.value(qaly_, i);
    out.cost = run.value(cost_, i);
    out.contacts = run.value(contacts_, i);
    out.score = static_cast<std::uint8_t>(score);
    out.bits = static_cast<std::uint8_t>(reached | (is_lost_now ? lost : 0) | (fed == 1 ? partly_fed : fed == 2 ? wholly_fed : fed == 3 ? not_born : 0) |
                                         (place == Phase::waiting ? still_waiting : place == Phase::supported ? in_support : 0));
    if (place == Phase::left) run.log->families[i].story |= left_support;
    if (!is_lost_now) refer(run, week, i, score);
  }

  /// What a study reports by group, over time and by cluster.
  void note(Run& run, std::size_t f, std::uint32_t i, int score, float level) {
    const std::uint32_t in = groups_.groups_of(run.world, i), last = run.value(provider_, i);
    const int fed = run.value(feeding_, i);
    for (std::size_t g = 0; g < subgroups; ++g) {
      if ((in >> g & 1) == 0) continue;
      GroupFound& found = run.result.follow_up_details[f].group[g];
      ++found.scores[static_cast<std::size_t>(score)];
      found.any_feeding += fed == 1 || fed == 2;
      found.exclusive += fed == 2;
    }
    const bool by_supporter = run.value(contacts_, i) > 0 && (last & group_bit) == 0;
    record_->note(f, i, score, level, run.world.fixed_value(home_, i), by_supporter ? last : FollowUpRecord::nobody);
  }

  /// Log odds of being lost; `base` has the mean level taken out.
  struct Lost {
    double base, symptoms, baseline, deprivation, supported, left;
  };
  FollowUpPlan plan_;
  Lost lost_;
  int case_at_, refer_above_;
  double refer_share_;
  HealthKernel k_{};
  float error_sd_, ceiling_;
  bool root_;
  int youngest_, oldest_;  ///< weeks since birth at enrolment
  Slot<float> exact_, on_, qaly_, utility_, partner_, level_;
  Slot<std::uint8_t> partner_points_, score_, start_, worse_, quintile_, phase_, feeding_, measured_, care_;
  Slot<std::int8_t> enrolled_age_;
  Slot<std::uint8_t> participant_;
  Slot<std::uint16_t> enrolled_, home_, contacts_;
  Slot<std::uint32_t> cost_, provider_;
  FamilyGroups groups_;
  std::optional<FollowUpRecord> record_;
  std::size_t qaly_tally_, partner_tally_;
};

const Measure qaly_measure{.name = "qalys", .unit = "per 1,000 births", .text = "Quality-adjusted life years of supported parents, undiscounted.", .numerator = &tally_qaly, .per = Per::thousand_births, .better = Better::higher};
const Measure partner_measure{.name = "partner_qalys", .unit = "per 1,000 births", .text = "Quality-adjusted life years of partners, undiscounted.", .numerator = &tally_partner, .per = Per::thousand_births, .better = Better::higher};
const Measure score_measure{.name = "score_mean", .unit = "points", .text = "Error-free symptom score, mean over families and weeks.", .numerator = &score_tally, .per = Per::tally, .denominator = &families_tally, .better = Better::lower};
const Measure worse_measure{.name = "worse_end", .unit = "share", .text = "Share of families 3 points or more worse than at enrolment, in the last week.", .numerator = &tally_worse, .per = Per::family, .over = Over::last_week, .better = Better::lower};

const Declarations declarations{.name = "observation", .text = "Health is valued, and outcomes are measured at follow-ups.",
    .parameters = {&clock_choice, &intercept, &slope, &causal_share, &lost_base, &lost_symptoms, &lost_baseline, &lost_deprivation, &lost_supported, &lost_left, &refer_above, &refer_share},
    .tables = {&follow_up}, .columns = {&qaly, &utility, &partner_utility, &worse}, .purposes = {&error_word, &lost_word, &refer_word},
    .tallies = {&tally_qaly, &tally_partner, &tally_worse}, .measures = {&qaly_measure, &partner_measure, &score_measure, &worse_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Observation>(b); }

}  // namespace

const Parameter &utility_intercept = intercept, &utility_slope = slope, &utility_causal_share = causal_share;

FollowUpPlan follow_up_plan(const scenario::CellMap& cells, const declare::Catalogue& catalogue, const double* row) {
  FollowUpPlan plan;
  plan.from_birth = row[catalogue.index(clock_choice)] == 0;
  const std::vector<std::string>& names = cells.rows(follow_up).names;
  for (std::size_t r = 0; r < names.size(); ++r) {
    plan.names.push_back(names[r]);
    plan.weeks.push_back(static_cast<int>(row[cells.table_row(follow_up, r)]));
  }
  return plan;
}

extern const Process observation;
const Process observation{&declarations, bind};

}  // namespace alongside::process
