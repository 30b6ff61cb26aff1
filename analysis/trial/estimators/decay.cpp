#include "analysis/trial/estimators/mixed_common.hpp"

namespace alongside::estimation {
extern const Estimator decay;

namespace {
Estimate fit_decay(const Sample& sample, const FitOptions&) {
  return mixed_estimate(stepped_design(sample), Between::decay, Df::satterthwaite);
}
}  // namespace

const Estimator decay{"decay",
    "Period effects and cluster effects that decay over periods by REML, Satterthwaite df (Kasza et al. 2019).",
    {Measure::difference, Weight::precision}, needs_clusters | needs_periods, false, fit_decay};

}  // namespace alongside::estimation
