#pragma once
// Sparse Bayesian linear regression: every coefficient has a prior variance of its own, estimated from the data, so that terms of no
// relevance leave (Tipping 2001, J Mach Learn Res 1:211, eqs 12-17; MacKay 1992 for the fixed-point updates).

#include <Eigen/Dense>

#include <vector>

namespace alongside::explore {

struct SparseFit {
  std::vector<Eigen::Index> terms;  ///< columns that stayed, ascending
  Eigen::VectorXd coefficients;     ///< of those
  Eigen::MatrixXd covariance;       ///< of the coefficients
  double noise = 0;                 ///< variance of what is left over
};

/// Regresses `values` on the columns of `terms`; column 0 is the constant and always stays. Both should be of order one.
SparseFit fit_sparsely(const Eigen::MatrixXd& terms, const Eigen::VectorXd& values);

}  // namespace alongside::explore
