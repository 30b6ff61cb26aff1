// What the money goes on: cost against the first arm, by category; and programme and services by payer and year.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/report/economy.hpp"
#include "analysis/report/figure.hpp"

namespace alongside::report {
extern const Figure cost_stack_figure;

namespace {

constexpr Literal spec_template = R"json({
  "height": {"step": "@step"},
  "encoding": {
    "y": {"field": "row", "type": "nominal", "title": null, "sort": "@rows", "axis": {"domain": false, "ticks": false, "labelLimit": 190}},
    "x": {"field": "pounds", "type": "quantitative", "title": "@axis", "axis": {"labelExpr": "abs(datum.value) >= 1000 ? format(datum.value, '~s') : format(datum.value, '~g')"}, "stack": "zero"},
    "color": {"field": "part", "type": "nominal", "scale": "@colours", "legend": null},
    "order": {"field": "place", "type": "quantitative"}
  },
  "layer": [
    {"mark": {"type": "bar", "stroke": "var(--paper)", "strokeWidth": 1},
     "encoding": {"tooltip": [{"field": "row", "title": "design"}, {"field": "part", "title": "for"}, {"field": "pounds", "format": ",.0f", "title": "£"}]}},
    {"mark": {"type": "rule", "color": "var(--soft)"}, "encoding": {"x": {"datum": 0, "type": "quantitative", "stack": null}, "y": null, "color": {"value": "var(--soft)"}, "order": null}}
  ]
})json";

/// Payers as readers know them.
std::string payer_text(const std::string& payer) { return payer == "nhs" ? "health service" : payer == "volunteer" ? "volunteers" : payer == "family" ? "families" : payer; }

/// "training (programme)"; a category that is its payer's only one needs no payer.
std::string part_text(const economics::AccountItem& item) {
  const std::string payer = payer_text(item.payer);
  return item.category == payer || item.category == item.payer ? payer : fmt::format("{} ({})", item.category, payer);
}

using Parts = std::map<std::string, double>;

/// Mean cost over worlds of every item, by arm and year where asked: discounted, pounds per 1,000 births.
Eigen::MatrixXd item_means(const Economy& economy) {
  const Eigen::MatrixXd by_world = economics::item_costs(economy.accounts, economy.view);
  const auto arms = static_cast<Eigen::Index>(economy.arms().size()), worlds = by_world.rows() / arms;
  Eigen::MatrixXd mean = Eigen::MatrixXd::Zero(arms, by_world.cols());
  for (Eigen::Index w = 0; w < worlds; ++w) mean += by_world.middleRows(w * arms, arms);
  return mean / static_cast<double>(worlds);
}

std::vector<Picture> by_category(const Economy& economy) {
  const Eigen::MatrixXd mean = item_means(economy);
  // Categories in the order of the ledger, each with its payer.
  std::vector<std::string> parts;
  std::vector<Parts> bars(economy.arms().size());
  for (std::size_t i = 0; i < economy.accounts.items.size(); ++i) {
    const economics::AccountItem& item = economy.accounts.items[i];
    const std::string part = part_text(item);
    if (std::ranges::find(parts, part) == parts.end()) parts.push_back(part);
    for (std::size_t arm = 1; arm < bars.size(); ++arm) bars[arm][part] += mean(static_cast<Eigen::Index>(arm), static_cast<Eigen::Index>(i)) - mean(0, static_cast<Eigen::Index>(i));
  }
  // Parts that are nowhere worth a line are left out of picture and key.
  double most = 0;
  for (const Parts& bar : bars)
    for (const auto& [part, pounds] : bar) most = std::max(most, std::abs(pounds));
  std::erase_if(parts, [&](const std::string& part) { return std::ranges::all_of(bars, [&](const Parts& bar) { return !bar.contains(part) || std::abs(bar.at(part)) < most / 500; }); });
  if (parts.empty()) return {};
  data::OutputTable table{"Cost by category", {"row", "part", "place", "pounds"}, {}, {}};
  const std::vector<std::string> rows(economy.arms().begin() + 1, economy.arms().end());
  const std::vector<std::size_t> looks = looks_from(1, parts.size());
  std::string words = fmt::format("A bar for each design, in parts by category: cost against {} in pounds per 1,000 births, whoever pays; savings lie left of zero. ", economy.arms()[0]);
  for (std::size_t arm = 1; arm < bars.size(); ++arm) {
    words += economy.arms()[arm] + ": ";
    for (std::size_t p = 0; p < parts.size(); ++p) {
      table.rows.push_back({economy.arms()[arm], parts[p], static_cast<long long>(p), data::Number{bars[arm][parts[p]], 0}});
      if (std::abs(bars[arm][parts[p]]) > most / 20) words += fmt::format("{} {}; ", parts[p], written(bars[arm][parts[p]], -2, {"£", "", 0}));
    }
  }
  return {{"cost-by-category", "What the money goes on", fmt::format("Cost against {} per 1,000 births, whoever pays; what lies left of zero is saved. Volunteers' and families' time is shown at its price, though the reference case does not count it.", economy.arms()[0]), words,
           specification(spec_template, {{"step", "44"}, {"rows", json_list(rows)}, {"axis", json_text("£ per 1,000 births, against " + economy.arms()[0])}, {"colours", colour_scale(parts, looks)}}),
           std::move(table), key_of(parts, looks), Mark::block}};
}

std::vector<Picture> by_year(const Economy& economy) {
  const economics::Accounts& a = economy.accounts;
  std::vector<std::string> payers, rows;
  data::OutputTable table{"Cost by payer and year", {"row", "part", "place", "pounds"}, {}, {}};
  for (const economics::AccountItem& item : a.items)
    if (std::ranges::find(payers, payer_text(item.payer)) == payers.end()) payers.push_back(payer_text(item.payer));
  std::string words = "A bar for each design and year, in parts by payer: undiscounted pounds per 1,000 births. ";
  for (std::size_t arm = 0; arm < a.arms.size(); ++arm)
    for (std::size_t year = 0; year < a.years; ++year) {
      Parts bar;
      for (std::size_t w = 0; w < a.worlds.size(); ++w)
        for (std::size_t i = 0; i < a.items.size(); ++i)
          bar[payer_text(a.items[i].payer)] += static_cast<double>(a.quantity(w, arm, i, year)) * a.price[a.worlds[w].draw * a.items.size() + i] / static_cast<double>(a.items[i].per) / 100 * 1000 / a.worlds[w].families / static_cast<double>(a.worlds.size());
      double total = 0;
      for (const auto& [payer, pounds] : bar) total += pounds;
      if (total < 1) continue;
      rows.push_back(fmt::format("{}, year {}", a.arms[arm], year + 1));
      for (std::size_t p = 0; p < payers.size(); ++p) table.rows.push_back({rows.back(), payers[p], static_cast<long long>(p), data::Number{bar[payers[p]], 0}});
      words += fmt::format("{}: {}. ", rows.back(), written(total, -3, {"£", "", 0}));
    }
  if (rows.empty()) return {};
  const std::vector<std::size_t> looks = looks_from(1, payers.size());
  return {{"cost-by-year", "Who pays, year by year", "Undiscounted, at the prices of the run. The lead-in belongs to the first year; the last years are the tail of families that enrolled late.", words,
           specification(spec_template, {{"step", rows.size() > 12 ? "20" : "28"}, {"rows", json_list(rows)}, {"axis", json_text("£ per 1,000 births")}, {"colours", colour_scale(payers, looks)}}),
           std::move(table), key_of(payers, looks), Mark::block}};
}

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  if (!economy) return {};
  std::vector<Picture> all = by_category(*economy);
  for (Picture& picture : by_year(*economy)) all.push_back(std::move(picture));
  return all;
}

}  // namespace

const Figure cost_stack_figure{"cost stack", Place::cost, draw};

}  // namespace alongside::report
