#pragma once
// Probit regression of rejections on the root of a trial's size: the power curve in a neighbourhood.

#include <cstdint>
#include <span>
#include <vector>

namespace alongside::estimation {

/// Simulated trials of one size; entry r is replicate r, the same luck at every size. 1 rejected, 0 not, -1 no answer.
struct SizeTrials {
  double size = 0;
  std::vector<std::int8_t> rejected;

  std::size_t answers() const;
  std::size_t rejections() const;
};

/// power(n) = Phi(a + b sqrt(n)): of a test of estimate / SE with SE proportional to 1 / sqrt(n), a = -z and b the effect over
/// sqrt(n) SE. Replicates that were simulated at several sizes are dependent: the covariance is their cluster-robust sandwich.
struct PowerCurve {
  double intercept = 0, slope = 0;
  double covariance[3] = {0, 0, 0};  ///< of (a, a), (a, b), (b, b)
  bool rises = false;                ///< settled, with a slope at least three standard errors above 0

  double power(double size) const;
  double standard_error(double size) const;  ///< of a + b sqrt(size)
  /// The size at which the curve reaches a power. `rises` must hold.
  double size_for(double power) const;
  /// Fieller (1954) interval of that size at a level; the upper end is infinite when the slope is too uncertain for one.
  struct Ends {
    double low, high;
  };
  Ends interval(double power, double level) const;
};

/// Whether the intercept is estimated, or held at that of a two-sided test against the normal distribution.
enum class Intercept { free, held };

/// Maximum likelihood by Fisher scoring. `rises` is false when every trial rejects, or none; with a free intercept also with
/// fewer than two sizes.
PowerCurve fit_power_curve(std::span<const SizeTrials> trials, Intercept intercept, double alpha);

}  // namespace alongside::estimation
