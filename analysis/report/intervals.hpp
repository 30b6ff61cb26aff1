#pragma once
// Intervals of measures over worlds: what chance in the simulation leaves open, or what the evidence leaves open.

#include "analysis/report/html/numbers.hpp"
#include "analysis/report/world_values.hpp"

namespace alongside::report {

/// 95% interval of an arm's mean. With several draws of the uncertain parameters: the 2.5% and 97.5% quantiles of the draws'
/// means, linear between order statistics, and the mean of draws. With one: mean -/+ t x Monte Carlo standard error over
/// replicate worlds. NaN ends with fewer than two draws or worlds that have a value.
Interval interval(const WorldValues& values, std::size_t arm);
/// The same of the paired differences between an arm and another.
Interval interval_of_difference(const WorldValues& values, std::size_t arm, std::size_t from);

/// The interval of numbers, one per draw (quantiles) or one per replicate world (mean and error).
enum class Over { draws, worlds };
Interval interval_over(std::vector<double> values, Over over);

/// Quantile of sorted numbers, linear between order statistics (Hyndman & Fan 1996, type 7); NaN of none.
double quantile(const std::vector<double>& sorted, double p);

}  // namespace alongside::report
