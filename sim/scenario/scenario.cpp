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

}  // namespace alongside::scenario
