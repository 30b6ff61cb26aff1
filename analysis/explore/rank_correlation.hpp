#pragma once
// Partial rank correlation (Iman & Conover 1979; Marino et al. 2008): strength and sign of monotone effects.

#include "analysis/explore/experiment.hpp"

namespace alongside::explore {

/// The correlation of an input's ranks with the output's, after a straight line in the ranks of all other inputs has been
/// taken from both.
struct RankCorrelation {
  std::string input;
  Interval partial;
  double plain = 0;  ///< Spearman's correlation, the others not held
  double p = 1;      ///< two-sided, by Student's t with n - 1 - k degrees of freedom
};

struct RankCorrelations {
  std::vector<RankCorrelation> inputs;
  Noise noise;
  std::size_t points = 0;  ///< that had values
};

/// Any points will do, Latin hypercubes best. Ties take mean ranks. Intervals by resampling points. Throws DataError with fewer
/// than k + 3 points, for an input or output that does not vary, or inputs that give each other away.
RankCorrelations rank_correlations(const Experiment& experiment, const Resampling& resampling);

}  // namespace alongside::explore
