// CSV files read into tables of text cells.
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "analysis/data/table.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::data {
namespace {

/// What separates cells: of comma, semicolon (spreadsheets where the comma is the decimal sign) and tab, the one that the
/// header line holds most often outside quotes; the comma when none leads.
char separator_of(std::string_view text) {
  constexpr std::string_view separators = ",;\t";
  std::array<std::size_t, 3> count{};
  bool quoted = false;
  for (const char c : text) {
    if (!quoted && (c == '\n' || c == '\r')) break;
    if (c == '"') quoted = !quoted;
    if (const std::size_t at = separators.find(c); !quoted && at != separators.npos) ++count[at];
  }
  return separators[static_cast<std::size_t>(std::ranges::max_element(count) - count.begin())];
}

/// Splits CSV text into rows of cells; quotes may hold separators, line ends and doubled quotes.
class CsvParser {
 public:
  CsvParser(std::string_view text, const std::string& name) : text_(text), name_(name), separator_(separator_of(text)) {}

  bool row(std::vector<std::string>& cells, std::size_t& line) {
    cells.clear();
    if (at_ >= text_.size()) return false;
    line = line_;
    for (;;) {
      cells.push_back(cell());
      if (at_ >= text_.size()) return true;
      const char c = text_[at_++];
      if (c == separator_) continue;
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
            if (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r')
              throw DataError(fmt::format("{}:{}: text after a closing quote (a quoted cell ends at its quote)", name_, line_));
            return out;
          }
        }
        if (text_[at_] == '\n') ++line_;
        out += text_[at_];
      }
      throw DataError(fmt::format("{}:{}: a quote is never closed", name_, line_));
    }
    while (at_ < text_.size() && text_[at_] != separator_ && text_[at_] != '\n' && text_[at_] != '\r') out += text_[at_++];
    return out;
  }

  std::string_view text_;
  const std::string& name_;
  char separator_;
  std::size_t at_ = 0, line_ = 1;
};

/// Whether a cell would be a number if its one comma were a point.
bool decimal_comma(std::string_view cell) {
  return std::ranges::count(cell, ',') == 1 && cell.find_first_not_of("0123456789,-eE") == cell.npos;
}

}  // namespace

CsvTable CsvTable::read(const std::string& path) {
  if (std::filesystem::is_directory(path)) throw DataError(fmt::format("{}: is a folder (give a CSV file)", path));
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
                              did_you_mean(near, "it is not in the header line")));
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
      throw DataError(fmt::format("{}:{}: \"{}\" in column \"{}\" is not a finite number{}", name_, lines_[r], text(r, c), column,
                                  decimal_comma(cell) ? " (write the decimal sign as a point)" : ""));
  }
  return out;
}

}  // namespace alongside::data
