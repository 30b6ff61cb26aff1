// ENBS of the designs of a simulated trial, side by side: the table of trial --worth as a picture.

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "analysis/economics/answer.hpp"
#include "analysis/report/figure.hpp"
#include "analysis/report/trial_places.hpp"
#include "analysis/trial/trial_result.hpp"

namespace alongside::report {
extern const Figure trial_worth_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": {"step": 30},
  "encoding": {"y": {"field": "design", "type": "nominal", "title": null, "sort": "@rows", "axis": {"domain": false, "ticks": false, "labelLimit": 230}}},
  "layer": [
    {"mark": {"type": "bar", "height": 14},
     "encoding": {"x": {"field": "value", "type": "quantitative", "title": "net benefit of the trial, £", "axis": {"labelExpr": "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"}}}},
    {"mark": {"type": "rule", "strokeWidth": 1.5, "color": "var(--ink)"},
     "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}}
  ]
})json";

/// The name of a point's design where that tells all points apart, else what was set in it.
std::string name_of(const estimation::TrialResult& trial, std::size_t point) {
  std::set<std::string> designs;
  for (std::size_t p = 0; p < trial.points(); ++p) designs.insert(trial.design(p));
  return designs.size() == trial.points() ? trial.design(point) : point_in_words(trial, point);
}

std::vector<Picture> draw(const Material& material) {
  const economics::Answer* worth = material.trial_worth();
  if (!worth) return {};
  const data::OutputTable& designs = worth->tables.at(0);
  const auto column = [&](const char* name) { return static_cast<std::size_t>(std::ranges::find(designs.columns, name) - designs.columns.begin()); };
  const std::size_t point = column("point"), enbs = column("ENBS"), error = enbs + 1;
  data::OutputTable table{"Net benefit of designs", {"design", "value", "low", "high", "standard_error"}, {}, {}};
  std::vector<std::string> rows;
  std::string words = "Bars of the expected net benefit of sampling of each design, best first. ";
  for (const std::vector<data::Cell>& row : designs.rows) {
    const auto number = [&](std::size_t at) { return std::get<data::Number>(row.at(at)).value; };
    const std::string name = name_of(*material.trial(), static_cast<std::size_t>(std::get<long long>(row.at(point))));
    const double value = number(enbs), se = number(error);
    rows.push_back(name);
    table.rows.push_back({name, data::Number{value, 0}, data::Number{value - 1.96 * se, 0}, data::Number{value + 1.96 * se, 0}, data::Number{se, 0}});
    words += fmt::format("{}: {}. ", name, written({value, value - 1.96 * se, value + 1.96 * se}, {"£", "", 0}).middle);
  }
  return {{"trial-worth", "Which design is worth its cost (ENBS)",
           "What the roll-out would gain from the trial's answer, for everybody whom the decision concerns, less the cost of the trial and what is lost by those in its worse arm. Lines: 95%, of draws and regression. Below 0 deciding now is better.", words,
           specification(spec_template, {{"rows", json_list(rows)}}), std::move(table)}};
}

}  // namespace

const Figure trial_worth_figure{"net benefit of trials", Place::trial, draw};

}  // namespace alongside::report
