// Tornado: how far the lead of the best design moves when one uncertain number goes through its central 95%.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/report/drivers.hpp"
#include "analysis/report/economy.hpp"
#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure tornado_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": {"step": 26},
  "encoding": {"y": {"field": "parameter", "type": "nominal", "title": null, "sort": "@rows", "axis": {"domain": false, "ticks": false, "labelLimit": 230}}},
  "layer": [
    {"mark": {"type": "bar", "height": 14},
     "encoding": {"x": {"field": "from", "type": "quantitative", "title": "@axis", "scale": {"zero": false}, "axis": {"labelExpr": "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"}}, "x2": {"field": "to"},
                  "color": {"field": "end", "type": "nominal", "scale": "@colours", "legend": null},
                  "tooltip": [{"field": "parameter"}, {"field": "end"}, {"field": "setting", "format": ".4~g"}, {"field": "to", "format": ",.0f", "title": "lead, £"}]}},
    {"transform": [{"aggregate": [{"op": "mean", "field": "from", "as": "middle"}]}],
     "mark": {"type": "rule", "color": "var(--ink)"}, "encoding": {"x": {"field": "middle", "type": "quantitative"}, "y": null}},
    {"transform": [{"aggregate": [{"op": "count", "as": "n"}]}, {"calculate": "0", "as": "none"}],
     "mark": {"type": "rule", "color": "var(--accent)", "strokeDash": [6, 3], "strokeWidth": 1.5}, "encoding": {"x": {"field": "none", "type": "quantitative"}, "y": null}}
  ]
})json";

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  const std::vector<Driver>& drivers = material.drivers();
  if (!economy || drivers.empty()) return {};
  std::vector<Driver> by_swing = drivers;
  std::ranges::sort(by_swing, std::greater{}, [](const Driver& d) { return std::abs(d.lead_high - d.lead_low); });
  const Lead lead = lead_of(*economy, economy->doubtful_threshold());
  const std::vector<std::string> ends{"at its low end", "at its high end"};
  data::OutputTable table{"Tornado", {"parameter", "end", "setting", "from", "to"}, {}, {}};
  std::vector<std::string> rows;
  std::string words = fmt::format("Bars around the mean lead of {} over {}, {}, for one uncertain number at a time. ", economy->arms()[lead.best], economy->arms()[lead.other], written(lead.mean, decimals_for(lead.mean, 0, {"£", "", 0}), {"£", "", 0}));
  for (const Driver& d : by_swing) {
    rows.push_back(d.parameter);
    table.rows.push_back({d.parameter, ends[0], data::Number{d.low, 4}, data::Number{lead.mean, 0}, data::Number{d.lead_low, 0}});
    table.rows.push_back({d.parameter, ends[1], data::Number{d.high, 4}, data::Number{lead.mean, 0}, data::Number{d.lead_high, 0}});
    words += fmt::format("{}: from {} to {}. ", d.parameter, written(d.lead_low, -2, {"£", "", 0}), written(d.lead_high, -2, {"£", "", 0}));
  }
  return {{"tornado", "Which uncertain numbers move the answer",
           fmt::format("The lead of {} over {} at {} per QALY, when one number lies at either end of its central 95% and the others vary. Where a bar crosses the dashed line, that number alone could turn the choice.", economy->arms()[lead.best],
                       economy->arms()[lead.other], economy->wording.money(economy->doubtful_threshold())),
           words, specification(spec_template, {{"rows", json_list(rows)}, {"axis", json_text("£ per 1,000 births")}, {"colours", colour_scale(ends, {5, 1})}}), std::move(table), key_of(ends, {5, 1}), Mark::block}};
}

}  // namespace

const Figure tornado_figure{"tornado", Place::sensitivity, draw};

}  // namespace alongside::report
