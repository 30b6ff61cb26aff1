// Who the families are: correlated attributes by a Gaussian copula, filled block by block.

#include <algorithm>
#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/population.hpp"
#include "sim/world/traits.hpp"
#include "sim/world/world.hpp"

namespace alongside::world {
using declare::Grade;
using declare::Kind;
using declare::Parameter;
using declare::Purpose;
using declare::Shape;

const Parameter families_count{.name = "population.families", .kind = Kind::count, .unit = "family", .low = 1, .high = 16000000, .value = 2000,
    .grade = Grade::definition, .text = "Births in the world: exactly so many in a closed cohort, on average in a Poisson stream."};
const Parameter communities_count{.name = "population.communities", .kind = Kind::count, .unit = "community", .low = 1, .high = 60000, .value = 20,
    .grade = Grade::definition, .text = "Number of communities, which are also the clusters of a trial."};
const Parameter horizon_weeks{.name = "population.horizon", .kind = Kind::count, .unit = "week", .low = 1, .high = 520, .value = 104,
    .grade = Grade::definition, .text = "Weeks that each family is followed from its own enrolment."};
const Parameter lead_in_weeks{.name = "population.lead_in", .kind = Kind::count, .unit = "week", .low = 0, .high = 260, .value = 16,
    .grade = Grade::definition, .text = "Weeks in which supporters are recruited and trained before the first offer."};
const Parameter arrivals{.name = "population.arrivals", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"closed", "poisson"},
    .grade = Grade::definition, .text = "All families at once, or a Poisson stream of births."};
const Parameter arrival_weeks{.name = "population.arrival_weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 520, .value = 52,
    .grade = Grade::definition, .text = "Weeks over which a Poisson stream arrives."};
const Parameter enrolment_age{.name = "population.enrolment_age", .unit = "week", .low = -40, .high = 60, .value = 2,
    .grade = Grade::definition, .source = "Dennis 2009: within two weeks of birth", .text = "Weeks since birth when a family is first met; negative before birth."};
const Parameter enrolment_age_range{.name = "population.enrolment_age_range", .kind = Kind::count, .unit = "week", .low = 0, .high = 40, .value = 0,
    .grade = Grade::definition, .text = "Families are met up to so many weeks later than that, evenly spread."};
const Parameter deprivation_shift{.name = "population.deprivation_shift", .unit = "SD", .low = -3, .high = 3, .value = 0,
    .grade = Grade::definition, .text = "How much more deprived than the nation this population is; 0 puts a fifth in each quintile."};
const Parameter deprivation_between{.name = "population.deprivation_between", .low = 0, .high = 0.95, .value = 0.3, .spread = {Shape::uniform, 0.1, 0.5},
    .grade = Grade::assumed, .source = "no evidence found", .text = "Share of the variance of deprivation that lies between communities."};
const Parameter minority_share{.name = "population.minority_language", .unit = "share", .low = 0, .high = 1, .value = 0.12,
    .grade = Grade::definition, .source = "Wiggins 2005 had 14% non-English speaking in deprived London", .text = "Share of families that speak a minority language at home."};
const Parameter rural_share{.name = "population.rural", .unit = "share", .low = 0, .high = 1, .value = 0.17,
    .grade = Grade::definition, .text = "Share of families in rural places."};
const Parameter first_share{.name = "population.first_child", .unit = "share", .low = 0, .high = 1, .value = 0.42,
    .grade = Grade::definition, .text = "Share of families having their first child."};
const Parameter lone_share{.name = "population.lone_parent", .unit = "share", .low = 0, .high = 1, .value = 0.15,
    .grade = Grade::definition, .text = "Share of parents without a partner at home; rises with deprivation."};
const Parameter disability_share{.name = "population.disability", .unit = "share", .low = 0, .high = 1, .value = 0.1,
    .grade = Grade::definition, .text = "Share of parents with a disability that makes going out harder."};
const Parameter history_share{.name = "population.history", .unit = "share", .low = 0, .high = 1, .value = 0.25,
    .spread = {Shape::logitnormal, 0.15, 0.35}, .grade = Grade::assumed, .source = "assumed", .text = "Share of parents with a history of depression."};
const Parameter phone_share{.name = "population.phone_access", .unit = "share", .low = 0, .high = 1, .value = 0.98,
    .grade = Grade::definition, .text = "Share of families that can be reached by phone."};
const Parameter online_share{.name = "population.online_access", .unit = "share", .low = 0, .high = 1, .value = 0.93,
    .grade = Grade::definition, .text = "Share of families that can take part online."};
const Parameter prefers_home{.name = "population.prefers_home", .low = 0, .high = 1, .value = 0.3, .spread = {Shape::uniform, 0.1, 0.5}, .grade = Grade::assumed, .source = "no evidence found",
    .text = "Weight of home visits in families' preferences."};
const Parameter prefers_phone{.name = "population.prefers_phone", .low = 0, .high = 1, .value = 0.35, .spread = {Shape::uniform, 0.1, 0.6}, .grade = Grade::assumed, .source = "no evidence found",
    .text = "Weight of phone calls in families' preferences."};
const Parameter prefers_online{.name = "population.prefers_online", .low = 0, .high = 1, .value = 0.15, .spread = {Shape::uniform, 0, 0.4}, .grade = Grade::assumed, .source = "no evidence found",
    .text = "Weight of online contact in families' preferences."};
const Parameter prefers_group{.name = "population.prefers_group", .low = 0, .high = 1, .value = 0.2, .spread = {Shape::uniform, 0.1, 0.35}, .grade = Grade::cohort, .source = "Wiggins 2005: 19% took up groups",
    .text = "Weight of groups in families' preferences."};
const Parameter demand_spread{.name = "contact.demand_sd", .unit = "log ratio", .low = 0, .high = 2, .value = 0.645, .spread = {Shape::normal, 0.3, 1.0},
    .grade = Grade::assumed, .source = "assumed (calibrated)", .text = "Spread between families of how much contact they want."};
const Parameter frailty_spread{.name = "feeding.frailty_sd", .unit = "log hazard", .low = 0, .high = 2, .value = 0.551, .spread = {Shape::normal, 0.2, 1.0},
    .grade = Grade::assumed, .source = "assumed; not identified by the UK curve", .text = "Spread between families of the hazard of stopping breastfeeding."};
const Parameter feeding_deprivation{.name = "feeding.hazard_deprivation", .unit = "log hazard per quintile", .low = -1, .high = 1, .value = 0.17,
    .spread = {Shape::normal, 0.05, 0.3}, .grade = Grade::assumed, .source = "ISD Scotland 2009: 22% against 57% at 6-8 weeks (another population)", .text = "Rise of the hazard of stopping per quintile of deprivation."};
const Parameter partner_level{.name = "partner.mean_level", .unit = "root points", .low = 0, .high = 30, .value = 1.75, .spread = {Shape::normal, 1.5, 2.0},
    .grade = Grade::assumed, .source = "assumed: about 4% of fathers above the mothers' threshold in ALSPAC's fathers' table", .text = "Mean symptom level of partners."};
const Parameter partner_correlation{.name = "partner.correlation", .low = -0.5, .high = 0.9, .value = 0.3, .spread = {Shape::uniform, 0.1, 0.5},
    .grade = Grade::assumed, .source = "no evidence found in the sources used", .text = "Correlation of the partners' lasting symptom levels."};
const Parameter travel_rural{.name = "contact.travel_rural", .unit = "logit", .low = 0, .high = 4, .value = 0.8, .spread = {Shape::uniform, 0, 1.6},
    .grade = Grade::assumed, .source = "no evidence found: travel time and rurality", .text = "Barrier of distance to meeting in person for rural families."};
const Parameter travel_spread{.name = "community.travel_sd", .unit = "logit", .low = 0, .high = 2, .value = 0.2, .spread = {Shape::uniform, 0, 0.5},
    .grade = Grade::assumed, .source = "no evidence found", .text = "Spread between communities of the barrier of distance."};

namespace {
constexpr Purpose community_word{"population.community", "Community of a family."};
constexpr Purpose community_effects{"population.community_effects", "Symptom effect, deprivation and travel of a community."};
constexpr Purpose minority_word{"population.minority", "Minority language and which."};
constexpr Purpose age_word{"population.enrolment_age", "Age at enrolment."};
constexpr Purpose arrival_word{"population.arrivals", "Number of births in a week."};
constexpr Purpose deprivation_word{"population.deprivation", "Latent deprivation."};
constexpr Purpose support_word{"population.support", "Social support at rest."};
constexpr Purpose efficacy_word{"population.efficacy", "Self-efficacy at rest."};
constexpr Purpose trait_word{"population.trait", "Unexplained part of the symptom trait."};
constexpr Purpose history_word{"population.history", "History of depression."};
constexpr Purpose rural_word{"population.rural", "Rural home."};
constexpr Purpose first_word{"population.first_child", "First child."};
constexpr Purpose lone_word{"population.lone_parent", "Lone parent."};
constexpr Purpose disability_word{"population.disability", "Disability."};
constexpr Purpose access_word{"population.access", "Phone and online access."};
constexpr Purpose preference_word{"population.preference", "Preferred mode."};
constexpr Purpose demand_word{"population.demand", "Wanted contacts."};
constexpr Purpose stigma_word{"population.stigma", "Stigma."};
constexpr Purpose frailty_word{"population.frailty", "Feeding frailty."};
constexpr Purpose partner_word{"population.partner", "Partner's lasting level."};
constexpr Purpose parent_age_word{"population.parent_age", "Parent's age."};
constexpr Purpose experience_word{"population.experience", "Kind of experience shared."};

/// Everything that one block's filling needs, as floats.
struct Coefficients {
  float deprivation_between, deprivation_within, deprivation_shift;
  float mean_support, mean_efficacy, sd, rho, rho_rest;
  float level, history, history_share, history_threshold, deprivation, omega, b_support, b_efficacy;
  float rural, first, disability, phone, online, lone_threshold, minority;
  float home, phone_preference, online_preference;
  float demand_sd, frailty_sd, feeding_deprivation;
  float partner_level, partner_sd, partner_rho, partner_rest;
  float travel_rural;
  int age_first, age_range;
};

struct FillKernel {
  const Coefficients* c;
  const float *u_symptom, *u_deprivation, *u_travel;  ///< by lane, gathered from the communities
  const std::uint32_t* w[20];                          ///< words by purpose, in the order of `words` below
  float *symptom, *support, *efficacy, *demand, *stigma, *feeding, *partner, *away;
  std::uint8_t *quintile, *language, *age, *preferred, *experience;
  std::uint16_t* traits;
  std::int8_t* enrolled;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
    const Coefficients k = *c;
#pragma omp simd
    for (int l = 0; l < world::lanes; ++l) {
      const float latent = k.deprivation_between * u_deprivation[l] + k.deprivation_within * normal32(w[0][l]) + k.deprivation_shift;
      const int q = 1 + (latent > -0.841621f) + (latent > -0.253347f) + (latent > 0.253347f) + (latent > 0.841621f);
      const float qc = static_cast<float>(q - 3);
      const float zs = -0.2f * latent + 0.98f * normal32(w[1][l]);
      const float ze = k.rho * zs + k.rho_rest * normal32(w[2][l]);
      const float s = clamp_(k.mean_support + k.sd * zs, 0.02f, 0.98f);
      const float e = clamp_(k.mean_efficacy + k.sd * ze, 0.02f, 0.98f);
      const float omega = normal32(w[3][l]);
      const bool has_history = 0.15f * latent + 0.9887f * normal32(w[4][l]) > k.history_threshold;
      const bool is_lone = 0.3f * latent + 0.9539f * normal32(w[7][l]) > k.lone_threshold;
      const bool is_rural = unit_float(w[5][l]) < k.rural;
      const bool is_disabled = unit_float(w[8][l]) < k.disability;
      const float access = unit_float(w[9][l]);
      const float rest = k.level + k.history * ((has_history ? 1.0f : 0.0f) - k.history_share) + k.deprivation * qc + u_symptom[l] +
                         k.omega * omega - k.b_support * (s - k.mean_support) - k.b_efficacy * (e - k.mean_efficacy);
      symptom[l] = rest;
      support[l] = s;
      efficacy[l] = e;
      quintile[l] = static_cast<std::uint8_t>(q);
      const float lu = unit_float(w[15][l]);
      language[l] = static_cast<std::uint8_t>(lu < k.minority ? 1 + static_cast<int>(2.999f * lu / max_(k.minority, 1e-6f)) : 0);
      const float choice = unit_float(w[10][l]);
      preferred[l] = static_cast<std::uint8_t>((choice >= k.home) + (choice >= k.home + k.phone_preference) +
                                               (choice >= k.home + k.phone_preference + k.online_preference));
      demand[l] = exp32(k.demand_sd * normal32(w[11][l]) - 0.5f * k.demand_sd * k.demand_sd);
      stigma[l] = max_(normal32(w[12][l]), 0.0f);
      feeding[l] = exp32(k.frailty_sd * normal32(w[13][l]) - 0.5f * k.frailty_sd * k.frailty_sd + k.feeding_deprivation * qc);
      partner[l] = k.partner_level + k.partner_sd * (k.partner_rho * omega + k.partner_rest * normal32(w[14][l]));
      away[l] = u_travel[l] + (is_rural ? k.travel_rural : 0.0f);
      age[l] = static_cast<std::uint8_t>(clamp_(30.5f - 1.2f * qc + 5.3f * normal32(w[16][l]), 16.0f, 50.0f));
      experience[l] = static_cast<std::uint8_t>(w[17][l] >> 30);
      enrolled[l] = static_cast<std::int8_t>(k.age_first + static_cast<int>(unit_float(w[18][l]) * static_cast<float>(k.age_range + 1)));
      const bool phones = access < k.phone, surfs = access < k.online;
      const bool is_first = unit_float(w[6][l]) < k.first;
      traits[l] = static_cast<std::uint16_t>((is_rural ? rural : 0) | (is_first ? first_child : 0) | (is_lone ? lone_parent : 0) |
                                             (is_disabled ? disability : 0) | (has_history ? history : 0) |
                                             (phones ? phone_access : 0) | (surfs ? online_access : 0));
    }
  }
};
SIM_KERNEL(FillKernel)

constexpr const Purpose* words[] = {&deprivation_word, &support_word, &efficacy_word, &trait_word, &history_word, &rural_word, &first_word,
                                    &lone_word, &disability_word, &access_word, &preference_word, &demand_word, &stigma_word, &frailty_word,
                                    &partner_word, &minority_word, &parent_age_word, &experience_word, &age_word, &community_word};

float upper_threshold(double share) {
  const double p = share <= 0 ? 1 - 1e-15 : share >= 1 ? 1e-15 : 1 - share;
  return static_cast<float>(core::normal_quantile64(p));
}

Coefficients coefficients(const Row& row) {
  Coefficients c{};
  const double between = row(deprivation_between), trait = row(trait_variance), rho = row(support_efficacy_correlation);
  const double omega = residual_trait_variance(trait, row(history_share), row(history_effect), row(deprivation_effect), row(support_effect),
                                               row(efficacy_effect), row(spread_support), rho,
                                               row(cluster_icc) * (trait + row(state_variance) + row(error_variance)));
  c.deprivation_between = static_cast<float>(std::sqrt(between));
  c.deprivation_within = static_cast<float>(std::sqrt(1 - between));
  c.deprivation_shift = row.f(deprivation_shift);
  c.mean_support = row.f(mean_support);
  c.mean_efficacy = row.f(mean_efficacy);
  c.sd = row.f(spread_support);
  c.rho = static_cast<float>(rho);
  c.rho_rest = static_cast<float>(std::sqrt(1 - rho * rho));
  c.level = row.f(level_mean) + row.f(level_shift);
  c.history = row.f(history_effect);
  c.history_share = row.f(history_share);
  c.history_threshold = upper_threshold(row(history_share));
  c.deprivation = row.f(deprivation_effect);
  c.omega = static_cast<float>(std::sqrt(omega));
  c.b_support = row.f(support_effect);
  c.b_efficacy = row.f(efficacy_effect);
  c.rural = row.f(rural_share);
  c.first = row.f(first_share);
  c.disability = row.f(disability_share);
  c.phone = row.f(phone_share);
  c.online = row.f(online_share);
  c.lone_threshold = upper_threshold(row(lone_share));
  c.minority = row.f(minority_share);
  const double total = row(prefers_home) + row(prefers_phone) + row(prefers_online) + row(prefers_group);
  if (total <= 0) throw DataError("population.prefers_home, _phone, _online and _group are all 0 (families must prefer something) raise one");
  c.home = static_cast<float>(row(prefers_home) / total);
  c.phone_preference = static_cast<float>(row(prefers_phone) / total);
  c.online_preference = static_cast<float>(row(prefers_online) / total);
  c.demand_sd = row.f(demand_spread);
  c.frailty_sd = row.f(frailty_spread);
  c.feeding_deprivation = row.f(feeding_deprivation);
  c.partner_level = row.f(partner_level);
  c.partner_sd = static_cast<float>(std::sqrt(trait));
  c.partner_rho = row.f(partner_correlation);
  c.partner_rest = static_cast<float>(std::sqrt(1 - row(partner_correlation) * row(partner_correlation)));
  c.travel_rural = row.f(travel_rural);
  c.age_first = static_cast<int>(row(enrolment_age));
  c.age_range = row.i(enrolment_age_range);
  return c;
}

}  // namespace

std::vector<std::uint32_t> draw_arrivals(const Row& row, const WorldId& id) {
  const auto n = static_cast<std::uint32_t>(row(families_count));
  if (row.i(arrivals) == 0) return {n};
  std::vector<std::uint32_t> by_week;
  const double mean = row(families_count) / row(arrival_weeks);
  for (std::uint32_t week = 0; week < static_cast<std::uint32_t>(row.i(arrival_weeks)); ++week) {
    // Means beyond the inversion's range are drawn as a sum of independent parts.
    const auto parts = static_cast<std::uint32_t>(mean / 500) + 1;
    std::uint32_t births = 0;
    for (std::uint32_t k = 0; k < parts; ++k) {
      const core::Words4 w = core::threefry({k, week, id.world, arrival_word.code}, id.key);
      births += static_cast<std::uint32_t>(core::poisson64(mean / parts, core::unit_double(w[0], w[1])));
    }
    by_week.push_back(births);
  }
  return by_week;
}

std::vector<Community> draw_communities(const Row& row, const WorldId& id) {
  std::vector<Community> communities(static_cast<std::size_t>(row(communities_count)));
  const double total = row(trait_variance) + row(state_variance) + row(error_variance);
  const double sd = std::sqrt(row(cluster_icc) * total * row(cluster_autocorrelation));
  for (std::uint32_t k = 0; k < communities.size(); ++k) {
    const core::Words4 w = core::threefry({k, 0, id.world, community_effects.code}, id.key);
    communities[k].symptom_effect = static_cast<float>(sd * core::normal_quantile64(core::unit_double(w[0])));
    communities[k].deprivation = static_cast<float>(core::normal_quantile64(core::unit_double(w[1])));
    communities[k].travel = static_cast<float>(row(travel_spread) * core::normal_quantile64(core::unit_double(w[2])));
  }
  return communities;
}

void fill_families(const World& world, const Row& row) {
  const Coefficients c = coefficients(row);
  const Layout& at = *world.layout;
  const float count = static_cast<float>(world.communities.size());
  alignas(64) std::uint32_t word[20][lanes];
  alignas(64) float effects[3][lanes];
  for (std::uint32_t b = 0; b < world.blocks; ++b) {
    const BlockView block = world.fixed_block(b);
    FillKernel k{};
    for (std::size_t p = 0; p < 20; ++p) {
      core::draw_block(world.level, world.id.key, b, 0, world.id.world, words[p]->code, word[p]);
      k.w[p] = word[p];
    }
    std::uint16_t* home = block.at(at.slot(community));
    for (int l = 0; l < lanes; ++l) {
      const auto index = static_cast<std::uint16_t>(std::min(core::unit_float(word[19][l]) * count, count - 1));
      home[l] = index;
      effects[0][l] = world.communities[index].symptom_effect;
      effects[1][l] = world.communities[index].deprivation;
      effects[2][l] = world.communities[index].travel;
    }
    k.c = &c;
    k.u_symptom = effects[0], k.u_deprivation = effects[1], k.u_travel = effects[2];
    k.symptom = block.at(at.slot(symptom_base)), k.support = block.at(at.slot(support_rest)), k.efficacy = block.at(at.slot(efficacy_rest));
    k.demand = block.at(at.slot(demand)), k.stigma = block.at(at.slot(stigma)), k.feeding = block.at(at.slot(feeding_hazard));
    k.partner = block.at(at.slot(partner_base)), k.away = block.at(at.slot(away)), k.quintile = block.at(at.slot(deprivation));
    k.language = block.at(at.slot(language)), k.age = block.at(at.slot(parent_age)), k.preferred = block.at(at.slot(preferred_mode));
    k.experience = block.at(at.slot(experience)), k.traits = block.at(at.slot(traits_column)), k.enrolled = block.at(at.slot(enrolled_age));
    run_kernel(world.level, k);
  }
}

const declare::Declarations population{.name = "population", .text = "Families and communities: who they are and when they arrive.",
    .parameters = {&families_count, &communities_count, &horizon_weeks, &lead_in_weeks, &arrivals, &arrival_weeks, &enrolment_age,
                   &enrolment_age_range, &deprivation_shift, &deprivation_between, &minority_share, &rural_share, &first_share, &lone_share,
                   &disability_share, &history_share, &phone_share, &online_share, &prefers_home, &prefers_phone, &prefers_online,
                   &prefers_group, &demand_spread, &frailty_spread, &feeding_deprivation, &partner_level, &partner_correlation,
                   &travel_rural, &travel_spread},
    .columns = {&community, &enrolled_week, &enrolled_age, &deprivation, &language, &traits_column, &parent_age, &preferred_mode,
                &experience, &symptom_base, &support_rest, &efficacy_rest, &demand, &stigma, &feeding_hazard, &partner_base, &away},
    .purposes = {&community_word, &community_effects, &minority_word, &age_word, &arrival_word, &deprivation_word, &support_word,
                 &efficacy_word, &trait_word, &history_word, &rural_word, &first_word, &lone_word, &disability_word, &access_word,
                 &preference_word, &demand_word, &stigma_word, &frailty_word, &partner_word, &parent_age_word, &experience_word}};

}  // namespace alongside::world
