#pragma once
// Money and health at different times. The rule is always named: 3.5% a year discrete is not 3.5% continuous.

#include <span>
#include <vector>

namespace alongside::economics {

/// How a yearly rate works: (1+r)^-t at whole or fractional years, or e^(-rt).
enum class DiscountRule { annual, continuous };

/// Separate yearly rates for costs and for effects, as fractions (0.035 = 3.5%).
struct DiscountRates {
  double cost = 0;
  double effect = 0;
  DiscountRule rule = DiscountRule::annual;
  bool operator==(const DiscountRates&) const = default;
};

/// Weight of one unit at `years` from now: (1+r)^-t or e^(-rt) (Drummond et al. 2015, ch. 4). Rate > -1, else contract error.
double discount_factor(double rate, double years, DiscountRule rule);

/// Sum of values[i] at times first + i x step years, each weighted by its factor and by weights[i] if given.
double present_value(std::span<const double> values, double rate, DiscountRule rule, double first = 0, double step = 1,
                     std::span<const double> weights = {});

/// Present value of a constant flow of one unit a year between two times, integral of e^(-rt) dt; (b - a) if r = 0.
double present_value_of_flow(double rate, double from, double to);

/// How rewards within a cycle are counted in cohort models.
enum class CycleRule { every_point, start, end, trapezoid, simpson };

/// Weights of the n cycle boundaries: all 1; without the last; without the first; half at both ends; Simpson's 1/3
/// rule as in Alarid-Escudero et al. 2023 (1/3, 2/3, 4/3 ... 1/3). n >= 2, Simpson n >= 3, else contract error.
std::vector<double> cycle_weights(std::size_t n, CycleRule rule);

/// Discounted number of decisions when `yearly` people a year are concerned for `years` years: discrete
/// yearly x sum of (1+r)^-t for t = 0, 1 ... (the last year in part if years is no whole number), or continuous
/// yearly x (1 - e^(-rT))/r; at r = 0 both are yearly x years.
double population_multiplier(double yearly, double years, double rate, DiscountRule rule);

}  // namespace alongside::economics
