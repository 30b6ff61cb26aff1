#include "analysis/economics/acceptability.hpp"

#include <cmath>
#include <vector>

#include "analysis/economics/resampling.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {

Decision decide(const Eigen::MatrixXd& nmb, double threshold) {
  const Eigen::Index n = nmb.rows(), k = nmb.cols();
  ALONGSIDE_EXPECTS(n >= 2 && k >= 1);
  const double count = static_cast<double>(n);
  Decision out;
  out.threshold = threshold;
  out.mean_nmb = nmb.colwise().mean().transpose();
  Eigen::Index optimal = 0;
  out.mean_nmb.maxCoeff(&optimal);
  out.optimal = static_cast<std::size_t>(optimal);

  const Eigen::VectorXd best = nmb.rowwise().maxCoeff();
  const Eigen::ArrayXXd is_best = (nmb.array() == best.replicate(1, k).array()).cast<double>();
  const Eigen::ArrayXd ties = is_best.rowwise().sum();
  out.p_best = (is_best.colwise() / ties).colwise().mean().transpose();
  out.mcse_p_best = (out.p_best.array() * (1 - out.p_best.array()) / count).max(0.0).sqrt();

  const auto mcse = [&](const Eigen::VectorXd& values) {
    return std::sqrt((values.array() - values.mean()).square().sum() / (count - 1) / count);
  };
  out.mcse_nmb.resize(k);
  out.loss.resize(k);
  out.mcse_loss.resize(k);
  for (Eigen::Index d = 0; d < k; ++d) {
    const Eigen::VectorXd loss = best - nmb.col(d);
    out.mcse_nmb[d] = mcse(nmb.col(d));
    out.loss[d] = loss.mean();
    out.mcse_loss[d] = mcse(loss);
  }
  out.ceaf = out.p_best[optimal];
  out.evpi = out.loss[optimal];
  return out;
}

double expected_value_of_perfect_information(const Eigen::MatrixXd& nmb) {
  Eigen::Index optimal = 0;
  nmb.colwise().mean().maxCoeff(&optimal);
  // The mean of losses, not the difference of two large means: it is exactly 0 when one option always wins.
  return (nmb.rowwise().maxCoeff() - nmb.col(optimal)).mean();
}

Resampled bootstrap_evpi(const Eigen::MatrixXd& nmb, int resamples, std::uint64_t seed) {
  ALONGSIDE_EXPECTS(resamples >= 2);
  const auto n = static_cast<std::size_t>(nmb.rows());
  const Eigen::Index k = nmb.cols();
  Eigen::MatrixXd columns(k + 1, nmb.rows());  // one draw per column: a resampled draw is then one stretch of memory
  columns.topRows(k) = nmb.transpose();
  columns.row(k) = nmb.rowwise().maxCoeff().transpose();
  Words words(seed);
  std::vector<double> values;
  for (int b = 0; b < resamples; ++b) {
    Eigen::VectorXd sum = Eigen::VectorXd::Zero(k + 1);
    for (std::size_t i = 0; i < n; ++i) sum += columns.col(static_cast<Eigen::Index>(words.below(n)));
    values.push_back((sum[k] - sum.head(k).maxCoeff()) / static_cast<double>(n));
  }
  const Eigen::Map<Eigen::ArrayXd> all(values.data(), resamples);
  const double mean = all.mean();
  return {std::sqrt((all - mean).square().sum() / (resamples - 1)), mean - expected_value_of_perfect_information(nmb)};
}

Eigen::Index strongest_rival(const Eigen::MatrixXd& nmb, Eigen::Index best) {
  ALONGSIDE_EXPECTS(nmb.cols() >= 2);
  Eigen::Index rival = -1;
  std::pair<double, double> strongest;
  for (Eigen::Index option = 0; option < nmb.cols(); ++option) {
    if (option == best) continue;
    const Eigen::ArrayXd lead = nmb.col(option) - nmb.col(best);
    const std::pair<double, double> strength{lead.max(0.0).mean(), lead.mean()};
    if (rival < 0 || strength > strongest) rival = option, strongest = strength;
  }
  return rival;
}

}  // namespace alongside::economics
