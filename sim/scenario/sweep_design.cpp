// [sweep]: its method, and how many points it asks for.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <limits>
#include <span>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"

namespace alongside::scenario {
namespace {

struct Method {
  SweepMethod method;
  const char* size;  ///< the key that says how large a sample is, or null
  std::int64_t least;
  const char* meaning;
};
constexpr Method methods[] = {{SweepMethod::factorial, nullptr, 0, ""},
                              {SweepMethod::list, nullptr, 0, ""},
                              {SweepMethod::random, "points", 1, "how many points there are"},
                              {SweepMethod::latin_hypercube, "points", 2, "how many points there are"},
                              {SweepMethod::sobol, "points", 1, "how many points there are; powers of 2 spread best"},
                              {SweepMethod::saltelli, "base_points", 2, "each gives a point for every axis, and two more"},
                              {SweepMethod::morris, "trajectories", 2, "each gives a point for every axis, and one more"}};
constexpr std::int64_t usual_levels = 4, most_levels = 1000;

std::optional<Method> read_method(const Node& node, Issues& issues) {
  std::vector<std::string> names;
  for (const Method& known : methods) {
    if (node.type == Type::text && node.text == label(known.method)) return known;
    names.emplace_back(label(known.method));
  }
  const std::string near = node.type == Type::text ? nearest_name(node.text, names) : "";
  issues.add(node.place, fmt::format("this method is not known (methods are \"{}\") {}", fmt::join(names, "\", \""),
                                     did_you_mean(near, "choose one of them")));
  return std::nullopt;
}

std::optional<std::int64_t> read_whole(const Node& node, std::string_view key, std::int64_t low, std::int64_t high, Issues& issues) {
  if (node.type == Type::integer && node.integer >= low && node.integer <= high) return node.integer;
  issues.add(node.place, fmt::format("{} is no good (it is a whole number from {} to {}) mend it", key, low, high));
  return std::nullopt;
}

/// Notes the settings of other methods, which would be ignored.
void refuse_others(const Node& sweep, const Method& method, Issues& issues) {
  for (const Entry& entry : sweep.entries) {
    const bool size = entry.key == "points" || entry.key == "base_points" || entry.key == "trajectories";
    if (!(size && (!method.size || entry.key != method.size)) && !(entry.key == "levels" && method.method != SweepMethod::morris) &&
        !(entry.key == "seed" && !is_sampled(method.method)))
      continue;
    issues.add(entry.place, fmt::format("{} has no meaning in a sweep of method \"{}\" ({}) {}", entry.key, label(method.method),
                                        method.size ? fmt::format("its size is {}: {}", method.size, method.meaning) : "its points are the values that are written out",
                                        sweep.find("method") ? "delete it" : "delete it, or add method = \"latin hypercube\""));
  }
}

void read_levels(const Node& sweep, SweepDesign& design, Issues& issues) {
  const Entry* levels = sweep.find("levels");
  design.levels = static_cast<std::uint32_t>(usual_levels);
  if (!levels) return;
  const auto read = read_whole(levels->value, "levels", 2, most_levels, issues);
  if (!read) return;
  if (*read % 2 != 0) issues.add(levels->value.place, fmt::format("levels = {} is odd (steps of half the range would favour the ends) take an even number", *read));
  design.levels = static_cast<std::uint32_t>(*read);
}

}  // namespace

const std::vector<std::string>& sweep_settings() {
  static const std::vector<std::string> names{"method", "points", "base_points", "trajectories", "levels", "seed", "grades"};
  return names;
}

void read_sweep_design(const Node& sweep, Scenario& scenario, Context context) {
  Issues& issues = context.issues;
  SweepDesign& design = scenario.sweep_design;
  Method method = methods[0];
  if (const Entry* entry = sweep.find("method")) {
    const auto read = read_method(entry->value, issues);
    if (!read) return;
    method = *read;
  }
  design.method = method.method;
  refuse_others(sweep, method, issues);
  if (!method.size) return;
  if (const Entry* size = sweep.find(method.size)) {
    const auto read = read_whole(size->value, method.size, method.least, static_cast<std::int64_t>(max_points), issues);
    design.size = static_cast<std::uint32_t>(read.value_or(method.least));
  } else {
    issues.add(sweep.place, fmt::format("a sweep of method \"{}\" needs {} ({}) write {} = 64, or as many as it takes", label(method.method), method.size, method.meaning, method.size));
    design.size = static_cast<std::uint32_t>(method.least);
  }
  design.seed = scenario.seed;
  if (const Entry* seed = sweep.find("seed"))
    if (const auto read = read_whole(seed->value, "seed", 0, std::numeric_limits<std::int64_t>::max(), issues)) design.seed = static_cast<std::uint64_t>(*read);
  if (method.method == SweepMethod::morris) read_levels(sweep, design, issues);
}

void check_sweep_size(const Node& sweep, const Scenario& scenario, Issues& issues) {
  const SweepDesign& design = scenario.sweep_design;
  const std::size_t axes = scenario.sweep.size();
  if (axes == 0) return;  // what could not be read has been noted
  if (design.method == SweepMethod::list)
    for (const SweepAxis& axis : scenario.sweep)
      if (axis.values.size() != scenario.sweep.front().values.size())
        return issues.add(sweep.place, fmt::format("{} has {} values and {} has {} (a sweep of method \"list\" takes them side by side) give each as many", scenario.sweep.front().path,
                                                   scenario.sweep.front().values.size(), axis.path, axis.values.size()));
  const std::size_t columns = design.method == SweepMethod::saltelli ? 2 * axes : design.method == SweepMethod::sobol ? axes : 0;
  if (columns > max_sobol_columns)
    return issues.add(sweep.place, fmt::format("the sweep has {} axes (Sobol' sequences are tabulated for {} columns, and \"saltelli\" takes two an axis) use \"latin hypercube\", or fewer axes", axes, max_sobol_columns));
  std::size_t points = 1;
  if (design.method == SweepMethod::factorial) {
    for (const SweepAxis& axis : scenario.sweep) {
      if (axis.values.size() > max_points / points)
        return issues.add(sweep.place, fmt::format("the sweep has more than {} points (its axes are crossed) use fewer values, or --points", max_points));
      points *= axis.values.size();
    }
  } else if (count_points(scenario) > max_points) {
    issues.add(sweep.place, fmt::format("the sweep has {} points (the limit is {}) ask for fewer", count_points(scenario), max_points));
  }
}

}  // namespace alongside::scenario
