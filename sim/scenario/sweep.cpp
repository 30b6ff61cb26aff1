// [sweep]: axes of values, crossed.

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <set>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"
#include "sim/scenario/value.hpp"

namespace alongside::scenario {
namespace {
using declare::Kind;
using declare::Scope;

constexpr std::string_view arms_prefix = "arms.";

int longest_arm(std::string_view path, const Scenario& scenario) {
  int best = -1;
  std::size_t length = 0;
  for (std::size_t i = 0; i < scenario.arms.size(); ++i) {
    const std::string& name = scenario.arms[i].name;
    if (!name.empty() && name.size() > length && path.starts_with(name + ".")) {
      best = static_cast<int>(i);
      length = name.size();
    }
  }
  return best;
}

bool row_in_arm(const Scenario& scenario, int arm, int cell) {
  for (const TableRows& table : scenario.cells.tables) {
    const int last = table.first_cell + static_cast<int>(table.names.size() * table.table->columns.size());
    if (cell < table.first_cell || cell >= last) continue;
    const int row = (cell - table.first_cell) / static_cast<int>(table.table->columns.size());
    return scenario.arms[static_cast<std::size_t>(arm)].table_row_used[static_cast<std::size_t>(table.first_row + row)];
  }
  return true;
}

class SweepReader {
 public:
  SweepReader(Scenario& scenario, Context context) : scenario_(scenario), context_(context) {}

  void read(const Entry& entry, const std::string& prefix) {
    const std::string path = prefix + entry.key;
    if (entry.value.type == Type::table && !entry.value.find("from") && !entry.value.find("values")) {
      if (entry.value.entries.empty()) issue(entry.place, fmt::format("the sweep of {} is empty (it needs values) write a list", path));
      for (const Entry& inner : entry.value.entries) read(inner, path + ".");  // bare dotted paths
      return;
    }
    SweepAxis axis;
    axis.path = path;
    if (const Entry* arm = entry.value.find("arm")) {
      if (arm->value.type != Type::text) return issue(arm->value.place, "arm is not text (it is an arm's name) put it in quotes");
      axis.path = fmt::format("arms.{}.{}", arm->value.text, path);
    }
    if (!find_target(axis.path, entry.place, scenario_, axis.arm, axis.cell, context_)) return;
    if (read_values_of(entry.value, axis)) add(entry.place, std::move(axis));
  }

 private:
  void issue(const Place& place, std::string message) const { context_.issues.add(place, std::move(message)); }
  const declare::Parameter& parameter(const SweepAxis& axis) const { return *scenario_.cells.cells[static_cast<std::size_t>(axis.cell)].parameter; }

  bool read_values_of(const Node& node, SweepAxis& axis) {
    if (node.type == Type::array) return read_list(node, axis);
    if (node.type != Type::table) {
      issue(node.place, fmt::format("the sweep of {} is {} (a sweep takes several values) write a list, or {{from = .., to = .., steps = ..}}", axis.path, label(node.type)));
      return false;
    }
    bool good = true;
    for (const Entry& entry : node.entries) {
      static const std::vector<std::string> names{"from", "to", "steps", "step", "values", "arm"};
      if (std::find(names.begin(), names.end(), entry.key) != names.end()) continue;
      const std::string near = nearest_name(entry.key, names);
      issue(entry.place, fmt::format("unknown name \"{}\" in a sweep (it has from, to, steps or step, values, arm) {}", entry.key,
                                     near.empty() ? "use one of these" : fmt::format("did you mean \"{}\"?", near)));
      good = false;
    }
    const Entry* values = node.find("values");
    if (!good) return false;
    if (values && (node.find("from") || node.find("to"))) {
      issue(node.place, fmt::format("the sweep of {} has both values and a range (only one can hold) delete one", axis.path));
      return false;
    }
    if (!values) return read_range(node, axis);
    if (values->value.type == Type::array) return read_list(values->value, axis);
    issue(values->value.place, fmt::format("values is {} (it is a list) write values = [..]", label(values->value.type)));
    return false;
  }

  bool read_list(const Node& list, SweepAxis& axis) {
    bool good = true;
    for (const Node& item : list.items) {
      const auto value = read_cell_value(item, parameter(axis), axis.path, context_.issues);
      if (value) axis.values.push_back(*value);
      good = good && value;
    }
    if (list.items.empty()) issue(list.place, fmt::format("the sweep of {} is empty (it needs values) write at least one", axis.path));
    return good && !list.items.empty() && distinct(list.place, axis);
  }

  bool distinct(const Place& place, const SweepAxis& axis) {
    std::set<double> seen;
    for (const double value : axis.values)
      if (!seen.insert(value).second) {
        issue(place, fmt::format("the sweep of {} has {} twice (two points would be the same) delete one", axis.path, cell_label(value, parameter(axis))));
        return false;
      }
    return true;
  }

  bool read_range(const Node& node, SweepAxis& axis) {
    const Entry *from = node.find("from"), *to = node.find("to"), *steps = node.find("steps"), *step = node.find("step");
    if (!from || !to || !steps == !step) {
      issue(node.place, fmt::format("the sweep of {} is no range (a range has from, to, and either steps or step) write {{from = .., to = .., steps = ..}}", axis.path));
      return false;
    }
    if (parameter(axis).kind == Kind::choice) {
      issue(node.place, fmt::format("{} is a choice (it has no range) write a list of its labels", axis.path));
      return false;
    }
    const auto low = read_cell_value(from->value, parameter(axis), axis.path, context_.issues);
    const auto high = read_cell_value(to->value, parameter(axis), axis.path, context_.issues);
    if (!low || !high) return false;
    const double count = steps ? count_of_steps(steps->value) : count_at_step(step->value, *low, *high, axis);
    if (count == 0) return false;
    return fill_range(node, *low, steps ? (*high - *low) / (count - 1) : step_, count, axis);
  }

  /// How many values `steps` asks for, both ends included; 0 after noting a mistake.
  double count_of_steps(const Node& node) {
    if (node.type == Type::integer && node.integer >= 2 && static_cast<std::size_t>(node.integer) <= max_points)
      return static_cast<double>(node.integer);
    issue(node.place, fmt::format("steps is no good (it is how many values the range has, both ends included) write a whole number from 2 to {}", max_points));
    return 0;
  }

  double count_at_step(const Node& node, double low, double high, const SweepAxis& axis) {
    declare::Parameter free = parameter(axis);
    free.low = -std::abs(high - low);
    free.high = std::abs(high - low);
    const auto read = read_cell_value(node, free, "step", context_.issues);
    if (!read) return 0;
    step_ = *read;
    const double count = std::floor((high - low) / step_ * (1 + 1e-12) + 1e-9) + 1;
    if (step_ != 0 && count >= 1 && count <= static_cast<double>(max_points)) return count;
    issue(node.place, fmt::format("step leads nowhere or to too many values (from there to the end in at most {} steps) choose another", max_points));
    return 0;
  }

  bool fill_range(const Node& node, double low, double step, double count, SweepAxis& axis) {
    for (double i = 0; i < count; ++i) {
      // 15 digits, so that a step of 0.1 gives 0.3 and not 0.30000000000000004.
      const std::string text = fmt::format("{:.15g}", low + i * step);
      double value = 0;
      std::from_chars(text.data(), text.data() + text.size(), value);
      const auto& p = parameter(axis);
      axis.values.push_back(std::clamp(value == 0 ? 0.0 : value, p.low, p.high));
      if (p.kind == Kind::count && value != std::floor(value)) {
        issue(node.place, fmt::format("the range of {} passes through {} (it is a count) choose steps that give whole numbers", axis.path, text));
        return false;
      }
    }
    return distinct(node.place, axis);
  }

  void add(const Place& place, SweepAxis axis) {
    for (const SweepAxis& other : scenario_.sweep)
      if (other.cell == axis.cell && (other.arm == axis.arm || other.arm < 0 || axis.arm < 0))
        return issue(place, fmt::format("{} is swept twice (by \"{}\" too: one would overwrite the other) delete one", axis.path, other.path));
    for (const double value : axis.values) axis.labels.push_back(cell_label(value, parameter(axis)));
    scenario_.sweep.push_back(std::move(axis));
  }

  Scenario& scenario_;
  Context context_;
  double step_ = 0;
};

}  // namespace

bool find_target(const std::string& written, const Place& place, const Scenario& scenario, int& arm, int& cell, Context context) {
  std::string_view path = written;
  arm = -1;
  const auto refuse = [&](std::string message) {
    context.issues.add(place, std::move(message));
    return false;
  };
  if (path.starts_with(arms_prefix)) {
    path.remove_prefix(arms_prefix.size());
    arm = longest_arm(path, scenario);
    if (arm < 0) return refuse(fmt::format("no arm is meant by \"{}\" (the form is arms.NAME.path) use an arm's name", written));
    path.remove_prefix(scenario.arms[static_cast<std::size_t>(arm)].name.size() + 1);
  }
  cell = scenario.cells.find(path);
  if (cell < 0) {
    std::vector<std::string> names;
    for (const Cell& known : scenario.cells.cells) names.push_back(known.path);
    const std::string near = nearest_name(path, names);
    return refuse(fmt::format("unknown name \"{}\" (no parameter, or cell of a row of this scenario, is called that) {}", path,
                              near.empty() ? "see alongside describe parameters" : fmt::format("did you mean \"{}\"?", near)));
  }
  const Scope scope = scenario.cells.cells[static_cast<std::size_t>(cell)].scope;
  if (arm >= 0 && scope != Scope::programme)
    return refuse(fmt::format("\"{}\" cannot change in one arm alone (its scope is {}, the same for all arms) leave out arms.NAME", path, label(scope)));
  if (scope == Scope::analysis)
    return refuse(fmt::format("\"{}\" cannot vary over points (the analysis reads it after the run, so every point would be the same) give it to the analysis instead", path));
  if (arm >= 0 && !row_in_arm(scenario, arm, cell))
    return refuse(fmt::format("the arm \"{}\" has no such row (\"{}\" would change nothing) add the row to the arm", scenario.arms[static_cast<std::size_t>(arm)].name, path));
  return true;
}

void read_sweep(const Node& sweep, Scenario& scenario, Context context) {
  if (sweep.type != Type::table)
    return context.issues.add(sweep.place, fmt::format("sweep is {} (it is a table) write [sweep] and \"path\" = [values] below it", label(sweep.type)));
  SweepReader reader(scenario, context);
  for (const Entry& entry : sweep.entries) reader.read(entry, "");
  std::size_t points = 1;
  for (const SweepAxis& axis : scenario.sweep) {
    if (axis.values.size() > max_points / points)
      return context.issues.add(sweep.place, fmt::format("the sweep has more than {} points (its axes are crossed) use fewer values, or --points", max_points));
    points *= axis.values.size();
  }
}

}  // namespace alongside::scenario
