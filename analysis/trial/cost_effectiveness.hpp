#pragma once
// Within-trial cost-effectiveness: both differences and their joint sampling distribution.

#include "analysis/trial/sample.hpp"

namespace alongside::estimation {

/// Differences supported minus control with their sampling variances and covariance.
struct CostEffect {
  double effect = 0, cost = 0;
  double effect_variance = 0, cost_variance = 0, covariance = 0;
  double df = 0;  ///< clusters less two

  /// Incremental net monetary benefit at a willingness to pay, and its SE.
  double net_benefit(double willingness_to_pay) const { return willingness_to_pay * effect - cost; }
  double net_benefit_se(double willingness_to_pay) const;
  /// Share of the sampling distribution with positive net benefit: the curve's point, from t(df).
  double acceptable(double willingness_to_pay) const;
};

/// Participant-average differences in outcome (the effect) and cost by independence estimating equations; the bivariate
/// cluster-robust sandwich with the Kauermann-Carroll correction, which with rows as clusters is s^2 / n by arm (Gomes et
/// al. 2012 compare the alternatives). Needs costs, both arms and no cluster in both.
CostEffect cost_effect(const Sample& sample);

}  // namespace alongside::estimation
