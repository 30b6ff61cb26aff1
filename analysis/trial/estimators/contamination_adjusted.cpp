#include <vector>

#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator contamination_adjusted;

namespace {

/// Ratio of the differences of cluster means of outcome and of receipt; SE by the delta method on cluster residuals.
Estimate fit_adjusted(const Sample& sample, const FitOptions&) {
  const std::size_t k = sample.clusters();
  std::vector<double> receipt(k, 0);
  double count[2] = {0, 0}, y[2] = {0, 0}, a[2] = {0, 0};
  for (std::size_t c = 0; c < k; ++c) {
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r) receipt[c] += sample.received[r];
    receipt[c] /= static_cast<double>(sample.size(c));
    const int arm = sample.cluster_arm[c];
    count[arm] += 1, y[arm] += sample.cluster_mean(c), a[arm] += receipt[c];
  }
  for (int arm = 0; arm < 2; ++arm) y[arm] /= count[arm], a[arm] /= count[arm];
  const double apart = a[1] - a[0];
  if (std::fabs(apart) < 1e-9) return failed("as many received the support in one arm as in the other");
  const double value = (y[1] - y[0]) / apart;
  double squares = 0;
  for (std::size_t c = 0; c < k; ++c) {
    const int arm = sample.cluster_arm[c];
    const double residual = sample.cluster_mean(c) - y[arm] - value * (receipt[c] - a[arm]);
    squares += residual * residual;
  }
  const double variance = squares / cluster_df(sample) * (1 / count[0] + 1 / count[1]);
  return settled(value, std::sqrt(variance) / std::fabs(apart), cluster_df(sample));
}

}  // namespace

const Estimator contamination_adjusted{
    "contamination-adjusted", "Intention-to-treat difference over the difference in receipt, on cluster means (Sussman and Hayward 2010).",
    {Measure::complier_difference, Weight::cluster}, needs_received | needs_parallel, false, fit_adjusted};

}  // namespace alongside::estimation
