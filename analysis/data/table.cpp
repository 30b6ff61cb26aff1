#include "analysis/data/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/data/clean_text.hpp"
#include "analysis/data/terminal.hpp"
#include "sim/core/error.hpp"

namespace alongside::data {
namespace {

std::string number_text(const Number& number, bool people) {
  if (!std::isfinite(number.value)) return people ? "-" : "";
  if (!people) return fmt::format("{:.12g}", number.value);
  std::string plain = fmt::format("{:.{}f}", number.value, number.digits);
  if (plain.starts_with('-') && plain.find_first_not_of("-0.") == plain.npos) plain.erase(0, 1);  // no "-0.00"
  const std::size_t sign = plain.starts_with('-') ? 1 : 0;
  std::size_t point = std::min(plain.find('.'), plain.size());
  for (std::size_t at = point; at > sign + 3; at -= 3) plain.insert(at - 3, ",");
  return plain;
}

/// Whether a spreadsheet would take a cell for a formula: = + - @ (also in their full-width forms, which some programs
/// turn into plain ones), tab and line ends. Apostrophes in front do not count, so that the guard can be taken off again.
bool starts_formula(std::string_view text) {
  while (text.starts_with('\'')) text.remove_prefix(1);
  for (const char* start : {"=", "+", "-", "@", "\t", "\r", "\n", "\uFF1D", "\uFF0B", "\uFF0D", "\uFF20"})
    if (text.starts_with(start)) return true;
  return false;
}

/// Columns on a terminal, not bytes: counts UTF-8 lead bytes.
std::size_t width(std::string_view text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](unsigned char c) { return (c & 0xC0) != 0x80; }));
}

nlohmann::ordered_json table_json(const OutputTable& table) {
  nlohmann::ordered_json rows = nlohmann::ordered_json::array();
  for (const auto& row : table.rows) {
    nlohmann::ordered_json object;
    for (std::size_t c = 0; c < row.size(); ++c) {
      nlohmann::ordered_json& value = object[table.columns[c]];
      if (const auto* text = std::get_if<std::string>(&row[c])) value = *text;
      else if (const auto* number = std::get_if<Number>(&row[c])) {
        if (std::isfinite(number->value)) value = number->value;
        else value = nullptr;
      } else value = std::get<long long>(row[c]);
    }
    rows.push_back(std::move(object));
  }
  nlohmann::ordered_json out;
  out["title"] = table.title;
  out["rows"] = std::move(rows);
  if (!table.notes.empty()) out["notes"] = table.notes;
  return out;
}

std::string table_csv(const OutputTable& table) {
  std::string out;
  const auto line = [&](const auto& cells, auto text) {
    for (std::size_t c = 0; c < cells.size(); ++c) out += (c ? "," : "") + csv_cell(text(cells[c]));
    out += '\n';
  };
  line(table.columns, [](const std::string& s) { return s; });
  for (const auto& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) {
      if (c) out += ',';
      // A negative number is not a formula; only text cells are guarded.
      out += std::holds_alternative<std::string>(row[c]) ? csv_cell(std::get<std::string>(row[c])) : cell_text(row[c], Format::csv);
    }
    out += '\n';
  }
  return out;
}

void strip_right(std::string& line) {
  while (line.ends_with(' ')) line.pop_back();
}

/// Names come from files: what a terminal would obey is taken out.
std::string shown(const Cell& cell) { return clean_text(cell_text(cell, Format::text)); }

std::string table_text(const OutputTable& table) {
  std::vector<std::size_t> widths;
  for (const auto& name : table.columns) widths.push_back(width(clean_text(name)));
  for (const auto& row : table.rows)
    for (std::size_t c = 0; c < row.size(); ++c) widths[c] = std::max(widths[c], width(shown(row[c])));
  std::string out = table.title.empty() ? "" : inked(clean_text(table.title), Ink::strong) + "\n";
  const auto aligned = [&](const std::string& text, std::size_t c, bool left) {
    const std::string space(widths[c] - width(text), ' ');
    return (c ? "  " : "") + (left ? text + space : space + text);
  };
  std::string head;
  for (std::size_t c = 0; c < table.columns.size(); ++c)
    head += aligned(clean_text(table.columns[c]), c, c == 0 || (!table.rows.empty() && std::holds_alternative<std::string>(table.rows[0][c])));
  strip_right(head);
  out += inked(head, Ink::faint) + "\n";
  for (const auto& row : table.rows) {
    std::string line;
    for (std::size_t c = 0; c < row.size(); ++c) line += aligned(shown(row[c]), c, std::holds_alternative<std::string>(row[c]));
    strip_right(line);
    out += line + "\n";
  }
  for (const auto& note : table.notes) out += inked(clean_text(note), Ink::faint) + "\n";
  return out;
}

/// A heading, the table, its notes. What Markdown would read as markup is escaped.
std::string table_markdown(const OutputTable& table) {
  const auto escaped = [](const std::string& text) {
    std::string out;
    for (const char c : clean_text(text)) {
      if (std::string_view("|*`<>[]\\").find(c) != std::string_view::npos) out += '\\';
      out += c;
    }
    return out;
  };
  std::string out = table.title.empty() ? "" : "## " + escaped(table.title) + "\n\n";
  std::string rule = "|";
  out += "|";
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    out += " " + escaped(table.columns[c]) + " |";
    rule += c == 0 || (!table.rows.empty() && std::holds_alternative<std::string>(table.rows[0][c])) ? "---|" : "---:|";
  }
  out += "\n" + rule + "\n";
  for (const auto& row : table.rows) {
    out += "|";
    for (const Cell& cell : row) out += " " + escaped(shown(cell)) + " |";
    out += "\n";
  }
  if (!table.notes.empty()) out += "\n";
  for (const auto& note : table.notes) out += escaped(note) + "\n";
  return out;
}

}  // namespace

std::string cell_text(const Cell& cell, Format format) {
  const bool people = format == Format::text || format == Format::markdown;
  if (const auto* text = std::get_if<std::string>(&cell)) return *text;
  if (const auto* number = std::get_if<Number>(&cell)) return number_text(*number, people);
  const long long whole = std::get<long long>(cell);
  return people ? number_text({static_cast<double>(whole), 0}, true) : std::to_string(whole);
}

Format parse_format(std::string_view name) {
  if (name == "text") return Format::text;
  if (name == "csv") return Format::csv;
  if (name == "json") return Format::json;
  if (name == "md") return Format::markdown;
  throw UsageError(fmt::format("--format \"{}\" is not known (text, csv, json or md)", name));
}

std::string OutputTable::print(Format format) const { return data::print({*this}, format); }

std::string print(const std::vector<OutputTable>& tables, Format format) {
  if (format == Format::json) {
    if (tables.size() == 1) return table_json(tables[0]).dump(2) + "\n";
    nlohmann::ordered_json out = nlohmann::ordered_json::array();
    for (const auto& table : tables) out.push_back(table_json(table));
    return out.dump(2) + "\n";
  }
  std::string out;
  for (const auto& table : tables) {
    if (!out.empty()) out += '\n';
    out += format == Format::csv ? table_csv(table) : format == Format::markdown ? table_markdown(table) : table_text(table);
  }
  return out;
}

std::string csv_cell(std::string_view text) {
  std::string out(text);
  if (starts_formula(text)) out.insert(0, "'");
  if (out.find_first_of(",;\"\r\n") == std::string::npos) return out;
  std::string quoted = "\"";
  for (char c : out) quoted += c == '"' ? "\"\"" : std::string(1, c);
  return quoted + "\"";
}

}  // namespace alongside::data
