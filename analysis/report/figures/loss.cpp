// Expected loss: what choosing a design costs on average for not knowing better. The lowest line is the value of knowing all.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/thresholds.hpp"

namespace alongside::report {
extern const Figure loss_figure;

namespace {

std::vector<Picture> draw(const Material& material) {
  const Economy* economy = material.economy();
  if (!economy || !economy->uncertain()) return {};
  data::OutputTable table{"Expected loss by threshold", {"arm", "threshold", "value", "low", "high"}, {}, {}};
  for (const double threshold : threshold_grid(*economy)) {
    const economics::Decision d = economy->decide(threshold);
    for (std::size_t arm = 0; arm < economy->arms().size(); ++arm) {
      const auto a = static_cast<Eigen::Index>(arm);
      const double half = 1.96 * d.mcse_loss[a];
      add_point(table, economy->arms()[arm], threshold, {d.loss[a], std::max(0.0, d.loss[a] - half), d.loss[a] + half});
    }
  }
  const std::vector<std::size_t> looks = looks_from(0, economy->arms().size());
  std::string words = "One line for each design: its expected loss in pounds per 1,000 births against the worth of a QALY. ";
  for (const double threshold : economy->thresholds) {
    const economics::Decision d = economy->decide(threshold);
    words += fmt::format("At {} the lowest is that of {}, {}. ", economy->wording.money(threshold), economy->arms()[d.optimal], written({d.evpi, NAN, NAN}, {"£", "", 0}).middle);
  }
  return {{"expected-loss", "What a wrong choice would cost", "The lowest line is the best choice; its height is what it would be worth to know every uncertain number (EVPI).", words,
           threshold_lines(*economy, "£ per 1,000 births", R"({"domainMin": 0})", economy->arms(), looks), std::move(table), key_of(economy->arms(), looks)}};
}

}  // namespace

const Figure loss_figure{"expected loss", Place::decision, draw};

}  // namespace alongside::report
