#include "analysis/explore/emulated_posterior.hpp"

#include <cmath>

namespace alongside::explore {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

EmulatedPosterior::EmulatedPosterior(const VectorXd& targets, const MatrixXd& covariance, const VectorXd& lack_of_fit, const Emulator& emulator)
    : targets_(targets), covariance_(covariance), emulator_(emulator) {
  covariance_.diagonal() += lack_of_fit;
}

Eigen::LLT<MatrixXd> EmulatedPosterior::misfit_covariance(const Emulator::Prediction& prediction) const {
  MatrixXd all = covariance_;
  all.diagonal() += prediction.variance;
  return Eigen::LLT<MatrixXd>(all);
}

double EmulatedPosterior::log_density(const VectorXd& at) const {
  const Emulator::Prediction prediction = emulator_.at(at);
  const Eigen::LLT<MatrixXd> factor = misfit_covariance(prediction);
  const VectorXd apart = factor.matrixL().solve(targets_ - prediction.mean);
  double log_determinant = 0;
  for (Index t = 0; t < targets_.size(); ++t) log_determinant += std::log(factor.matrixLLT()(t, t));
  return -0.5 * apart.squaredNorm() - log_determinant - 0.5 * at.squaredNorm();
}

VectorXd EmulatedPosterior::mode(VectorXd from) const {
  constexpr int most_steps = 50;
  double here = log_density(from);
  for (int step = 0; step < most_steps; ++step) {
    const Emulator::Prediction prediction = emulator_.at(from);
    const Eigen::LLT<MatrixXd> factor = misfit_covariance(prediction);
    const MatrixXd slopes = emulator_.slopes(from);
    const VectorXd downhill = slopes.transpose() * factor.solve(targets_ - prediction.mean) - from;
    const VectorXd direction = spread(from) * downhill;
    double part = 1, there = here;
    while (part > 1e-4 && !((there = log_density(from + part * direction)) > here)) part /= 2;
    if (!(there > here)) break;
    from += part * direction;
    const double gain = there - here;
    here = there;
    if (gain < 1e-10) break;
  }
  return from;
}

MatrixXd EmulatedPosterior::spread(const VectorXd& mode) const {
  const Eigen::LLT<MatrixXd> factor = misfit_covariance(emulator_.at(mode));
  const MatrixXd slopes = emulator_.slopes(mode);
  const MatrixXd identity = MatrixXd::Identity(mode.size(), mode.size());
  return (slopes.transpose() * factor.solve(slopes) + identity).llt().solve(identity);
}

}  // namespace alongside::explore
