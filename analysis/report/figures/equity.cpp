// Who gains: health by deprivation fifth, and the equity-impact plane.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/distribution.hpp"
#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure equity_figure;

namespace {

constexpr double z = 1.959963984540054;

constexpr Literal gains_template = R"json({
  "height": 250,
  "encoding": {
    "x": {"field": "group", "type": "nominal", "title": null, "sort": "@order", "axis": {"labelAngle": 0, "ticks": false, "domain": false, "labelOverlap": false, "labelExpr": "split(datum.label, ' ')"}},
    "xOffset": {"field": "arm", "type": "nominal", "sort": "@arms"}
  },
  "layer": [
    {"mark": {"type": "bar", "width": {"band": 0.9}},
     "encoding": {"y": {"field": "gain", "type": "quantitative", "title": "@axis"}, "color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}}},
    {"mark": {"type": "rule", "strokeWidth": 1.3, "color": "var(--ink)"},
     "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}}
  ]
})json";

constexpr Literal plane_template = R"json({
  "height": 280,
  "encoding": {
    "x": {"field": "equity", "type": "quantitative", "title": "equity impact: QALYs' worth per 1,000 births", "scale": {"domain": "@x"}},
    "y": {"field": "health", "type": "quantitative", "title": "net health impact, QALYs per 1,000 births", "scale": {"domain": "@y"}}
  },
  "layer": [
    {"transform": [{"filter": "datum.kind === 'axis'"}], "mark": {"type": "line", "color": "var(--soft)", "strokeWidth": 1}, "encoding": {"detail": {"field": "arm"}}},
    {"transform": [{"filter": "datum.kind === 'trade'"}], "mark": {"type": "line", "color": "var(--accent)", "strokeDash": [6, 3], "clip": true}},
    {"transform": [{"filter": "datum.kind === 'point'"}],
     "mark": {"type": "point", "filled": true, "size": 110, "opacity": 1, "stroke": "var(--paper)", "strokeWidth": 1.5},
     "encoding": {"color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}, "shape": {"field": "arm", "type": "nominal", "scale": "@shapes", "legend": null},
                  "tooltip": [{"field": "arm"}, {"field": "health", "format": ".3~f"}, {"field": "equity", "format": ".3~f"}]}}
  ]
})json";

std::vector<std::string> without_first(const std::vector<std::string>& arms) { return {arms.begin() + 1, arms.end()}; }

Picture gains(const Economy& economy, const economics::Grouped& grouped) {
  data::OutputTable table{"Health gained by " + grouped.name, {"group", "arm", "gain", "low", "high"}, {}, {}};
  const std::vector<std::string> arms = without_first(economy.arms());
  const std::vector<std::size_t> looks = looks_from(1, arms.size());
  std::vector<std::string> order;
  std::string words = fmt::format("Groups of bars by {}, one bar for each design: QALYs gained over {} per 1,000 births of the whole place. ", grouped.name, economy.arms()[0]);
  for (const economics::GroupOutcome& group : grouped.outcomes.at(0)) order.push_back(group.group);
  for (std::size_t arm = 1; arm < economy.arms().size(); ++arm) {
    words += economy.arms()[arm] + ": ";
    for (const economics::GroupOutcome& group : grouped.outcomes.at(arm)) {
      const double half = std::isfinite(group.gain.error) ? z * group.gain.error : 0;
      table.rows.push_back({group.group, economy.arms()[arm], data::Number{group.gain.mean, 4}, data::Number{group.gain.mean - half, 4}, data::Number{group.gain.mean + half, 4}});
      words += fmt::format("{} {}; ", group.group, written({group.gain.mean, group.gain.mean - half, group.gain.mean + half}, {"", "", 3}).middle);
    }
  }
  return {"gains-by-deprivation", "Who gains: health by deprivation", "QALYs gained in each group, before anything is taken away to pay for them. Bars that rise towards the most deprived narrow the gap.", words,
          specification(gains_template, {{"order", json_list(order)}, {"arms", json_list(arms)}, {"axis", json_text("QALYs per 1,000 births")}, {"colours", colour_scale(arms, looks)}}),
          std::move(table), key_of(arms, looks), Mark::block};
}

/// A range that holds zero, with room around it.
std::pair<double, double> around(double low, double high) {
  const double room = 0.15 * (high > low ? high - low : 1);
  return {low - room, high + room};
}

std::vector<Picture> plane(const Economy& economy, const std::vector<economics::PlanePoint>& points, double aversion) {
  const std::vector<std::string> arms = without_first(economy.arms());
  data::OutputTable table{"Equity-impact plane", {"kind", "arm", "equity", "health"}, {}, {}};
  double x_low = 0, x_high = 0, y_low = 0, y_high = 0;
  std::string words = "Points for each design: across, what its effect on inequality is worth in QALYs; upwards, its net effect on health after what its cost displaces, both per 1,000 births. ";
  const auto add = [&](const char* kind, const std::string& arm, double equity, double health) { table.rows.push_back({std::string(kind), arm, data::Number{equity, 4}, data::Number{health, 4}}); };
  for (const economics::PlanePoint& p : points) {
    if (p.aversion != aversion) continue;
    add("point", p.arm, p.equity.mean, p.health.mean);
    x_low = std::min(x_low, p.equity.mean), x_high = std::max(x_high, p.equity.mean), y_low = std::min(y_low, p.health.mean), y_high = std::max(y_high, p.health.mean);
    words += fmt::format("{}: equity {}, health {}. ", p.arm, written(p.equity.mean, 2), written(p.health.mean, 2));
  }
  if (table.rows.empty()) return {};
  const auto x = around(x_low, x_high), y = around(y_low, y_high);
  for (const double end : {x.first, x.second}) add("axis", "across", end, 0);
  for (const double end : {y.first, y.second}) add("axis", "upwards", 0, end);
  // Along this line a loss of health is just made up for by less inequality.
  for (const double end : {x.first, x.second}) add("trade", "", end, -end);
  const std::vector<std::size_t> looks = looks_from(1, arms.size());
  return {{"equity-impact-plane", "Health against equity",
           fmt::format("Up is more health in total, right is less inequality. Right of and above the dashed line the two together are worth it, at an aversion to inequality of {:.4g} (Atkinson).", aversion), words,
           specification(plane_template, {{"x", json_range(x.first, x.second)}, {"y", json_range(y.first, y.second)}, {"colours", colour_scale(arms, looks)}, {"shapes", shape_scale(arms, looks)}}),
           std::move(table), key_of(arms, looks), Mark::point}};
}

std::vector<Picture> draw(const Material& material) {
  const Distribution* distribution = material.distribution();
  if (!distribution) return {};
  std::vector<Picture> all{gains(*material.economy(), distribution->groups.at(0))};
  for (Picture& picture : plane(*material.economy(), distribution->points, distribution->aversion)) all.push_back(std::move(picture));
  return all;
}

}  // namespace

const Figure equity_figure{"equity", Place::equity, draw};

}  // namespace alongside::report
