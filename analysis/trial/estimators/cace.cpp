#include <vector>

#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator cace_cr1, cace_cr0;

namespace {

enum class Robust { cr0, cr1 };

template <Robust robust>
Estimate fit_cace(const Sample& sample, const FitOptions&) {
  const std::vector<double> offered(sample.arm.begin(), sample.arm.end());
  const Slope slope = robust_slope(sample, [](std::size_t) { return true; }, offered, sample.received);
  if (slope.first_stage == 0) return failed("as many received the support in one arm as in the other");
  return settled(slope.value, robust == Robust::cr0 ? slope.se_cr0 : slope.se_cr1, cluster_df(sample));
}

}  // namespace

const Estimator cace_cr1{"cace", "Complier average effect by 2SLS with the arm as instrument, cluster-robust CR1, t(K - 2) (Angrist et al. 1996).",
                         {Measure::complier_difference, Weight::participant}, needs_received | needs_parallel, false, fit_cace<Robust::cr1>};
const Estimator cace_cr0{"cace-cr0", "The same with the uncorrected cluster-robust SE (CR0).",
                         {Measure::complier_difference, Weight::participant}, needs_received | needs_parallel, false, fit_cace<Robust::cr0>};

}  // namespace alongside::estimation
