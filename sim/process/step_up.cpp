// Safety: severe symptoms are found by usual care, by screening or by the supporter; professional treatment has
// places per week and a wait.

#include "sim/process/step_up.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/events.hpp"
#include "sim/process/run.hpp"
#include "sim/process/services.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {

const Parameter severe_policy{.name = "step_up.severe", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"continue", "refer on"}, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "Letourneau 2015 referred EPDS of 20 or more on", .text = "Whether support goes on beside treatment when a supporter finds severe symptoms, or ends."};

namespace {

const Parameter usual_hazard{.name = "step_up.usual_care", .unit = "per week", .low = 0, .high = 1, .value = 0.011, .spread = {Shape::lognormal, 0.006, 0.02}, .grade = Grade::cohort,
    .source = "Cox 2016: about 16% of cases treated; calibrated", .text = "Weekly chance that usual care finds and refers a parent with a high level."};
const Parameter usual_level{.name = "step_up.usual_care_level", .unit = "root points", .low = 0, .high = 30, .value = 3.5, .grade = Grade::assumed,
    .source = "calibrated", .text = "Level at which that chance is half its height."};
const Parameter supporter_finds{.name = "step_up.supporter", .unit = "per contact", .low = 0, .high = 1, .value = 0.15, .spread = {Shape::uniform, 0.03, 0.4}, .grade = Grade::assumed,
    .source = "no evidence found: rate of step-up", .text = "Chance per contact that a supporter supervised for an hour a month finds severe symptoms and escalates."};
const Parameter places{.name = "step_up.places", .unit = "per week", .low = 0, .high = 1000, .value = 2.5, .spread = {Shape::lognormal, 1, 6}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Places in professional treatment that open each week, per 1,000 families of the world."};
const Parameter wait{.name = "step_up.wait", .unit = "week", .low = 0, .high = 104, .value = 6, .spread = {Shape::lognormal, 2, 14}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Weeks between referral and treatment even where places are free."};
const Parameter linking{.name = "offer.linking", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "Kaks & Malqvist 2020 name linking as a strategy; no size found", .text = "How far supporters link families to services: 1 halves the wait of families in support, and refers cases too."};
const Parameter weeks{.name = "treatment.weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 104, .value = 14, .spread = {Shape::normal, 8, 26}, .grade = Grade::assumed,
    .source = "assumed (calibrated)", .text = "Weeks of professional treatment."};
const Parameter effect{.name = "treatment.effect", .unit = "root points", .low = 0, .high = 3, .value = 0.544, .spread = {Shape::normal, 0.3, 0.8}, .grade = Grade::assumed,
    .source = "SMD 0.3-0.6 (model prior)", .text = "Relief once treatment works in full."};
const Parameter ramp{.name = "treatment.ramp", .unit = "week", .low = 1, .high = 52, .value = 8, .grade = Grade::assumed, .source = "assumed", .text = "Weeks over which the relief builds up."};
const Parameter half_life{.name = "treatment.half_life", .unit = "week", .low = 1, .high = 1000, .value = 52, .spread = {Shape::lognormal, 20, 120}, .grade = Grade::assumed,
    .source = "assumed", .text = "Weeks in which the relief halves after treatment."};

constexpr Purpose found_word{"step_up.found", "Whether high symptoms are found, and by whom."};
constexpr Purpose queue_word{"step_up.queue", "Order of families that waited equally long for treatment."};

constexpr Column<std::uint8_t> severe_undetected{"severe_undetected", Storage::scratch, "", "1 in a severe week that nobody has found."};
constexpr Column<std::uint8_t> severe{"severe", Storage::scratch, "", "1 in a severe week."};
constexpr Column<std::uint8_t> escalated{"escalated", Storage::scratch, "", "1 when a supporter escalates this week."};
constexpr Column<std::uint8_t> in_treatment{"in_treatment", Storage::scratch, "", "1 in a week of professional treatment."};
constexpr Column<std::uint8_t> is_case{"is_case", Storage::scratch, "", "1 where the supported parent is a probable case."};

struct StepUpKernel {
  float usual, level0, supporter, substitution, linking, effect, ramp, kept;
  int severe_at, case_at;
  const std::uint32_t* u;
  const std::uint8_t *score, *received, *phase;
  const float *level, *recent, *on;
  std::uint8_t *care, *care_weeks, *severe_weeks, *events, *undetected, *severe, *escalated, *treated, *is_case;
  float* relief;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
    const float half_linking = 0.5f * linking;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const bool grave = score[l] >= severe_at, high = score[l] >= case_at, here = on[l] != 0.0f;
      const int state = care[l];
      const bool idle = (state == 0) | (state == 4), open = idle & here;
      const float own = min_(supporter * static_cast<float>(static_cast<int>(received[l])) * (grave ? 1.0f : high ? half_linking : 0.0f), 1.0f);
      const float professional = usual * logistic32(6.0f * (level[l] - level0)) * (1.0f - substitution * min_(recent[l], 1.0f)) * (grave ? 2.0f : 1.0f);
      const float w = unit_float(u[l]);
      const bool by_supporter = open & (w < own), by_usual = open & !by_supporter & (w < own + professional), found = by_supporter | by_usual;
      const int left = care_weeks[l];
      const bool treating = state == 3, ends = treating & (left <= 1);
      care[l] = static_cast<std::uint8_t>(found ? 1 : ends ? 4 : state);
      care_weeks[l] = static_cast<std::uint8_t>(treating ? left - 1 : left);
      const float t = relief[l];
      const float building = t + ramp * (effect - t), fading = t * kept;
      relief[l] = treating ? building : fading;
      const int spell = severe_weeks[l] + 1;
      severe_weeks[l] = static_cast<std::uint8_t>(grave & here ? (spell > 255 ? 255 : spell) : 0);
      events[l] = static_cast<std::uint8_t>(events[l] | (found ? care_sought : 0));
      undetected[l] = static_cast<std::uint8_t>(grave & here & idle & !found ? 1 : 0);
      severe[l] = static_cast<std::uint8_t>(grave & here ? 1 : 0);
      escalated[l] = static_cast<std::uint8_t>(by_supporter ? 1 : 0);
      treated[l] = static_cast<std::uint8_t>(treating & here ? 1 : 0);
      is_case[l] = static_cast<std::uint8_t>(high & here ? 1 : 0);
    }
  }
};
SIM_KERNEL(StepUpKernel)

constexpr Tally tally_severe{"severe", "family", "Families with severe symptoms.", &severe};
constexpr Tally tally_undetected{"severe_undetected", "family", "Families with severe symptoms that nobody has found.", &severe_undetected};
constexpr Tally tally_escalated{"escalations", "family", "Families escalated by their supporter.", &escalated};
constexpr Tally tally_treatment{"in_treatment", "family", "Families in professional treatment.", &in_treatment};
constexpr Tally tally_cases{"cases", "family", "Parents who are probable cases (error-free score).", &is_case};
constexpr Tally tally_treated_severe{"severe_treated", "family", "Families with severe symptoms that start treatment."};
constexpr Tally tally_severe_wait{"severe_wait", "week", "Weeks from the start of the severe spell to treatment, summed over those."};
constexpr Tally tally_started{"treatments_started", "family", "Families that start treatment."};

struct Waiting {
  std::uint32_t family, key;
  std::uint16_t since;
};

class StepUp final : public Step {
 public:
  explicit StepUp(const Binding& b)
      : places_(b(places)), wait_(b(wait)), linked_(b(linking)), weeks_(b.i(weeks)), severe_wait_(b.tally(tally_severe_wait)),
        severe_treated_(b.tally(tally_treated_severe)), started_(b.tally(tally_started)) {
    k_.usual = b.f(usual_hazard);
    k_.level0 = b.f(usual_level);
    const double supervision = b(supervision_hours);
    k_.supporter = static_cast<float>(b(supporter_finds) * std::min(2 * supervision / (1 + supervision), 1.5));
    k_.substitution = b.f(substitution);
    k_.linking = b.f(linking);
    k_.effect = b.f(effect);
    k_.ramp = 1.0f / b.f(ramp);
    k_.kept = static_cast<float>(core::exp64(-0.6931471805599453 / b(half_life)));
    k_.severe_at = b.i(world::severe_threshold);
    k_.case_at = b.i(world::case_threshold);
    score_ = b.slot(score), received_ = b.slot(received_now), phase_ = b.slot(phase), level_ = b.slot(symptom_level), recent_ = b.slot(recent);
    on_ = b.slot(on), care_ = b.slot(care), care_weeks_ = b.slot(care_weeks), severe_weeks_ = b.slot(severe_weeks), events_ = b.slot(events);
    undetected_ = b.slot(severe_undetected), severe_ = b.slot(severe), escalated_ = b.slot(escalated), treated_ = b.slot(in_treatment);
    case_ = b.slot(is_case), relief_ = b.slot(treatment), enrolled_ = b.slot(world::enrolled_week), delivery_ = b.slot(delivery);
  }

  void begin(Run& run) override {
    queue_.clear();
    credit_ = 0;
    per_week_ = places_ * run.world.families / 1000.0;
  }

  /// Gives this week's places: severe first, then who waited longest, then by key, then by id.
  void before(Run& run, int week) override {
    for (std::uint32_t family : run.care_wanted) join_queue(run, family, week);
    run.care_wanted.clear();
    credit_ = std::min(credit_ + per_week_, per_week_ * 4 + 1);
    if (queue_.empty() || credit_ < 1) return;
    const auto ready = [&](const Waiting& w) {
      const double needed = wait_ * (run.value(delivery_, w.family) != 0 ? 1 - 0.5 * linked_ : 1.0);
      return week - w.since >= needed;
    };
    const auto middle = std::stable_partition(queue_.begin(), queue_.end(), ready);
    std::sort(queue_.begin(), middle, [&](const Waiting& a, const Waiting& b) {
      const bool grave_a = run.value(severe_weeks_, a.family) > 0, grave_b = run.value(severe_weeks_, b.family) > 0;
      if (grave_a != grave_b) return grave_a;
      if (a.since != b.since) return a.since < b.since;
      return a.key != b.key ? a.key < b.key : a.family < b.family;
    });
    const auto given = std::min<std::ptrdiff_t>(middle - queue_.begin(), static_cast<std::ptrdiff_t>(credit_));
    for (std::ptrdiff_t i = 0; i < given; ++i) start(run, week, queue_[static_cast<std::size_t>(i)].family);
    queue_.erase(queue_.begin(), queue_.begin() + given);
    credit_ -= static_cast<double>(given);
  }

  void block(const BlockWeek& w) const override {
    alignas(64) std::uint32_t u[lanes];
    w.draw(found_word, u);
    StepUpKernel k = k_;
    k.u = u;
    k.score = w.at(score_), k.received = w.at(received_), k.phase = w.at(phase_), k.level = w.at(level_), k.recent = w.at(recent_), k.on = w.at(on_);
    k.care = w.at(care_), k.care_weeks = w.at(care_weeks_), k.severe_weeks = w.at(severe_weeks_), k.events = w.at(events_);
    k.undetected = w.at(undetected_), k.severe = w.at(severe_), k.escalated = w.at(escalated_), k.treated = w.at(treated_), k.is_case = w.at(case_);
    k.relief = w.at(relief_);
    run_kernel(w.level, k);
  }

  void after(Run& run, int week) override {
    const world::World& world = run.world;
    for (std::uint32_t b = 0; b < world.blocks; ++b) {
      for_events(run.block(b).at(events_), care_sought, [&](std::uint32_t l) { join_queue(run, b * lanes + l, week); });
    }
  }

 private:
  void join_queue(Run& run, std::uint32_t family, int week) {
    run.value(care_, family) = 2;
    queue_.push_back({family, run.world.word(queue_word, family), static_cast<std::uint16_t>(week)});
  }

  void start(Run& run, int week, std::uint32_t family) const {
    run.value(care_, family) = 3;
    run.value(care_weeks_, family) = static_cast<std::uint8_t>(weeks_);
    const int enrolled = run.world.fixed_value(enrolled_, family);
    run.post(started_, week, enrolled, 1);
    if (const int spell = run.value(severe_weeks_, family); spell > 0) {
      run.post(severe_treated_, week, enrolled, 1);
      run.post(severe_wait_, week, enrolled, spell);
    }
  }

  StepUpKernel k_{};
  double places_, wait_, linked_, per_week_ = 0, credit_ = 0;
  int weeks_;
  std::size_t severe_wait_, severe_treated_, started_;
  std::vector<Waiting> queue_;
  Slot<std::uint8_t> score_, received_, phase_, care_, care_weeks_, severe_weeks_, events_, undetected_, severe_, escalated_, treated_, case_, delivery_;
  Slot<float> level_, recent_, on_, relief_;
  Slot<std::uint16_t> enrolled_;
};

const Measure undetected_measure{.name = "severe_weeks_undetected", .unit = "per 1,000 births", .text = "Weeks with severe symptoms that nobody has found.",
                                 .numerator = &tally_undetected, .per = Per::thousand_births, .better = Better::lower};
const Measure wait_measure{.name = "severe_to_treatment", .unit = "week", .text = "Weeks from the start of a severe spell to treatment, mean over those treated in one.",
                           .numerator = &tally_severe_wait, .per = Per::tally, .denominator = &tally_treated_severe, .better = Better::lower};
const Measure escalations_measure{.name = "escalations", .unit = "per 1,000 births", .text = "Escalations by supporters.", .numerator = &tally_escalated, .per = Per::thousand_births};
const Measure case_weeks_measure{.name = "case_weeks", .unit = "weeks per family", .text = "Weeks as a probable case.", .numerator = &tally_cases, .per = Per::family, .better = Better::lower};
const Measure treatment_measure{.name = "treatments", .unit = "per 1,000 births", .text = "Professional treatments started.", .numerator = &tally_started, .per = Per::thousand_births};

const Declarations declarations{.name = "step_up", .text = "Severe symptoms are found and professional treatment is rationed.",
    .parameters = {&severe_policy, &usual_hazard, &usual_level, &supporter_finds, &places, &wait, &linking, &weeks, &effect, &ramp, &half_life},
    .columns = {&care, &care_weeks, &severe_weeks, &severe_undetected, &severe, &escalated, &in_treatment, &is_case},
    .purposes = {&found_word, &queue_word},
    .tallies = {&tally_severe, &tally_undetected, &tally_escalated, &tally_treatment, &tally_cases, &tally_treated_severe, &tally_severe_wait, &tally_started},
    .measures = {&undetected_measure, &wait_measure, &escalations_measure, &case_weeks_measure, &treatment_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<StepUp>(b); }

}  // namespace

const Column<std::uint8_t>& escalated_column = escalated;
const Tally& treatment_tally = tally_treatment;
const Tally& escalations_tally = tally_escalated;
extern const Process step_up;
const Process step_up{&declarations, bind};

}  // namespace alongside::process
