#pragma once
// A table of text or numbers: read from CSV, printed for people, as CSV or as JSON.

#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace alongside::data {

/// A CSV file in memory: named columns of text cells, with the line each row came from.
class CsvTable {
 public:
  /// Reads RFC 4180 CSV (quotes, CRLF), also separated by semicolons or tabs throughout. Throws DataError naming file and line when the file cannot
  /// be read, is over 1 GiB, holds NUL, has no header, repeats a column name or has ragged rows.
  static CsvTable read(const std::string& path);
  /// The same from text; `name` stands for the file in messages.
  static CsvTable parse(std::string_view text, std::string name);

  const std::vector<std::string>& columns() const { return columns_; }
  std::size_t rows() const { return lines_.size(); }
  bool has(std::string_view column) const { return find(column).has_value(); }
  const std::string& text(std::size_t row, std::size_t column) const { return cells_[row * columns_.size() + column]; }
  /// Cells of a column as text. Throws DataError with the nearest name when there is no such column.
  std::vector<std::string> texts(std::string_view column) const;
  /// Cells of a column as finite numbers. Throws DataError with line and cell when one is not.
  std::vector<double> numbers(std::string_view column) const;
  const std::string& name() const { return name_; }
  /// Line of the file that a row starts on, from 1.
  std::size_t line(std::size_t row) const { return lines_[row]; }

 private:
  std::optional<std::size_t> find(std::string_view column) const;
  std::size_t require(std::string_view column) const;

  std::string name_;
  std::vector<std::string> columns_;
  std::vector<std::string> cells_;
  std::vector<std::size_t> lines_;
};

enum class Format { text, csv, json, markdown };

/// "text", "csv", "json" or "md"; throws UsageError otherwise.
Format parse_format(std::string_view name);

/// A cell of an output table. A number prints with `digits` decimals for people and with 12 significant
/// digits in CSV and JSON; NaN prints as "-", as an empty cell and as null.
struct Number {
  double value;
  int digits = 2;
};
using Cell = std::variant<std::string, Number, long long>;

/// A cell as it stands in a table of that format, before any quoting.
std::string cell_text(const Cell& cell, Format format);

/// An output table with a title, headed columns and notes underneath (notes: text format only, and JSON).
struct OutputTable {
  std::string title;
  std::vector<std::string> columns;
  std::vector<std::vector<Cell>> rows;
  std::vector<std::string> notes;

  std::string print(Format format) const;
};

/// Several tables in one answer: text and CSV one after the other, JSON as one object by title.
std::string print(const std::vector<OutputTable>& tables, Format format);

/// A CSV cell, quoted when needed, and with a leading ' when a spreadsheet would run it as a formula. Every text cell and
/// heading that the program writes to CSV goes through here.
std::string csv_cell(std::string_view text);

}  // namespace alongside::data
