#pragma once
// The posterior of a calibration as an emulator gives it.

#include "analysis/explore/emulator.hpp"
#include "analysis/explore/slice_sampling.hpp"

namespace alongside::explore {

/// Prior (standard normal) times the normal likelihood of targets about an emulator's means. What the emulator does not know is part of
/// the covariance: its coefficients' uncertainty at the point, and `lack_of_fit` (variances by target).
class EmulatedPosterior {
 public:
  EmulatedPosterior(const Eigen::VectorXd& targets, const Eigen::MatrixXd& covariance, const Eigen::VectorXd& lack_of_fit, const Emulator& emulator);

  double log_density(const Eigen::VectorXd& at) const;
  /// By Gauss-Newton steps from a point (Tarantola 2005, eq. 3.51), each halved until it improves.
  Eigen::VectorXd mode(Eigen::VectorXd from) const;
  /// The normal approximation there: inverse of the curvature.
  Eigen::MatrixXd spread(const Eigen::VectorXd& mode) const;

 private:
  Eigen::LLT<Eigen::MatrixXd> misfit_covariance(const Emulator::Prediction& prediction) const;

  const Eigen::VectorXd& targets_;
  Eigen::MatrixXd covariance_;
  const Emulator& emulator_;
};

}  // namespace alongside::explore
