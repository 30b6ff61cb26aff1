#include "analysis/trial/cost_effectiveness.hpp"

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator cost_effectiveness;

double CostEffect::net_benefit_se(double k) const {
  return std::sqrt(k * k * effect_variance + cost_variance - 2 * k * covariance);
}

double CostEffect::acceptable(double k) const { return t_cdf(net_benefit(k) / net_benefit_se(k), df); }

CostEffect cost_effect(const Sample& sample) {
  double n[2] = {0, 0}, e[2] = {0, 0}, c[2] = {0, 0};
  for (std::size_t r = 0; r < sample.rows(); ++r) {
    const int a = sample.arm[r];
    n[a] += 1, e[a] += sample.outcome[r], c[a] += sample.cost[r];
  }
  for (int a = 0; a < 2; ++a) e[a] /= n[a], c[a] /= n[a];
  CostEffect out{e[1] - e[0], c[1] - c[0], 0, 0, 0, cluster_df(sample)};
  for (std::size_t k = 0; k < sample.clusters(); ++k) {
    const int a = sample.cluster_arm[k];
    double effect = 0, cost = 0;
    for (std::size_t r = sample.start[k]; r < sample.start[k + 1]; ++r) effect += sample.outcome[r] - e[a], cost += sample.cost[r] - c[a];
    const double correction = 1 / (n[a] * n[a] * (1 - static_cast<double>(sample.size(k)) / n[a]));
    out.effect_variance += effect * effect * correction;
    out.cost_variance += cost * cost * correction;
    out.covariance += effect * cost * correction;
  }
  return out;
}

namespace {
Estimate fit_net_benefit(const Sample& sample, const FitOptions& options) {
  const CostEffect both = cost_effect(sample);
  return settled(both.net_benefit(options.willingness_to_pay), both.net_benefit_se(options.willingness_to_pay), both.df);
}
}  // namespace

const Estimator cost_effectiveness{
    "net-benefit", "Incremental net benefit, bivariate cluster-robust (Kauermann-Carroll), t(K - 2).",
    {Measure::net_benefit, Weight::participant}, needs_cost | needs_parallel, false, fit_net_benefit};

}  // namespace alongside::estimation
