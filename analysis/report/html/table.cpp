#include "analysis/report/html/table.hpp"

namespace alongside::report {
namespace {

constexpr std::size_t many_columns = 7;  ///< more than these are set closer

/// The table in a frame that scrolls sideways and can be reached by keyboard.
Markup framed(const std::string& caption, const char* kind, const Markup& table) {
  const Markup whole = element("table", {{"class", kind}}, element("caption", element("span", caption)) + table);
  return element("div", {{"class", "table-frame"}, {"role", "region"}, {"tabindex", "0"}, {"aria-label", caption}}, whole);
}

Markup head(const std::vector<std::string>& columns) {
  Markup cells;
  for (const std::string& column : columns) cells += element("th", {{"scope", "col"}}, column);
  return element("thead", element("tr", cells));
}

}  // namespace

Markup page_table(const PageTable& table) {
  Markup body;
  for (const TableRow& row : table.rows) {
    if (row.cells.empty()) {
      body += element("tr", {{"class", "group"}}, element("th", {{"scope", "colgroup"}, {"colspan", std::to_string(table.columns.size())}}, row.heading));
      continue;
    }
    Markup cells = element("th", {{"scope", "row"}}, row.heading);
    for (const Markup& cell : row.cells) cells += element("td", cell);
    body += element("tr", cells);
  }
  return framed(table.caption, table.align == Align::text ? "words" : table.columns.size() > many_columns ? "numbers many" : "numbers", head(table.columns) + element("tbody", body));
}

Markup html_table(const data::OutputTable& table) {
  Markup body;
  for (const auto& row : table.rows) {
    Markup cells;
    for (const data::Cell& cell : row) {
      const bool text = std::holds_alternative<std::string>(cell);
      cells += element("td", {{"class", text ? "word" : "number"}}, data::cell_text(cell, data::Format::text));
    }
    body += element("tr", cells);
  }
  Markup notes;
  for (const std::string& note : table.notes) notes += element("p", {{"class", "note"}}, note);
  return framed(table.title, "mixed", head(table.columns) + element("tbody", body)) + notes;
}

}  // namespace alongside::report
