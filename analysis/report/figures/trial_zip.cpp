// Zip plot (Morris, White & Crowther 2019): every trial's confidence interval about the truth, ordered by how far it is off.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/report/figure.hpp"
#include "analysis/report/trial_places.hpp"
#include "analysis/trial/distributions.hpp"

namespace alongside::report {
extern const Figure trial_zip_figure;

namespace {

constexpr std::size_t methods_shown = 2;     ///< of each comparison; the tables have all
constexpr std::size_t intervals_shown = 200; ///< evenly by rank: a picture has no more lines than that
constexpr const char* covers = "holds the truth";
constexpr const char* misses = "misses it";

constexpr Literal spec_template = R"json({
  "height": 260,
  "layer": [
    {"mark": {"type": "rule", "strokeWidth": 1},
     "encoding": {"x": {"field": "low", "type": "quantitative", "title": "estimate less truth", "scale": {"zero": true}}, "x2": {"field": "high"},
                  "y": {"field": "centile", "type": "quantitative", "title": "centile of distance from the truth", "scale": {"domain": [0, 100]}},
                  "color": {"field": "interval", "type": "nominal", "scale": "@colours", "legend": null},
                  "strokeDash": {"field": "interval", "type": "nominal", "scale": "@dashes", "legend": null}}},
    {"transform": [{"aggregate": [{"op": "mean", "field": "bias", "as": "middle"}]}],
     "mark": {"type": "rule", "color": "var(--accent)", "strokeWidth": 2}, "encoding": {"x": {"field": "middle", "type": "quantitative"}}},
    {"transform": [{"aggregate": [{"op": "count", "as": "n"}]}, {"calculate": "0", "as": "nothing"}],
     "mark": {"type": "rule", "color": "var(--ink)", "strokeDash": [5, 3]}, "encoding": {"x": {"field": "nothing", "type": "quantitative"}}},
    {"transform": [{"aggregate": [{"op": "count", "as": "n"}]}, {"calculate": "95", "as": "nominal"}],
     "mark": {"type": "rule", "color": "var(--ink)", "strokeDash": [1, 3]}, "encoding": {"y": {"field": "nominal", "type": "quantitative"}}}
  ]
})json";

struct Off {
  double distance, low, high;  ///< |estimate - truth| / SE; the interval less the truth
};

/// What is in place of the truth of every world, or nothing where it is not known.
std::vector<Off> intervals_of(const estimation::TrialResult& trial, std::size_t point, const TrialPlace& place, std::size_t method) {
  const std::vector<double> truth = trial.mean_truth(point, place.contrast, place.endpoint, trial.method_estimands()[method]);
  const estimation::MethodColumns columns = trial.method(point, place.contrast, place.endpoint, method);
  std::vector<Off> all;
  for (std::size_t w = 0; w < truth.size() && w < columns.estimate.size(); ++w) {
    const double off = columns.estimate[w] - truth[w], se = columns.se[w], df = columns.df[w];
    if (!std::isfinite(off) || !(se > 0)) continue;
    const double reach = se * estimation::t_quantile(1 - trial_alpha / 2, df > 0 ? df : std::numeric_limits<double>::infinity());
    all.push_back({std::abs(off) / reach, off - reach, off + reach});
  }
  std::ranges::stable_sort(all, {}, &Off::distance);
  return all;
}

Picture picture(const estimation::TrialResult& trial, const TrialPlace& place, std::size_t point, std::size_t method, const std::vector<Off>& intervals) {
  data::OutputTable table{"Zip plot", {"centile", "low", "high", "interval", "bias"}, {}, {}};
  const double n = static_cast<double>(intervals.size());
  double bias = 0, covered = 0;
  for (const Off& one : intervals) bias += (one.low + one.high) / 2 / n, covered += one.distance <= 1;
  const std::size_t shown = std::min(intervals.size(), intervals_shown);
  for (std::size_t i = 0; i < shown; ++i) {
    const std::size_t rank = (2 * i + 1) * intervals.size() / (2 * shown);
    const Off& one = intervals[rank];
    table.rows.push_back({data::Number{100 * (static_cast<double>(rank) + 0.5) / n, 2}, data::Number{one.low, 4}, data::Number{one.high, 4}, std::string(one.distance <= 1 ? covers : misses), data::Number{bias, 4}});
  }
  const std::vector<std::string> names{covers, misses};
  const std::vector<std::size_t> which{1, 2};
  const std::string what = fmt::format("{}, {}{}", place.name, trial.methods()[method], trial.points() > 1 ? ", " + point_in_words(trial, point) : "");
  const double share = 100 * covered / n, error = 100 * std::sqrt(covered / n * (1 - covered / n) / n);
  const std::string result = fmt::format("{:.1f}% of {} intervals (± {:.1f}) hold the truth; the mean estimate is {:.3g} off", share, intervals.size(), error, bias);
  return {fmt::format("trial-zip-{}-{}", place.suffix, method), "Coverage: " + what,
          fmt::format("Each line: the 95% confidence interval of one trial less the truth, the closest at the bottom. {}. They should stop holding it at the dotted line.{}", result,
                      shown < intervals.size() ? fmt::format(" {} of the {} are drawn, evenly by rank.", shown, intervals.size()) : ""),
          fmt::format("Horizontal lines for confidence intervals about the truth, ordered by distance from it, for {}. {}.", what, result),
          specification(spec_template, {{"colours", colour_scale(names, which)}, {"dashes", dash_scale(names, {0, 0})}}), std::move(table), key_of(names, which), Mark::block};
}

std::vector<Picture> draw(const Material& material) {
  const estimation::TrialResult* trial = material.trial();
  std::vector<Picture> all;
  if (!trial) return all;
  for (const TrialPlace& place : trial_places(*trial)) {
    std::size_t shown = 0;
    for (std::size_t m = 0; m < trial->methods().size() && shown < methods_shown; ++m) {
      if (trial->method_estimands()[m].empty()) continue;
      const std::vector<Off> intervals = intervals_of(*trial, material.point(), place, m);
      if (intervals.size() < 10) continue;
      all.push_back(picture(*trial, place, material.point(), m, intervals));
      ++shown;
    }
  }
  return all;
}

}  // namespace

const Figure trial_zip_figure{"coverage of a trial", Place::trial, draw};

}  // namespace alongside::report
