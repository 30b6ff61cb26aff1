#include "sim/sampling/copula.hpp"

#include <algorithm>

#include "sim/core/cholesky.hpp"
#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"

namespace alongside::sampling {

CopulaDraws::CopulaDraws(const scenario::Scenario& scenario) : independent_(scenario), seed_(scenario.seed) {
  auto factor = core::cholesky(scenario::posterior_correlations(scenario), scenario.posterior.size());
  ALONGSIDE_EXPECTS(factor);  // the reader has refused others
  factor_ = std::move(*factor);
  for (const scenario::PosteriorCell& one : scenario.posterior) paths_.push_back(scenario.cells.cells[static_cast<std::size_t>(one.cell)].path);
  for (std::size_t value = 0; value < scenario.uncertain.size(); ++value) {
    const scenario::UncertainCell& u = scenario.uncertain[value];
    for (std::size_t row = 0; row < scenario.posterior.size(); ++row)
      if (scenario.posterior[row].cell == u.cell)
        tied_.push_back({value, row, scenario.cells.cells[static_cast<std::size_t>(u.cell)].parameter, {u.shape, u.low, u.high}, u.shift, u.scale});
  }
}

std::vector<double> CopulaDraws::values(std::uint32_t draw) const {
  std::vector<double> values = independent_.values(draw), normal;
  for (const std::string& path : paths_) normal.push_back(core::normal_quantile64(draw_probability(seed_, path, draw)));
  for (const Tied& one : tied_) {
    double w = 0;
    for (std::size_t k = 0; k <= one.row; ++k) w += factor_[one.row * paths_.size() + k] * normal[k];
    const double p = std::clamp(core::normal_cdf64(one.shift + one.scale * w), 0x1p-60, 1 - 0x1p-53);
    values[one.value] = quantile(*one.parameter, one.spread, p);
  }
  return values;
}

std::shared_ptr<const DrawSource> draw_source(const scenario::Scenario& scenario) {
  if (scenario.posterior.empty()) return std::make_shared<IndependentDraws>(scenario);
  return std::make_shared<CopulaDraws>(scenario);
}

}  // namespace alongside::sampling
