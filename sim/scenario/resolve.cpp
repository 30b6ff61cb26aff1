// From a draft to cells and arms.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"

namespace alongside::scenario {
namespace {
using declare::Parameter;
using declare::Table;

void add_cell(CellMap& map, std::string path, const Parameter* parameter, declare::Scope scope) {
  map.by_path.emplace(path, static_cast<int>(map.cells.size()));
  map.cells.push_back({std::move(path), parameter, scope});
}

/// Row names of a table in the order of first appearance: above the arms, then arm by arm.
std::vector<std::string> row_names(const Table& table, const Draft& draft, const std::vector<Values>& arms) {
  std::vector<std::string> names;
  const auto collect = [&](const Values& values) {
    const auto rows = values.rows.find(&table);
    if (rows == values.rows.end()) return;
    for (const RowDraft& row : rows->second)
      if (std::find(names.begin(), names.end(), row.name) == names.end()) names.push_back(row.name);
  };
  collect(draft.values);
  for (const Values& values : arms) collect(values);
  return names;
}

CellMap make_cells(const Draft& draft, const std::vector<Values>& arms, Context context) {
  CellMap map;
  for (const Parameter* p : context.catalogue.parameters()) add_cell(map, std::string(p->name), p, p->scope);
  int first_row = 0;
  for (const Table* table : context.catalogue.tables()) {
    std::vector<std::string> names = row_names(*table, draft, arms);
    if (names.size() > max_table_rows) {
      context.issues.add({draft.arms_place.file, 0, 0},
                         fmt::format("table {} has {} rows over all arms (the limit is {}) use fewer names", table->name, names.size(), max_table_rows));
      names.resize(max_table_rows);
    }
    const int first_cell = static_cast<int>(map.cells.size());
    for (const std::string& name : names)
      for (const Parameter& column : table->columns)
        add_cell(map, fmt::format("{}.{}.{}", table->name, name, column.name), &column, table->scope);
    const int rows = static_cast<int>(names.size());
    map.tables.push_back({table, std::move(names), first_cell, first_row});
    first_row += rows;
  }
  return map;
}

void fill_rows(const Values& values, const CellMap& map, Arm& arm) {
  for (const auto& [table, rows] : values.rows) {
    const TableRows& known = map.rows(*table);
    for (const RowDraft& row : rows) {
      const auto at = std::find(known.names.begin(), known.names.end(), row.name);
      if (at == known.names.end()) continue;  // past the limit, which is a mistake already noted
      const auto index = static_cast<std::size_t>(at - known.names.begin());
      arm.table_row_used[static_cast<std::size_t>(known.first_row) + index] = true;
      const auto first = static_cast<std::size_t>(map.table_row(*table, index));
      for (const auto& [column, setting] : row.cells)
        arm.row[first + static_cast<std::size_t>(column - table->columns.data())] = setting.value;
    }
  }
}

Arm make_arm(const ArmDraft& draft, const Values& values, const CellMap& map, Context context) {
  Arm arm{draft.name, draft.text, {}, {}};
  for (const Cell& cell : map.cells) arm.row.push_back(cell.parameter->value);
  std::size_t rows = 0;
  for (const TableRows& table : map.tables) rows += table.names.size();
  arm.table_row_used.assign(rows, false);
  for (const auto& [parameter, setting] : values.parameters) arm.row[context.catalogue.index(*parameter)] = setting.value;
  fill_rows(values, map, arm);
  return arm;
}

void check_names(const Draft& draft, Issues& issues) {
  for (std::size_t i = 0; i < draft.arms.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (!draft.arms[i].name.empty() && draft.arms[i].name == draft.arms[j].name)
        issues.add(draft.arms[i].place, fmt::format("a second arm is called \"{}\" (the first is at line {}: results are told apart by the name) rename one",
                                                    draft.arms[i].name, draft.arms[j].place.line));
}

/// Arms that a sweep or a table of points addresses alone may start out the same.
bool addressed_alone(const Scenario& scenario, std::size_t arm) {
  const auto is = [&](int a) { return a == static_cast<int>(arm); };
  return std::any_of(scenario.points_arms.begin(), scenario.points_arms.end(), is) ||
         std::any_of(scenario.sweep.begin(), scenario.sweep.end(), [&](const SweepAxis& axis) { return is(axis.arm); });
}

void settle(const Draft& draft, Scenario& scenario, Issues& issues) {
  scenario.name = draft.name;
  scenario.text = draft.text;
  scenario.seed = static_cast<std::uint64_t>(draft.seed.value_or(1));
  scenario.replicates = static_cast<std::uint32_t>(draft.replicates.value_or(1));
  scenario.draws = static_cast<std::uint32_t>(draft.draws.value_or(0));
  scenario.common = draft.common.value_or(Common::arms_and_points);
  scenario.record = draft.record.value_or(RecordLevel::weekly);
  const std::uint64_t worlds = std::uint64_t{std::max(scenario.draws, 1u)} * scenario.replicates;
  if (worlds > std::numeric_limits<std::uint32_t>::max())
    issues.add(draft.replicates_place.file.empty() ? Place{draft.arms_place.file, 0, 0} : draft.replicates_place,
               fmt::format("{} draws of {} replicates are {} worlds (their numbers go up to {}) ask for fewer", scenario.draws, scenario.replicates, worlds,
                           std::numeric_limits<std::uint32_t>::max()));
  const bool families = scenario.record == RecordLevel::family;
  scenario.record_families = static_cast<std::uint32_t>(draft.record_families.value_or(families ? 1 : 0));
  if (scenario.record_families > scenario.replicates && families)
    issues.add(draft.record_families_place, fmt::format("record_families = {} is more than the replicates (there are {}) write at most that",
                                                        scenario.record_families, scenario.replicates));
  // What is not recorded has no number, so that two files that do the same read the same.
  if (!families) scenario.record_families = 0;
}

}  // namespace

void check_arms_differ(const Draft& draft, const Scenario& scenario, Issues& issues) {
  for (std::size_t i = 0; i < scenario.arms.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const Arm &a = scenario.arms[j], &b = scenario.arms[i];
      if (a.row != b.row || a.table_row_used != b.table_row_used) continue;
      if (addressed_alone(scenario, i) || addressed_alone(scenario, j)) continue;
      issues.add(draft.arms[i].place, fmt::format("the arms \"{}\" and \"{}\" are the same in every value (every difference would be 0) change one or delete it", a.name, b.name));
    }
}

Scenario resolve(const Draft& draft, Context context) {
  Scenario scenario;
  settle(draft, scenario, context.issues);
  if (draft.arms.empty() && !draft.arms_unread)
    context.issues.add(draft.arms_place, "there is no arm (an arm is what gets simulated) add [[arm]] and name = \"...\"");
  check_names(draft, context.issues);
  std::vector<Values> values;
  for (const ArmDraft& arm : draft.arms) {
    values.push_back(draft.values);
    lay_over(values.back(), arm.values, context.issues);
  }
  scenario.cells = make_cells(draft, values, context);
  for (std::size_t i = 0; i < draft.arms.size(); ++i) scenario.arms.push_back(make_arm(draft.arms[i], values[i], scenario.cells, context));
  if (draft.sweep) read_sweep(*draft.sweep, scenario, context);
  return scenario;
}

Scenario read_scenario(const std::string& path, const declare::Catalogue& catalogue, const Overrides& overrides) {
  Issues issues;
  const Context context{catalogue, issues};
  Draft draft;
  draft.arms_place.file = path;
  read_files(path, draft, context);
  // Without the file itself, or with a base that could not be read, everything else would be a follow-up mistake.
  if (draft.incomplete) issues.throw_if_any();
  read_overrides(overrides, draft, context);
  Scenario scenario = resolve(draft, context);
  scenario.file = path;
  if (!overrides.points.empty()) read_points(overrides.points, scenario, context);
  read_posterior(draft, scenario, context);
  read_uncertainty(draft, scenario, context);
  if (issues.empty()) check_arms_differ(draft, scenario, issues);
  issues.throw_if_any();
  scenario.resolved = canonical_text(scenario);
  return scenario;
}

}  // namespace alongside::scenario
