// Symptoms of the supported parent: a lasting trait, a state that comes and goes, stress that support buffers,
// relief from contacts and from treatment.

#include <algorithm>
#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/by_community.hpp"
#include "sim/process/run.hpp"
#include "sim/process/symptoms.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter persistence{.name = "symptoms.persistence", .unit = "per week", .low = 0, .high = 0.999, .value = 0.736, .spread = {Shape::logitnormal, 0.45, 0.9}, .grade = Grade::fitted,
    .source = "calibrated to Dennis 2004: correlations 0.72 (weeks 1-4) and 0.65 (weeks 1-8)", .text = "Share of the passing symptom state that lasts from week to week."};

namespace {

const Parameter postnatal_rise{.name = "symptoms.postnatal_rise", .unit = "root points", .low = -2, .high = 3, .value = 0.582, .spread = {Shape::normal, 0.1, 0.9}, .grade = Grade::fitted,
    .source = "calibrated to Dennis 2004: EPDS above 9 in weeks 1, 4, 8", .text = "Rise just after birth over week 8, fading."};
const Parameter postnatal_fade{.name = "symptoms.postnatal_fade", .unit = "week", .low = 0.2, .high = 52, .value = 2.76, .spread = {Shape::lognormal, 1, 7}, .grade = Grade::fitted,
    .source = "calibrated: same; weak", .text = "Weeks in which that rise falls by a factor of e."};
const Parameter slow_decline{.name = "symptoms.slow_decline", .unit = "root points per 27 weeks", .low = -1, .high = 1, .value = 0.0901, .spread = {Shape::normal, -0.05, 0.25}, .grade = Grade::fitted,
    .source = "calibrated to Evans 2001: mean 5.84 at 8 weeks, 5.25 at 8 months", .text = "Decline from week 8 to week 35 after birth; level from then on."};
const Parameter pregnancy{.name = "symptoms.pregnancy", .unit = "root points", .low = -1, .high = 2, .value = 0.19, .spread = {Shape::normal, 0.1, 0.28}, .grade = Grade::cohort,
    .source = "Evans 2001 BMJ: 6.61 and 6.72 in pregnancy", .text = "Level in pregnancy above week 8."};
const Parameter calendar_trend{.name = "symptoms.calendar_trend", .unit = "root points per year", .low = -1, .high = 1, .value = 0, .grade = Grade::definition,
    .source = "", .text = "Trend of the general level over calendar time."};
const Parameter season{.name = "symptoms.season", .unit = "root points", .low = 0, .high = 1, .value = 0, .grade = Grade::definition,
    .source = "", .text = "Height of a yearly wave of the general level."};
const Parameter stress_chance{.name = "stress.chance", .unit = "per week", .low = 0, .high = 1, .value = 0.043, .spread = {Shape::lognormal, 0.02, 0.1}, .grade = Grade::assumed,
    .source = "assumed; not identified", .text = "Chance of a stressful event in a week, middle quintile."};
const Parameter stress_deprivation{.name = "stress.deprivation", .unit = "per week per quintile", .low = 0, .high = 0.2, .value = 0.012, .spread = {Shape::uniform, 0, 0.02}, .grade = Grade::assumed,
    .source = "assumed", .text = "How much that chance rises per quintile of deprivation."};
const Parameter stress_size{.name = "stress.size", .unit = "root points", .low = 0, .high = 3, .value = 0.415, .spread = {Shape::lognormal, 0.2, 0.8}, .grade = Grade::assumed,
    .source = "assumed; 0.9 fits worse (calibrated)", .text = "Mean size of a stressful event (exponential)."};
const Parameter buffer{.name = "stress.buffer", .low = 0, .high = 1, .value = 0.459, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "Dennis 2003 for the pathway; size not identified", .text = "Share of a stressful event that a full alliance takes away."};
const Parameter direct{.name = "relief.direct", .unit = "root points per contact", .low = 0, .high = 1, .value = 0.0134, .spread = {Shape::lognormal, 0.003, 0.06}, .grade = Grade::assumed,
    .source = "prior: not identified (calibrated)", .text = "Relief from a contact at full alliance and quality."};
const Parameter proportional{.name = "relief.proportional", .unit = "per contact", .low = 0, .high = 1, .value = 0.0385, .spread = {Shape::lognormal, 0.008, 0.15}, .grade = Grade::assumed,
    .source = "prior: not identified; trials moved the share above the threshold more than the mean", .text = "Further relief per root point above the reference level."};
const Parameter reference{.name = "relief.reference", .unit = "root points", .low = 0, .high = 30, .value = 2.51, .spread = {Shape::uniform, 2.0, 3.0}, .grade = Grade::assumed,
    .source = "prior: the population mean", .text = "Level above which relief is larger."};
const Parameter harm{.name = "relief.harm", .unit = "root points", .low = 0, .high = 3, .value = 0.3, .spread = {Shape::uniform, 0, 0.8}, .grade = Grade::assumed,
    .source = "no target; sign from Letourneau 2011", .text = "Rise from a contact of quality -1."};
const Parameter severity_link{.name = "support.severity_link", .low = 0, .high = 1, .value = 0.432, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "prior: not identified (0.28 +- 0.66 when fitted)", .text = "How far gains in support and self-efficacy count more for parents with a higher level."};
const Parameter pathway_direct{.name = "pathway.direct", .kind = Kind::choice, .high = 1, .value = 1, .labels = {"off", "on"}, .grade = Grade::definition,
    .source = "Dennis 2003", .text = "Direct pathway of support: relief from contact."};
const Parameter pathway_buffer{.name = "pathway.buffering", .kind = Kind::choice, .high = 1, .value = 1, .labels = {"off", "on"}, .grade = Grade::definition,
    .source = "Dennis 2003", .text = "Buffering pathway of support: stress hurts less."};
const Parameter match_direct{.name = "relief.match", .unit = "root points", .low = -1, .high = 1, .value = 0, .grade = Grade::assumed,
    .source = "no association of concordance with outcomes (177 peers, prediabetes)", .text = "Direct effect of a perfect match per contact, beside its effect on contacts and leaving."};

constexpr Purpose noise_word{"symptoms.noise", "Weekly change of the passing state."};
constexpr Purpose stress_word{"symptoms.stress", "Whether and how hard a stressful event strikes."};

struct Coefficients {
  float persistence, noise, chance, chance_deprivation, size, centre, buffer, direct, proportional, reference, harm, b_support, b_efficacy, link, match;
  float ceiling, root;
};

struct SymptomKernel {
  const Coefficients* c;
  const float* course;  ///< by weeks since birth + 40, this calendar week's trend and season included
  const float* period;  ///< by lane: passing effect of the community
  const std::uint32_t *u_noise, *u_stress;
  const std::int32_t* age;
  const std::uint8_t* quintile;
  const float *base, *gain_s, *gain_e, *alliance, *received, *q, *match, *pressure, *treatment;
  float *x, *level, *exact;
  std::uint8_t* score;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
    const Coefficients k = *c;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const float chance = k.chance + k.chance_deprivation * static_cast<float>(static_cast<int>(quintile[l]) - 3);
      // One word says whether stress strikes and, given that, how hard: u / chance is uniform again.
      const float u = unit_float(u_stress[l]);
      const float blow = u < chance ? -k.size * log32(max_((u + 0x1p-25f) / max_(chance, 1e-6f), 1e-12f)) : 0.0f;
      const float buffered = blow * (1.0f - k.buffer * alliance[l]);
      const float linked = 1.0f - k.link + k.link * max_(base[l] - 2.2f, 0.0f) * (1.0f / 0.6f);
      const float rest = base[l] + period[l] + course[age[l] + 40] - linked * (k.b_support * gain_s[l] + k.b_efficacy * gain_e[l]) - treatment[l];
      const float x0 = x[l], n = received[l], quality = q[l];
      const float dose = n * alliance[l] * max_(quality, 0.0f) + 0.25f * pressure[l];
      const float relief = (k.direct + k.proportional * max_(rest + x0 - k.reference, 0.0f) + k.match * match[l]) * dose - (n > 0.0f ? k.harm * max_(-quality, 0.0f) : 0.0f);
      const float x1 = k.persistence * x0 + k.noise * normal32(u_noise[l]) + buffered - k.centre - relief;
      x[l] = x1;
      const float w = clamp_(rest + x1, 0.0f, k.ceiling);
      level[l] = w;
      const float points = k.root != 0.0f ? w * w : w;
      exact[l] = points;
      score[l] = static_cast<std::uint8_t>(static_cast<int>(points + 0.5f));
    }
  }
};
SIM_KERNEL(SymptomKernel)

class Symptoms final : public Step {
 public:
  explicit Symptoms(const Binding& b) : curve_(symptom_course(b)), trend_(b(calendar_trend)), season_(b(season)) {
    const double phi = b(persistence), centre = b(stress_chance) * b(stress_size);
    const bool root = b.i(world::transform) == 0;
    c_.persistence = static_cast<float>(phi);
    c_.noise = static_cast<float>(symptom_noise(b));
    c_.chance = b.f(stress_chance);
    c_.chance_deprivation = b.f(stress_deprivation);
    c_.size = b.f(stress_size);
    c_.centre = static_cast<float>(centre);
    c_.buffer = b.on(pathway_buffer) ? b.f(buffer) : 0.0f;
    const float on = b.on(pathway_direct) ? static_cast<float>(b(setting_parameter)) : 0.0f;
    c_.direct = on * b.f(direct);
    c_.proportional = on * b.f(proportional);
    c_.reference = b.f(reference);
    c_.harm = b.f(harm);
    c_.match = b.f(match_direct);
    c_.b_support = b.f(world::support_effect);
    c_.b_efficacy = b.f(world::efficacy_effect);
    c_.link = b.f(severity_link);
    c_.root = root ? 1.0f : 0.0f;
    c_.ceiling = static_cast<float>(root ? std::sqrt(b(world::score_maximum)) : b(world::score_maximum));
    const double total = b(world::trait_variance) + b(world::state_variance) + b(world::error_variance);
    period_sd_ = std::sqrt(b(world::cluster_icc) * total * (1 - b(world::cluster_autocorrelation)));
    period_weeks_ = b.i(world::cluster_period_weeks);
    base_ = b.slot(world::symptom_base), quintile_ = b.slot(world::deprivation), home_ = b.slot(world::community), age_ = b.slot(age);
    s_ = b.slot(support_gain), e_ = b.slot(efficacy_gain), alliance_ = b.slot(alliance), received_ = b.slot(received);
    q_ = b.slot(contact_quality), match_ = b.slot(match), pressure_ = b.slot(pressure), treatment_ = b.slot(treatment);
    x_ = b.slot(symptom_state), level_ = b.slot(symptom_level), exact_ = b.slot(exact_score), score_ = b.slot(score);
  }

  void before(Run& run, int week) override {
    static constexpr Purpose period_word = cluster_period_word;
    if (period_sd_ > 0 && week % period_weeks_ == 0)
      for (std::uint32_t k = 0; k < run.communities.size(); ++k) {
        const std::uint32_t word = core::threefry({k, static_cast<std::uint32_t>(week) << 16, run.world.id.world, period_word.code}, run.world.id.key)[0];
        run.community_values.period_effect[k] = static_cast<float>(period_sd_ * core::normal_quantile64(core::unit_double(word)));
      }
    const double years = week / 52.1775;
    const auto shift = static_cast<float>(trend_ * years + season_ * core::cos_turns64(years));
    for (std::size_t i = 0; i < course_.size(); ++i) course_[i] = curve_[i] + shift;
  }

  void block(const BlockWeek& w) const override {
    alignas(64) std::uint32_t u[2][lanes];
    alignas(64) float period[lanes];
    w.draw(noise_word, u[0]);
    w.draw(stress_word, u[1]);
    if (period_sd_ > 0) by_community(w.level, w.at(home_), w.run.community_values.period_effect, period);
    else for (float& value : period) value = 0;
    SymptomKernel k{&c_, course_.data(), period, u[0], u[1], w.at(age_), w.at(quintile_), w.at(base_), w.at(s_), w.at(e_), w.at(alliance_),
                    w.at(received_), w.at(q_), w.at(match_), w.at(pressure_), w.at(treatment_), w.at(x_), w.at(level_), w.at(exact_), w.at(score_)};
    run_kernel(w.level, k);
  }

 private:
  Coefficients c_{};
  SymptomCourse curve_, course_{};
  double trend_, season_, period_sd_ = 0;
  int period_weeks_ = 1;
  Slot<float> base_, s_, e_, alliance_, received_, q_, match_, pressure_, treatment_, x_, level_, exact_;
  Slot<std::uint8_t> quintile_, score_;
  Slot<std::uint16_t> home_;
  Slot<std::int32_t> age_;
};

}  // namespace

double symptom_noise(const Binding& b) {
  const double phi = b(persistence), p = b(stress_chance), h = b(stress_size);
  // Variance of the weekly blow: p E[X^2] - (p E[X])^2 with X exponential of mean h.
  const double blow = 2 * p * h * h - p * p * h * h, wanted = b(world::state_variance) * (1 - phi * phi);
  return std::sqrt(std::max(wanted - blow, 0.02 * wanted));
}

SymptomCourse symptom_course(const Binding& b) {
  SymptomCourse course{};
  const double rise = b(postnatal_rise), fade = b(postnatal_fade), at_week_8 = core::exp64(-8.0 / fade);
  for (int age = -40; age <= oldest_age; ++age) {
    double level = b(pregnancy);
    if (age >= 0) level = rise * (core::exp64(-age / fade) - at_week_8) - b(slow_decline) * std::clamp((age - 8) / 27.0, 0.0, 1.0);
    course[static_cast<std::size_t>(age + 40)] = static_cast<float>(level);
  }
  return course;
}

namespace {

constexpr Tally tally_score{"score", "points", "Error-free symptom score, summed over families.", &exact_score};
constexpr Tally tally_followed{"families", "family", "Families followed this week.", &on};

const Declarations declarations{.name = "symptoms", .text = "Symptoms of the supported parent move.",
    .parameters = {&persistence, &postnatal_rise, &postnatal_fade, &slow_decline, &pregnancy, &calendar_trend, &season, &stress_chance,
                   &stress_deprivation, &stress_size, &buffer, &direct, &proportional, &reference, &harm, &severity_link, &pathway_direct,
                   &pathway_buffer, &match_direct},
    .columns = {&symptom_state, &treatment, &score, &score_start, &symptom_level, &exact_score},
    .purposes = {&noise_word, &stress_word, &cluster_period_word},
    .tallies = {&tally_followed, &tally_score}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Symptoms>(b); }

}  // namespace

const Tally& families_tally = tally_followed;
const Tally& score_tally = tally_score;
extern const Process symptoms;
const Process symptoms{&declarations, bind};

}  // namespace alongside::process
