#pragma once
// Shares of an output's variance that its inputs explain (Sobol' 1993).

#include "analysis/explore/experiment.hpp"

namespace alongside::explore {

/// First-order index: the share of variance that knowing this input alone would remove. Total index: the share that would be
/// left if all others were known. Estimators of Saltelli et al. (2010), table 2, rows (b) and (f), the latter Jansen's (1999):
///   S = mean (f(B) - m)(f(AB) - f(A)) / V,  T = mean (f(A) - f(AB))^2 / 2V,
/// with m and V the mean and variance over A and B. What the noise of agents adds to each product, square and variance is
/// estimated from the worlds and taken off, so that it does not pass for variance of the output. Chance can leave an index
/// below 0.
struct SobolIndex {
  std::string input;
  Interval first, total;
};

struct SobolIndices {
  std::vector<SobolIndex> inputs;  ///< in the order of the experiment
  double mean = 0, variance = 0;   ///< of the output over the inputs, without noise
  Noise noise;
  std::size_t base_points = 0;     ///< that had values
};

/// Base points of which a world is missing somewhere are averaged over their other worlds; without any they are left out.
/// Intervals by resampling base points. Throws DataError unless the points are a Saltelli design, or when the output does not
/// vary.
SobolIndices sobol_indices(const Experiment& experiment, const Resampling& resampling);

}  // namespace alongside::explore
