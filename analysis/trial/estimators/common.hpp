#pragma once
// What several estimators share.

#include <cmath>
#include <span>

#include "analysis/trial/estimator.hpp"

namespace alongside::estimation {

/// A settled estimate with its standard error and degrees of freedom.
inline Estimate settled(double value, double se, double df = std::numeric_limits<double>::infinity()) {
  Estimate out;
  out.value = value;
  out.se = se;
  out.df = df;
  out.status = Status::converged;
  return out;
}

/// Mean and centred sum of squares of the outcomes in each arm.
struct ArmMoments {
  double n[2] = {0, 0}, mean[2] = {0, 0}, squares[2] = {0, 0};
};
inline ArmMoments arm_moments(const Sample& sample) {
  ArmMoments out;
  for (std::size_t r = 0; r < sample.rows(); ++r) out.n[sample.arm[r]] += 1, out.mean[sample.arm[r]] += sample.outcome[r];
  for (int a = 0; a < 2; ++a) out.mean[a] /= out.n[a];
  for (std::size_t r = 0; r < sample.rows(); ++r) {
    const double apart = sample.outcome[r] - out.mean[sample.arm[r]];
    out.squares[sample.arm[r]] += apart * apart;
  }
  return out;
}

/// Clusters less two: the reference for two arms compared at cluster level.
inline double cluster_df(const Sample& sample) { return static_cast<double>(sample.clusters()) - 2; }

/// Slope of y on x with instrument z (z = x gives least squares), with an intercept, over the rows that `use` takes.
struct Slope {
  double value = 0, first_stage = 0;  ///< first_stage: covariance sum of z and x, 0 when there is no slope
  double se_cr0 = 0, se_cr1 = 0, se_iid = 0;  ///< cluster-robust (Liang-Zeger), x G/(G-1) (N-1)/(N-2), and i.i.d.
  double clusters = 0;                ///< that contribute rows
};

template <class Use>
Slope robust_slope(const Sample& sample, const Use& use, std::span<const double> z, std::span<const double> x) {
  double n = 0, zm = 0, xm = 0, ym = 0;
  for (std::size_t r = 0; r < sample.rows(); ++r)
    if (use(r)) n += 1, zm += z[r], xm += x[r], ym += sample.outcome[r];
  zm /= n, xm /= n, ym /= n;
  Slope out;
  double zy = 0, zz = 0;
  for (std::size_t r = 0; r < sample.rows(); ++r)
    if (use(r)) {
      out.first_stage += (z[r] - zm) * (x[r] - xm);
      zy += (z[r] - zm) * (sample.outcome[r] - ym);
      zz += (z[r] - zm) * (z[r] - zm);
    }
  if (!(std::fabs(out.first_stage) > 1e-9 * zz)) {
    out.first_stage = 0;
    return out;
  }
  out.value = zy / out.first_stage;
  double meat = 0, squares = 0;
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    double score = 0;
    bool any = false;
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r)
      if (use(r)) {
        const double residual = sample.outcome[r] - ym - out.value * (x[r] - xm);
        score += (z[r] - zm) * residual;
        squares += residual * residual;
        any = true;
      }
    meat += score * score;
    out.clusters += any;
  }
  const double scale = std::fabs(out.first_stage), g = out.clusters;
  out.se_cr0 = std::sqrt(meat) / scale;
  out.se_cr1 = out.se_cr0 * std::sqrt(g / (g - 1) * (n - 1) / (n - 2));
  out.se_iid = std::sqrt(squares / (n - 2) * zz) / scale;
  return out;
}

}  // namespace alongside::estimation
