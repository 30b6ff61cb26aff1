#include "sim/sampling/copula.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"

namespace alongside::sampling {

std::optional<std::vector<double>> cholesky(std::vector<double> a, std::size_t n) {
  constexpr double least_pivot = 1e-10;
  ALONGSIDE_EXPECTS(a.size() == n * n);
  for (std::size_t j = 0; j < n; ++j) {
    for (std::size_t i = j; i < n; ++i) {
      double sum = a[i * n + j];
      for (std::size_t k = 0; k < j; ++k) sum -= a[i * n + k] * a[j * n + k];
      if (i == j) {
        if (!(sum > least_pivot)) return std::nullopt;
        a[j * n + j] = std::sqrt(sum);
      } else {
        a[i * n + j] = sum / a[j * n + j];
      }
    }
    for (std::size_t i = 0; i < j; ++i) a[i * n + j] = 0;
  }
  return a;
}

std::vector<double> posterior_correlations(const scenario::Scenario& scenario) {
  const std::vector<scenario::PosteriorCell>& cells = scenario.posterior;
  const std::size_t n = cells.size();
  std::vector<double> matrix(n * n, 0.0);
  const auto row_of = [&](int cell) {
    return static_cast<std::size_t>(std::find_if(cells.begin(), cells.end(), [&](const auto& one) { return one.cell == cell; }) - cells.begin());
  };
  for (std::size_t i = 0; i < n; ++i) matrix[i * n + i] = 1;
  for (const scenario::Correlation& c : scenario.correlations) matrix[row_of(c.a) * n + row_of(c.b)] = matrix[row_of(c.b) * n + row_of(c.a)] = c.value;
  return matrix;
}

CopulaDraws::CopulaDraws(const scenario::Scenario& scenario) : independent_(scenario), seed_(scenario.seed) {
  auto factor = cholesky(posterior_correlations(scenario), scenario.posterior.size());
  if (!factor) throw DataError("the correlations of uncertainty.correlation contradict each other (no distribution has them all) lower some, or calibrate again");
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
