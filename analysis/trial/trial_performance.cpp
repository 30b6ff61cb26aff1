#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/trial/trial_tables.hpp"

namespace alongside::estimation {
namespace {

std::vector<double> differences(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out;
  for (std::size_t i = 0; i < a.size(); ++i) out.push_back(a[i] - b[i]);
  return out;
}

/// A measure without its weight: methods that estimate it can be set against each other.
std::string measure_of(const std::string& estimand) { return estimand.substr(0, estimand.rfind(", ")); }

}  // namespace

std::vector<MethodPerformance> performances(const TrialResult& result, std::size_t point, double alpha) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  std::vector<MethodPerformance> all;
  for (std::size_t c = 0; c < result.contrasts().size(); ++c)
    for (std::size_t e = 0; e < result.endpoints().size(); ++e) {
      std::vector<std::pair<std::string, std::size_t>> firsts;  // measure, method
      for (std::size_t m = 0; m < result.methods().size(); ++m) {
        const MethodColumns columns = result.method(point, c, e, m);
        if (!columns.applicable()) continue;
        MethodPerformance one{c, e, m, result.method_estimands()[m], {}, {}, {nan, nan}, {nan, nan}, columns.with(1), columns.with(2), columns.with(3), false};
        if (!one.estimand.empty()) one.truth = result.mean_truth(point, c, e, one.estimand);
        const bool known = !one.truth.empty() && std::ranges::none_of(one.truth, [](double t) { return std::isnan(t); });
        if (!known) one.truth.assign(columns.estimate.size(), nan);
        one.null_effect = known && std::ranges::all_of(one.truth, [](double t) { return t == 0; });
        one.performance = performance(columns.replicates(), known ? one.truth : std::vector<double>(columns.estimate.size(), 0.0), alpha);
        if (!known) {
          // Rejections and the spread of the estimates stand without a truth.
          Performance& p = one.performance;
          p.bias = p.mse = p.coverage = {nan, nan};
        } else {
          const std::vector<double> own = result.own_truth(point, c, e, one.estimand);
          one.against_own = mean_of(differences(columns.estimate, own));
        }
        const std::string measure = measure_of(one.estimand.empty() ? "none, " + result.methods()[m] : one.estimand);
        const auto first = std::ranges::find(firsts, measure, &std::pair<std::string, std::size_t>::first);
        if (first == firsts.end()) firsts.emplace_back(measure, m);
        else one.relative_precision = relative_precision(result.method(point, c, e, first->second).replicates(), columns.replicates());
        all.push_back(std::move(one));
      }
    }
  return all;
}

}  // namespace alongside::estimation
