#include "analysis/trial/power.hpp"

#include <boost/math/tools/toms748_solve.hpp>
#include <cmath>

#include "analysis/trial/distributions.hpp"
#include "sim/core/error.hpp"

namespace alongside::power {
using namespace estimation;

void require_between(double value, double low, double high, Bounds bounds, std::string_view what) {
  const bool inside = bounds == Bounds::open ? value > low && value < high : value >= low && value <= high;
  if (inside) return;
  if (std::isinf(high)) throw UsageError(fmt::format("{} is {} (it must be {} {})", what, value, bounds == Bounds::open ? "above" : "at least", low));
  throw UsageError(fmt::format("{} is {} (it must be {} {} and {})", what, value,
                               bounds == Bounds::open ? "strictly between" : "between", low, high));
}

double power_of(double effect, double variance, const Test& test) {
  const double infinite = std::numeric_limits<double>::infinity();
  require_between(test.alpha, 0, 1, Bounds::open, "the level alpha");
  require_between(variance, 0, infinite, Bounds::open, "the variance of the effect");
  if (!(test.df > 0)) throw UsageError("no degrees of freedom are left (more clusters are needed, or the normal reference)");
  const double shift = std::fabs(effect) / std::sqrt(variance);
  const double critical = t_quantile(1 - test.alpha / 2, test.df);
  double power = 0;
  // Far beyond the critical value boost's noncentral t has nothing left to sum.
  if (shift > 38 + critical) return 1;
  power = 1 - noncentral_t_cdf(critical, test.df, shift);
  if (test.tails == Tails::both) power += noncentral_t_cdf(-critical, test.df, shift);
  return power;
}

double solve_increasing(const std::function<double(double)>& f, double target, double low, std::string_view what) {
  const auto above = [&](double x) { return f(x) - target; };
  if (above(low) >= 0) return low;
  double high = std::max(2 * low, low + 1);
  double before = low;
  while (above(high) < 0) {
    before = high;
    high *= 2;
    if (high > 1e9) throw UsageError(fmt::format("no {} reaches {} (a larger effect, or a smaller ICC, is needed)", what, target));
  }
  std::uintmax_t steps = 200;
  const auto bracket = boost::math::tools::toms748_solve(above, before, high, boost::math::tools::eps_tolerance<double>(50), steps);
  return 0.5 * (bracket.first + bracket.second);
}

double contamination_inflation(double contamination, double non_uptake) {
  require_between(contamination, 0, 1, Bounds::closed, "contamination");
  require_between(non_uptake, 0, 1, Bounds::closed, "non-uptake");
  const double left = 1 - contamination - non_uptake;
  if (!(left > 0)) throw UsageError("contamination and non-uptake leave no contrast between the arms (their sum must stay below 1)");
  return 1 / (left * left);
}

double attrition_inflation(double attrition) {
  require_between(attrition, 0, 1, Bounds::closed, "attrition");
  if (attrition == 1) throw UsageError("attrition is 1 (nobody is left to analyse)");
  return 1 / (1 - attrition);
}

double diluted_effect(double effect, double contamination, double non_uptake) {
  return effect / std::sqrt(contamination_inflation(contamination, non_uptake));
}

}  // namespace alongside::power
