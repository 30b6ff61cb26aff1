#include "analysis/economics/two_level.hpp"

#include <fmt/format.h>

#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <limits>
#include <map>

#include "analysis/economics/resampling.hpp"
#include "analysis/economics/voi.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// f of the eigenvalues of a symmetric matrix; those below a relative floor count as 0.
template <class F>
MatrixXd spectral(const MatrixXd& symmetric, F f) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(symmetric);
  const double floor = 1e-12 * std::max(eigen.eigenvalues().cwiseAbs().maxCoeff(), 1e-300);
  const VectorXd values = eigen.eigenvalues().unaryExpr([&](double v) { return v > floor ? f(v) : 0.0; });
  return eigen.eigenvectors() * values.asDiagonal() * eigen.eigenvectors().transpose();
}

/// The symmetric A with A from A = to, for covariances (optimal map between normals, Olkin & Pukelsheim 1982).
MatrixXd map_between(const MatrixXd& from, const MatrixXd& to) {
  const MatrixXd root = spectral(from, [](double v) { return std::sqrt(v); });
  const MatrixXd inverse_root = spectral(from, [](double v) { return 1 / std::sqrt(v); });
  return inverse_root * spectral(root * to * root, [](double v) { return std::sqrt(v); }) * inverse_root;
}

/// Applies a map per distinct number of replicates to the deviations from the mean.
template <class F>
MatrixXd move(const MatrixXd& means, const VectorXd& replicates, F map_of) {
  const Eigen::RowVectorXd centre = means.colwise().mean();
  std::map<double, std::vector<Eigen::Index>> groups;
  for (Eigen::Index i = 0; i < means.rows(); ++i) groups[replicates[i]].push_back(i);
  MatrixXd out(means.rows(), means.cols());
  for (const auto& [n, rows] : groups) {
    const MatrixXd map = map_of(n);
    if (groups.size() == 1) return ((means.rowwise() - centre) * map).rowwise() + centre;
    for (const Eigen::Index i : rows) out.row(i) = (means.row(i) - centre) * map + centre;
  }
  return out;
}

MatrixXd positive_part(const MatrixXd& symmetric) {
  return spectral(symmetric, [](double v) { return v; });
}

MatrixXd corrected(const MatrixXd& nmb, const MatrixXd& within, const VectorXd& replicates) {
  const MatrixXd rise = increments(nmb, 0);
  MatrixXd out = corrected_draws(rise, split_variance(rise, within, replicates), replicates);
  out.array() += nmb.col(0).mean();
  return out;
}

}  // namespace

VarianceParts split_variance(const MatrixXd& means, const MatrixXd& within, const VectorXd& replicates) {
  ALONGSIDE_EXPECTS(means.rows() >= 2 && within.rows() == means.cols() && replicates.size() == means.rows());
  VarianceParts parts;
  const MatrixXd off = means.rowwise() - means.colwise().mean();
  parts.observed = off.transpose() * off / static_cast<double>(means.rows() - 1);
  parts.within = within;
  parts.mean_inverse = replicates.cwiseInverse().mean();
  parts.between = parts.observed - parts.mean_inverse * within;
  return parts;
}

MatrixXd corrected_draws(const MatrixXd& means, const VarianceParts& parts, const VectorXd& replicates) {
  const MatrixXd target = positive_part(parts.between);
  const bool equal = (replicates.array() == replicates[0]).all();
  return move(means, replicates, [&](double n) {
    // With equal n the observed covariance is what the map starts from, so the result has exactly the target's.
    return map_between(equal ? parts.observed : MatrixXd(target + parts.within / n), target);
  });
}

MatrixXd shrunken_draws(const MatrixXd& means, const VarianceParts& parts, const VectorXd& replicates) {
  const MatrixXd target = positive_part(parts.between);
  return move(means, replicates, [&](double n) {
    const MatrixXd total = target + parts.within / n;
    return MatrixXd(spectral(total, [](double v) { return 1 / v; }) * target);
  });
}

MatrixXd within_increments(const MatrixXd& within, double threshold, std::size_t reference) {
  const Eigen::Index k = within.rows() / 2;
  MatrixXd contrast = MatrixXd::Zero(k, 2 * k);
  const auto ref = static_cast<Eigen::Index>(reference);
  for (Eigen::Index d = 0; d < k; ++d) {
    contrast(d, d) -= 1;
    contrast(d, k + d) += threshold;
    contrast(d, ref) += 1;
    contrast(d, k + ref) -= threshold;
  }
  return contrast * within * contrast.transpose();
}

Correctable noise_correctable(const DrawMeans& means) {
  if (means.within_df == 0) return {false, "every draw has one row, so noise inside a draw cannot be seen"};
  if (means.replicated < 10 || 5 * means.replicated < static_cast<std::size_t>(means.draws()))
    return {false, fmt::format("only {} of {} draws have two rows or more (a fifth of them, and at least 10, are needed)", means.replicated,
                               means.draws())};
  return {true, ""};
}

MatrixXd corrected_net_benefit(const DrawMeans& means, double threshold) {
  return corrected(net_monetary_benefit(means.cost, means.effect, threshold), within_increments(means.within, threshold, 0),
                   means.replicates);
}

CorrectedDecision decide_corrected(const DrawMeans& means, double threshold, int resamples, std::uint64_t seed) {
  const MatrixXd nmb = net_monetary_benefit(means.cost, means.effect, threshold);
  const MatrixXd within = within_increments(means.within, threshold, 0);
  CorrectedDecision out;
  out.decision = decide(corrected(nmb, within, means.replicates), threshold);
  const Decision naive = decide(nmb, threshold);
  out.decision.mean_nmb = naive.mean_nmb;
  out.decision.mcse_nmb = naive.mcse_nmb;

  const auto best = static_cast<Eigen::Index>(out.decision.optimal);
  const Eigen::Index rival = strongest_rival(nmb, best);
  const MatrixXd lead = nmb.col(best) - nmb.col(rival);
  const double tau2 = within(best, best) + within(rival, rival) - 2 * within(best, rival);
  const VarianceParts parts = split_variance(lead, MatrixXd::Constant(1, 1, tau2), means.replicates);
  out.tau = std::sqrt(std::max(tau2, 0.0));
  out.lead = lead.mean();
  out.sigma = std::sqrt(std::max(parts.between(0, 0), 0.0));
  out.noise_share = parts.observed(0, 0) > 0 ? std::min(1.0, tau2 * parts.mean_inverse / parts.observed(0, 0)) : 0;

  Words words(seed);
  const auto n = static_cast<std::size_t>(means.draws());
  MatrixXd sample(nmb.rows(), nmb.cols());
  VectorXd replicates(means.draws());
  const Eigen::Index k = nmb.cols();
  MatrixXd values(resamples, 2 * k + 1);
  for (int b = 0; b < resamples; ++b) {
    for (Eigen::Index i = 0; i < sample.rows(); ++i) {
      const auto from = static_cast<Eigen::Index>(words.below(n));
      sample.row(i) = nmb.row(from);
      replicates[i] = means.replicates[from];
    }
    const double spread = std::max(0.0, 1 + std::sqrt(2 / means.within_df) * words.normal());
    const Decision again = decide(corrected(sample, spread * within, replicates), threshold);
    values.row(b) << again.p_best.transpose(), again.loss.transpose(), again.evpi;
  }
  const Eigen::RowVectorXd centre = values.colwise().mean();
  const VectorXd se = ((values.rowwise() - centre).colwise().squaredNorm() / (resamples - 1)).cwiseSqrt().transpose();
  out.decision.mcse_p_best = se.head(k);
  out.decision.mcse_loss = se.segment(k, k);
  out.evpi_se = se[2 * k];
  out.evpi_bias = centre[2 * k] - out.decision.evpi;
  return out;
}

std::vector<SplitOutlook> split_outlooks(double mean, double sigma, double tau, double worlds, const std::vector<double>& replicates) {
  ALONGSIDE_EXPECTS(sigma > 0 && tau >= 0 && worlds >= 4);
  const boost::math::normal normal;
  const double z = mean / sigma, density = boost::math::pdf(normal, z);
  std::vector<SplitOutlook> out;
  for (const double n : replicates) {
    SplitOutlook one;
    one.replicates = n;
    one.draws = std::floor(worlds / n);
    if (one.draws < 2) continue;
    const double noisy = sigma * sigma + tau * tau / n, of_mean = noisy / one.draws;
    one.se_mean = std::sqrt(of_mean);
    one.naive_evpi_bias = unit_normal_gain(mean, std::sqrt(noisy)) - unit_normal_gain(mean, sigma);
    one.se_probability = one.se_evpi = std::numeric_limits<double>::quiet_NaN();
    if (n >= 2) {
      const double of_square = 2 * noisy * noisy / (one.draws - 1) + 2 * std::pow(tau, 4) / (n * n * one.draws * (n - 1)), of_sigma = of_square / (4 * sigma * sigma);
      const double by_mean = -boost::math::cdf(normal, -std::abs(z));  // EVPI by |m|; by sigma it is the density
      one.se_probability = density / sigma * std::sqrt(of_mean + z * z * of_sigma);
      one.se_evpi = std::sqrt(by_mean * by_mean * of_mean + density * density * of_sigma);
    }
    out.push_back(one);
  }
  return out;
}

const SplitOutlook& advised_split(const std::vector<SplitOutlook>& outlooks) {
  const SplitOutlook* best = nullptr;
  for (const SplitOutlook& one : outlooks)
    if (!std::isnan(one.se_evpi) && (!best || one.se_evpi < best->se_evpi)) best = &one;
  ALONGSIDE_EXPECTS(best != nullptr);
  return *best;
}

double optimal_replicates(double sigma, double tau, double cost_draw, double cost_replicate) {
  ALONGSIDE_EXPECTS(sigma > 0 && tau >= 0 && cost_draw >= 0 && cost_replicate > 0);
  return std::max(1.0, tau / sigma * std::sqrt(cost_draw / cost_replicate));
}

Split best_split(double sigma, double tau, double cost_draw, double cost_replicate, double budget, int least) {
  const double ideal = std::max<double>(least, optimal_replicates(sigma, tau, cost_draw, cost_replicate));
  Split best;
  for (const double n : {std::floor(ideal), std::ceil(ideal)}) {
    const double draws = std::floor(budget / (cost_draw + n * cost_replicate));
    if (draws < 2) continue;
    const double variance = sigma * sigma / draws + tau * tau / (draws * n);
    if (best.draws == 0 || variance < best.variance_of_mean) best = {draws, n, variance};
  }
  if (best.draws == 0)
    throw DataError(fmt::format("a budget of {} does not buy two draws of {} replicates (raise it)", budget, std::floor(ideal)));
  return best;
}

}  // namespace alongside::economics
