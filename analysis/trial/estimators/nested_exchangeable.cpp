#include "analysis/trial/estimators/mixed_common.hpp"

namespace alongside::estimation {
extern const Estimator nested_exchangeable;

namespace {
Estimate fit_nested_exchangeable(const Sample& sample, const FitOptions&) {
  return mixed_estimate(stepped_design(sample), Between::nested, Df::kenward_roger);
}
}  // namespace

const Estimator nested_exchangeable{"nested-exchangeable",
    "Period effects, random cluster and cluster-period by REML, Kenward-Roger SE and df (Hooper et al. 2016).",
    {Measure::difference, Weight::precision}, needs_clusters | needs_periods, false, fit_nested_exchangeable};

}  // namespace alongside::estimation
