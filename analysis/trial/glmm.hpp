#pragma once
// Logistic mixed model with one normal random intercept by cluster, by adaptive Gauss-Hermite quadrature.

#include "analysis/trial/design.hpp"

namespace alongside::estimation {

/// A fitted model on the logit scale; `covariance` is (columns + 1) x (columns + 1), the last for sigma.
struct GlmmFit {
  Vector beta;
  double sigma = 0;  ///< SD of the cluster effect
  Matrix covariance;
  double criterion = 0;  ///< -2 log likelihood
  int iterations = 0;
  enum class State { converged, boundary, not_converged, singular, separated } state = State::not_converged;

  bool usable() const { return state == State::converged || state == State::boundary; }
  /// Latent-scale ICC, sigma^2 / (sigma^2 + pi^2 / 3) (Eldridge et al. 2009).
  double icc() const;
};

/// Maximum likelihood with `points` nodes per cluster (1 is the Laplace approximation), centred and scaled at each
/// cluster's mode (Pinheiro and Bates 1995, eq. 2.8). Newton steps with Louis's (1982) observed information. Outcomes must
/// be 0 or 1. `separated` when a coefficient exceeds 15 in size: the likelihood has no maximum.
GlmmFit fit_glmm(const Design& design, int points);

/// Gauss-Hermite nodes and weights for the weight exp(-x^2), by Golub and Welsch (1969).
struct Quadrature {
  Vector node, weight;
};
Quadrature gauss_hermite(int points);

}  // namespace alongside::estimation
