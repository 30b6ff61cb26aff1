#pragma once
// Elliptical slice sampling (Murray, Adams & MacKay 2010, AISTATS 9:541; with another normal in the prior's place, Nishihara, Murray &
// Adams 2014): a Markov chain without settings for a density near to a normal one.

#include <Eigen/Dense>

#include <cstdint>
#include <functional>

namespace alongside::explore {

/// The normal distribution about which the chain turns: as near to the density as is known.
struct Normal {
  Eigen::VectorXd mean;
  Eigen::MatrixXd factor;  ///< lower factor of the covariance
};
Normal make_normal(const Eigen::VectorXd& mean, const Eigen::MatrixXd& covariance);

/// `count` states of the chain, one a row, each `thin` steps after the last, from the mean of `near`; the first tenth of the steps is thrown away.
/// `log_density` may be -infinity. Deterministic for a seed.
Eigen::MatrixXd sample_by_slices(const std::function<double(const Eigen::VectorXd&)>& log_density, const Normal& near, int count, int thin, std::uint64_t seed);

/// Effective sample size of a chain's column: by batch means, with batches of the square root of its length.
double effective_size(const Eigen::VectorXd& chain);

}  // namespace alongside::explore
