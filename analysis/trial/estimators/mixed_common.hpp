#pragma once
// From a fitted mixed model to an estimate.

#include "analysis/trial/estimators/common.hpp"
#include "analysis/trial/mixed.hpp"

namespace alongside::estimation {

enum class Df { satterthwaite, kenward_roger };

/// Fits the design by REML and reports its contrast.
inline Estimate mixed_estimate(const Design& design, Between between, Df df) {
  if (!full_rank(design)) return failed("the effect cannot be told from the periods (no contrast between clusters in any period)");
  const MixedFit fit = fit_mixed(design, between);
  if (fit.state == MixedFit::State::singular) return failed("no residual variation, or as many coefficients as rows");
  if (fit.state == MixedFit::State::not_converged) return failed("REML did not settle in 200 steps");
  Estimate out = df == Df::satterthwaite ? settled(fit.effect, fit.se, fit.df_satterthwaite)
                                         : settled(fit.effect, fit.se_kenward_roger, fit.df_kenward_roger);
  out.icc = fit.icc(between);
  if (fit.state == MixedFit::State::boundary) {
    out.status = Status::boundary;
    out.note = "a variance component is at its bound; df from the expected information";
  }
  return out;
}

}  // namespace alongside::estimation
