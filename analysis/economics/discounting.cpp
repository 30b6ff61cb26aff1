#include "analysis/economics/discounting.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {

double discount_factor(double rate, double years, DiscountRule rule) {
  ALONGSIDE_EXPECTS(rate > -1);
  return rule == DiscountRule::annual ? std::pow(1 + rate, -years) : std::exp(-rate * years);
}

double present_value(std::span<const double> values, double rate, DiscountRule rule, double first, double step,
                     std::span<const double> weights) {
  ALONGSIDE_EXPECTS(weights.empty() || weights.size() == values.size());
  double sum = 0;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double weight = weights.empty() ? 1 : weights[i];
    sum += weight * values[i] * discount_factor(rate, first + step * static_cast<double>(i), rule);
  }
  return sum;
}

double present_value_of_flow(double rate, double from, double to) {
  // expm1 keeps the digits when the rate is tiny.
  return rate == 0 ? to - from : -std::exp(-rate * from) * std::expm1(-rate * (to - from)) / rate;
}

std::vector<double> cycle_weights(std::size_t n, CycleRule rule) {
  ALONGSIDE_EXPECTS(n >= (rule == CycleRule::simpson ? 3u : 2u));
  std::vector<double> weights(n, 1.0);
  switch (rule) {
    case CycleRule::every_point: break;
    case CycleRule::start: weights.back() = 0; break;
    case CycleRule::end: weights.front() = 0; break;
    case CycleRule::trapezoid: weights.front() = weights.back() = 0.5; break;
    case CycleRule::simpson:
      for (std::size_t i = 0; i < n; ++i) weights[i] = i % 2 == 1 ? 2.0 / 3 : 4.0 / 3;
      weights.front() = weights.back() = 1.0 / 3;
  }
  return weights;
}

double population_multiplier(double yearly, double years, double rate, DiscountRule rule) {
  ALONGSIDE_EXPECTS(years >= 0);
  if (rule == DiscountRule::continuous) return yearly * present_value_of_flow(rate, 0, years);
  double sum = 0;
  for (double t = 0; t < years; t += 1) sum += std::min(1.0, years - t) * discount_factor(rate, t, rule);
  return yearly * sum;
}

}  // namespace alongside::economics
