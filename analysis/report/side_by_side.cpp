#include "analysis/report/side_by_side.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace alongside::report {
namespace {

Markup range_of(const std::string& range) { return range.empty() ? Markup() : element("span", {{"class", "range"}}, "(" + range + ")"); }

/// "−2.1 (−2.6 to −1.6)", green or red when its interval leaves out zero.
Markup change_of(const Measured& measured, std::size_t arm) {
  const Interval gap = interval_of_difference(measured.values, arm, 0);
  if (!std::isfinite(gap.middle)) return {};
  // The unit stands with the level above.
  const WrittenInterval text = written(gap, {"", "", measured.style.most_decimals});
  const bool clear = (gap.low > 0 || gap.high < 0) && measured.good != Good::neither, good = (gap.middle > 0) == (measured.good == Good::higher);
  const std::string kind = clear ? (good ? "change better" : "change worse") : "change";
  const std::string sign = gap.middle > 0 && text.middle.find_first_of("123456789") != std::string::npos ? "+" : "";
  return element("span", {{"class", kind}}, Markup::text((clear && !good ? "worse: " : "") + sign + text.middle) + Markup::raw(" ") + range_of(text.range));
}

Markup cell(const Measured& measured, std::size_t arm) {
  Interval level = interval(measured.values, arm);
  // What cannot be negative has no negative end of an interval.
  if (level.low < 0 && std::ranges::all_of(measured.values.values, [](double x) { return !(x < 0); })) level.low = 0;
  // A level whose differences are shown is written as finely as they are.
  Style style = measured.style;
  const bool comparable = std::isfinite(interval(measured.values, 0).middle);
  if (measured.under == Under::range || !comparable) {
    const WrittenInterval text = written(level, style);
    return Markup::text(text.middle) + (level.low == level.high ? Markup() : range_of(text.range));
  }
  double width = std::abs(level.middle) / 50;
  for (std::size_t other = 1; other < measured.values.arms; ++other)
    if (const double gap = std::abs(interval_of_difference(measured.values, other, 0).middle); gap > 0) width = std::min(width, gap / 2);
  const std::string middle = written(level.middle, decimals_for(level.middle, width, style), style);
  return Markup::text(middle) + (arm == 0 ? Markup() : change_of(measured, arm));
}

TableRow row_of(const Measured& measured) {
  TableRow row{Markup::text(measured.name), {}};
  if (!measured.hint.empty()) row.heading += element("span", {{"class", "range"}}, measured.hint);
  for (std::size_t arm = 0; arm < measured.values.arms; ++arm) row.cells.push_back(cell(measured, arm));
  return row;
}

}  // namespace

Markup comparison(const std::string& caption, const Material& material, const std::vector<MeasuredGroup>& groups) {
  PageTable table{caption, {"Measure"}, {}, Align::numbers};
  table.columns.insert(table.columns.end(), material.arms().begin(), material.arms().end());
  for (const MeasuredGroup& group : groups) {
    if (group.measures.empty()) continue;
    if (!group.heading.empty()) table.rows.push_back({Markup::text(group.heading), {}});
    for (const Measured& measured : group.measures) table.rows.push_back(row_of(measured));
  }
  return table.rows.empty() ? Markup() : page_table(table);
}

void add_summary(MeasuredGroup& group, const Material& material, const std::string& measure, Measured as, double scale) {
  const std::string path = "/summary/" + measure;
  if (!material.has(path)) return;
  as.values = material.worlds(path, scale);
  group.measures.push_back(std::move(as));
}

}  // namespace alongside::report
