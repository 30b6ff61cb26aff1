#include <vector>

#include "analysis/trial/estimators/common.hpp"
#include "analysis/trial/mixed.hpp"

namespace alongside::estimation {
extern const Estimator partially_nested;

namespace {

/// The model splits in two: a random-intercept model of the supported arm alone, and independent controls.
Estimate fit_partially_nested(const Sample& sample, const FitOptions&) {
  std::vector<double> outcome;
  std::vector<std::int32_t> cluster;
  double n = 0, mean = 0, squares = 0;
  for (std::size_t c = 0; c < sample.clusters(); ++c)
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r) {
      if (sample.arm[r] == 0) {
        n += 1, mean += sample.outcome[r];
        continue;
      }
      outcome.push_back(sample.outcome[r]);
      cluster.push_back(static_cast<std::int32_t>(c));
    }
  mean /= n;
  for (std::size_t r = 0; r < sample.rows(); ++r)
    if (sample.arm[r] == 0) squares += (sample.outcome[r] - mean) * (sample.outcome[r] - mean);
  if (n < 2) return failed("fewer than two controls");
  if (cluster.front() == cluster.back()) return failed("one supporter carries the whole supported arm");
  const MixedFit fit = fit_mixed(row_design(Matrix::Ones(static_cast<Eigen::Index>(outcome.size()), 1), outcome, cluster, 0), Between::intercept);
  if (!fit.usable()) return failed("REML of the supported arm did not settle");
  const double supported = fit.se_kenward_roger * fit.se_kenward_roger, control = squares / (n - 1) / n, both = supported + control;
  const double df = both * both / (supported * supported / fit.df_kenward_roger + control * control / (n - 1));
  Estimate out = settled(fit.effect - mean, std::sqrt(both), df);
  out.icc = fit.icc(Between::intercept);
  if (fit.state == MixedFit::State::boundary) {
    out.status = Status::boundary;
    out.note = "the supporters' variance is at its bound, 0";
  }
  return out;
}

}  // namespace

const Estimator partially_nested{"partially-nested",
                                 "Random intercepts by cluster (supporter) in the supported arm only, variances of their own, REML, Satterthwaite df (Candlish et al. 2018).",
                                 {Measure::difference, Weight::precision}, needs_clusters | needs_parallel, false, fit_partially_nested};

}  // namespace alongside::estimation
