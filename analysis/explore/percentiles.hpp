#pragma once
// Percentile intervals of resampled estimates.

#include <algorithm>
#include <vector>

#include "analysis/explore/experiment.hpp"

namespace alongside::explore {

/// The value with the 2.5th and 97.5th percentile of its resamples (interpolated between order statistics).
inline Interval percentile_interval(double value, std::vector<double> resampled) {
  std::ranges::sort(resampled);
  const auto at = [&](double p) {
    const double place = p * static_cast<double>(resampled.size() - 1);
    const auto below = static_cast<std::size_t>(place);
    const std::size_t above = std::min(below + 1, resampled.size() - 1);
    return resampled[below] + (place - static_cast<double>(below)) * (resampled[above] - resampled[below]);
  };
  return {value, at(0.025), at(0.975)};
}

}  // namespace alongside::explore
