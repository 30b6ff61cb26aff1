#pragma once
// Taking the luck of a finite simulation out of an uncertainty analysis. With replicates inside every draw, the spread of
// the draws' means is that of the parameters plus noise: it makes every choice look more uncertain than it is.

#include <Eigen/Dense>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/draws.hpp"

namespace alongside::economics {

/// Between- and within-draw covariance of q quantities seen as draw means (O'Hagan, Stevenson & Madan 2007, section 3).
struct VarianceParts {
  Eigen::MatrixXd observed;  ///< q x q covariance of the draw means, S_B
  Eigen::MatrixXd within;    ///< q x q covariance of one replicate around its draw, W
  double mean_inverse = 1;   ///< mean of 1/n_i over draws
  Eigen::MatrixXd between;   ///< S_B - W x mean(1/n_i), unbiased; its negative part is cut off only where it is used
};

/// Splits the covariance of draw means (N x q) given the within-draw covariance and the replicates n_i of each draw.
VarianceParts split_variance(const Eigen::MatrixXd& means, const Eigen::MatrixXd& within, const Eigen::VectorXd& replicates);

/// Draw means moved towards their overall mean so that their covariance becomes the between-draw part, by the symmetric
/// linear map between the two covariances (for one quantity: factor sqrt(b), b = sigma^2 / (sigma^2 + tau^2 / n)). The
/// posterior means of O'Hagan et al. use b itself: right for each draw, but then their spread is too small by b again,
/// which would bias the acceptability curve and EVPI the other way.
Eigen::MatrixXd corrected_draws(const Eigen::MatrixXd& means, const VarianceParts& parts, const Eigen::VectorXd& replicates);

/// Posterior mean of each draw's true value given its replicates, m + b (ybar_i - m), matrix form (O'Hagan et al. 2007).
Eigen::MatrixXd shrunken_draws(const Eigen::MatrixXd& means, const VarianceParts& parts, const Eigen::VectorXd& replicates);

/// Covariance of one row's net benefit increments against `reference` within draws, K x K with zeros there, from the
/// 2K x 2K covariance of costs and effects: the paired variance, so common random numbers count.
Eigen::MatrixXd within_increments(const Eigen::MatrixXd& within, double threshold, std::size_t reference);

/// Whether replicates allow the correction; if not, why.
struct Correctable {
  bool possible = false;
  std::string reason;
};
/// Possible when at least a fifth of the draws (and 10) have two or more rows.
Correctable noise_correctable(const DrawMeans& means);

/// The corrected decision at a threshold with standard errors by bootstrap over draws (the within part is resampled by its
/// chi-square spread). mean_nmb is that of the draws: averaging is unbiased as it is.
struct CorrectedDecision {
  Decision decision;
  double evpi_se = 0, evpi_bias = 0;
  double noise_share = 0;  ///< share of the observed variance of the best option's lead over its strongest rival that is noise
  double sigma = 0;        ///< SD between draws of that lead; 0 when noise explains all
  double tau = 0;          ///< SD within draws of one row's lead
  double lead = 0;         ///< mean of that lead
};
CorrectedDecision decide_corrected(const DrawMeans& means, double threshold, int resamples, std::uint64_t seed);

/// Corrected net benefits, N x K, for the curve: decide() of them gives the corrected CEAC, CEAF, losses and EVPI.
Eigen::MatrixXd corrected_net_benefit(const DrawMeans& means, double threshold);

/// Replicates per draw that give the most precise mean for a budget: n* = (tau/sigma) sqrt(c_draw/c_replicate), at least 1
/// (O'Hagan, Stevenson & Madan 2007, eq. for the optimal n). sigma > 0, costs > 0; c_draw = set-up of a draw.
double optimal_replicates(double sigma, double tau, double cost_draw, double cost_replicate);

/// What a number of worlds gives when it is split into draws of `replicates` each, for one increment that is normal between
/// draws with mean m and SD sigma, and varies with SD tau within them.
struct SplitOutlook {
  double replicates = 1, draws = 0;
  double se_mean = 0;         ///< of the mean increment: sqrt(sigma^2/N + tau^2/(N n))
  double se_probability = 0;  ///< of P(increment > 0) corrected for noise, by the delta method; NaN with one replicate
  double se_evpi = 0;         ///< of the corrected EVPI; NaN with one replicate
  double naive_evpi_bias = 0; ///< by which the uncorrected EVPI lies too high
};

/// Outlooks for each number of replicates. Errors of the corrected values: those of the mean, and of sigma^2 = S_B^2 - S_W^2/n with
/// variance 2 (sigma^2 + tau^2/n)^2 / (N-1) + 2 tau^4 / (n^2 N (n-1)) (O'Hagan, Stevenson & Madan 2007, normal variances), through
/// Phi(m/sigma) and sigma phi(m/sigma) - |m| Phi(-|m|/sigma). sigma > 0, worlds >= 4.
std::vector<SplitOutlook> split_outlooks(double mean, double sigma, double tau, double worlds, const std::vector<double>& replicates);

/// The outlook with at least two replicates whose corrected EVPI is known best. Outlooks must hold one.
const SplitOutlook& advised_split(const std::vector<SplitOutlook>& outlooks);

/// A whole-number split of a budget: the n near n* with the smallest sigma^2/N + tau^2/(N n), N = budget / (c1 + n c2).
struct Split {
  double draws = 0, replicates = 0, variance_of_mean = 0;
};
/// Throws DataError when the budget does not buy two draws of one replicate; at least `least` replicates are kept.
Split best_split(double sigma, double tau, double cost_draw, double cost_replicate, double budget, int least = 1);

}  // namespace alongside::economics
