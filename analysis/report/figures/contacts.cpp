// Contacts planned against contacts received.

#include <fmt/format.h>

#include <cmath>

#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure contacts_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": {"step": 38},
  "encoding": {"y": {"field": "arm", "type": "nominal", "title": null, "sort": "@names", "axis": {"domain": false, "ticks": false, "titleAngle": 0}}},
  "layer": [
    {"mark": {"type": "bar", "height": 24, "color": "var(--line)"},
     "encoding": {"x": {"field": "planned", "type": "quantitative", "title": "contacts per 1,000 births", "axis": {"format": ",.0f"}}}},
    {"mark": {"type": "bar", "height": 12},
     "encoding": {"x": {"field": "received", "type": "quantitative"}, "color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}}},
    {"mark": {"type": "rule", "strokeWidth": 1.5, "color": "var(--ink)"},
     "encoding": {"x": {"field": "low", "type": "quantitative"}, "x2": {"field": "high"}}}
  ]
})json";

std::vector<Picture> draw(const Material& material) {
  if (material.arms().empty() || !material.has("/summary/contacts_planned") || !material.has("/summary/contacts_received")) return {};
  const WorldValues planned = material.worlds("/summary/contacts_planned"), received = material.worlds("/summary/contacts_received");
  data::OutputTable table{"Contacts planned and received", {"arm", "planned", "received", "low", "high"}, {}, {}};
  std::vector<std::string> names;
  std::vector<std::size_t> which;
  std::string words = "A wide pale bar for contacts planned and a narrow bar inside it for contacts received, per 1,000 births. ";
  for (std::size_t arm = 0; arm < material.arms().size(); ++arm) {
    const Interval p = interval(planned, arm), r = interval(received, arm);
    if (!(p.middle > 0)) continue;
    names.push_back(material.arms()[arm]), which.push_back(arm);
    table.rows.push_back({material.arms()[arm], data::Number{p.middle, 0}, data::Number{r.middle, 0}, data::Number{std::isfinite(r.low) ? r.low : r.middle, 0}, data::Number{std::isfinite(r.high) ? r.high : r.middle, 0}});
    words += fmt::format("{}: {} planned, {} received. ", material.arms()[arm], written(p.middle, 0), written(r.middle, 0));
  }
  if (names.empty()) return {};
  return {{"contacts", "Contacts planned and received", "Pale: planned. Coloured: received, with its interval. What is missing was not offered for want of hours, or not taken up.", words,
           specification(spec_template, {{"names", json_list(names)}, {"colours", colour_scale(names, which)}}), std::move(table)}};
}

}  // namespace

const Figure contacts_figure{"contacts", Place::delivery, draw};

}  // namespace alongside::report
