#include "analysis/trial/distributions.hpp"

#include <boost/math/distributions/non_central_t.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/students_t.hpp>
#include <cmath>

namespace alongside::estimation {

double normal_cdf(double x) { return 0.5 * std::erfc(-x * 0.70710678118654752440); }

double normal_quantile(double p) { return boost::math::quantile(boost::math::normal(), p); }

double t_cdf(double x, double df) {
  return std::isfinite(df) ? boost::math::cdf(boost::math::students_t(df), x) : normal_cdf(x);
}

double t_quantile(double p, double df) {
  return std::isfinite(df) ? boost::math::quantile(boost::math::students_t(df), p) : normal_quantile(p);
}

double noncentral_t_cdf(double x, double df, double shift) {
  if (!std::isfinite(df)) return normal_cdf(x - shift);
  return boost::math::cdf(boost::math::non_central_t(df, shift), x);
}

double two_sided_p(double statistic, double df) { return 2 * t_cdf(-std::fabs(statistic), df); }

}  // namespace alongside::estimation
