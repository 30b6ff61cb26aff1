// Programme cash by year, and supporters to find by month.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/figure.hpp"
#include "analysis/report/staffing.hpp"

namespace alongside::report {
extern const Figure budget_figure;

namespace {

constexpr Literal cash_template = R"json({
  "height": 240,
  "encoding": {
    "x": {"field": "year", "type": "ordinal", "title": "year of the programme", "axis": {"labelAngle": 0, "ticks": false, "domain": false}},
    "xOffset": {"field": "arm", "type": "nominal", "sort": "@arms"}
  },
  "layer": [
    {"mark": {"type": "bar", "width": {"band": 0.9}},
     "encoding": {"y": {"field": "@field", "type": "quantitative", "title": "@axis", "axis": {"labelExpr": "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"}}, "color": {"field": "arm", "type": "nominal", "scale": "@colours", "legend": null}}},
    {"mark": {"type": "rule", "strokeWidth": 1.3, "color": "var(--ink)"}, "encoding": {"y": {"field": "low", "type": "quantitative"}, "y2": {"field": "high"}}}
  ]
})json";

constexpr double hardly_any = 0.05;  ///< of the dearest year's cash

/// Arms that cost the programme anything, with their looks.
struct Paid {
  std::vector<std::string> names;
  std::vector<std::size_t> looks;
  std::vector<const economics::ArmBudget*> arms;
};

Paid paid_arms(const Material& material, const economics::Budget& budget) {
  Paid paid;
  for (std::size_t arm = 0; arm < material.arms().size(); ++arm)
    for (const economics::ArmBudget& b : budget.arms)
      if (b.arm == material.arms()[arm]) {
        double sum = 0;
        for (const double cash : b.programme) sum += cash;
        if (sum > 0) paid.names.push_back(b.arm), paid.looks.push_back(arm), paid.arms.push_back(&b);
      }
  return paid;
}

std::string bars(const Paid& paid, const char* field, const char* axis) {
  return specification(cash_template, {{"field", json_text(field)}, {"arms", json_list(paid.names)}, {"axis", json_text(axis)}, {"colours", colour_scale(paid.names, paid.looks)}});
}

Picture cash(const Paid& paid) {
  data::OutputTable table{"Programme cash by year", {"arm", "year", "pounds", "low", "high"}, {}, {}};
  std::string words = "Bars by year of the programme, one for each design: cash that the programme needs, in pounds, undiscounted. ";
  for (const economics::ArmBudget* arm : paid.arms) {
    words += arm->arm + ": ";
    for (std::size_t year = 0; year < arm->programme.size(); ++year) {
      const bool known = year < arm->low.size() && std::isfinite(arm->low[year]);
      table.rows.push_back({arm->arm, static_cast<long long>(year + 1), data::Number{arm->programme[year], 0}, data::Number{known ? arm->low[year] : arm->programme[year], 0}, data::Number{known ? arm->high[year] : arm->programme[year], 0}});
      words += fmt::format("year {} {}; ", year + 1, written(arm->programme[year], -3, {"£", "", 0}));
    }
  }
  return {"budget-by-year", "Cash that the programme needs", "For the place as simulated, set-up paid when it is spent. The last years are the tail of families that enrolled late.", words, bars(paid, "pounds", "£ a year"), std::move(table), key_of(paid.names, paid.looks), Mark::block};
}

Picture joining(const Paid& paid) {
  data::OutputTable table{"Supporters to find each month", {"arm", "year", "supporters", "low", "high"}, {}, {}};
  std::string words = "Bars by year of the programme, one for each design: supporters to find each month. ";
  for (const economics::ArmBudget* arm : paid.arms) {
    words += arm->arm + ": ";
    const double most = std::ranges::max(arm->programme);
    for (std::size_t year = 0; year < arm->staff.size(); ++year) {
      // Rates of the last weeks of a few worlds would look like demand.
      if (arm->programme[year] < hardly_any * most) continue;
      const double people = arm->staff[year].joining;
      table.rows.push_back({arm->arm, static_cast<long long>(year + 1), data::Number{people, 2}, data::Number{people, 2}, data::Number{people, 2}});
      words += fmt::format("year {} {}; ", year + 1, written(people, 1));
    }
  }
  return {"supporters-to-find", "Supporters to find each month", "Those who finish training and begin; more have to apply, since not all finish or begin. Without the years in which hardly any of the programme is left.", words,
          bars(paid, "supporters", "people a month"), std::move(table), key_of(paid.names, paid.looks), Mark::block};
}

std::vector<Picture> draw(const Material& material) {
  const Staffing* staffing = material.staffing();
  if (!staffing) return {};
  const Paid paid = paid_arms(material, staffing->budget);
  if (paid.names.empty()) return {};
  return {cash(paid), joining(paid)};
}

}  // namespace

const Figure budget_figure{"budget", Place::budget, draw};

}  // namespace alongside::report
