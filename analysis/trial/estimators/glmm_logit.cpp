#include "analysis/trial/glmm.hpp"

#include "analysis/trial/estimators/common.hpp"

namespace alongside::estimation {
extern const Estimator glmm_logit;

namespace {

Estimate fit_logistic(const Sample& sample, const FitOptions& options) {
  const Design design = sample.periods > 1 ? stepped_design(sample) : parallel_design(sample, Adjust::none);
  if (!full_rank(design)) return failed("the effect cannot be told from the periods (no contrast between clusters in any period)");
  const GlmmFit fit = fit_glmm(design, options.quadrature_points);
  if (fit.state == GlmmFit::State::separated) return failed("an arm or period has no events, or only events: the likelihood has no maximum");
  if (!fit.usable()) return failed("the likelihood did not settle in 100 steps");
  const double variance = design.contrast.dot(fit.covariance.topLeftCorner(design.columns(), design.columns()) * design.contrast);
  // K - 2 df: the between-within rule that holds its size with few clusters (Li and Redden 2015).
  Estimate out = settled(design.contrast.dot(fit.beta), std::sqrt(variance), cluster_df(sample));
  out.icc = fit.icc();
  if (fit.state == GlmmFit::State::boundary) {
    out.status = Status::boundary;
    out.note = "cluster variance at 0: the plain logistic model";
  }
  return out;
}

}  // namespace

const Estimator glmm_logit{"glmm-logit", "Logistic random-intercept model by adaptive Gauss-Hermite quadrature, t(K - 2).",
                           {Measure::log_odds_ratio_cluster, Weight::precision}, needs_clusters | needs_binary, false, fit_logistic};

}  // namespace alongside::estimation
