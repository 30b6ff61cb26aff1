// [uncertainty.posterior] and [uncertainty.correlation]: what a calibration found, as `alongside calibrate` writes it.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/cholesky.hpp"
#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"

namespace alongside::scenario {
namespace {

class PosteriorReader {
 public:
  PosteriorReader(const Draft& draft, Scenario& scenario, Context context) : draft_(draft), scenario_(scenario), issues_(context.issues) {}

  void read() {
    if (const Node* cells = table("posterior")) read_cells(*cells, "");
    std::sort(scenario_.posterior.begin(), scenario_.posterior.end(), [](const auto& a, const auto& b) { return a.cell < b.cell; });
    if (const Node* rows = table("correlation")) read_rows(*rows, "");
    std::sort(scenario_.correlations.begin(), scenario_.correlations.end(), [](const auto& a, const auto& b) { return a.a != b.a ? a.a < b.a : a.b < b.b; });
    for (std::size_t i = 1; i < scenario_.correlations.size(); ++i)
      if (const Correlation &x = scenario_.correlations[i - 1], &y = scenario_.correlations[i]; x.a == y.a && x.b == y.b)
        issues_.add(draft_.uncertainty.at("correlation").place, fmt::format("the correlation of {} and {} stands twice (which one holds?) delete one", path(x.a), path(x.b)));
    if (issues_.empty() && !core::cholesky(posterior_correlations(scenario_), scenario_.posterior.size()))
      issues_.add(draft_.uncertainty.at("correlation").place, "these correlations contradict each other (no distribution has them all) lower some, or calibrate again");
  }

 private:
  const Node* table(const std::string& key) {
    const auto found = draft_.uncertainty.find(key);
    if (found == draft_.uncertainty.end()) return nullptr;
    const Node& node = found->second.value;
    if (node.type == Type::table) return &node;
    issues_.add(node.place, fmt::format("{} is {} (it is a table that alongside calibrate writes) leave it to calibrate", key, label(node.type)));
    return nullptr;
  }

  const std::string& path(int cell) const { return scenario_.cells.cells[static_cast<std::size_t>(cell)].path; }

  /// Entries are parameters; bare dotted paths are tables in tables.
  void read_cells(const Node& node, const std::string& prefix) {
    for (const Entry& entry : node.entries) {
      const std::string name = prefix + entry.key;
      if (entry.value.type == Type::table && !entry.value.find("shift") && !entry.value.find("scale")) read_cells(entry.value, name + ".");
      else read_cell(name, entry);
    }
  }

  void read_cell(const std::string& name, const Entry& entry) {
    const auto shift = number(entry.value, "shift"), scale = number(entry.value, "scale");
    const int cell = find(name, entry.place);
    if (!shift || !scale) return issues_.add(entry.value.place, fmt::format("the posterior of {} is no shift and scale (in prior standard deviations) write {{ shift = 0, scale = 1 }}", name));
    if (!(*scale > 0)) return issues_.add(entry.value.place, fmt::format("the scale of {} is not above 0 (it is a standard deviation) write a positive number", name));
    if (cell < 0) return;
    if (scenario_.cells.cells[static_cast<std::size_t>(cell)].parameter->spread.shape == declare::Shape::none)
      return issues_.add(entry.place, fmt::format("{} has no declared spread (a posterior is relative to it) take it out", name));
    scenario_.posterior.push_back({cell, *shift, *scale});
  }

  static std::optional<double> number(const Node& node, std::string_view key) {
    const Entry* entry = node.type == Type::table ? node.find(key) : nullptr;
    return entry ? number(entry->value) : std::nullopt;
  }
  static std::optional<double> number(const Node& node) {
    if (node.type == Type::integer) return static_cast<double>(node.integer);
    if (node.type == Type::real && std::isfinite(node.real)) return node.real;
    return std::nullopt;
  }

  int find(const std::string& name, const Place& place) {
    const int cell = scenario_.cells.find(name);
    if (cell >= 0) return cell;
    std::vector<std::string> names;
    for (const Cell& known : scenario_.cells.cells) names.push_back(known.path);
    const std::string near = nearest_name(name, names);
    issues_.add(place, fmt::format("unknown name \"{}\" (no parameter is called that) {}", name, did_you_mean(near, "see alongside describe parameters")));
    return -1;
  }

  bool in_posterior(int cell) const {
    return std::any_of(scenario_.posterior.begin(), scenario_.posterior.end(), [&](const PosteriorCell& one) { return one.cell == cell; });
  }

  void read_rows(const Node& node, const std::string& prefix) {
    for (const Entry& entry : node.entries) {
      const std::string name = prefix + entry.key;
      const int cell = scenario_.cells.find(name);
      if (cell < 0 && entry.value.type == Type::table && scenario_.cells.by_path.lower_bound(name + ".") != scenario_.cells.by_path.end()) read_rows(entry.value, name + ".");
      else if (entry.value.type != Type::table) issues_.add(entry.value.place, fmt::format("the correlations of {} are {} (they are a table) write \"{}\" = {{ \"other\" = 0.3 }}", name, label(entry.value.type), name));
      else read_row(find(name, entry.place), entry.value, "");
    }
  }

  void read_row(int a, const Node& node, const std::string& prefix) {
    for (const Entry& entry : node.entries) {
      const std::string name = prefix + entry.key;
      if (entry.value.type == Type::table) {
        read_row(a, entry.value, name + ".");
        continue;
      }
      const int b = find(name, entry.place);
      const auto value = number(entry.value);
      if (!value || std::abs(*value) >= 1) issues_.add(entry.value.place, fmt::format("the correlation with {} is not between -1 and 1 (correlations are) mend it", name));
      else if (a >= 0 && b >= 0 && a == b) issues_.add(entry.place, fmt::format("{} with itself (that correlation is 1) delete it", name));
      else if (a >= 0 && b >= 0 && !(in_posterior(a) && in_posterior(b))) issues_.add(entry.place, fmt::format("{} and {} are not both in [uncertainty.posterior] (only those hang together) add them there", path(a), path(b)));
      else if (a >= 0 && b >= 0) scenario_.correlations.push_back({std::min(a, b), std::max(a, b), *value});
    }
  }

  const Draft& draft_;
  Scenario& scenario_;
  Issues& issues_;
};

}  // namespace

std::vector<double> posterior_correlations(const Scenario& scenario) {
  const std::vector<PosteriorCell>& cells = scenario.posterior;
  const std::size_t n = cells.size();
  std::vector<double> matrix(n * n, 0.0);
  const auto row_of = [&](int cell) {
    return static_cast<std::size_t>(std::find_if(cells.begin(), cells.end(), [&](const auto& one) { return one.cell == cell; }) - cells.begin());
  };
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1;
  for (const Correlation& c : scenario.correlations) matrix[row_of(c.a) * n + row_of(c.b)] = matrix[row_of(c.b) * n + row_of(c.a)] = c.value;
  return matrix;
}

void read_posterior(const Draft& draft, Scenario& scenario, Context context) {
  PosteriorReader(draft, scenario, context).read();
  // Without draws nothing is drawn, and two files that do the same read the same.
  if (scenario.draws == 0) {
    scenario.posterior.clear();
    scenario.correlations.clear();
  }
}

}  // namespace alongside::scenario
