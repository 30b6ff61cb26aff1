#pragma once
// Tables of a page: headed, scrollable on a narrow screen, readable by a screen reader.

#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/report/html/markup.hpp"

namespace alongside::report {

/// A body row: its heading and cells, or a heading over the rows that follow.
struct TableRow {
  Markup heading;
  std::vector<Markup> cells;  ///< empty: a heading over the rows that follow
};

/// How cells stand: numbers to the right, text to the left.
enum class Align { numbers, text };

/// A table whose first column names the rows.
struct PageTable {
  std::string caption;               ///< says what it is; read out with it
  std::vector<std::string> columns;  ///< the first heads the column of names
  std::vector<TableRow> rows;
  Align align = Align::numbers;
};

Markup page_table(const PageTable& table);

/// A table of the analyses as it is: numbers as people read them.
Markup html_table(const data::OutputTable& table);

}  // namespace alongside::report
