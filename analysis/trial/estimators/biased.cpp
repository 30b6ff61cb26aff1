#include <vector>

#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator per_protocol, as_treated;

namespace {

Estimate of_slope(const Slope& slope) {
  if (slope.first_stage == 0) return failed("nobody is left in one of the two groups");
  if (slope.clusters < 3) return failed("fewer than three clusters are left");
  Estimate out = settled(slope.value, slope.se_cr1, slope.clusters - 2);
  out.note = "biased: who receives the support is not random";
  return out;
}

Estimate fit_per_protocol(const Sample& sample, const FitOptions&) {
  const std::vector<double> offered(sample.arm.begin(), sample.arm.end());
  return of_slope(robust_slope(sample, [&](std::size_t r) { return sample.received[r] == sample.arm[r]; }, offered, offered));
}

Estimate fit_as_treated(const Sample& sample, const FitOptions&) {
  return of_slope(robust_slope(sample, [](std::size_t) { return true; }, sample.received, sample.received));
}

}  // namespace

const Estimator per_protocol{"per-protocol", "Biased: difference in means among those who kept to their arm, CR1.",
                             {Measure::difference, Weight::participant}, needs_received | needs_parallel, true, fit_per_protocol};
const Estimator as_treated{"as-treated", "Biased: difference in means by what was received, CR1.",
                           {Measure::difference, Weight::participant}, needs_received | needs_parallel, true, fit_as_treated};

}  // namespace alongside::estimation
