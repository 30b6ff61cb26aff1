#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator difference, risk_difference;

namespace {

Estimate fit_means(const Sample& sample, const FitOptions&) {
  const ArmMoments arms = arm_moments(sample);
  const double df = arms.n[0] + arms.n[1] - 2;
  const double variance = (arms.squares[0] + arms.squares[1]) / df;
  return settled(arms.mean[1] - arms.mean[0], std::sqrt(variance * (1 / arms.n[0] + 1 / arms.n[1])), df);
}

Estimate fit_risks(const Sample& sample, const FitOptions&) {
  const ArmMoments arms = arm_moments(sample);
  double variance = 0;
  for (int a = 0; a < 2; ++a) variance += arms.mean[a] * (1 - arms.mean[a]) / arms.n[a];
  return settled(arms.mean[1] - arms.mean[0], std::sqrt(variance));
}

}  // namespace

const Estimator difference{"difference", "Difference in means, pooled-variance t; ignores clusters.",
                           {Measure::difference, Weight::participant}, needs_nothing, false, fit_means};
const Estimator risk_difference{"risk-difference", "Difference in risks, Wald interval; ignores clusters.",
                                {Measure::difference, Weight::participant}, needs_binary, false, fit_risks};

}  // namespace alongside::estimation
