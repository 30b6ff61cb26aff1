#pragma once
// Power of stepped wedges with binary outcomes without a linear approximation: the expected information of the mixed
// model's likelihood, summed over every possible result (Zhou et al. 2020; Chen et al. 2022).

#include "analysis/trial/power_stepped_wedge.hpp"

namespace alongside::power {

/// Whether the model, and the control risk, move over time.
enum class Trend { none, linear };

/// Binary outcomes in a wedge without missing periods; the same size in every cluster-period.
struct BinaryWedge {
  double start = 0.2;          ///< marginal control risk in the first period
  double end = 0.2;            ///< and in the last (only with Trend::linear)
  double icc = 0.05;           ///< on the probability scale in the first period, equal within and between periods
  Trend trend = Trend::none;
};

/// Logit link with a normal cluster effect. Everything is given as marginal (population-averaged) and the conditional
/// intercept, variance, period effects and effect are solved for: control risks from start to end in equal steps on the
/// logit scale, and `effect` the marginal log odds ratio in the first period. Both tails. The number of results,
/// (size + 1)^periods with a trend, must stay below 20 million (UsageError).
double logit_likelihood_power(const Schedule& schedule, const BinaryWedge& outcome, double effect, double alpha);

/// Identity link with a cluster effect truncated to where all risks lie in (0, 1), variance icc / (1 - icc) p (1 - p)
/// before truncation; `effect` is the risk difference. Without trend only (UsageError). Both tails.
double identity_likelihood_power(const Schedule& schedule, const BinaryWedge& outcome, double effect, double alpha);

}  // namespace alongside::power
