#include "sim/world/traits.hpp"

#include "sim/core/error.hpp"

namespace alongside::world {
using declare::Grade;
using declare::Kind;
using declare::Scope;
using declare::Shape;
using declare::Table;

const Parameter instrument{.name = "instrument.name", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"EPDS", "PHQ-9", "other"},
    .grade = Grade::definition, .text = "Name of the symptom scale, for labels only; the numbers below define it."};
const Parameter score_maximum{.name = "instrument.maximum", .kind = Kind::count, .unit = "points", .low = 5, .high = 30, .value = 30,
    .grade = Grade::definition, .source = "EPDS: 10 items of 0-3; PHQ-9: 27", .text = "Highest score of the scale; recorded in one-point bands."};
const Parameter case_threshold{.name = "instrument.case_threshold", .kind = Kind::count, .unit = "points", .low = 1, .high = 30, .value = 13,
    .grade = Grade::definition, .source = "EPDS 13 or more: Levis 2020 BMJ, sensitivity 0.66, specificity 0.95", .text = "Score from which a parent counts as a probable case."};
const Parameter risk_threshold{.name = "instrument.risk_threshold", .kind = Kind::count, .unit = "points", .low = 1, .high = 30, .value = 10,
    .grade = Grade::definition, .source = "Dennis 2009 BMJ a3064: EPDS above 9 counts as at risk", .text = "Measured score at enrolment from which a parent counts as at risk, for reports of reach only."};
const Parameter severe_threshold{.name = "instrument.severe_threshold", .kind = Kind::count, .unit = "points", .low = 1, .high = 30, .value = 20,
    .grade = Grade::cohort, .source = "Letourneau 2015: EPDS of 20 or more referred on, not supported by peers", .text = "Score from which a parent needs more than a peer."};
const Parameter transform{.name = "instrument.transform", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"root", "linear"},
    .grade = Grade::fitted, .source = "Evans 2001 BMJ (ALSPAC): on the square-root scale a normal gives mean 5.84, SD 4.64 and 9.1% at 13 or more",
    .text = "Scale on which symptoms are normally distributed."};
const Parameter level_mean{.name = "symptoms.mean_level", .unit = "root points", .low = 0, .high = 30, .value = 2.2,
    .spread = {Shape::normal, 2, 2.45}, .grade = Grade::fitted, .source = "calibrated to Evans 2001 BMJ (mean EPDS 5.84 and 9.1% at 13 or more, week 8)",
    .text = "Mean symptom level of the general population eight weeks after birth."};
const Parameter level_shift{.name = "population.symptom_shift", .unit = "root points", .low = -3, .high = 3, .value = 0,
    .grade = Grade::definition, .source = "0.23 for PoNDER, 0.31 for ELSIPS in the calibrated: a property of the population, never of the effect",
    .text = "How far this population's symptom level lies above the general one."};
const Parameter trait_variance{.name = "symptoms.trait_variance", .unit = "root points squared", .low = 0.01, .high = 30, .value = 0.654,
    .spread = {Shape::normal, 0.5, 0.85}, .grade = Grade::fitted, .source = "calibrated to Dennis 2004 (correlations 0.72 and 0.65), PoNDER persistence 46%",
    .text = "Variance between parents of the lasting part of the symptom level."};
const Parameter state_variance{.name = "symptoms.state_variance", .unit = "root points squared", .low = 0, .high = 30, .value = 0.17,
    .spread = {Shape::lognormal, 0.08, 0.45}, .grade = Grade::fitted, .source = "calibrated to Dennis 2004; joint with persistence and error variance",
    .text = "Variance within a parent of the part that comes and goes."};
const Parameter error_variance{.name = "symptoms.error_variance", .unit = "root points squared", .low = 0, .high = 30, .value = 0.16,
    .spread = {Shape::normal, 0.08, 0.24}, .grade = Grade::fitted, .source = "calibrated; Matthey 2004 reliable change index gives a measurement error SD of 1.44 points",
    .text = "Variance of measurement error when a score is taken."};
const Parameter history_effect{.name = "symptoms.history", .unit = "root points", .low = -2, .high = 3, .value = 0.453,
    .spread = {Shape::normal, 0.2, 0.7}, .grade = Grade::assumed, .source = "assumed; Beck 2001 correlates prenatal with postnatal depression at 0.44-0.46",
    .text = "How much higher a parent with a history of depression lies."};
const Parameter deprivation_effect{.name = "symptoms.deprivation", .unit = "root points per quintile", .low = -1, .high = 1, .value = 0.0784,
    .spread = {Shape::normal, 0.03, 0.13}, .grade = Grade::cohort, .source = "Beck 2001: correlation with socioeconomic status 0.19-0.22",
    .text = "How much higher a family lies per quintile of deprivation."};
const Parameter support_effect{.name = "symptoms.support_effect", .unit = "root points per unit", .low = 0, .high = 5, .value = 0.952,
    .spread = {Shape::lognormal, 0.55, 1.8}, .grade = Grade::assumed, .source = "only its product with the gain per contact is identified (calibrated); Beck 2001 correlation 0.36-0.41",
    .text = "How much a unit of social support lowers symptoms."};
const Parameter efficacy_effect{.name = "symptoms.efficacy_effect", .unit = "root points per unit", .low = 0, .high = 5, .value = 0.958,
    .spread = {Shape::lognormal, 0.55, 1.8}, .grade = Grade::assumed, .source = "only its product with the gain per contact is identified (calibrated); Beck 2001, self-esteem 0.45-0.47",
    .text = "How much a unit of self-efficacy lowers symptoms."};
const Parameter mean_support{.name = "population.mean_support", .low = 0.05, .high = 0.95, .value = 0.6, .spread = {Shape::normal, 0.5, 0.7},
    .grade = Grade::assumed, .source = "no evidence found: a scale of the model's own", .text = "Mean social support at rest, from 0 to 1."};
const Parameter mean_efficacy{.name = "population.mean_efficacy", .low = 0.05, .high = 0.95, .value = 0.6, .spread = {Shape::normal, 0.5, 0.7},
    .grade = Grade::assumed, .source = "no evidence found: a scale of the model's own", .text = "Mean parenting self-efficacy at rest, from 0 to 1."};
const Parameter spread_support{.name = "population.sd_support", .low = 0.01, .high = 0.3, .value = 0.18, .spread = {Shape::normal, 0.12, 0.22},
    .grade = Grade::assumed, .source = "no evidence found: a scale of the model's own", .text = "Standard deviation of social support and of self-efficacy at rest."};
const Parameter support_efficacy_correlation{.name = "population.support_efficacy_correlation", .low = -0.9, .high = 0.9, .value = 0.4,
    .spread = {Shape::normal, 0.2, 0.6}, .grade = Grade::assumed, .source = "no evidence found", .text = "Correlation of social support with self-efficacy at rest."};
const Parameter cluster_icc{.name = "community.icc", .low = 0, .high = 0.3, .value = 0.02, .spread = {Shape::uniform, 0, 0.04},
    .grade = Grade::cohort, .source = "Reading 2000 ADC: below 0.04 by general practice", .text = "Intracluster correlation of symptoms between communities, on the latent scale, deprivation apart."};
const Parameter cluster_autocorrelation{.name = "community.cac", .low = 0, .high = 1, .value = 0.8, .spread = {Shape::uniform, 0.5, 1},
    .grade = Grade::assumed, .source = "no evidence found for this outcome; customary value in stepped-wedge planning", .text = "Cluster autocorrelation: share of the community variance that stays from period to period."};
const Parameter cluster_period_weeks{.name = "community.period_weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 520, .value = 13,
    .grade = Grade::definition, .source = "", .text = "Length of the periods in which communities' passing effects differ."};

const declare::Declarations traits{.name = "traits", .text = "The outcome instrument and what families bring with them.",
    .parameters = {&instrument, &score_maximum, &case_threshold, &risk_threshold, &severe_threshold, &transform, &level_mean, &level_shift, &trait_variance,
                   &state_variance, &error_variance, &history_effect, &deprivation_effect, &support_effect, &efficacy_effect, &mean_support,
                   &mean_efficacy, &spread_support, &support_efficacy_correlation, &cluster_icc, &cluster_autocorrelation, &cluster_period_weeks}};

double residual_trait_variance(double trait, double history_share, double history, double deprivation, double support,
                               double efficacy, double spread, double correlation, double cluster) {
  const double named = history * history * history_share * (1 - history_share) + 2.0 * deprivation * deprivation +
                       spread * spread * (support * support + efficacy * efficacy + 2 * correlation * support * efficacy) +
                       // Deprived families have less support too (correlation -0.2 with the latent scale, whose
                       // quintiles have SD sqrt 2 and follow it at 0.95).
                       2 * deprivation * 1.4142 * 0.95 * 0.2 * spread * (support + correlation * efficacy) + cluster;
  if (named > 0.95 * trait)
    throw DataError(fmt::format("symptoms.trait_variance = {}: history, deprivation, support, self-efficacy and community alone explain {:.3g} "
                                "(nothing is left for the rest) raise it or lower their effects", trait, named));
  return trait - named;
}

}  // namespace alongside::world
