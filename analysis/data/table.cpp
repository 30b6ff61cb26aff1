#include "analysis/data/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "analysis/data/clean_text.hpp"
#include "analysis/data/terminal.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::data {
namespace {

/// Splits CSV text into rows of cells; quotes may hold commas, line ends and doubled quotes.
class CsvParser {
 public:
  CsvParser(std::string_view text, const std::string& name) : text_(text), name_(name) {}

  bool row(std::vector<std::string>& cells, std::size_t& line) {
    cells.clear();
    if (at_ >= text_.size()) return false;
    line = line_;
    for (;;) {
      cells.push_back(cell());
      if (at_ >= text_.size()) return true;
      const char c = text_[at_++];
      if (c == ',') continue;
      if (c == '\r' && at_ < text_.size() && text_[at_] == '\n') ++at_;
      ++line_;
      return true;
    }
  }

 private:
  std::string cell() {
    std::string out;
    if (at_ < text_.size() && text_[at_] == '"') {
      for (++at_; at_ < text_.size(); ++at_) {
        if (text_[at_] == '"') {
          if (at_ + 1 < text_.size() && text_[at_ + 1] == '"') {
            ++at_;
          } else {
            ++at_;
            if (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r')
              throw DataError(fmt::format("{}:{}: text after a closing quote (a quoted cell ends at its quote)", name_, line_));
            return out;
          }
        }
        if (text_[at_] == '\n') ++line_;
        out += text_[at_];
      }
      throw DataError(fmt::format("{}:{}: a quote is never closed", name_, line_));
    }
    while (at_ < text_.size() && text_[at_] != ',' && text_[at_] != '\n' && text_[at_] != '\r') out += text_[at_++];
    return out;
  }

  std::string_view text_;
  const std::string& name_;
  std::size_t at_ = 0, line_ = 1;
};

std::string number_text(const Number& number, bool people) {
  if (!std::isfinite(number.value)) return people ? "-" : "";
  if (!people) return fmt::format("{:.12g}", number.value);
  std::string plain = fmt::format("{:.{}f}", number.value, number.digits);
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

CsvTable CsvTable::read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw DataError(fmt::format("{}: cannot be read (no such file, or no permission)", path));
  std::ostringstream text;
  text << file.rdbuf();
  if (text.view().size() > (std::size_t{1} << 30)) throw DataError(fmt::format("{}: over 1 GiB (too large to read at once)", path));
  return parse(text.view(), path);
}

CsvTable CsvTable::parse(std::string_view text, std::string name) {
  CsvTable table;
  table.name_ = std::move(name);
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  if (text.find('\0') != text.npos) throw DataError(fmt::format("{}: holds a NUL byte (not a text file)", table.name_));
  CsvParser parser(text, table.name_);
  std::vector<std::string> cells;
  std::size_t line = 0;
  if (!parser.row(table.columns_, line) || (table.columns_.size() == 1 && table.columns_[0].empty()))
    throw DataError(fmt::format("{}:1: no header line (the first line names the columns)", table.name_));
  for (std::size_t i = 0; i < table.columns_.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (table.columns_[i] == table.columns_[j])
        throw DataError(fmt::format("{}:1: column \"{}\" stands twice", table.name_, table.columns_[i]));
  while (parser.row(cells, line)) {
    if (cells.size() == 1 && cells[0].empty()) continue;
    if (cells.size() != table.columns_.size())
      throw DataError(fmt::format("{}:{}: {} cells, but the header names {} columns", table.name_, line, cells.size(), table.columns_.size()));
    table.lines_.push_back(line);
    for (auto& cell : cells) table.cells_.push_back(std::move(cell));
  }
  return table;
}

std::optional<std::size_t> CsvTable::find(std::string_view column) const {
  const auto it = std::find(columns_.begin(), columns_.end(), column);
  if (it == columns_.end()) return std::nullopt;
  return static_cast<std::size_t>(it - columns_.begin());
}

std::size_t CsvTable::require(std::string_view column) const {
  if (const auto index = find(column)) return *index;
  const std::string near = nearest_name(column, columns_);
  throw DataError(fmt::format("{}: no column \"{}\" ({})", name_, column,
                              near.empty() ? "it is not in the header line" : fmt::format("did you mean \"{}\"?", near)));
}

std::vector<std::string> CsvTable::texts(std::string_view column) const {
  const std::size_t c = require(column);
  std::vector<std::string> out(rows());
  for (std::size_t r = 0; r < rows(); ++r) out[r] = text(r, c);
  return out;
}

std::vector<double> CsvTable::numbers(std::string_view column) const {
  const std::size_t c = require(column);
  std::vector<double> out(rows());
  for (std::size_t r = 0; r < rows(); ++r) {
    std::string_view cell = text(r, c);
    while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
    while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
    if (cell.starts_with('+')) cell.remove_prefix(1);
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), out[r]);
    if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(out[r]))
      throw DataError(fmt::format("{}:{}: \"{}\" in column \"{}\" is not a finite number", name_, lines_[r], text(r, c), column));
  }
  return out;
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
