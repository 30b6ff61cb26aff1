#include "analysis/trial/estimators/mixed_common.hpp"

namespace alongside::estimation {
extern const Estimator random_effect;

namespace {
Estimate fit_random_effect(const Sample& sample, const FitOptions&) {
  return mixed_estimate(stepped_design(sample), Between::slope, Df::kenward_roger);
}
}  // namespace

const Estimator random_effect{"random-effect",
    "Period effects, random cluster intercept and random effect of the condition, correlated, by REML, Kenward-Roger SE and df (Hemming et al. 2018).",
    {Measure::difference, Weight::precision}, needs_clusters | needs_periods, false, fit_random_effect};

}  // namespace alongside::estimation
