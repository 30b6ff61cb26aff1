// [sweep]: its axes.

#include <fmt/format.h>
#include <fmt/ranges.h>

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

/// A table that says what an axis is, and not the next step of a dotted path (there is a column called "from").
bool describes_axis(const Node& table) {
  const auto plain = [&](const char* key) {
    const Entry* entry = table.find(key);
    return entry && entry->value.type != Type::table && entry->value.type != Type::array;
  };
  return plain("from") || plain("to") || plain("low") || plain("high") || table.find("values");
}

class SweepReader {
 public:
  SweepReader(Scenario& scenario, Context context) : scenario_(scenario), context_(context) {}

  void read(const Entry& entry, const std::string& prefix) {
    const std::string path = prefix + entry.key;
    if (entry.value.type == Type::table && !describes_axis(entry.value)) {
      if (entry.value.entries.empty()) issue(entry.place, fmt::format("the sweep of {} is empty (it needs values) write a list", path));
      for (const Entry& inner : entry.value.entries) read(inner, path + ".");  // bare dotted paths
      return;
    }
    if (const std::string near = nearest_name(path, sweep_settings()); !near.empty() && scenario_.cells.find(path) < 0)
      return issue(entry.place, fmt::format("unknown name \"{}\" (it is neither a path nor a setting of the sweep) did you mean \"{}\"?", path, near));
    SweepAxis axis;
    axis.path = path;
    if (const Entry* arm = entry.value.find("arm")) {
      if (arm->value.type != Type::text) return issue(arm->value.place, "arm is not text (it is an arm's name) put it in quotes");
      axis.path = fmt::format("arms.{}.{}", arm->value.text, path);
    }
    if (!find_target(axis.path, entry.place, scenario_, axis.arm, axis.cell, context_)) return;
    if (read_values_of(entry.value, axis)) add(entry.place, std::move(axis));
  }

  /// Every parameter of the population and the model with these grades of evidence, over its declared spread, unless it has an axis of its own.
  void read_grades(const Entry& entry) {
    const Node& list = entry.value;
    const auto graded = [&](const declare::Parameter& p) {
      return std::any_of(list.items.begin(), list.items.end(), [&](const Node& item) { return item.text == label(p.grade); });
    };
    if (!known_grades(list)) return;
    if (!sampled()) return issue(entry.place, fmt::format("grades sweep spreads (the method \"{}\" takes values as they stand) add method = \"morris\" to the sweep", label(scenario_.sweep_design.method)));
    const std::vector<Cell>& cells = scenario_.cells.cells;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      const declare::Parameter& p = *cells[c].parameter;
      const auto swept = [&](const SweepAxis& axis) { return axis.cell == static_cast<int>(c); };
      if (cells[c].scope != declare::Scope::population || p.kind == Kind::choice || p.spread.shape == declare::Shape::none || !graded(p)) continue;
      if (std::any_of(scenario_.sweep.begin(), scenario_.sweep.end(), swept)) continue;
      SweepAxis axis;
      axis.path = cells[c].path, axis.arm = -1, axis.cell = static_cast<int>(c);
      axis.source = AxisSource::spread, axis.span = p.spread;
      scenario_.sweep.push_back(std::move(axis));
    }
  }

 private:
  bool known_grades(const Node& list) {
    using declare::Grade;
    static const std::vector<std::string> names{std::string(label(Grade::trial)), std::string(label(Grade::cohort)), std::string(label(Grade::fitted)), std::string(label(Grade::assumed))};
    if (list.type != Type::array || list.items.empty()) {
      issue(list.place, "grades is no list (it says which grades of evidence are swept) write grades = [\"assumed\"]");
      return false;
    }
    for (const Node& item : list.items) {
      if (item.type == Type::text && std::find(names.begin(), names.end(), item.text) != names.end()) continue;
      const std::string near = item.type == Type::text ? nearest_name(item.text, names) : "";
      issue(item.place, fmt::format("this grade is not known (grades with spreads are \"{}\") {}", fmt::join(names, "\", \""), did_you_mean(near, "choose of them")));
      return false;
    }
    return true;
  }

  void issue(const Place& place, std::string message) const { context_.issues.add(place, std::move(message)); }
  const declare::Parameter& parameter(const SweepAxis& axis) const { return *scenario_.cells.cells[static_cast<std::size_t>(axis.cell)].parameter; }

  bool sampled() const { return is_sampled(scenario_.sweep_design.method); }

  bool read_values_of(const Node& node, SweepAxis& axis) {
    if (node.type == Type::array) return read_list(node, axis);
    if (node.type == Type::text && node.text == "spread") return read_declared_spread(node, axis);
    if (node.type != Type::table) {
      issue(node.place, fmt::format("the sweep of {} is {} (a sweep takes several values) write a list, or {{from = .., to = ..{}}}", axis.path, label(node.type), sampled() ? "" : ", steps = .."));
      return false;
    }
    if (!known_names(node)) return false;
    const bool range = node.find("from") || node.find("to"), spread = node.find("low") || node.find("high");
    const Entry* values = node.find("values");
    if ((values != nullptr) + range + spread > 1) {
      issue(node.place, fmt::format("the sweep of {} has more than one of values, a range and a spread (only one can hold) delete the others", axis.path));
      return false;
    }
    if (spread) return read_spread_axis(node, axis);
    if (!values) return read_range(node, axis);
    if (values->value.type == Type::array) return read_list(values->value, axis);
    issue(values->value.place, fmt::format("values is {} (it is a list) write values = [..]", label(values->value.type)));
    return false;
  }

  bool known_names(const Node& node) {
    static const std::vector<std::string> names{"from", "to", "steps", "step", "scale", "values", "arm", "low", "high", "shape"};
    bool good = true;
    for (const Entry& entry : node.entries) {
      if (std::find(names.begin(), names.end(), entry.key) != names.end()) continue;
      const std::string near = nearest_name(entry.key, names);
      issue(entry.place, fmt::format("unknown name \"{}\" in a sweep (it has from, to, steps, step, scale, values, low, high, shape and arm) {}", entry.key,
                                     did_you_mean(near, "use one of these")));
      good = false;
    }
    return good;
  }

  /// Ranges without steps and spreads need a method that samples them.
  bool need_sample(const Place& place, const SweepAxis& axis, std::string_view what) {
    if (sampled()) return true;
    issue(place, fmt::format("the sweep of {} is {} (the method \"{}\" takes values as they stand) write a list, or add method = \"latin hypercube\" to the sweep",
                             axis.path, what, label(scenario_.sweep_design.method)));
    return false;
  }

  bool read_declared_spread(const Node& node, SweepAxis& axis) {
    if (!need_sample(node.place, axis, "a spread")) return false;
    axis.source = AxisSource::spread;
    axis.span = parameter(axis).spread;
    if (axis.span.shape != declare::Shape::none) return true;
    issue(node.place, fmt::format("{} has no declared spread (so it says nothing of where to look) write {{from = .., to = ..}}", axis.path));
    return false;
  }

  bool read_spread_axis(const Node& node, SweepAxis& axis) {
    if (!need_sample(node.place, axis, "a spread")) return false;
    Node spread = node;
    std::erase_if(spread.entries, [](const Entry& entry) { return entry.key == "arm"; });
    const auto read = read_spread(spread, parameter(axis), axis.path, context_);
    if (read) axis.source = AxisSource::spread, axis.span = *read;
    return read.has_value();
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
    if (!from || !to || (steps && step)) {
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
    if (!steps && !step) return read_sampled_range(node, *low, *high, axis);
    if (const Entry* scale = node.find("scale")) {
      issue(scale->place, "scale has no meaning beside steps (their values are evenly far apart) write the values as a list");
      return false;
    }
    const double count = steps ? count_of_steps(steps->value) : count_at_step(step->value, *low, *high, axis);
    if (count == 0) return false;
    return fill_range(node, *low, steps ? (*high - *low) / (count - 1) : step_, count, axis);
  }

  bool read_sampled_range(const Node& node, double low, double high, SweepAxis& axis) {
    if (!need_sample(node.place, axis, "a range without steps")) return false;
    const auto refuse = [&](const Place& place, std::string message) {
      issue(place, std::move(message));
      return false;
    };
    if (low >= high) return refuse(node.place, fmt::format("the range of {} has from >= to (it would be empty) swap or mend them", axis.path));
    axis.source = AxisSource::range;
    axis.span = {declare::Shape::uniform, low, high};
    const Entry* scale = node.find("scale");
    if (!scale || (scale->value.type == Type::text && scale->value.text == "linear")) return true;
    if (scale->value.type != Type::text || scale->value.text != "log")
      return refuse(scale->value.place, "this scale is not known (scales are \"linear\" and \"log\") choose one of them");
    if (low <= 0) return refuse(node.place, fmt::format("the range of {} starts at 0 or below (a log scale lies above 0) raise from, or leave out scale", axis.path));
    axis.source = AxisSource::log_range;
    return true;
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

void read_sweep(const Node& sweep, Scenario& scenario, Context context) {
  if (sweep.type != Type::table)
    return context.issues.add(sweep.place, fmt::format("sweep is {} (it is a table) write [sweep] and \"path\" = [values] below it", label(sweep.type)));
  read_sweep_design(sweep, scenario, context);
  SweepReader reader(scenario, context);
  const std::vector<std::string>& settings = sweep_settings();
  for (const Entry& entry : sweep.entries)
    if (std::find(settings.begin(), settings.end(), entry.key) == settings.end()) reader.read(entry, "");
  if (const Entry* grades = sweep.find("grades")) reader.read_grades(*grades);
  if (scenario.sweep.empty() && context.issues.empty() && sweep.find("method"))
    context.issues.add(sweep.place, "the sweep has no axes (nothing would vary) add \"path\" = {from = .., to = ..}");
  check_sweep_size(sweep, scenario, context.issues);
}

}  // namespace alongside::scenario
