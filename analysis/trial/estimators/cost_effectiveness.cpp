#include "analysis/trial/cost_effectiveness.hpp"

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/estimators/common.hpp"
#include "analysis/trial/gee.hpp"

namespace alongside::estimation {
extern const Estimator cost_effectiveness, stepped_net_benefit;

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

/// Net benefit of each family with period effects, as any other outcome of a stepped wedge: costs are skewed and their spread
/// differs between conditions, so that errors are the sandwich's and not a model's.
Estimate fit_stepped_net_benefit(const Sample& sample, const FitOptions& options) {
  Sample benefit = sample;
  for (std::size_t r = 0; r < sample.rows(); ++r) benefit.outcome[r] = options.willingness_to_pay * sample.outcome[r] - sample.cost[r];
  const Design design = stepped_design(benefit);
  if (!full_rank(design)) return failed("the effect cannot be told from the periods (no contrast between clusters in any period)");
  const GeeFit gee = fit_gee(design, Link::identity, Working::exchangeable);
  if (!gee.usable()) return failed("the estimating equations are singular");
  Estimate out = settled(design.contrast.dot(gee.beta), std::sqrt(design.contrast.dot(gee.covariance(Sandwich::kauermann_carroll) * design.contrast)), cluster_df(sample));
  if (gee.state == GeeFit::State::independence_fallback) {
    out.status = Status::fallback;
    out.note = "exchangeable working correlation out of range or unsettled: independence used";
  }
  return out;
}
}  // namespace

const Estimator cost_effectiveness{
    "net-benefit", "Incremental net benefit, bivariate cluster-robust (Kauermann-Carroll), t(K - 2).",
    {Measure::net_benefit, Weight::participant}, needs_cost | needs_parallel, false, fit_net_benefit};
const Estimator stepped_net_benefit{
    "net-benefit-stepped", "Incremental net benefit with period effects: GEE on families' net benefit, exchangeable, Kauermann-Carroll, t(K - 2).",
    {Measure::net_benefit, Weight::precision}, needs_clusters | needs_cost | needs_periods, false, fit_stepped_net_benefit};

}  // namespace alongside::estimation
