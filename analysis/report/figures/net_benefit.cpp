// Net benefit of each design against the worth of a QALY.

#include <fmt/format.h>

#include "analysis/report/thresholds.hpp"

namespace alongside::report {
extern const Figure net_benefit_figure;

namespace {

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  if (!economy) return {};
  const std::vector<std::string> names(economy->arms().begin() + 1, economy->arms().end());
  data::OutputTable table{"Net benefit by threshold", {"arm", "threshold", "value", "low", "high"}, {}, {}};
  for (std::size_t arm = 1; arm < economy->arms().size(); ++arm)
    for (const double threshold : threshold_grid(*economy)) add_point(table, economy->arms()[arm], threshold, economy->gain(arm, threshold));
  const std::vector<std::size_t> looks = looks_from(1, names.size());
  std::string words = fmt::format("One rising line for each design: net benefit over {} in pounds per 1,000 births against the worth of a QALY. ", economy->arms()[0]);
  for (const double threshold : economy->thresholds)
    for (std::size_t arm = 1; arm < economy->arms().size(); ++arm) words += fmt::format("At {}, {}: {}. ", economy->wording.money(threshold), economy->arms()[arm], written(economy->gain(arm, threshold), {"£", "", 0}).middle);
  return {{"net-benefit", "Net benefit by worth of a QALY", fmt::format("Above zero a design is worth more than {}; the highest line is the best choice.", economy->arms()[0]), words,
           threshold_lines(*economy, "£ per 1,000 births, over " + economy->arms()[0], "{}", names, looks), std::move(table), key_of(names, looks)}};
}

}  // namespace

const Figure net_benefit_figure{"net benefit", Place::decision, draw};

}  // namespace alongside::report
