#include "analysis/trial/power_parallel.hpp"

#include <cmath>

#include "analysis/trial/distributions.hpp"
#include "sim/core/error.hpp"

namespace alongside::power {
using namespace estimation;
namespace {

const double unbounded = std::numeric_limits<double>::infinity();

void check(const Clusters& clusters) {
  require_between(clusters.size, 1, unbounded, Bounds::closed, "the cluster size");
  require_between(clusters.icc, 0, 1, Bounds::closed, "the ICC");
  require_between(clusters.cv, 0, unbounded, Bounds::closed, "the CV of cluster sizes");
}

double quantiles_squared(double power, double alpha) {
  require_between(power, alpha / 2, 1, Bounds::open, "the wanted power");
  const double sum = normal_quantile(1 - alpha / 2) + normal_quantile(power);
  return sum * sum;
}

double autocorrelation(const Clusters& clusters, const Autocorrelation& over_time) {
  check(clusters);
  require_between(over_time.cluster, 0, 1, Bounds::closed, "the cluster autocorrelation");
  require_between(over_time.person, 0, 1, Bounds::closed, "the individual autocorrelation");
  const double within = 1 + (clusters.size - 1) * clusters.icc;
  return (clusters.size * clusters.icc * over_time.cluster + (1 - clusters.icc) * over_time.person) / within;
}

Test with_df(Test test, Reference reference, double per_arm) {
  if (reference == Reference::t) test.df = 2 * (per_arm - 1);
  return test;
}

}  // namespace

double relative_efficiency(const Clusters& clusters) {
  check(clusters);
  const double l = clusters.size * clusters.icc / (clusters.size * clusters.icc + 1 - clusters.icc);
  const double efficiency = 1 - clusters.cv * clusters.cv * l * (1 - l);
  if (!(efficiency > 0)) throw UsageError(fmt::format("the CV of cluster sizes is {} (too large for this approximation)", clusters.cv));
  return efficiency;
}

double design_effect(const Clusters& clusters) {
  check(clusters);
  if (clusters.rule == SizeRule::van_breukelen) return (1 + (clusters.size - 1) * clusters.icc) / relative_efficiency(clusters);
  return 1 + ((1 + clusters.cv * clusters.cv) * clusters.size - 1) * clusters.icc;
}

Contrast means(double effect, double sd) {
  require_between(sd, 0, unbounded, Bounds::open, "the standard deviation");
  return {effect, sd * sd, sd * sd};
}

Contrast risks(double control, double support) {
  require_between(control, 0, 1, Bounds::open, "the risk in the control arm");
  require_between(support, 0, 1, Bounds::open, "the risk in the supported arm");
  return {support - control, control * (1 - control), support * (1 - support)};
}

double individuals_per_arm(const Contrast& contrast, double power, double alpha) {
  if (contrast.effect == 0) throw UsageError("the effect is 0 (no number of people finds it)");
  return quantiles_squared(power, alpha) * (contrast.variance_control + contrast.variance_support) / (contrast.effect * contrast.effect);
}

double parallel_variance(const Contrast& contrast, const Clusters& clusters, double per_arm) {
  require_between(per_arm, 0, unbounded, Bounds::open, "the number of clusters per arm");
  return design_effect(clusters) * (contrast.variance_control + contrast.variance_support) / (per_arm * clusters.size);
}

double parallel_power(const Contrast& contrast, const Clusters& clusters, double per_arm, Reference reference, Test test) {
  return power_of(contrast.effect, parallel_variance(contrast, clusters, per_arm), with_df(test, reference, per_arm));
}

double parallel_clusters(const Contrast& contrast, const Clusters& clusters, double power, Reference reference, Test test) {
  require_between(power, test.alpha, 1, Bounds::open, "the wanted power");
  const double least = reference == Reference::t ? 1.25 : 1e-6;
  return solve_increasing([&](double k) { return parallel_power(contrast, clusters, k, reference, test); }, power, least,
                          "number of clusters");
}

double rate_clusters(double control, double support, double person_years, double k, double power, double alpha) {
  require_between(control, 0, unbounded, Bounds::open, "the rate in the control arm");
  require_between(support, 0, unbounded, Bounds::open, "the rate in the supported arm");
  require_between(person_years, 0, unbounded, Bounds::open, "the person-time per cluster");
  require_between(k, 0, unbounded, Bounds::closed, "the between-cluster CV of the rates");
  if (control == support) throw UsageError("the two rates are equal (no number of clusters finds no difference)");
  const double spread = (control + support) / person_years + k * k * (control * control + support * support);
  return 1 + quantiles_squared(power, alpha) * spread / ((control - support) * (control - support));
}

double rate_power(double control, double support, double person_years, double k, double per_arm, double alpha) {
  require_between(per_arm, 1, unbounded, Bounds::open, "the number of clusters per arm");
  const double at_half = rate_clusters(control, support, person_years, k, 0.5, alpha) - 1;  // z_power = 0 there
  const double z = normal_quantile(1 - alpha / 2);
  return normal_cdf(std::sqrt((per_arm - 1) / at_half) * z - z);
}

double did_power(const Contrast& contrast, const Clusters& clusters, const Autocorrelation& over_time, double per_arm, Test test) {
  const double r = autocorrelation(clusters, over_time);
  const double variance = 2 * (1 - r) * parallel_variance(contrast, clusters, per_arm);
  return power_of(contrast.effect, variance, with_df(test, Reference::t, per_arm));
}

double did_clusters(const Contrast& contrast, const Clusters& clusters, const Autocorrelation& over_time, double power, Test test) {
  require_between(power, test.alpha, 1, Bounds::open, "the wanted power");
  return solve_increasing([&](double k) { return did_power(contrast, clusters, over_time, k, test); }, power, 1.25, "number of clusters");
}

double ancova_factor(const Clusters& clusters, const Autocorrelation& over_time) {
  const double r = autocorrelation(clusters, over_time);
  return 1 - r * r;
}

double exact_type_one_error(Correction correction, Reference reference, double per_arm, double alpha) {
  require_between(per_arm, 2, unbounded, Bounds::closed, "the number of clusters per arm");
  require_between(alpha, 0, 1, Bounds::open, "the level alpha");
  const double df = 2 * per_arm - 2;
  const double critical = reference == Reference::t ? t_quantile(1 - alpha / 2, df) : normal_quantile(1 - alpha / 2);
  // The statistic with S is t(2k - 2); a variance of f S multiplies it by 1 / sqrt(f).
  double factor = 1;
  if (correction == Correction::liang_zeger) factor = (per_arm - 1) / per_arm;
  if (correction == Correction::mancl_derouen) factor = per_arm / (per_arm - 1);
  return two_sided_p(critical * std::sqrt(factor), df);
}

double cluster_t_power(double effect, const Clusters& clusters, double per_arm, double alpha) {
  check(clusters);
  const double variance = 2 * (clusters.icc + (1 - clusters.icc) / clusters.size) / per_arm;
  return power_of(effect, variance, {alpha, 2 * per_arm - 2, Tails::both});
}

}  // namespace alongside::power
