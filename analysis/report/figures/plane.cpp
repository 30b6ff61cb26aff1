// The cost-effectiveness plane: what each design adds in health and in cost, draw by draw, with the ellipse that holds 95% and
// the line of the threshold.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numbers>

#include "analysis/economics/plane.hpp"
#include "analysis/report/economy.hpp"
#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure plane_figure;

namespace {

using Eigen::Index;

constexpr std::size_t most_points = 1000;  ///< of one arm; all draws stand behind ellipse and means
constexpr int ellipse_steps = 60;

constexpr Literal spec_template = R"json({
  "height": 330,
  "params": [{"name": "threshold", "value": "@threshold"}],
  "encoding": {
    "x": {"field": "effect", "type": "quantitative", "title": "QALYs gained per 1,000 births", "scale": {"domain": "@x"}},
    "y": {"field": "cost", "type": "quantitative", "title": "added cost per 1,000 births, £", "scale": {"domain": "@y"}}
  },
  "layer": [
    {"transform": [{"filter": "datum.kind === 'axis'"}],
     "mark": {"type": "line", "color": "var(--soft)", "strokeWidth": 1},
     "encoding": {"detail": {"field": "arm"}}},
    {"transform": [{"filter": "datum.kind === 'threshold'"}, {"calculate": "datum.effect * threshold", "as": "worth"}],
     "mark": {"type": "line", "color": "var(--accent)", "strokeWidth": 1.5, "strokeDash": [6, 3], "clip": true},
     "encoding": {"y": {"field": "worth", "type": "quantitative"}}},
    {"transform": [{"filter": "datum.kind === 'draw'"}],
     "mark": {"type": "point", "filled": true, "size": 12, "opacity": 0.3, "clip": true},
     "encoding": {"color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null},
                  "shape": {"field": "arm", "type": "nominal", "scale": "@shapes", "legend": null}}},
    {"transform": [{"filter": "datum.kind === 'ellipse'"}],
     "mark": {"type": "line", "strokeWidth": 1.8, "clip": true},
     "encoding": {"color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null},
                  "strokeDash": {"field": "arm", "type": "nominal", "scale": "@dashes", "legend": null},
                  "order": {"field": "step", "type": "quantitative"}}},
    {"transform": [{"filter": "datum.kind === 'mean'"}],
     "mark": {"type": "point", "filled": true, "size": 90, "opacity": 1, "stroke": "var(--paper)", "strokeWidth": 1.5},
     "encoding": {"color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null},
                  "shape": {"field": "arm", "type": "nominal", "scale": "@shapes", "legend": null},
                  "tooltip": [{"field": "arm"}, {"field": "effect", "format": ".3~f"}, {"field": "cost", "format": ",.0f"}]}}
  ]
})json";

struct Extent {
  double low = 0, high = 0;
  void add(double x) { low = std::min(low, x), high = std::max(high, x); }
  Extent padded() const {
    const double room = 0.06 * (high > low ? high - low : 1);
    return {low - room, high + room};
  }
};

struct Plane {
  data::OutputTable table{"Cost-effectiveness plane", {"kind", "arm", "step", "effect", "cost"}, {}, {}};
  Extent effect, cost;

  void add(const char* kind, const std::string& arm, double step, double e, double c) {
    table.rows.push_back({std::string(kind), arm, data::Number{step}, data::Number{std::round(1e5 * e) / 1e5}, data::Number{std::round(100 * c) / 100}});
    effect.add(e), cost.add(c);
  }
};

void add_arm(Plane& plane, const Economy& economy, std::size_t arm) {
  const Index a = static_cast<Index>(arm);
  const Eigen::VectorXd effect = economy.means.effect.col(a) - economy.means.effect.col(0), cost = economy.means.cost.col(a) - economy.means.cost.col(0);
  const std::string& name = economy.arms()[arm];
  const std::size_t n = static_cast<std::size_t>(effect.size()), every = (n + most_points - 1) / most_points;
  for (std::size_t i = 0; i < n; i += every) plane.add("draw", name, static_cast<double>(i), effect[static_cast<Index>(i)], cost[static_cast<Index>(i)]);
  plane.add("mean", name, 0, effect.mean(), cost.mean());
  if (n < 3 || effect.isConstant(effect[0]) || cost.isConstant(cost[0])) return;
  const economics::Ellipse ellipse = economics::ellipse_of(economics::cloud_of(effect, cost), 0.95);
  for (int step = 0; step <= ellipse_steps; ++step) {
    const double angle = 2 * std::numbers::pi * step / ellipse_steps;
    const Eigen::Vector2d at = ellipse.centre + std::cos(angle) * ellipse.major + std::sin(angle) * ellipse.minor;
    plane.add("ellipse", name, step, at[0], at[1]);
  }
}

std::string in_words(const Economy& economy) {
  std::string text = fmt::format("A cloud of points for each design against {}; across, QALYs gained; upwards, added cost in pounds, both per 1,000 births. ", economy.arms()[0]);
  for (std::size_t arm = 1; arm < economy.arms().size(); ++arm) {
    const WrittenInterval e = written(economy.added_effect(arm), {"", "", 3}), c = written(economy.added_cost(arm), {"£", "", 0});
    text += fmt::format("{}: {} QALYs ({}), {} ({}). ", economy.arms()[arm], e.middle, e.range, c.middle, c.range);
  }
  return text + fmt::format("The line stands for {}.", economy.wording.money(economy.thresholds.front()) + " per QALY");
}

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  if (!economy || economy->means.draws() < 2) return {};
  Plane plane;
  const std::vector<std::string> names(economy->arms().begin() + 1, economy->arms().end());
  for (std::size_t arm = 1; arm < economy->arms().size(); ++arm) add_arm(plane, *economy, arm);
  const Extent x = plane.effect.padded(), y = plane.cost.padded();
  for (const double end : {x.low, x.high}) plane.add("threshold", "", 0, end, 0), plane.add("axis", "across", 0, end, 0);
  for (const double end : {y.low, y.high}) plane.add("axis", "upwards", 0, 0, end);
  const std::vector<std::size_t> looks = looks_from(1, names.size());
  return {{"cost-effectiveness-plane", "Added cost and health gained",
           fmt::format("Each point is one {}; the ellipse holds 95%, the large mark is the mean. Below the dashed line a design is worth its cost.", economy->uncertain() ? "draw of the uncertain numbers" : "simulated world"),
           in_words(*economy),
           specification(spec_template, {{"threshold", json_number(economy->thresholds.front())}, {"x", json_range(x.low, x.high)}, {"y", json_range(y.low, y.high)},
                                         {"colours", colour_scale(names, looks)}, {"dashes", dash_scale(names, looks)}, {"shapes", shape_scale(names, looks)}}),
           std::move(plane.table), key_of(names, looks), Mark::point}};
}

}  // namespace

const Figure plane_figure{"cost-effectiveness plane", Place::decision, draw};

}  // namespace alongside::report
