#include <algorithm>

#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator cluster_t, cluster_t_welch, cluster_t_weighted;

namespace {

/// Weighted means and sums of squares of the cluster means by arm.
struct ClusterMoments {
  double k[2] = {0, 0}, weight[2] = {0, 0}, mean[2] = {0, 0}, squares[2] = {0, 0};
};

template <class WeightOf>
ClusterMoments moments(const Sample& sample, const WeightOf& weight_of) {
  ClusterMoments out;
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    const int a = sample.cluster_arm[c];
    const double w = weight_of(c);
    out.k[a] += 1, out.weight[a] += w, out.mean[a] += w * sample.cluster_mean(c);
  }
  for (int a = 0; a < 2; ++a) out.mean[a] /= out.weight[a];
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    const int a = sample.cluster_arm[c];
    const double apart = sample.cluster_mean(c) - out.mean[a];
    out.squares[a] += weight_of(c) * apart * apart;
  }
  return out;
}

Estimate pooled(const Sample& sample, const ClusterMoments& arms) {
  const double df = cluster_df(sample);
  const double variance = (arms.squares[0] + arms.squares[1]) / df * (1 / arms.weight[0] + 1 / arms.weight[1]);
  Estimate out = settled(arms.mean[1] - arms.mean[0], std::sqrt(variance), df);
  out.icc = one_way(sample).icc;
  return out;
}

Estimate fit_unweighted(const Sample& sample, const FitOptions&) {
  return pooled(sample, moments(sample, [](std::size_t) { return 1.0; }));
}

Estimate fit_weighted(const Sample& sample, const FitOptions&) {
  const double icc = one_way(sample).icc;
  const double rho = std::isfinite(icc) ? std::clamp(icc, 0.0, 1.0) : 0;
  Estimate out = pooled(sample, moments(sample, [&](std::size_t c) {
                          const double m = static_cast<double>(sample.size(c));
                          return m / (1 + (m - 1) * rho);
                        }));
  if (!(icc > 0)) out.note = "ICC estimated at or below 0: clusters weighted by size";
  return out;
}

Estimate fit_welch(const Sample& sample, const FitOptions&) {
  const ClusterMoments arms = moments(sample, [](std::size_t) { return 1.0; });
  double variance = 0, bottom = 0;
  for (int a = 0; a < 2; ++a) {
    const double own = arms.squares[a] / (arms.k[a] - 1) / arms.k[a];
    variance += own;
    bottom += own * own / (arms.k[a] - 1);
  }
  if (!(variance > 0)) return failed("the cluster means do not vary within the arms");
  Estimate out = settled(arms.mean[1] - arms.mean[0], std::sqrt(variance), variance * variance / bottom);
  out.icc = one_way(sample).icc;
  return out;
}

}  // namespace

const Estimator cluster_t{"cluster-t", "t test on cluster means, K - 2 df (Hayes and Moulton 2017, ch. 10).",
                          {Measure::difference, Weight::cluster}, needs_clusters | needs_parallel, false, fit_unweighted};
const Estimator cluster_t_welch{"cluster-t-welch", "t test on cluster means with Welch's unequal variances and df.",
                                {Measure::difference, Weight::cluster}, needs_clusters | needs_parallel, false, fit_welch};
const Estimator cluster_t_weighted{"cluster-t-weighted",
                                   "t test on cluster means weighted by m / (1 + (m - 1) ICC), ANOVA ICC, K - 2 df.",
                                   {Measure::difference, Weight::precision}, needs_clusters | needs_parallel, false, fit_weighted};

}  // namespace alongside::estimation
