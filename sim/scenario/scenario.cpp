#include "sim/scenario/scenario.hpp"

#include "sim/core/error.hpp"

namespace alongside::scenario {

int CellMap::find(std::string_view path) const {
  const auto found = by_path.find(path);
  return found == by_path.end() ? -1 : found->second;
}

const TableRows& CellMap::rows(const declare::Table& table) const {
  for (const TableRows& rows : tables)
    if (rows.table == &table) return rows;
  throw InternalError(fmt::format("table {} is not in the catalogue", table.name));
}

int CellMap::table_row(const declare::Table& table, std::size_t row) const {
  const TableRows& of_table = rows(table);
  if (row >= of_table.names.size()) return -1;
  return of_table.first_cell + static_cast<int>(row * table.columns.size());
}

std::string_view label(Common common) {
  static constexpr std::string_view labels[] = {"arms and points", "arms", "none"};
  return labels[static_cast<int>(common)];
}

std::string_view label(RecordLevel level) {
  static constexpr std::string_view labels[] = {"summary", "weekly", "family"};
  return labels[static_cast<int>(level)];
}

std::string_view label(SweepMethod method) {
  static constexpr std::string_view labels[] = {"factorial", "list", "random", "latin hypercube", "sobol", "saltelli", "morris"};
  return labels[static_cast<int>(method)];
}

std::size_t count_points(const Scenario& s) {
  if (!s.points_cells.empty()) return s.points_rows.size();
  if (s.sweep.empty()) return 1;
  const std::size_t size = s.sweep_design.size, axes = s.sweep.size();
  switch (s.sweep_design.method) {
    case SweepMethod::list: return s.sweep.front().values.size();
    case SweepMethod::saltelli: return size * (axes + 2);
    case SweepMethod::morris: return size * (axes + 1);
    case SweepMethod::factorial: break;
    default: return size;
  }
  std::size_t points = 1;
  for (const SweepAxis& axis : s.sweep) points *= axis.values.size();
  return points;
}

}  // namespace alongside::scenario
