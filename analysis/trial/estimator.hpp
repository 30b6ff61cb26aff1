#pragma once
// What an estimator of a trial's effect is: a name, the estimand it declares, and a fit that never fails silently.

#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "analysis/trial/sample.hpp"

namespace alongside::estimation {

/// The scale on which an effect is measured. Ratios are estimated and reported as logarithms.
enum class Measure {
  difference,           ///< of means, or of risks
  log_risk_ratio,
  log_odds_ratio,       ///< marginal (population-averaged)
  log_odds_ratio_cluster,  ///< conditional on the cluster's random effect
  exposure_average,     ///< difference, averaged over the periods of exposure with equal weights
  complier_difference,  ///< difference among those who receive the support only when offered it
  log_hazard_ratio,     ///< rejection rates only: there is no model-free truth to set it against
  net_benefit,          ///< incremental net monetary benefit at a stated willingness to pay
};

/// Whose average the effect is. `precision` weights by inverse variance: it meets the other two only when cluster
/// size carries no information on the effect (Kahan et al. 2023).
enum class Weight { participant, cluster, precision };

/// The truth against which an estimator's bias may be computed.
struct Estimand {
  Measure measure;
  Weight weight;
};

enum class Status {
  converged,
  boundary,  ///< a variance is at its bound; the estimate stands
  fallback,  ///< another method's answer stands in; `note` says which and why
  failed,    ///< no estimate; `note` says why
};

/// Result of one fit. With status `failed` the numbers are NaN and must not be printed.
struct Estimate {
  double value = std::numeric_limits<double>::quiet_NaN();
  double se = std::numeric_limits<double>::quiet_NaN();
  double df = std::numeric_limits<double>::infinity();         ///< infinity: normal reference
  double p_value = std::numeric_limits<double>::quiet_NaN();   ///< set only by tests that have their own
  double icc = std::numeric_limits<double>::quiet_NaN();       ///< the method's own, when it has one
  Status status = Status::failed;
  const char* note = "";                                       ///< static text: reason or fallback

  bool converged() const { return status == Status::converged || status == Status::boundary; }
  bool has_value() const { return status != Status::failed; }
};

/// Columns or shapes a method cannot do without.
enum Needs : unsigned {
  needs_nothing = 0,
  needs_clusters = 1,   ///< a cluster column
  needs_parallel = 2,   ///< no cluster changes its arm
  needs_periods = 4,    ///< a period column, and clusters that change their condition
  needs_baseline = 8,
  needs_received = 16,
  needs_binary = 32,
  needs_cost = 64,
  needs_event = 128,
  needs_positive = 256,  ///< outcomes of 0 or more
};

/// Settings that some methods read.
struct FitOptions {
  double willingness_to_pay = 0;                   ///< money per unit of outcome, for net benefit
  std::span<const std::uint8_t> allocations = {};  ///< restricted set, row-major [allocation][cluster], 1 = support
  std::uint64_t seed = 1;                          ///< of the permutation draws
  std::uint32_t draws = 9999;                      ///< permutation draws when the set is too large to list
  std::uint32_t list_at_most = 200000;             ///< allocations listed exhaustively up to this number
  int quadrature_points = 11;                      ///< adaptive Gauss-Hermite nodes, 1 to 31
};

/// One method. `fit` may assume nothing: it checks and explains itself through Estimate::status and note.
struct Estimator {
  const char* name;
  const char* text;  ///< one sentence, with the source of the method
  Estimand estimand;
  unsigned needs;
  bool biased_by_design;  ///< per-protocol, as-treated, and methods that ignore the clusters
  Estimate (*fit)(const Sample&, const FitOptions&);
};

/// Every method, in the order in which they are printed.
std::span<const Estimator* const> estimators();

/// The method of that name. Throws UsageError with the nearest name when there is none.
const Estimator& find_estimator(std::string_view name);

/// Why the method cannot be used on this sample ("" when it can): missing columns, wrong shape, one arm, one cluster
/// in an arm, constant outcome.
std::string refusal(const Estimator& estimator, const Sample& sample);

/// Fits, after `refusal` and with the last safeguard that a non-finite answer becomes `failed`.
Estimate fit(const Estimator& estimator, const Sample& sample, const FitOptions& options = {});

/// Two-sided p-value: the test's own, or from t(df), or normal when df is infinite; NaN for a failed fit.
double p_value(const Estimate& estimate);

/// Confidence interval at `level` (for example .95) from t(df) or the normal; NaN bounds for a failed fit.
struct Interval {
  double low, high;
};
Interval interval(const Estimate& estimate, double level = 0.95);

const char* name_of(Measure measure);
const char* name_of(Weight weight);
const char* name_of(Status status);

/// A failed fit with its reason; `reason` must be static text.
inline Estimate failed(const char* reason) {
  Estimate out;
  out.note = reason;
  return out;
}

}  // namespace alongside::estimation
