// Acceptability curves: the chance that each design is best, and the chance of the one that is best on average (the frontier).

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/thresholds.hpp"

namespace alongside::report {
extern const Figure acceptability_figure;

namespace {

constexpr double z = 1.959963984540054;
constexpr Literal frontier_layer = R"json({
  "transform": [{"filter": "datum.optimal === 1"}],
  "mark": {"type": "line", "strokeWidth": 7, "opacity": 0.28, "strokeCap": "round", "color": "var(--ink)"},
  "encoding": {"y": {"field": "value", "type": "quantitative"}, "color": {"value": "var(--ink)"}, "detail": {"field": "run"}}
})json";

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  if (!economy || !economy->uncertain()) return {};
  data::OutputTable table{"Acceptability by threshold", {"arm", "threshold", "value", "low", "high", "optimal", "run"}, {}, {}};
  // The frontier jumps where the best choice changes: each stretch is a line of its own.
  std::size_t before = economy->arms().size();
  long long run = 0;
  for (const double threshold : threshold_grid(*economy)) {
    const economics::Decision d = economy->decide(threshold);
    if (d.optimal != before) ++run;
    before = d.optimal;
    for (std::size_t arm = 0; arm < economy->arms().size(); ++arm) {
      const auto a = static_cast<Eigen::Index>(arm);
      const double p = 100 * d.p_best[a], half = 100 * z * d.mcse_p_best[a];
      add_point(table, economy->arms()[arm], threshold, {p, std::max(0.0, p - half), std::min(100.0, p + half)});
      table.rows.back().emplace_back(static_cast<long long>(d.optimal == arm));
      table.rows.back().emplace_back(run);
    }
  }
  std::string words = "One line for each design: the chance that it is the best choice, in percent of draws, against the worth of a QALY. ";
  for (const double threshold : economy->thresholds) {
    const economics::Decision d = economy->decide(threshold);
    for (std::size_t arm = 0; arm < economy->arms().size(); ++arm) words += fmt::format("At {}, {}: {}. ", economy->wording.money(threshold), economy->arms()[arm], chance_text(d.p_best[static_cast<Eigen::Index>(arm)]));
  }
  const std::vector<std::size_t> looks = looks_from(0, economy->arms().size());
  return {{"acceptability", "How sure is the best choice?",
           fmt::format("The chance that each design is best{}; bands are Monte Carlo error. The broad line marks the design that is best on average.", economy->corrected ? ", noise of the simulation taken off" : ""), words,
           threshold_lines(*economy, "% of draws in which it is best", R"({"domain": [0, 100]})", economy->arms(), looks, specification(frontier_layer, {}) + ","), std::move(table), key_of(economy->arms(), looks)}};
}

}  // namespace

const Figure acceptability_figure{"acceptability", Place::decision, draw};

}  // namespace alongside::report
