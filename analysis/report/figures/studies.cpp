// ENBS: what a study of some uncertain numbers would be worth to the population, net of its cost, by its size.

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/economy.hpp"
#include "analysis/report/figure.hpp"
#include "analysis/report/studies.hpp"

namespace alongside::report {
extern const Figure studies_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": 260,
  "encoding": {
    "x": {"field": "participants", "type": "quantitative", "title": "participants of the study", "scale": {"domain": "@sizes", "nice": false}, "axis": {"grid": false, "format": ",.0f"}},
    "color": {"field": "studied", "type": "nominal", "scale": "@colours", "legend": null}
  },
  "layer": [
    {"transform": [{"aggregate": [{"op": "count", "as": "n"}]}, {"calculate": "0", "as": "none"}],
     "mark": {"type": "rule", "color": "var(--ink)"},
     "encoding": {"x": null, "y": {"field": "none", "type": "quantitative"}, "color": {"value": "var(--ink)"}}},
    {"mark": {"type": "area", "opacity": 0.09, "clip": true},
     "encoding": {"y": {"field": "low", "type": "quantitative", "title": "net benefit of the study, £", "scale": {"domain": "@range", "nice": true}, "axis": {"labelExpr": "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"}}, "y2": {"field": "high"}}},
    {"mark": {"type": "line", "strokeWidth": 2, "clip": true},
     "encoding": {"y": {"field": "value", "type": "quantitative"}, "strokeDash": {"field": "studied", "type": "nominal", "scale": "@dashes", "legend": null}}},
    {"transform": [{"filter": "datum.best > 0"}],
     "mark": {"type": "point", "filled": true, "size": 70, "clip": true},
     "encoding": {"y": {"field": "value", "type": "quantitative"}, "shape": {"field": "studied", "type": "nominal", "scale": "@shapes", "legend": null},
                  "tooltip": [{"field": "studied"}, {"field": "participants", "format": ",.0f"}, {"field": "value", "format": ",.0f", "title": "net benefit, £"}]}}
  ]
})json";

constexpr std::size_t most_lines = 5;  // more bands than that cannot be told apart

/// The least and the most that the axis shows: a study that is far too large for its question would press the others flat.
std::pair<double, double> shown_range(const std::vector<economics::StudyCurve>& curves) {
  double low = 0, high = 0;
  for (const economics::StudyCurve& curve : curves)
    for (const economics::StudyWorth& study : curve.studies) low = std::min(low, study.enbs), high = std::max(high, study.enbs + 1.96 * study.enbs_se);
  return {high > 0 ? std::max(low, -high / 2) : low, high > 0 ? high : -low / 10};
}

/// Rows of a curve, its best study among them.
void add_rows(data::OutputTable& table, const economics::StudyCurve& curve) {
  // The best size lies between two of the grid more often than on one.
  bool told = curve.best.n == 0;
  const auto add = [&](const economics::StudyWorth& s, bool best) {
    table.rows.push_back({curve.label, data::Number{s.n, 0}, data::Number{s.enbs, 0}, data::Number{s.enbs - 1.96 * s.enbs_se, 0}, data::Number{s.enbs + 1.96 * s.enbs_se, 0}, data::Number{s.population, 0},
                          data::Number{s.cost, 0}, data::Number{best ? 1.0 : 0.0, 0}});
  };
  for (const economics::StudyWorth& study : curve.studies) {
    if (!told && study.n > curve.best.n) add(curve.best, true), told = true;
    const bool here = !told && study.n == curve.best.n;
    add(study, here);
    told = told || here;
  }
}

std::vector<Picture> draw(const Material& material) {
  if (material.studies().empty()) return {};
  const Economy& economy = *material.economy();
  const std::string threshold = economy.wording.money(economy.doubtful_threshold());
  data::OutputTable table{"Net benefit of studies", {"studied", "participants", "value", "low", "high", "population_evsi", "cost", "best"}, {}, {}};
  std::vector<economics::StudyCurve> curves = material.studies();
  // What could not turn the choice is worth nothing at any size: lines of mere cost tell nothing.
  std::erase_if(curves, [](const economics::StudyCurve& curve) { return curve.studies.back().population < 1; });
  if (curves.empty()) return {};
  const std::size_t left_out = curves.size() > most_lines ? curves.size() - most_lines : 0;
  curves.resize(curves.size() - left_out);
  std::vector<std::string> names;
  std::string words = fmt::format("Lines of the expected net benefit of sampling at {} per QALY against the size of a study, one line for what is studied. ", threshold);
  for (const economics::StudyCurve& curve : curves) {
    names.push_back(curve.label);
    add_rows(table, curve);
    words += curve.best.n > 0 ? fmt::format("{}: best with {} participants, {}. ", curve.label, written(curve.best.n, 0), economy.wording.money(curve.best.enbs)) : fmt::format("{}: no study is worth its cost. ", curve.label);
  }
  const std::vector<std::size_t> which = looks_from(1, names.size());
  const auto [low, high] = shown_range(curves);
  std::string caption = fmt::format("At {} per QALY: what the decision would gain for everybody whom it concerns, less the cost of the study, by what is studied. Points: the best size. Bands: 95%, of draws and regression. Below 0 deciding now is better.", threshold);
  if (left_out > 0) caption += fmt::format(" {} groups of less worth are left out; alongside voi lists them.", left_out);
  return {{"net-benefit-of-studies", "Would a study be worth its cost? (ENBS)", caption, words,
           specification(spec_template, {{"sizes", json_range(0, curves[0].studies.back().n)}, {"range", json_range(low, high)}, {"colours", colour_scale(names, which)}, {"dashes", dash_scale(names, which)}, {"shapes", shape_scale(names, which)}}),
           std::move(table), key_of(names, which)}};
}

}  // namespace

const Figure studies_figure{"net benefit of studies", Place::sensitivity, draw};

}  // namespace alongside::report
