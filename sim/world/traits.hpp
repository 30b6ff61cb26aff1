#pragma once
// The outcome instrument and the traits that families bring with them: parameters of the world that several
// processes read. Declared in traits.cpp.

#include "sim/declare/catalogue.hpp"

namespace alongside::world {

using declare::Parameter;

/// How the latent level becomes a score: the root of the score is normal (EPDS), or the score itself is.
enum class Transform { root, linear };

extern const Parameter instrument, score_maximum, case_threshold, risk_threshold, severe_threshold, transform, level_mean, level_shift, trait_variance,
    state_variance, error_variance, history_effect, deprivation_effect, support_effect, efficacy_effect, mean_support, mean_efficacy,
    spread_support, support_efficacy_correlation, cluster_icc, cluster_autocorrelation, cluster_period_weeks;

extern const declare::Declarations traits;

/// Variance of the part of the trait that no named term explains; `cluster` is the variance between communities. Throws DataError when the named terms
/// already exceed the trait's variance.
double residual_trait_variance(double trait, double history_share, double history, double deprivation, double support,
                               double efficacy, double spread, double correlation, double cluster);

}  // namespace alongside::world
