#include "analysis/trial/estimators/mixed_common.hpp"

namespace alongside::estimation {
extern const Estimator exposure_time;

namespace {
Estimate fit_exposure_time(const Sample& sample, const FitOptions&) {
  return mixed_estimate(exposure_design(sample), Between::intercept, Df::satterthwaite);
}
}  // namespace

const Estimator exposure_time{"exposure-time",
    "Effect by time since the switch, averaged; random cluster intercept by REML, Satterthwaite df (Kenny et al. 2022).",
    {Measure::exposure_average, Weight::precision}, needs_clusters | needs_periods, false, fit_exposure_time};

}  // namespace alongside::estimation
