// What a path of a sweep or of a table of points means.

#include <fmt/format.h>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"

namespace alongside::scenario {
namespace {
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
                              did_you_mean(near, "see alongside describe parameters")));
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

}  // namespace alongside::scenario
