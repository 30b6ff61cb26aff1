#pragma once
// Linear mixed models with cluster and cluster-period effects by REML or ML, on cluster sufficient statistics.

#include "analysis/trial/design.hpp"

namespace alongside::estimation {

/// Covariance G between the period means of a cluster; the rows' own variance is sigma^2.
enum class Between {
  intercept,  ///< one random effect: tau^2 (Hussey and Hughes 2007)
  nested,     ///< tau^2 + a cluster-period effect omega^2 (Hooper et al. 2016; Girling and Hemming 2016)
  decay,      ///< tau^2 r^|s - t| (Kasza et al. 2019)
  slope,      ///< random intercept and random effect of the contrast, correlated (Laird and Ware 1982)
};
enum class Likelihood { reml, ml };

/// A fitted model. Variances are on the outcome's scale.
struct MixedFit {
  Vector beta;
  Matrix covariance;      ///< (sum X'V^-1 X)^-1, columns x columns
  double within = 0;      ///< sigma^2
  Vector ratio;           ///< the parameters over sigma^2: tau^2, (tau^2, omega^2); decay: (tau^2, r) with r itself; slope:
                          ///< variance of the intercept, covariance, variance of the slope
  double criterion = 0;   ///< -2 log likelihood, REML or ML, with all constants
  int iterations = 0;
  enum class State { converged, boundary, not_converged, singular } state = State::not_converged;

  double effect = 0;            ///< contrast' beta
  double se = 0;                ///< model-based
  double df_satterthwaite = 0;  ///< Satterthwaite with the observed information inside, the expected at a boundary
  double se_kenward_roger = 0;  ///< with the Kenward-Roger (1997) adjusted covariance
  double df_kenward_roger = 0;

  bool usable() const { return state == State::converged || state == State::boundary; }
  /// Correlation of two rows of one cluster and period: (tau^2 + omega^2) / (tau^2 + omega^2 + sigma^2); slope: where the
  /// contrast is 0.
  double icc(Between between) const;
};

/// Fits by projected Fisher scoring on the profiled criterion from the best point of a coarse grid; variances stay at or
/// above 0, 0 <= r <= .999 and a correlation of slopes within +-.9999. State `boundary` marks a parameter at its bound. Degrees of freedom are for the design's
/// contrast. Kenward-Roger takes the second derivative of the decay covariance as 0 (first-order form).
MixedFit fit_mixed(const Design& design, Between between, Likelihood likelihood = Likelihood::reml);

}  // namespace alongside::estimation
