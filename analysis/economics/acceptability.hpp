#pragma once
// How sure the choice is at a threshold: probabilities of being best, expected losses, value of perfect information.

#include <Eigen/Dense>
#include <cstdint>

namespace alongside::economics {

/// The decision at one threshold. Vectors have one entry per option; money per person or per denominator of the draws.
/// MCSE = Monte Carlo standard error from the finite number N of draws.
struct Decision {
  double threshold = 0;
  Eigen::VectorXd mean_nmb, mcse_nmb;
  Eigen::VectorXd p_best, mcse_p_best;  ///< CEAC of several options; ties within a draw share it
  Eigen::VectorXd loss, mcse_loss;      ///< expected loss E[max_j NMB_j - NMB_d] (Alarid-Escudero et al. 2019)
  std::size_t optimal = 0;              ///< the highest mean NMB; the first of equals
  double ceaf = 0;                      ///< p_best of the optimal option (Fenwick, Claxton & Sculpher 2001), not the highest p_best
  double evpi = 0;                      ///< E max_d NMB - max_d E NMB = the lowest expected loss
};

/// The decision from net benefits, N x K draws by option, N >= 2.
Decision decide(const Eigen::MatrixXd& nmb, double threshold);

/// E max_d NMB_d - max_d E NMB_d of an N x K matrix.
double expected_value_of_perfect_information(const Eigen::MatrixXd& nmb);

/// Standard error and bias of a statistic by resampling.
struct Resampled {
  double se = 0;
  double bias = 0;  ///< mean over resamples - estimate; for a maximum of means it is the bias to expect in the estimate
};

/// Non-parametric bootstrap of EVPI: rows of the N x K matrix are drawn with replacement, `resamples` times (Efron 1979).
Resampled bootstrap_evpi(const Eigen::MatrixXd& nmb, int resamples, std::uint64_t seed);

/// The option that the choice of `best` is in doubt against: the one that would gain most by being free to be taken instead, by the
/// mean over draws of max(0, NMB_option - NMB_best). The second on average need not be it: an option that is always a little
/// worse is no rival. Where none is ever better, the second on average. Needs two options or more.
Eigen::Index strongest_rival(const Eigen::MatrixXd& nmb, Eigen::Index best);

}  // namespace alongside::economics
