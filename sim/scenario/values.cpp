// Parameters and table rows, from TOML tables to Values.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"
#include "sim/scenario/value.hpp"

namespace alongside::scenario {
namespace {
using declare::Parameter;
using declare::Scope;
using declare::Table;

constexpr std::size_t max_row_name = 40;
constexpr std::string_view removal = "none";

/// Not asked where there are issues in plenty: that would take long, and nobody reads so far.
std::string nearest_or(const std::string& word, const std::vector<std::string>& names, std::string_view otherwise, const Issues& issues) {
  return did_you_mean(issues.plenty() ? "" : nearest_name(word, names), otherwise);
}

class ValuesReader {
 public:
  ValuesReader(Where where, const std::vector<std::string>& reserved, Values& values, Context context)
      : where_(where), values_(values), context_(context), names_(context.catalogue.settable_names()) {
    names_.insert(names_.end(), reserved.begin(), reserved.end());
  }

  void read(const Entry& entry, const std::string& prefix) {
    const std::string path = prefix + entry.key;
    if (const Parameter* parameter = context_.catalogue.find_parameter(path)) return read_parameter(entry, *parameter);
    if (const Table* table = context_.catalogue.find_table(path)) return read_table(entry, *table);
    if (entry.value.type == Type::table && leads_somewhere(path)) {
      for (const Entry& inner : entry.value.entries) read(inner, path + ".");
      return;
    }
    context_.issues.add(entry.place, fmt::format("unknown name \"{}\" (no parameter, table or setting is called that) {}", path,
                                                 nearest_or(path, names_, "see alongside describe parameters", context_.issues)));
  }

 private:
  bool leads_somewhere(const std::string& path) const {
    return std::any_of(names_.begin(), names_.end(), [&](const std::string& name) { return name.starts_with(path + "."); });
  }

  /// Arms share one world, one trial and one analysis, so only a programme's own parameters may differ.
  bool allowed(std::string_view name, Scope scope, const Place& place) const {
    if (where_ == Where::above_arms || scope == Scope::programme) return true;
    const char* why = scope == Scope::population ? "it describes the world, which all arms share"
                      : scope == Scope::trial    ? "it describes the trial, which all arms share"
                                                 : "the analysis reads it, the same for all arms";
    const char* remedy = scope == Scope::population ? "set it above the arms, or compare two scenarios" : "set it above the arms";
    context_.issues.add(place, fmt::format("\"{}\" cannot be set in an arm ({}) {}", name, why, remedy));
    return false;
  }

  void read_parameter(const Entry& entry, const Parameter& parameter) {
    if (!allowed(parameter.name, parameter.scope, entry.place)) return;
    const auto value = read_cell_value(entry.value, parameter, std::string(parameter.name), context_.issues);
    if (!value) return;
    if (!values_.parameters.try_emplace(&parameter, Setting{*value, entry.value.place}).second)
      context_.issues.add(entry.place, fmt::format("\"{}\" is set twice (it can have one value) delete one of them", parameter.name));
  }

  void read_table(const Entry& entry, const Table& table) {
    if (entry.value.type != Type::table) {
      context_.issues.add(entry.value.place, fmt::format("{} is {} (it is a table of named rows) write [{}.NAME] and the row's values below it",
                                                         table.name, label(entry.value.type), table.name));
      return;
    }
    bool permitted = true;
    for (const Entry& inner : entry.value.entries) {
      const std::string path = fmt::format("{}.{}", table.name, inner.key);
      // A parameter may share the table's prefix.
      if (const Parameter* parameter = context_.catalogue.find_parameter(path)) read_parameter(inner, *parameter);
      else if (permitted && (permitted = allowed(table.name, table.scope, inner.place))) read_row(inner, table);
    }
  }

  void read_row(const Entry& entry, const Table& table) {
    const std::string path = fmt::format("{}.{}", table.name, entry.key);
    const bool plain = !entry.key.empty() && entry.key.size() <= max_row_name &&
                       std::all_of(entry.key.begin(), entry.key.end(), [](unsigned char c) { return std::isalnum(c) || c == '_' || c == '-'; });
    if (!plain)
      return context_.issues.add(entry.place, fmt::format("the row name \"{}\" of {} is no plain name (it is part of paths) use up to {} letters, digits, _ and -",
                                                          entry.key, table.name, max_row_name));
    RowDraft row{entry.key, entry.place, false, {}};
    if (entry.value.type == Type::text && entry.value.text == removal) row.removed = true;
    else if (entry.value.type != Type::table)
      return context_.issues.add(entry.value.place, fmt::format("{} is {} (a row holds named values) write [{}], or {} = \"{}\" to leave the row out", path,
                                                                label(entry.value.type), path, path, removal));
    for (const Entry& cell : entry.value.entries) read_cell(cell, table, path, row);
    add_row(table, std::move(row));
  }

  /// The same row may be mentioned in pieces (by --set, or as a quoted path).
  void add_row(const Table& table, RowDraft row) {
    std::vector<RowDraft>& rows = values_.rows[&table];
    const auto same = std::find_if(rows.begin(), rows.end(), [&](const RowDraft& r) { return r.name == row.name; });
    if (same == rows.end() || same->removed || row.removed) rows.push_back(std::move(row));
    else same->cells.merge(row.cells);
  }

  void read_cell(const Entry& entry, const Table& table, const std::string& row_path, RowDraft& row) {
    const std::string path = fmt::format("{}.{}", row_path, entry.key);
    const auto column = std::find_if(table.columns.begin(), table.columns.end(), [&](const Parameter& p) { return p.name == entry.key; });
    if (column == table.columns.end()) {
      std::vector<std::string> names;
      for (const Parameter& p : table.columns) names.emplace_back(p.name);
      return context_.issues.add(entry.place, fmt::format("unknown name \"{}\" (a row of {} has {}) {}", path, table.name, fmt::join(names, ", "),
                                                          nearest_or(entry.key, names, "use one of these", context_.issues)));
    }
    if (const auto value = read_cell_value(entry.value, *column, path, context_.issues)) row.cells[&*column] = Setting{*value, entry.value.place};
  }

  Where where_;
  Values& values_;
  Context context_;
  std::vector<std::string> names_;
};

void lay_row(std::vector<RowDraft>& below, const RowDraft& row, const Table& table, Issues& issues) {
  const auto same = std::find_if(below.begin(), below.end(), [&](const RowDraft& r) { return r.name == row.name; });
  if (row.removed) {
    if (same != below.end()) below.erase(same);
    else
      issues.add(row.place, fmt::format("{}.{} is left out here (but there is no such row) delete this line or mend the name", table.name, row.name));
  } else if (same == below.end()) {
    below.push_back(row);
  } else {
    for (const auto& [column, setting] : row.cells) same->cells[column] = setting;
  }
}

}  // namespace

void read_values(const std::vector<const Entry*>& entries, const std::string& prefix, Where where, const std::vector<std::string>& reserved,
                 Values& values, Context context) {
  ValuesReader reader(where, reserved, values, context);
  for (const Entry* entry : entries) reader.read(*entry, prefix);
}

void lay_over(Values& below, const Values& above, Issues& issues) {
  for (const auto& [parameter, setting] : above.parameters) below.parameters[parameter] = setting;
  for (const auto& [table, rows] : above.rows)
    for (const RowDraft& row : rows) lay_row(below.rows[table], row, *table, issues);
}

}  // namespace alongside::scenario
