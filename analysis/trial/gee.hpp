#pragma once
// Generalised estimating equations for clustered outcomes, with the small-sample sandwich corrections.

#include <array>

#include "analysis/trial/design.hpp"

namespace alongside::estimation {

enum class Link { identity, logit, log };
enum class Working { independence, exchangeable };
/// Sandwiches: Liang-Zeger 1986; Kauermann-Carroll 2001; Mancl-DeRouen 2001; Fay-Graubard 2001 (bound .75).
enum class Sandwich { liang_zeger, kauermann_carroll, mancl_derouen, fay_graubard };

/// A fitted marginal model. `covariance(which)` is columns x columns.
struct GeeFit {
  Vector beta;
  double alpha = 0;  ///< working correlation
  double phi = 1;    ///< dispersion, sum of squared Pearson residuals / (N - p)
  int iterations = 0;
  enum class State { converged, independence_fallback, not_converged, singular, out_of_range } state = State::not_converged;
  Matrix bread;                  ///< (sum D'V^-1 D)^-1 with phi = 1
  std::vector<Matrix> gram;      ///< by cluster, D'V^-1 D
  std::vector<Vector> score;     ///< by cluster, D'V^-1 e

  bool usable() const { return state == State::converged || state == State::independence_fallback; }
  Matrix covariance(Sandwich which) const;
  Matrix model_covariance() const { return phi * bread; }
};

/// Solves sum D'V^-1(y - mu) = 0 (Liang and Zeger 1986). Variance functions: 1 for identity, mu(1 - mu) for logit, mu for
/// log (so for risks the modified Poisson model, Zou and Donner 2013). Moment estimators as in the R package gee:
/// phi = sum r^2 / (N - p), alpha = sum_{j<k} r_j r_k / ((pairs - p) phi). When alpha leaves the range that keeps the
/// working correlation positive definite, or the iteration does not settle in 100 steps, independence stands in and the
/// state says so.
GeeFit fit_gee(const Design& design, Link link, Working working);

}  // namespace alongside::estimation
