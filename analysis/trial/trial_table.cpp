#include "analysis/trial/trial_table.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <optional>
#include <set>

#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

std::string_view trimmed(std::string_view cell) {
  while (!cell.empty() && cell.front() == ' ') cell.remove_prefix(1);
  while (!cell.empty() && cell.back() == ' ') cell.remove_suffix(1);
  return cell;
}

bool missing(std::string_view cell) { return cell.empty() || cell == "NA"; }

std::optional<double> number(std::string_view cell) {
  double value = 0;
  if (cell.starts_with('+')) cell.remove_prefix(1);
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  if (error != std::errc() || end != cell.data() + cell.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

std::vector<double> numbers(const data::CsvTable& table, const std::string& column, double low, double high, const char* allowed) {
  if (column.empty()) return {};
  std::vector<double> out;
  const std::vector<std::string> cells = table.texts(column);
  for (std::size_t r = 0; r < cells.size(); ++r) {
    const std::string_view cell = trimmed(cells[r]);
    const std::optional<double> value = number(cell);
    if (!missing(cell) && !value)
      throw DataError(fmt::format("{}:{}: \"{}\" in column \"{}\" is not a number (leave the cell empty, or write NA, for a missing value)",
                                  table.name(), table.line(r), cells[r], column));
    if (value && (*value < low || *value > high))
      throw DataError(fmt::format("{}:{}: {} in column \"{}\" ({})", table.name(), table.line(r), cells[r], column, allowed));
    out.push_back(value.value_or(std::numeric_limits<double>::quiet_NaN()));
  }
  return out;
}

/// Labels of a column that must not be missing.
std::vector<std::string> labels(const data::CsvTable& table, const std::string& column) {
  std::vector<std::string> out = table.texts(column);
  for (std::size_t r = 0; r < out.size(); ++r) {
    out[r] = trimmed(out[r]);
    if (missing(out[r]))
      throw DataError(fmt::format("{}:{}: column \"{}\" is empty (every row needs it; remove the row, or fill it in)", table.name(), table.line(r), column));
  }
  return out;
}

std::vector<std::int32_t> numbered(const std::vector<std::string>& cells, const std::vector<std::string>& order) {
  std::vector<std::int32_t> out;
  for (const std::string& cell : cells)
    out.push_back(static_cast<std::int32_t>(std::find(order.begin(), order.end(), cell) - order.begin()));
  return out;
}

/// Distinct labels: by number when all are numbers, else by first appearance.
std::vector<std::string> distinct(const std::vector<std::string>& cells) {
  std::vector<std::string> out;
  std::set<std::string> seen;
  for (const std::string& cell : cells)
    if (seen.insert(cell).second) out.push_back(cell);
  if (std::all_of(out.begin(), out.end(), [](const std::string& label) { return number(label).has_value(); }))
    std::sort(out.begin(), out.end(), [](const std::string& a, const std::string& b) { return *number(a) < *number(b); });
  return out;
}

std::vector<std::int32_t> read_arm(const data::CsvTable& table, const ColumnNames& names) {
  const std::vector<std::string> cells = labels(table, names.arm);
  std::vector<std::string> arms = distinct(cells);
  if (arms.size() < 2)
    throw DataError(fmt::format("{}: column \"{}\" holds one arm only, \"{}\" (there is nothing to compare)", table.name(), names.arm, arms.empty() ? "" : arms[0]));
  if (arms.size() > 2)
    throw DataError(fmt::format("{}: column \"{}\" holds {} arms, \"{}\", \"{}\", \"{}\"… (two are compared: keep the rows of two arms)", table.name(), names.arm,
                                arms.size(), arms[0], arms[1], arms[2]));
  std::string control = names.control;
  if (control.empty())
    for (const char* usual : {"0", "control", "Control"})
      if (arms[0] == usual || arms[1] == usual) control = usual;
  if (control.empty())
    throw DataError(fmt::format("{}: column \"{}\" holds \"{}\" and \"{}\" (say which is control: --control \"{}\")", table.name(), names.arm, arms[0], arms[1], arms[0]));
  if (control != arms[0] && control != arms[1])
    throw DataError(fmt::format("{}: column \"{}\" holds \"{}\" and \"{}\", not the control \"{}\"", table.name(), names.arm, arms[0], arms[1], control));
  if (arms[0] != control) std::swap(arms[0], arms[1]);
  return numbered(cells, arms);
}

}  // namespace

TrialColumns read_trial(const data::CsvTable& table, const ColumnNames& names) {
  const double infinite = std::numeric_limits<double>::infinity();
  if (table.rows() == 0) throw DataError(fmt::format("{}: no rows below the header (there is nothing to analyse)", table.name()));
  TrialColumns out;
  out.outcome = numbers(table, names.outcome, -infinite, infinite, "");
  out.arm = read_arm(table, names);
  if (!names.cluster.empty()) {
    const auto cells = labels(table, names.cluster);
    out.cluster_labels = distinct(cells);
    out.cluster = numbered(cells, out.cluster_labels);
  }
  if (!names.period.empty()) {
    const auto cells = labels(table, names.period);
    out.period = numbered(cells, distinct(cells));
  }
  out.baseline = numbers(table, names.baseline, -infinite, infinite, "");
  out.received = numbers(table, names.received, 0, 1, "received is between 0 and 1");
  out.cost = numbers(table, names.cost, -infinite, infinite, "");
  out.event = numbers(table, names.event, 0, 1, "an event is 1, censoring 0");
  return out;
}

std::vector<std::string> remarks(const TrialColumns& columns, const Sample& sample) {
  std::vector<std::string> out;
  if (sample.lost > 0) out.push_back(fmt::format("{} of {} rows have a missing value and are left out of every method.", sample.lost, columns.outcome.size()));
  if (sample.periods < 2 || !sample.clustered) return out;
  std::vector<std::string> never, back;
  std::size_t empty = 0;
  // Sorted cluster numbers that are left after rows were dropped.
  std::set<std::int32_t> left;
  for (std::size_t r = 0; r < columns.outcome.size(); ++r) left.insert(columns.cluster[r]);
  const bool named = left.size() == sample.clusters();
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    const std::string label = named ? columns.cluster_labels[static_cast<std::size_t>(*std::next(left.begin(), static_cast<std::ptrdiff_t>(c)))] : fmt::format("#{}", c + 1);
    std::set<std::int32_t> seen;
    bool returned = false, treated = false;
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r) {
      seen.insert(sample.period[r]);
      returned = returned || (treated && sample.arm[r] == 0);
      treated = treated || sample.arm[r] == 1;
    }
    empty += static_cast<std::size_t>(sample.periods) - seen.size();
    if (!sample.parallel && sample.cluster_arm[c] == 0) never.push_back(label);
    if (returned) back.push_back(label);
  }
  const auto list = [](const std::vector<std::string>& names) { return fmt::format("{}", fmt::join(names, ", ")); };
  if (!never.empty()) out.push_back(fmt::format("Clusters that never switch inform the period effects only: {}.", list(never)));
  if (!back.empty()) out.push_back(fmt::format("Clusters that return to control after support: {}; exposure time counts from their first switch.", list(back)));
  if (empty > 0) out.push_back(fmt::format("{} of {} cluster-periods hold no rows; the models use what there is.", empty, sample.clusters() * static_cast<std::size_t>(sample.periods)));
  return out;
}

}  // namespace alongside::estimation
