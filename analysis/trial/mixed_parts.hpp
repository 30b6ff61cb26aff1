#pragma once
// Inside of the mixed models: cluster sufficient statistics, the covariance structures and their derivatives.

#include <vector>

#include "analysis/trial/mixed.hpp"

namespace alongside::estimation::mixed {

/// What a cluster's rows come to: Z maps rows to the periods the cluster was seen in (one for a random intercept); for a
/// random slope it is 1 and the contrast's column.
struct ClusterSums {
  Matrix xx, xz;    ///< X'X and X'Z
  Vector xy, zy;    ///< X'y and Z'y
  Matrix zz;        ///< Z'Z: diagonal but for a random slope
  double yy = 0, rows = 0;
  std::vector<std::int32_t> period;
};

std::vector<ClusterSums> cluster_sums(const Design& design, Between between);

/// G / sigma^2 for the periods of one cluster at the ratio parameters.
Matrix structure(Between between, const Vector& ratio, const std::vector<std::int32_t>& period);
/// Its derivative with respect to parameter k.
Matrix derivative(Between between, const Vector& ratio, const std::vector<std::int32_t>& period, Eigen::Index k);

/// Number of ratio parameters, their bounds, and starting grids.
Eigen::Index parameters(Between between);
double lower_bound(Between between, Eigen::Index k);
double upper_bound(Between between, Eigen::Index k);
/// Brings parameters that together are no covariance back to one; says whether they lie at such a bound.
bool into_bounds(Between between, Vector& ratio);
std::vector<Vector> starting_points(Between between);

/// One cluster at given ratios, with H = I + Z Gamma Z': S = Z'H^-1 Z, C = X'H^-1 Z and the inner matrix W of
/// H^-1 = I - Z W Z' (Woodbury).
struct ClusterAt {
  Matrix w, s, c;
  double log_det = 0;
};
void evaluate(const ClusterSums& sums, const Matrix& gamma, ClusterAt& out);

/// The profiled criterion and all that its derivatives share.
struct Profile {
  std::vector<ClusterAt> at;
  Matrix bread;   ///< (sum X'H^-1 X)^-1
  Vector beta;
  double sigma2 = 0, criterion = 0;
  bool good = false;
};
void evaluate(const std::vector<ClusterSums>& sums, Between between, Likelihood likelihood, const Vector& ratio, Profile& out);

/// Standard error and degrees of freedom of the contrast at the fit (df.cpp).
void add_inference(const Design& design, const std::vector<ClusterSums>& sums, Between between, const Profile& at, MixedFit& fit);

}  // namespace alongside::estimation::mixed
