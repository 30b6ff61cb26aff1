#pragma once
// The cost-effectiveness plane: where the cloud of draws lies, and how well the ratio of two means is known.

#include <Eigen/Dense>
#include <cstdint>
#include <string>

namespace alongside::economics {

/// Incremental cost and effect of one option over another: mean and 2 x 2 covariance, order (effect, cost).
struct Cloud {
  Eigen::Vector2d mean;
  Eigen::Matrix2d covariance;  ///< of a single draw
  double draws = 0;
};
/// Mean and covariance of N paired increments.
Cloud cloud_of(const Eigen::VectorXd& added_effect, const Eigen::VectorXd& added_cost);

/// Ellipse that holds `level` of a bivariate normal cloud: half-axes sqrt(eigenvalue x chi-square quantile, 2 df).
struct Ellipse {
  Eigen::Vector2d centre, major, minor;  ///< half-axis vectors in (effect, cost)
};
/// Level in (0, 1), else contract error (van Hout et al. 1994).
Ellipse ellipse_of(const Cloud& cloud, double level);

/// Shares of draws in the four quadrants (points on an axis count with the less favourable side).
struct Quadrants {
  double north_east = 0, south_east = 0, south_west = 0, north_west = 0;
};
Quadrants quadrants_of(const Eigen::VectorXd& added_effect, const Eigen::VectorXd& added_cost);

/// What a set of ratios looks like. A ratio whose denominator may be zero has no ordinary interval, and says so.
struct RatioInterval {
  enum class Kind { interval, outside, everything } kind = Kind::interval;
  double low = 0, high = 0;  ///< bounds of the interval, or of the gap when `outside`
  std::string text() const;
};

/// Fieller's set of ratios mean[1]/mean[0] for estimates with this covariance (Fieller 1954; Willan & O'Brien 1996).
RatioInterval fieller(const Eigen::Vector2d& mean, const Eigen::Matrix2d& covariance, double level);

/// Percentile bootstrap of sum(cost)/sum(effect) over resampled pairs, ordered by angle from the mean's direction so that
/// a change of sign does not scramble it (Briggs, Wonderling & Mooney 1997 for the need).
RatioInterval bootstrap_ratio(const Eigen::VectorXd& added_effect, const Eigen::VectorXd& added_cost, double level, int resamples,
                              std::uint64_t seed);

}  // namespace alongside::economics
