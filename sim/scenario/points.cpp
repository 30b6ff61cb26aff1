// --points: design points from a CSV table, one row each.

#include <fmt/format.h>

#include "sim/scenario/draft.hpp"
#include "sim/scenario/value.hpp"

namespace alongside::scenario {
namespace {

constexpr std::size_t max_points_bytes = 256u << 20;
constexpr std::size_t max_columns = 1000;

struct Field {
  std::string text;
  int column;
};

/// Splits a line of CSV; quotes as in RFC 4180, but no line breaks inside them.
std::optional<std::vector<Field>> split(std::string_view line) {
  std::vector<Field> fields;
  std::size_t at = 0;
  while (true) {
    Field field{"", static_cast<int>(at) + 1};
    if (at < line.size() && line[at] == '"') {
      for (++at;; ++at) {
        if (at >= line.size()) return std::nullopt;
        if (line[at] != '"') field.text += line[at];
        else if (at + 1 < line.size() && line[at + 1] == '"') field.text += line[at++];
        else break;
      }
      ++at;
    }
    while (at < line.size() && line[at] != ',') field.text += line[at++];
    fields.push_back(std::move(field));
    if (at >= line.size()) return fields;
    ++at;
  }
}

std::string trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return "";
  return std::string(text.substr(first, text.find_last_not_of(" \t") - first + 1));
}

class PointsReader {
 public:
  PointsReader(const std::string& file, Scenario& scenario, Context context) : file_(file), scenario_(scenario), context_(context) {}

  void read(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
    int line = 0;
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      std::string_view row = text.substr(0, end);
      text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
      if (row.ends_with('\r')) row.remove_suffix(1);
      ++line;
      if (row.empty()) continue;
      if (!read_line(row, line)) return;
    }
    if (!headed_) issue(0, 0, "the table is empty (its first line names what varies) write a header and a row per point");
    else if (scenario_.points_rows.empty() && context_.issues.empty()) issue(0, 0, "the table has no rows (each is a point) add one");
  }

 private:
  void issue(int line, int column, std::string message) { context_.issues.add({file_, line, column}, std::move(message)); }

  bool read_line(std::string_view row, int line) {
    if (row.find('\0') != std::string_view::npos) {
      issue(line, 0, "a NUL byte (the file is not text) check that it is the right file");
      return false;
    }
    const auto fields = split(row);
    if (!fields) {
      issue(line, 0, "a quote is not closed on its line (cells cannot be told apart) add it");
      return false;
    }
    if (!headed_) return read_header(*fields, line);
    if (scenario_.points_rows.size() >= max_points) {
      issue(line, 0, fmt::format("there are more than {} points (the limit) split the table", max_points));
      return false;
    }
    read_point(*fields, line);
    // A table with its columns in disorder would bury the report.
    return context_.issues.size() < 200;
  }

  bool read_header(const std::vector<Field>& fields, int line) {
    headed_ = true;
    if (fields.size() > max_columns) {
      issue(line, 0, fmt::format("there are {} columns (the limit is {}) check that it is the right file", fields.size(), max_columns));
      return false;
    }
    bool good = true;
    for (const Field& field : fields) {
      int arm = -1, cell = -1;
      good = find_target(trimmed(field.text), {file_, line, field.column}, scenario_, arm, cell, context_) && good;
      for (std::size_t i = 0; i < scenario_.points_cells.size() && cell >= 0; ++i) {
        const int other = scenario_.points_arms[i];
        if (scenario_.points_cells[i] != cell || (other != arm && other >= 0 && arm >= 0)) continue;
        issue(line, field.column, fmt::format("{} is given by two columns (one would overwrite the other) delete one", field.text));
        good = false;
      }
      scenario_.points_cells.push_back(cell);
      scenario_.points_arms.push_back(arm);
    }
    return good;
  }

  void read_point(const std::vector<Field>& fields, int line) {
    if (fields.size() != scenario_.points_cells.size())
      return issue(line, 0, fmt::format("this row has {} cells (the header has {}) make them equal", fields.size(), scenario_.points_cells.size()));
    std::vector<double> point;
    for (std::size_t i = 0; i < fields.size(); ++i) {
      const Cell& cell = scenario_.cells.cells[static_cast<std::size_t>(scenario_.points_cells[i])];
      const auto value = read_cell_text(trimmed(fields[i].text), {file_, line, fields[i].column}, *cell.parameter, cell.path, context_.issues);
      if (!value) continue;
      point.push_back(*value);
    }
    if (point.size() == fields.size()) scenario_.points_rows.push_back(std::move(point));
  }

  const std::string& file_;
  Scenario& scenario_;
  Context context_;
  bool headed_ = false;
};

}  // namespace

void read_points(const std::string& file, Scenario& scenario, Context context) {
  const Place blame{"--points", 0, 0};
  if (!scenario.sweep.empty())
    return context.issues.add(blame, "the scenario has a [sweep] too (points come from one or the other) leave out --points or delete the sweep");
  const auto text = read_text(file, max_points_bytes, blame, context.issues);
  if (text) PointsReader(file, scenario, context).read(*text);
}

}  // namespace alongside::scenario
