// Breastfeeding: initiation, then weekly hazards from exclusive to partial to none, lowered by recent contact and
// by alliance, by the community's norm and by the setting.

#include "sim/process/feeding.hpp"

#include <algorithm>
#include <cstring>

#include "sim/core/numeric.hpp"
#include "sim/process/by_community.hpp"
#include "sim/process/run.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter feeding_initiation_deprivation{.name = "feeding.initiation_deprivation", .unit = "logit per quintile", .low = -1, .high = 1, .value = 0.272, .spread = {Shape::normal, 0.1, 0.45}, .grade = Grade::fitted,
    .source = "calibrated: 73% in the most, 89% in the least deprived quintile (2010)", .text = "Fall of the log odds of starting to breastfeed per quintile of deprivation."};
const Parameter feeding_considering{.name = "feeding.considering", .unit = "logit", .low = 0, .high = 6, .value = 0.7, .spread = {Shape::uniform, 0.3, 1.5}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How much larger than those of starting are the log odds of at least considering it before birth."};

namespace {

const Parameter initiation{.name = "feeding.initiation", .unit = "logit", .low = -6, .high = 6, .value = 1.53, .spread = {Shape::normal, 1.2, 1.95}, .grade = Grade::fitted,
    .source = "calibrated to the Infant Feeding Survey 2010: 81% at birth", .text = "Log odds of starting to breastfeed, middle quintile."};
const Parameter initiation_support{.name = "feeding.initiation_support", .unit = "logit", .low = 0, .high = 4, .value = 1.0, .spread = {Shape::uniform, 0, 2}, .grade = Grade::cohort,
    .source = "Ingram 2010: RR of not starting 0.64 (0.41-0.99) with targeted antenatal peers, 0.96 (0.76-1.22) with universal ones, at an alliance of about a third by birth", .text = "Rise of those log odds at full alliance before birth."};
const Parameter exclusive_start{.name = "feeding.exclusive_start", .unit = "share", .low = 0, .high = 1, .value = 0.853, .spread = {Shape::logitnormal, 0.75, 0.93}, .grade = Grade::cohort,
    .source = "McAndrew 2012: 69% exclusive of 81% at birth", .text = "Share of those who start that start exclusively."};
const Parameter stop_first{.name = "feeding.stop_first_week", .unit = "per week", .low = 0, .high = 3, .value = 0.169, .spread = {Shape::lognormal, 0.08, 0.35}, .grade = Grade::fitted,
    .source = "calibrated: 69% at one week", .text = "Hazard of stopping in the first week."};
const Parameter stop_early{.name = "feeding.stop_early", .unit = "per week", .low = 0, .high = 3, .value = 0.051, .spread = {Shape::lognormal, 0.025, 0.12}, .grade = Grade::fitted,
    .source = "calibrated: 55% at six weeks", .text = "Hazard of stopping from the second to the sixth week."};
const Parameter stop_late{.name = "feeding.stop_late", .unit = "per week", .low = 0, .high = 3, .value = 0.0303, .spread = {Shape::lognormal, 0.015, 0.08}, .grade = Grade::fitted,
    .source = "calibrated: 34% at six months", .text = "Hazard of stopping after the sixth week."};
const Parameter supplement_first{.name = "feeding.supplement_first_week", .unit = "per week", .low = 0, .high = 3, .value = 0.264, .spread = {Shape::lognormal, 0.12, 0.55}, .grade = Grade::cohort,
    .source = "derived from McAndrew 2012: exclusive 69% at birth, 46% at one week", .text = "Hazard of giving something else too in the first week."};
const Parameter supplement_early{.name = "feeding.supplement_early", .unit = "per week", .low = 0, .high = 3, .value = 0.127, .spread = {Shape::lognormal, 0.05, 0.28}, .grade = Grade::cohort,
    .source = "derived from McAndrew 2012: 23% at six weeks", .text = "The same from the second to the sixth week."};
const Parameter supplement_late{.name = "feeding.supplement_late", .unit = "per week", .low = 0, .high = 3, .value = 0.284, .spread = {Shape::lognormal, 0.1, 0.6}, .grade = Grade::cohort,
    .source = "derived from McAndrew 2012: 1% at six months", .text = "The same after the sixth week."};
const Parameter norm{.name = "population.feeding_norm", .unit = "log hazard", .low = -3, .high = 3, .value = 0, .grade = Grade::definition,
    .source = "0.35 Toronto, -0.08 London, -0.55 Scotland in the calibrated: a property of the population", .text = "How much lower the hazard of stopping lies here than in the UK of 2010."};
const Parameter supplement_norm{.name = "population.supplement_norm", .unit = "log hazard", .low = -3, .high = 3, .value = 0, .grade = Grade::definition,
    .source = "a property of the population", .text = "How much lower the hazard of giving something else too lies here than in the UK of 2010, beside the norm of stopping."};
const Parameter setting{.name = "feeding.setting", .unit = "ratio", .low = 0, .high = 3, .value = 1, .spread = {Shape::normal, 0.4, 1.6}, .grade = Grade::assumed,
    .source = "as symptoms.setting (judgement)", .text = "How well support for feeding works in this setting, relative to the average."};
const Parameter per_efficacy{.name = "feeding.efficacy_effect", .unit = "log hazard per unit", .low = 0, .high = 6, .value = 1.02, .spread = {Shape::uniform, 0, 2}, .grade = Grade::assumed,
    .source = "prior: breastfeeding self-efficacy as a pathway (Dennis 2002); size not identified", .text = "Fall of the hazard per unit of self-efficacy above rest, which lasts longer than a contact."};
const Parameter initiation_shift{.name = "population.initiation_shift", .unit = "logit", .low = -6, .high = 6, .value = 0, .grade = Grade::definition,
    .source = "a property of the population", .text = "How much larger the log odds of starting to breastfeed are here than in the UK of 2010."};
const Parameter per_contact{.name = "feeding.contact_effect", .unit = "log hazard", .low = 0, .high = 6, .value = 1.41, .spread = {Shape::lognormal, 0.6, 4.5}, .grade = Grade::fitted,
    .source = "calibrated: Dennis 2002, Graffy 2004, FEST 2012; only its sum with the alliance effect is known", .text = "Fall of the hazard at one remembered contact of quality 1; saturates at three."};
const Parameter per_alliance{.name = "feeding.alliance_effect", .unit = "log hazard", .low = 0, .high = 3, .value = 0.57, .spread = {Shape::uniform, 0, 1.2}, .grade = Grade::fitted,
    .source = "calibrated: same", .text = "Fall of the hazard at full alliance."};
const Parameter per_pressure{.name = "feeding.norm_effect", .unit = "log hazard", .low = 0, .high = 3, .value = 0.1, .spread = {Shape::uniform, 0, 0.4}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Fall of the hazard when the community's norm has wholly moved."};

const Parameter wellbeing_share{.name = "feeding.wellbeing_share", .unit = "share", .low = 0, .high = 1, .value = 0.3, .spread = {Shape::uniform, 0, 0.6}, .grade = Grade::assumed,
    .source = "no evidence found: the effects above are from programmes for feeding", .text = "Share of these effects on feeding that support for wellbeing has."};

constexpr Purpose start_word{"feeding.start", "Whether and how a family starts to breastfeed."};
constexpr Purpose stop_word{"feeding.stop", "Whether a family stops, or gives something else too, in a week."};
constexpr Purpose early_word{"feeding.before_enrolment", "How feeding went between birth and enrolment."};

struct Coefficients {
  float norm, contact, alliance, community, start, start_deprivation, start_support, exclusive, efficacy;
};

struct FeedingKernel {
  const Coefficients* c;
  const float *stop, *supplement;  ///< hazards by weeks since birth + 40
  const float* norm_shift;         ///< by lane
  const std::uint32_t *u_start, *u_stop;
  const std::int32_t* age;
  const std::uint8_t* quintile;
  const float *hazard, *recent, *alliance, *quality, *gain;
  std::uint8_t *feeding, *any, *exclusive;

  /// One word says whether, and how, feeding starts.
  [[gnu::always_inline]] float born(const Coefficients& k, float before, int l) const {
    const float q = static_cast<float>(static_cast<int>(quintile[l]) - 3), u = core::unit_float(u_start[l]);
    const float p_start = core::logistic32(k.start - k.start_deprivation * q + k.start_support * alliance[l]);
    const float starts = u < p_start * k.exclusive ? 2.0f : u < p_start ? 1.0f : 0.0f;
    return (before == 3.0f) & (age[l] >= 0) ? starts : before;
  }

  /// `births`: whether anybody of the block may be born this week; elsewhere nothing is asked about how feeding starts.
  /// A constant of each version.
  [[gnu::always_inline]] void go(const bool births) const {
    using namespace core;
    const Coefficients k = *c;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      // The state is a float in here: as a byte it would narrow the whole loop's vectors.
      const float before = static_cast<float>(static_cast<int>(feeding[l]));
      const float state = births ? born(k, before, l) : before;
      // Contacts' quality matters only while there are recent ones, so a family never supported is untouched.
      const float helped = k.contact * min_(recent[l], 3.0f) * max_(quality[l], 0.0f) + k.alliance * alliance[l] + k.efficacy * gain[l];
      const float factor = hazard[l] * exp32(-k.norm - k.community * norm_shift[l] - helped);
      const float h_stop = stop[age[l] + 40] * factor, h_supplement = supplement[age[l] + 40] * factor;
      const float p_stop = 1.0f - exp32(-h_stop), p_any = 1.0f - exp32(-h_stop - h_supplement);
      const float u = unit_float(u_stop[l]);
      const float from_exclusive = u < p_stop ? 0.0f : u < p_any ? 1.0f : 2.0f;
      const float from_partial = u < p_stop ? 0.0f : 1.0f;
      const float moved = state == 2.0f ? from_exclusive : state == 1.0f ? from_partial : state;
      // The week of birth itself counts from the next one on.
      const float after = before == 3.0f ? state : moved;
      feeding[l] = static_cast<std::uint8_t>(static_cast<int>(after));
      any[l] = static_cast<std::uint8_t>((after == 1.0f) | (after == 2.0f) ? 1 : 0);
      exclusive[l] = static_cast<std::uint8_t>(after == 2.0f ? 1 : 0);
    }
  }
};
struct FeedingOnly : FeedingKernel {
  [[gnu::always_inline]] void lanes() const { go(false); }
};
struct BirthAndFeeding : FeedingKernel {
  [[gnu::always_inline]] void lanes() const { go(true); }
};
SIM_KERNEL(FeedingOnly)
SIM_KERNEL(BirthAndFeeding)

constexpr Column<std::uint8_t> any_feeding{"any_feeding", Storage::scratch, "", "1 while any breastfeeding goes on."};
constexpr Column<std::uint8_t> exclusive_feeding{"exclusive_feeding", Storage::scratch, "", "1 while breastfeeding is exclusive."};

class Feeding final : public Step {
 public:
  explicit Feeding(const Binding& b) : curve_(feeding_curve(b)) {
    const float share = b.f(setting) * (b.i(support_focus) == 1 ? 1.0f : b.f(wellbeing_share));
    c_ = {b.f(norm), share * b.f(per_contact), share * b.f(per_alliance), share * b.f(per_pressure), static_cast<float>(initiation_logit(b)), b.f(feeding_initiation_deprivation), share * b.f(initiation_support), b.f(exclusive_start), share * b.f(per_efficacy)};
    age_ = b.slot(age), quintile_ = b.slot(world::deprivation), hazard_ = b.slot(world::feeding_hazard), recent_ = b.slot(recent);
    alliance_ = b.slot(alliance), quality_ = b.slot(quality), gain_ = b.slot(efficacy_gain), feeding_ = b.slot(feeding), any_ = b.slot(any_feeding), home_ = b.slot(world::community);
    exclusive_ = b.slot(exclusive_feeding);
  }
  void block(const BlockWeek& w) const override {
    alignas(64) std::uint32_t u[2][lanes];
    alignas(64) float norm_shift[lanes];
    w.draw(stop_word, u[1]);
    if (w.run.ever_treated > 0) by_community(w.level, w.at(home_), w.run.community_values.norm, norm_shift);
    else for (float& value : norm_shift) value = 0;
    if (std::memchr(w.at(feeding_), 3, lanes) == nullptr) return run_kernel(w.level, columns<FeedingOnly>(w, nullptr, u[1], norm_shift));
    w.draw(start_word, u[0]);
    run_kernel(w.level, columns<BirthAndFeeding>(w, u[0], u[1], norm_shift));
  }

 private:
  template <class Kernel>
  Kernel columns(const BlockWeek& w, const std::uint32_t* u_start, const std::uint32_t* u_stop, const float* norm_shift) const {
    return {{&c_, curve_.stop.data(), curve_.supplement.data(), norm_shift, u_start, u_stop, w.at(age_), w.at(quintile_), w.at(hazard_),
            w.at(recent_), w.at(alliance_), w.at(quality_), w.at(gain_), w.at(feeding_), w.at(any_), w.at(exclusive_)}};
  }

  Coefficients c_{};
  FeedingCurve curve_;
  Slot<std::int32_t> age_;
  Slot<std::uint8_t> quintile_, feeding_, any_, exclusive_;
  Slot<std::uint16_t> home_;
  Slot<float> hazard_, recent_, alliance_, quality_, gain_;
};

}  // namespace

double initiation_logit(const Binding& b) { return b(initiation) + b(initiation_shift); }

FeedingCurve feeding_curve(const Binding& b) {
  FeedingCurve curve{};
  const float norm_factor = core::exp32(-b.f(supplement_norm));
  for (int a = 0; a <= oldest_age; ++a) {
    const auto i = static_cast<std::size_t>(a + 40);
    // Index a holds the hazard that leads from week a - 1 to week a; birth itself has none.
    if (a == 0) continue;
    curve.stop[i] = a <= 1 ? b.f(stop_first) : a <= 6 ? b.f(stop_early) : b.f(stop_late);
    curve.supplement[i] = norm_factor * (a <= 1 ? b.f(supplement_first) : a <= 6 ? b.f(supplement_early) : b.f(supplement_late));
  }
  return curve;
}

FeedingStart feeding_start(const Binding& b) {
  FeedingStart f{{static_cast<float>(initiation_logit(b)), b.f(feeding_initiation_deprivation), b.f(exclusive_start), core::exp32(-b.f(norm))}, {}, {}};
  const FeedingCurve curve = feeding_curve(b);
  for (std::size_t a = 1; a < f.stopped.size(); ++a) {
    f.stopped[a] = f.stopped[a - 1] + curve.stop[a + 40];
    f.supplemented[a] = f.supplemented[a - 1] + curve.supplement[a + 40];
  }
  return f;
}

const Purpose& feeding_start_word = start_word;
const Purpose& feeding_early_word = early_word;

namespace {

constexpr Tally tally_any{"breastfeeding", "family", "Families breastfeeding at all.", &any_feeding};
constexpr Tally tally_exclusive{"exclusive_breastfeeding", "family", "Families breastfeeding exclusively.", &exclusive_feeding};
const Measure any_measure{.name = "breastfeeding_weeks", .unit = "weeks per family", .text = "Weeks of any breastfeeding from enrolment on.", .numerator = &tally_any,
                          .per = Per::family, .better = Better::higher};
const Measure exclusive_measure{.name = "exclusive_weeks", .unit = "weeks per family", .text = "Weeks of exclusive breastfeeding from enrolment on.", .numerator = &tally_exclusive,
                                .per = Per::family, .better = Better::higher};

const Declarations declarations{.name = "feeding", .text = "Breastfeeding starts and stops.",
    .parameters = {&initiation, &feeding_initiation_deprivation, &feeding_considering, &initiation_shift, &supplement_norm, &setting, &per_efficacy, &initiation_support, &exclusive_start, &stop_first, &stop_early, &stop_late,
                   &supplement_first, &supplement_early, &supplement_late, &norm, &per_contact, &per_alliance, &per_pressure, &wellbeing_share},
    .columns = {&feeding, &any_feeding, &exclusive_feeding}, .purposes = {&start_word, &stop_word, &early_word},
    .tallies = {&tally_any, &tally_exclusive}, .measures = {&any_measure, &exclusive_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Feeding>(b); }

}  // namespace

extern const Process feeding_process;
const Process feeding_process{&declarations, bind};

}  // namespace alongside::process
