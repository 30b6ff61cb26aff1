#include "analysis/trial/estimators/mixed_common.hpp"

namespace alongside::estimation {
extern const Estimator hussey_hughes;

namespace {
Estimate fit_hussey_hughes(const Sample& sample, const FitOptions&) {
  return mixed_estimate(stepped_design(sample), Between::intercept, Df::satterthwaite);
}
}  // namespace

const Estimator hussey_hughes{"hussey-hughes",
    "Period effects and a random cluster intercept by REML, Satterthwaite df (Hussey and Hughes 2007).",
    {Measure::difference, Weight::precision}, needs_clusters | needs_periods, false, fit_hussey_hughes};

}  // namespace alongside::estimation
