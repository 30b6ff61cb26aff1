#include "sim/sampling/uncertainty.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"
#include "sim/sampling/keyed.hpp"

namespace alongside::sampling {
namespace {
using declare::Parameter;
using declare::Shape;
using declare::Spread;

/// Half the width of a normal's central 95%, in standard deviations.
constexpr double half_width = 1.959963984540054;

/// From a parameter's scale to the one on which its distribution is normal; outside its domain to infinity.
double to_normal_scale(Shape shape, double x) {
  constexpr double infinity = HUGE_VAL;
  if (shape == Shape::normal) return x;
  if (x <= 0) return -infinity;
  if (shape == Shape::lognormal) return std::isinf(x) ? infinity : core::log64(x);
  return x >= 1 ? infinity : core::logit64(x);
}

double from_normal_scale(Shape shape, double y) {
  if (shape == Shape::lognormal) return core::exp64(y);
  return shape == Shape::logitnormal ? core::logistic64(y) : y;
}

double probability_below(double z) {
  if (std::isinf(z)) return z > 0 ? 1 : 0;
  return core::normal_cdf64(z);
}

double normal_quantile_within(const Parameter& parameter, Spread spread, double p) {
  const double low = to_normal_scale(spread.shape, spread.low), high = to_normal_scale(spread.shape, spread.high);
  const double mean = (low + high) / 2, sd = (high - low) / (2 * half_width);
  const double first = probability_below((to_normal_scale(spread.shape, parameter.low) - mean) / sd);
  const double last = probability_below((to_normal_scale(spread.shape, parameter.high) - mean) / sd);
  const double within = std::clamp(first + p * (last - first), 0x1p-1000, 1 - 0x1p-53);
  return from_normal_scale(spread.shape, mean + sd * core::normal_quantile64(within));
}

}  // namespace

double quantile(const Parameter& parameter, Spread spread, double p) {
  ALONGSIDE_EXPECTS(spread.shape != Shape::none && spread.low < spread.high);
  ALONGSIDE_EXPECTS(p > 0 && p < 1);
  double value;
  if (spread.shape == Shape::uniform) {
    const double low = std::max(spread.low, parameter.low), high = std::min(spread.high, parameter.high);
    value = low + p * (high - low);
  } else {
    value = normal_quantile_within(parameter, spread, p);
  }
  if (parameter.kind != declare::Kind::number) value = std::floor(value + 0.5);
  // The distribution is cut already; this takes off the last bit of rounding.
  return std::clamp(value, parameter.low, parameter.high);
}

double draw_probability(std::uint64_t seed, std::string_view path, std::uint32_t draw) {
  constexpr std::uint32_t purpose = declare::hash32("uncertainty draw");
  const core::Words4 words = keyed_words(seed, hash64(path), draw, purpose);
  return core::unit_double(words[0], words[1]);
}

IndependentDraws::IndependentDraws(const scenario::Scenario& scenario) : seed_(scenario.seed) {
  for (const scenario::UncertainCell& u : scenario.uncertain) {
    const scenario::Cell& cell = scenario.cells.cells[static_cast<std::size_t>(u.cell)];
    cells_.push_back(u.cell);
    margins_.push_back({cell.path, cell.parameter, {u.shape, u.low, u.high}});
  }
}

std::vector<double> IndependentDraws::values(std::uint32_t draw) const {
  std::vector<double> values;
  for (const Margin& margin : margins_) values.push_back(quantile(*margin.parameter, margin.spread, draw_probability(seed_, margin.path, draw)));
  return values;
}

DrawMatrix draw_matrix(const scenario::Scenario& scenario, const DrawSource& source) {
  DrawMatrix matrix;
  for (const int cell : source.cells()) matrix.paths.push_back(scenario.cells.cells[static_cast<std::size_t>(cell)].path);
  for (std::uint32_t draw = 0; draw < scenario.draws; ++draw) {
    const std::vector<double> values = source.values(draw);
    matrix.values.insert(matrix.values.end(), values.begin(), values.end());
  }
  return matrix;
}

}  // namespace alongside::sampling
