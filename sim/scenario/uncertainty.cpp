// [uncertainty]: which cells vary between draws, and over what.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"
#include "sim/scenario/value.hpp"

namespace alongside::scenario {
namespace {
using declare::Kind;
using declare::Parameter;
using declare::Shape;
using declare::Spread;

/// The cells that a set of values names, whatever the value.
std::set<int> cells_set(const Values& values, const CellMap& map) {
  std::set<int> cells;
  for (const auto& [parameter, setting] : values.parameters) cells.insert(map.find(parameter->name));
  for (const auto& [table, rows] : values.rows)
    for (const RowDraft& row : rows)
      for (const auto& [column, setting] : row.cells) cells.insert(map.find(fmt::format("{}.{}.{}", table->name, row.name, column->name)));
  return cells;
}

class UncertaintyReader {
 public:
  UncertaintyReader(const Draft& draft, Scenario& scenario, Context context)
      : draft_(draft), scenario_(scenario), context_(context), set_(cells_set(draft.values, scenario.cells)) {
    for (const ArmDraft& arm : draft.arms) set_in_arm_.push_back(cells_set(arm.values, scenario.cells));
  }

  void read() {
    if (const auto spread = draft_.uncertainty.find("spread"); spread != draft_.uncertainty.end()) {
      const Node& node = spread->second.value;
      if (node.type == Type::table) read_spreads(node, "");
      else context_.issues.add(node.place, fmt::format("spread is {} (it is a table) write [uncertainty.spread] and \"name\" = [low, high] below it", label(node.type)));
    }
    if (const auto vary = draft_.uncertainty.find("vary"); vary != draft_.uncertainty.end()) read_vary(vary->second);
    if (const auto fixed = draft_.uncertainty.find("fixed"); fixed != draft_.uncertainty.end())
      read_paths(fixed->second.value, "fixed", [&](int cell, const Node&) { fixed_.insert(cell); });
    if (scenario_.draws == 0) return;
    for (std::size_t cell = 0; cell < scenario_.cells.cells.size(); ++cell) consider(static_cast<int>(cell));
    if (scenario_.uncertain.empty() && context_.issues.empty())
      context_.issues.add({draft_.arms_place.file, 0, 0}, fmt::format("there are {} draws and nothing that varies (every draw would be the same) set draws = 0, or vary something", scenario_.draws));
  }

 private:
  const Parameter& parameter(int cell) const { return *scenario_.cells.cells[static_cast<std::size_t>(cell)].parameter; }
  const std::string& path(int cell) const { return scenario_.cells.cells[static_cast<std::size_t>(cell)].path; }

  Spread spread_of(int cell) const {
    const auto own = spreads_.find(cell);
    return own != spreads_.end() ? own->second : parameter(cell).spread;
  }

  int find_cell(const std::string& name, const Place& place) {
    const int cell = scenario_.cells.find(name);
    if (cell >= 0) return cell;
    std::vector<std::string> names;
    for (const Cell& known : scenario_.cells.cells) names.push_back(known.path);
    const std::string near = nearest_name(name, names);
    context_.issues.add(place, fmt::format("unknown name \"{}\" (no parameter, or cell of a row of this scenario, is called that) {}", name,
                                           did_you_mean(near, "see alongside describe parameters")));
    return -1;
  }

  template <class Use>
  void read_paths(const Node& node, std::string_view key, Use use) {
    if (node.type != Type::array)
      return context_.issues.add(node.place, fmt::format("{} is {} (it is a list of names) write {} = [\"name\", ..]", key, label(node.type), key));
    for (const Node& item : node.items) {
      if (item.type != Type::text) context_.issues.add(item.place, fmt::format("{} holds {} (it is a list of names) put names in quotes", key, label(item.type)));
      else if (const int cell = find_cell(item.text, item.place); cell >= 0) use(cell, item);
    }
  }

  void read_vary(const Entry& entry) {
    if (entry.value.type == Type::text && entry.value.text == "all") return;
    if (entry.value.type == Type::text)
      return context_.issues.add(entry.value.place, "vary is neither \"all\" nor a list (it says what varies) write vary = \"all\" or vary = [\"name\", ..]");
    all_ = false;
    read_paths(entry.value, "vary", [&](int cell, const Node& item) {
      if (parameter(cell).kind == Kind::choice)
        context_.issues.add(item.place, fmt::format("{} cannot vary (it is a choice, which has no distribution) sweep it instead", path(cell)));
      else if (spread_of(cell).shape == Shape::none)
        context_.issues.add(item.place, fmt::format("{} cannot vary (its declaration gives no spread) give one in [uncertainty.spread]", path(cell)));
      else if (set_.contains(cell) && !spreads_.contains(cell))
        context_.issues.add(item.place, fmt::format("{} cannot vary (it is set above the arms, and its declared spread speaks of its default) give its range in [uncertainty.spread]", path(cell)));
      else vary_.insert(cell);
    });
  }

  void read_spreads(const Node& node, const std::string& prefix) {
    for (const Entry& entry : node.entries) {
      const std::string name = prefix + entry.key;
      const bool range = entry.value.type == Type::array || entry.value.find("low");
      if (range) read_spread_of(name, entry);
      else if (entry.value.type == Type::table) read_spreads(entry.value, name + ".");  // bare dotted paths
      else
        context_.issues.add(entry.value.place, fmt::format("the spread of {} is {} (it is a range) write [low, high], the central 95%", name, label(entry.value.type)));
    }
  }

  void read_spread_of(const std::string& name, const Entry& entry) {
    const int cell = find_cell(name, entry.place);
    if (cell < 0) return;
    if (const auto spread = read_spread(entry.value, parameter(cell), name, context_)) spreads_[cell] = *spread;
  }

  void consider(int cell) {
    const Spread spread = spread_of(cell);
    if (spread.shape == Shape::none || parameter(cell).kind == Kind::choice || fixed_.contains(cell)) return;
    if (all_ ? set_.contains(cell) && !spreads_.contains(cell) : !vary_.contains(cell)) return;
    UncertainCell uncertain{cell, spread.shape, spread.low, spread.high, {}};
    for (const PosteriorCell& one : scenario_.posterior)
      if (one.cell == cell && !spreads_.contains(cell)) uncertain.shift = one.shift, uncertain.scale = one.scale;
    for (std::size_t arm = 0; arm < scenario_.arms.size(); ++arm)
      uncertain.held.push_back(set_in_arm_[arm].contains(cell) || decided(cell, static_cast<int>(arm)));
    if (std::find(uncertain.held.begin(), uncertain.held.end(), false) != uncertain.held.end()) scenario_.uncertain.push_back(std::move(uncertain));
  }

  /// Whether a sweep or a table of points gives this arm's value.
  bool decided(int cell, int arm) const {
    for (const SweepAxis& axis : scenario_.sweep)
      if (axis.cell == cell && (axis.arm < 0 || axis.arm == arm)) return true;
    for (std::size_t i = 0; i < scenario_.points_cells.size(); ++i)
      if (scenario_.points_cells[i] == cell && (scenario_.points_arms[i] < 0 || scenario_.points_arms[i] == arm)) return true;
    return false;
  }

  const Draft& draft_;
  Scenario& scenario_;
  Context context_;
  std::set<int> set_;
  std::vector<std::set<int>> set_in_arm_;
  std::map<int, Spread> spreads_;
  std::set<int> vary_, fixed_;
  bool all_ = true;
};

}  // namespace

void read_uncertainty(const Draft& draft, Scenario& scenario, Context context) { UncertaintyReader(draft, scenario, context).read(); }

}  // namespace alongside::scenario
