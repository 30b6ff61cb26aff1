// What it would be worth to know more: everything, or one uncertain number at a time.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/economics/acceptability.hpp"
#include "analysis/report/drivers.hpp"
#include "analysis/report/economy.hpp"
#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure information_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": {"step": 26},
  "encoding": {"y": {"field": "what", "type": "nominal", "title": null, "sort": "@rows", "axis": {"domain": false, "ticks": false, "labelLimit": 230}}},
  "layer": [
    {"mark": {"type": "bar", "height": 14},
     "encoding": {"x": {"field": "value", "type": "quantitative", "title": "£ per 1,000 births", "scale": {"domainMin": 0}, "axis": {"labelExpr": "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"}}}},
    {"mark": {"type": "rule", "strokeWidth": 1.5, "color": "var(--ink)", "clip": true},
     "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}}
  ]
})json";

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  const std::vector<Driver>& drivers = material.drivers();
  if (!economy || !economy->uncertain() || drivers.empty()) return {};
  const double threshold = economy->doubtful_threshold();
  const Eigen::MatrixXd nmb = economics::net_monetary_benefit(economy->means.cost, economy->means.effect, threshold);
  const economics::Decision decision = economy->decide(threshold);
  if (decision.evpi < 1) return {};  // nothing could turn the choice: bars of nothing tell nothing
  const economics::Resampled all = economics::bootstrap_evpi(nmb, 200, 1);
  data::OutputTable table{"Value of information", {"what", "value", "low", "high", "standard_error"}, {}, {}};
  std::vector<std::string> rows;
  std::string words = fmt::format("Bars of what knowing would be worth at {} per QALY, in pounds per 1,000 births. ", economy->wording.money(threshold));
  const auto add = [&](const std::string& what, double value, double se) {
    rows.push_back(what);
    table.rows.push_back({what, data::Number{value, 2}, data::Number{std::max(0.0, value - 1.96 * se), 2}, data::Number{value + 1.96 * se, 2}, data::Number{se, 2}});
    words += fmt::format("{}: {}. ", what, written({value, value - 1.96 * se, value + 1.96 * se}, {"£", "", 0}).middle);
  };
  add("everything (EVPI)", decision.evpi, all.se);
  for (const Driver& driver : drivers) add(driver.parameter, driver.worth, driver.worth_error);
  return {{"value-of-information", "What it would be worth to know more",
           fmt::format("At {} per QALY: the most that research could be worth per 1,000 births, for everything and for one uncertain number at a time (EVPPI). Single values do not add up.", economy->wording.money(threshold)), words,
           specification(spec_template, {{"rows", json_list(rows)}}), std::move(table)}};
}

}  // namespace

const Figure information_figure{"value of information", Place::sensitivity, draw};

}  // namespace alongside::report
