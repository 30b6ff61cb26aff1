#pragma once
// The distributions that tests and power need, by Boost.Math, with infinite degrees of freedom meaning normal.

namespace alongside::estimation {

/// Standard normal distribution function.
double normal_cdf(double x);
/// Standard normal quantile, 0 < p < 1.
double normal_quantile(double p);
/// Student t distribution function; normal when df is infinite.
double t_cdf(double x, double df);
/// Student t quantile, 0 < p < 1; normal when df is infinite.
double t_quantile(double p, double df);
/// Noncentral t distribution function with noncentrality `shift`; normal around `shift` when df is infinite.
double noncentral_t_cdf(double x, double df, double shift);
/// Two-sided p-value of a statistic against t(df).
double two_sided_p(double statistic, double df);

}  // namespace alongside::estimation
