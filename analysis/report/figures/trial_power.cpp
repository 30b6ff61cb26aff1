// Power (or type I error) of a trial's methods over its design points, with Monte Carlo bands and the closed form beside them.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/report/figure.hpp"
#include "analysis/report/trial_places.hpp"
#include "analysis/trial/power.hpp"
#include "analysis/trial/trial_tables.hpp"

namespace alongside::report {
extern const Figure trial_power_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": 260,
  "encoding": {
    "x": {"field": "point", "type": "nominal", "title": "@axis", "sort": "@points", "axis": {"labelAngle": 0, "labelLimit": 110, "labelExpr": "split(datum.label, ' ')"}},
    "color": {"field": "method", "type": "nominal", "scale": "@colours", "legend": null}
  },
  "layer": [
    {"mark": {"type": "area", "opacity": 0.13},
     "encoding": {"y": {"field": "low", "type": "quantitative", "title": "trials that find a difference, %", "scale": {"domain": "@range"}}, "y2": {"field": "high"}}},
    {"mark": {"type": "rule", "strokeWidth": 1.5},
     "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}},
    {"mark": {"type": "line", "strokeWidth": 1, "strokeDash": [2, 3]},
     "encoding": {"y": {"field": "formula", "type": "quantitative"}}},
    {"mark": {"type": "tick", "width": 16, "thickness": 1.5, "orient": "horizontal"},
     "encoding": {"y": {"field": "formula", "type": "quantitative"}}},
    {"mark": {"type": "line", "strokeWidth": 2},
     "encoding": {"y": {"field": "rejects", "type": "quantitative"}}},
    {"mark": {"type": "point", "filled": true, "size": 50},
     "encoding": {"y": {"field": "rejects", "type": "quantitative"}, "shape": {"field": "method", "type": "nominal", "scale": "@shapes", "legend": null}}}
  ]
})json";

/// Percent that a Wald test of the true effect rejects in closed form, with the mean standard error that the method itself gives.
double closed_form(const estimation::TrialResult& trial, std::size_t point, const estimation::MethodPerformance& one) {
  const double truth = estimation::mean_of(one.truth).value, se = one.performance.model_se.value;
  if (one.null_effect) return 100 * trial_alpha;
  if (!std::isfinite(truth) || !(se > 0)) return std::numeric_limits<double>::quiet_NaN();
  const double df = estimation::mean_of(trial.method(point, one.contrast, one.endpoint, one.method).df).value;
  return 100 * power::power_of(std::abs(truth), se * se, {trial_alpha, df > 0 ? df : std::numeric_limits<double>::infinity(), power::Tails::both});
}

std::vector<Picture> draw(const Material& material) {
  const estimation::TrialResult* trial = material.trial();
  std::vector<Picture> all;
  if (!trial || trial->methods().empty()) return all;
  std::vector<std::vector<estimation::MethodPerformance>> found;
  std::vector<std::string> points;
  for (std::size_t point = 0; point < trial->points(); ++point) found.push_back(estimation::performances(*trial, point, trial_alpha)), points.push_back(swept_value(*trial, point).value);
  for (const TrialPlace& place : trial_places(*trial)) {
    data::OutputTable table{"Power", {"method", "point", "rejects", "low", "high", "formula"}, {}, {}};
    std::vector<std::string> names;
    std::string words = "Points and lines of the percentage of simulated trials that find a difference at the 5% level, one line for each method. ";
    std::size_t left_out = 0;
    bool null_effect = true;
    double highest = 0;
    for (std::size_t m = 0; m < trial->methods().size(); ++m) {
      std::vector<std::vector<data::Cell>> rows;
      double least = 100, most = 0;
      for (std::size_t point = 0; point < found.size(); ++point)
        for (const estimation::MethodPerformance& one : found[point]) {
          if (one.contrast != place.contrast || one.endpoint != place.endpoint || one.method != m || !std::isfinite(one.performance.rejection.value)) continue;
          const double rejects = 100 * one.performance.rejection.value, reach = 196 * one.performance.rejection.mcse;
          rows.push_back({trial->methods()[m], points[point], data::Number{rejects, 1}, data::Number{std::max(0.0, rejects - reach), 1}, data::Number{std::min(100.0, rejects + reach), 1},
                          data::Number{closed_form(*trial, point, one), 1}});
          highest = std::max(highest, rejects + reach), least = std::min(least, rejects), most = std::max(most, rejects), null_effect = null_effect && one.null_effect;
        }
      if (rows.empty()) continue;
      if (names.size() == looks) {
        ++left_out;
        continue;
      }
      names.push_back(trial->methods()[m]);
      table.rows.insert(table.rows.end(), rows.begin(), rows.end());
      words += fmt::format("{}: {}{}. ", names.back(), written(least, 0) + "%", most > least ? " to " + written(most, 0) + "%" : "");
    }
    if (names.empty()) continue;
    const std::string axis = swept_value(*trial, 0).parameter;
    std::string caption = "Bars and bands: 95% Monte Carlo interval. Dotted, with ticks: the closed form for a Wald test of the true effect with the method's own mean standard error; a gap between the two is bias, or an error that the method gets wrong.";
    if (null_effect) caption += " The true effect is nothing: each percentage is a type I error, which should be 5%.";
    if (left_out > 0) caption += fmt::format(" {} more methods stand in the tables.", left_out);
    const std::vector<std::size_t> which = looks_from(0, names.size());
    all.push_back({"trial-power-" + place.suffix, fmt::format("{}: {}", null_effect ? "How often a difference is found that is not there" : "Power", place.name), caption, words,
                   specification(spec_template, {{"axis", axis.empty() ? "null" : json_text(axis)}, {"range", json_range(0, null_effect ? std::clamp(10 * std::ceil(highest / 10), 10.0, 100.0) : 100)}, {"points", json_list(points)}, {"colours", colour_scale(names, which)}, {"shapes", shape_scale(names, which)}}),
                   std::move(table), key_of(names, which), Mark::point});
  }
  return all;
}

}  // namespace

const Figure trial_power_figure{"power of a trial", Place::trial, draw};

}  // namespace alongside::report
