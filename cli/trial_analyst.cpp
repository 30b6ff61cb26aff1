#include "cli/trial_analyst.hpp"

#include <algorithm>
#include <limits>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"
#include "sim/trial/truth.hpp"

namespace alongside::cli {
using namespace estimation;
namespace {

/// The usual methods of a kind of design, by name.
std::vector<std::string> usual(const trial::Design& design) {
  if (design.stepped) return {"hussey-hughes", "nested-exchangeable", "exposure-time", "gee-identity-exch-kc-t"};
  if (design.clustering == trial::Clustering::community)
    return {"cluster-t", "cluster-t-weighted", "permutation", "lmm-satterthwaite", "lmm-kenward-roger", "gee-identity-exch-lz-z", "gee-identity-exch-kc-t", "gee-identity-exch-md-t"};
  if (design.clustering == trial::Clustering::supporter) return {"difference", "ancova", "partially-nested"};
  return {"difference", "ancova"};
}

/// What comes on top for an outcome.
std::vector<std::string> usual(const trial::Design& design, const trial::Endpoint& endpoint) {
  const bool clusters = design.clustering == trial::Clustering::community;
  if (endpoint.outcome == trial::Outcome::feeding_time) return {"log-rank", "cox"};
  if (endpoint.outcome == trial::Outcome::qaly) return {design.stepped ? "net-benefit-stepped" : "net-benefit"};
  if (!endpoint.binary()) return {};
  if (clusters) return {"gee-logit-exch-kc-t", "gee-log-exch-kc-t"};
  return {"risk-difference", "risk-ratio", "odds-ratio"};
}

void add(std::vector<const Estimator*>& all, const std::string& name) {
  const Estimator* method = &find_estimator(name);
  if (std::ranges::find(all, method) == all.end()) all.push_back(method);
}

/// Methods in the order of the list of estimators.
std::vector<const Estimator*> in_order(const std::vector<const Estimator*>& wanted) {
  std::vector<const Estimator*> out;
  for (const Estimator* method : estimators())
    if (std::ranges::find(wanted, method) != wanted.end()) out.push_back(method);
  return out;
}

std::vector<const Estimator*> wanted(const scenario::Scenario& s, const declare::Catalogue& catalogue) {
  const world::Row row(catalogue, s.arms[0].row.data());
  std::vector<const Estimator*> all;
  for (const std::string& name : trial::methods(s.cells, row)) {
    try {
      add(all, name);
    } catch (const UsageError& error) {
      throw DataError(fmt::format("trial.method.{}: {}", name, error.what()));
    }
  }
  if (!all.empty()) return in_order(all);
  // A sweep over designs gets the methods of each.
  std::vector<const trial::Design*> designs;
  for (const scenario::SweepAxis& axis : s.sweep)
    if (axis.cell == static_cast<int>(catalogue.index(trial::design_choice)))
      for (const double value : axis.values)
        if (value > 0) designs.push_back(trial::designs()[static_cast<std::size_t>(value) - 1]);
  // So does a table of points.
  for (std::size_t c = 0; c < s.points_cells.size(); ++c)
    if (s.points_cells[c] == static_cast<int>(catalogue.index(trial::design_choice)))
      for (const std::vector<double>& point : s.points_rows)
        if (point[c] > 0) designs.push_back(trial::designs()[static_cast<std::size_t>(point[c]) - 1]);
  if (designs.empty() && trial::is_trial(row)) designs.push_back(&trial::design_of(row));
  for (const trial::Design* design : designs) {
    for (const std::string& name : usual(*design)) add(all, name);
    for (const trial::Endpoint& endpoint : trial::endpoints(s.cells, row, 64))
      for (const std::string& name : usual(*design, endpoint)) add(all, name);
  }
  return in_order(all);
}

class EstimatorAnalyst final : public trial::Analyst {
 public:
  explicit EstimatorAnalyst(std::vector<const Estimator*> methods) : estimators_(std::move(methods)) {
    for (const Estimator* method : estimators_) names_.emplace_back(method->name);
  }
  const std::vector<std::string>& methods() const override { return names_; }
  std::vector<std::string> texts() const override { return each([](const Estimator& m) { return std::string(m.text); }); }
  std::vector<std::string> estimands() const override { return each(estimand_name); }
  std::string status_meanings() const override { return "0 converged, 1 a variance at its bound, 2 another method's answer stands in, 3 failed, 4 not applicable"; }

  void analyse(const trial::Analysis& analysis, std::span<double> out) const override {
    thread_local Sample sample;
    const trial::Rows& rows = analysis.rows;
    sample.assign({.outcome = rows.outcome, .arm = rows.arm, .cluster = rows.cluster, .period = rows.period, .baseline = rows.baseline, .received = rows.received,
                   .cost = rows.cost, .event = rows.event});
    // What a rare event leaves out, an endpoint's kind still tells.
    sample.binary = analysis.endpoint.binary();
    FitOptions options;
    options.willingness_to_pay = analysis.threshold;
    options.allocations = rows.possible;
    options.seed = analysis.seed;
    const double nan = std::numeric_limits<double>::quiet_NaN();
    for (std::size_t m = 0; m < estimators_.size(); ++m) {
      const Estimator& method = *estimators_[m];
      const std::span<double> to = out.subspan(m * std::size(trial::statistics), std::size(trial::statistics));
      if (!suits(method, sample, analysis.endpoint)) {
        to[trial::status_place] = status_not_applicable;
        continue;
      }
      const Estimate e = refusal(method, sample).empty() ? fit(method, sample, options) : failed("");
      const double values[] = {e.has_value() ? e.value : nan, e.has_value() ? e.se : nan, e.has_value() ? e.df : nan, e.p_value, static_cast<double>(e.status)};
      std::ranges::copy(values, to.begin());
    }
  }

 private:
  /// Whether a method is meant for the endpoint and design at all; a failure is something else.
  static bool suits(const Estimator& method, const Sample& sample, const trial::Endpoint& endpoint) {
    const auto needs = [&](Needs need) { return (method.needs & need) != 0; };
    const bool time = endpoint.outcome == trial::Outcome::feeding_time;
    if (needs(needs_event) != time || (needs(needs_binary) && !endpoint.binary())) return false;
    if (needs(needs_cost) != (method.estimand.measure == Measure::net_benefit) || (needs(needs_cost) && (endpoint.outcome != trial::Outcome::qaly || sample.cost.empty()))) return false;
    if (needs(needs_clusters) && !sample.clustered) return false;
    if (needs(needs_periods) && sample.periods < 2) return false;
    return !needs(needs_parallel) || sample.periods < 2;
  }

  template <class Get>
  std::vector<std::string> each(const Get& get) const {
    std::vector<std::string> out;
    for (const Estimator* method : estimators_) out.push_back(get(*method));
    return out;
  }

  std::vector<const Estimator*> estimators_;
  std::vector<std::string> names_;
};

}  // namespace

std::string estimand_name(const Estimator& method) {
  const auto known = trial::estimand_texts();
  // Ratios and averages over exposure have one truth, whatever their weights.
  for (const char* weight : {name_of(method.estimand.weight), "participant"}) {
    const std::string name = std::string(name_of(method.estimand.measure)) + ", " + weight;
    if (std::ranges::any_of(known, [&](const auto& one) { return one.name == name; })) return name;
  }
  return "";
}

std::unique_ptr<const trial::Analyst> make_analyst(const scenario::Scenario& scenario, const declare::Catalogue& catalogue) {
  std::vector<const Estimator*> methods = wanted(scenario, catalogue);
  if (methods.empty()) return nullptr;
  return std::make_unique<EstimatorAnalyst>(std::move(methods));
}

std::unique_ptr<const trial::Analyst> analyst_of(const Estimator& method) { return std::make_unique<EstimatorAnalyst>(std::vector<const Estimator*>{&method}); }

}  // namespace alongside::cli
