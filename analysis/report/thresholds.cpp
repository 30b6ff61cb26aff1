#include "analysis/report/thresholds.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::report {
namespace {

constexpr Literal spec_template = R"json({
  "height": 260,
  "params": [{"name": "threshold", "value": "@threshold"}],
  "encoding": {
    "x": {"field": "threshold", "type": "quantitative", "title": "worth of one QALY, £", "axis": {"grid": false, "format": ",.0f"}},
    "color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}
  },
  "layer": [
    "@below"
    {"mark": {"type": "area", "opacity": 0.15, "clip": true},
     "encoding": {"y": {"field": "low", "type": "quantitative", "title": "@axis", "scale": "@scale"}, "y2": {"field": "high"}}},
    {"mark": {"type": "line", "strokeWidth": 2, "clip": true},
     "encoding": {"y": {"field": "value", "type": "quantitative"}, "strokeDash": {"field": "arm", "type": "nominal", "scale": "@dashes", "legend": null}}},
    {"transform": [{"aggregate": [{"op": "count", "as": "n"}]}, {"calculate": "threshold", "as": "at"}],
     "mark": {"type": "rule", "color": "var(--accent)", "strokeDash": [6, 3], "strokeWidth": 1.5},
     "encoding": {"x": {"field": "at", "type": "quantitative"}, "color": {"value": "var(--accent)"}}}
  ]
})json";

}  // namespace

std::vector<double> threshold_grid(const Economy& economy) {
  const double last = std::max(50000.0, std::ceil(economy.thresholds.back() * 1.5 / 10000) * 10000);
  std::vector<double> grid;
  for (int i = 0; i <= 100; ++i) grid.push_back(last * i / 100);
  return grid;
}

std::string threshold_lines(const Economy& economy, const std::string& axis, const std::string& scale, const std::vector<std::string>& names,
                            const std::vector<std::size_t>& look_of_each, const std::string& below) {
  return specification(spec_template, {{"threshold", json_number(economy.thresholds.front())}, {"axis", json_text(axis)}, {"scale", scale}, {"below", below},
                                       {"colours", colour_scale(names, look_of_each)}, {"dashes", dash_scale(names, look_of_each)}});
}

void add_point(data::OutputTable& table, const std::string& arm, double threshold, const Interval& value) {
  const bool known = std::isfinite(value.low);
  table.rows.push_back({arm, data::Number{threshold}, data::Number{value.middle}, data::Number{known ? value.low : value.middle}, data::Number{known ? value.high : value.middle}});
}

}  // namespace alongside::report
