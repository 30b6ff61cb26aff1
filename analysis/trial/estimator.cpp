#include "analysis/trial/estimator.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "analysis/trial/distributions.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::estimation {

const Estimator& find_estimator(std::string_view name) {
  std::vector<std::string> names;
  for (const Estimator* estimator : estimators()) {
    if (name == estimator->name) return *estimator;
    names.emplace_back(estimator->name);
  }
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("unknown method \"{}\" ({})", name,
                               did_you_mean(near, "alongside estimate --list names them")));
}

std::string refusal(const Estimator& method, const Sample& sample) {
  const auto needs = [&](Needs what) { return (method.needs & what) != 0; };
  if (sample.rows() == 0) return "no complete rows";
  for (int a = 0; a < 2; ++a)
    if (sample.rows_in_arm[a] == 0) return fmt::format("no rows in the {} arm: there is nothing to compare", a ? "supported" : "control");
  if (sample.constant && !needs(needs_cost)) return "the outcome is the same in every row: no effect and no error can be estimated";
  if (needs(needs_clusters) && !sample.clustered) return "needs a cluster column";
  if (needs(needs_baseline) && sample.baseline.empty()) return "needs a baseline column";
  if (needs(needs_received) && sample.received.empty()) return "needs a column of what was received";
  if (needs(needs_cost) && sample.cost.empty()) return "needs a cost column";
  if (needs(needs_event) && sample.event.empty()) return "needs an event column";
  if (needs(needs_periods) && sample.periods < 2) return "needs a period column with at least two periods";
  if (needs(needs_binary) && !sample.binary) return "needs an outcome of 0 and 1";
  if (needs(needs_positive) && std::any_of(sample.outcome.begin(), sample.outcome.end(), [](double y) { return y < 0; }))
    return "needs outcomes of 0 or more";
  if (needs(needs_parallel) && !sample.parallel) return "needs clusters that keep their arm";
  if (sample.rows() < 4) return "fewer than four rows";
  if ((needs(needs_clusters) || needs(needs_parallel)) && sample.clustered) {
    if (sample.clusters() < 3) return "fewer than three clusters: their variation cannot be estimated";
    for (int a = 0; a < 2; ++a)
      if (sample.parallel && sample.clusters_in(a) == 1)
        return fmt::format("one cluster in the {} arm: the effect and the cluster cannot be told apart", a ? "supported" : "control");
  }
  return "";
}

Estimate fit(const Estimator& estimator, const Sample& sample, const FitOptions& options) {
  if (!refusal(estimator, sample).empty()) return failed("the data do not have what the method needs");
  Estimate out = estimator.fit(sample, options);
  if (!out.has_value()) return failed(out.note);
  if (!std::isfinite(out.value) || !std::isfinite(out.se)) return failed("the estimate or its standard error is not finite");
  if (!(out.se > 0)) return failed("the standard error is 0: no variation is left to judge the effect by");
  if (!(out.df > 0)) return failed("no degrees of freedom are left");
  return out;
}

double p_value(const Estimate& estimate) {
  if (!estimate.has_value()) return std::numeric_limits<double>::quiet_NaN();
  return std::isfinite(estimate.p_value) ? estimate.p_value : two_sided_p(estimate.value / estimate.se, estimate.df);
}

Interval interval(const Estimate& estimate, double level) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (!estimate.has_value()) return {nan, nan};
  const double half = t_quantile(0.5 + level / 2, estimate.df) * estimate.se;
  return {estimate.value - half, estimate.value + half};
}

const char* name_of(Measure measure) {
  switch (measure) {
    case Measure::difference: return "difference";
    case Measure::log_risk_ratio: return "log risk ratio";
    case Measure::log_odds_ratio: return "log odds ratio";
    case Measure::log_odds_ratio_cluster: return "log odds ratio within cluster";
    case Measure::exposure_average: return "difference averaged over exposure time";
    case Measure::complier_difference: return "difference among compliers";
    case Measure::log_hazard_ratio: return "log hazard ratio";
    case Measure::net_benefit: return "net benefit";
  }
  return "";
}

const char* name_of(Weight weight) {
  return weight == Weight::participant ? "participant" : weight == Weight::cluster ? "cluster" : "precision";
}

const char* name_of(Status status) {
  switch (status) {
    case Status::converged: return "converged";
    case Status::boundary: return "boundary";
    case Status::fallback: return "fallback";
    case Status::failed: return "failed";
  }
  return "";
}

}  // namespace alongside::estimation
