#include "sim/sampling/design.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"
#include "sim/sampling/copula.hpp"

namespace alongside::sampling {
namespace {

using scenario::AxisSource;
using scenario::SweepAxis;
using scenario::SweepMethod;

Cube cube_of(const scenario::Scenario& s) {
  if (!scenario::is_sampled(s.sweep_design.method) || s.sweep.empty()) return {};
  std::vector<std::string> names;
  for (const SweepAxis& axis : s.sweep) names.push_back(axis.path);
  const scenario::SweepDesign& d = s.sweep_design;
  switch (d.method) {
    case SweepMethod::latin_hypercube: return latin_hypercube(d.size, names, d.seed);
    case SweepMethod::sobol: return sobol_cube(d.size, names, d.seed);
    case SweepMethod::saltelli: return saltelli_cube(d.size, names, d.seed);
    case SweepMethod::morris: return morris_cube(d.size, d.levels, names, d.seed);
    default: return random_cube(d.size, names, d.seed);
  }
}

/// Share number u x n of n equal shares; u = 1 belongs to the last.
double share(double u, double n) { return std::min(std::floor(u * n), n - 1); }

double range_value(const SweepAxis& axis, bool whole, double u) {
  const double low = axis.span.low, high = axis.span.high;
  if (axis.source == AxisSource::range) return whole ? low + share(u, high - low + 1) : std::clamp(low + u * (high - low), low, high);
  const double first = core::log64(low), last = core::log64(whole ? high + 1 : high);
  const double value = core::exp64(first + u * (last - first));
  return std::clamp(whole ? std::floor(value) : value, low, high);
}

}  // namespace

double axis_value(const SweepAxis& axis, const declare::Parameter& parameter, double u, SweepMethod method) {
  ALONGSIDE_EXPECTS(u >= 0 && u <= 1);
  constexpr double tail = 0.025;
  switch (axis.source) {
    case AxisSource::list: return axis.values[static_cast<std::size_t>(share(u, static_cast<double>(axis.values.size())))];
    case AxisSource::spread: return quantile(parameter, axis.span, method == SweepMethod::morris ? tail + u * (1 - 2 * tail) : u);
    default: return range_value(axis, parameter.kind == declare::Kind::count, u);
  }
}

Design::Design(const scenario::Scenario& scenario) : Design(scenario, draw_source(scenario)) {}

Design::Design(const scenario::Scenario& scenario, std::shared_ptr<const DrawSource> source)
    : scenario_(scenario), source_(std::move(source)), points_(scenario::count_points(scenario)), cube_(cube_of(scenario)) {
  ALONGSIDE_EXPECTS(scenario.sweep.empty() || scenario.points_cells.empty());
  ALONGSIDE_EXPECTS(cube_.columns == 0 || cube_.rows == points_);
  for (const SweepAxis& axis : scenario.sweep) columns_.push_back({axis.cell, axis.arm});
  for (std::size_t i = 0; i < scenario.points_cells.size(); ++i) columns_.push_back({scenario.points_cells[i], scenario.points_arms[i]});
}

std::vector<double> Design::point_values(std::size_t point) const {
  ALONGSIDE_EXPECTS(point < points_);
  if (!scenario_.points_cells.empty()) return scenario_.points_rows[point];
  const SweepMethod method = scenario_.sweep_design.method;
  std::vector<double> values(scenario_.sweep.size());
  std::size_t rest = point;
  for (std::size_t i = values.size(); i-- > 0;) {  // the last axis of a factorial is the fastest
    const SweepAxis& axis = scenario_.sweep[i];
    const declare::Parameter& parameter = *scenario_.cells.cells[static_cast<std::size_t>(axis.cell)].parameter;
    if (scenario::is_sampled(method)) values[i] = axis_value(axis, parameter, cube_.at(point, i), method);
    else if (method == SweepMethod::list) values[i] = axis.values[point];
    else {
      values[i] = axis.values[rest % axis.values.size()];
      rest /= axis.values.size();
    }
  }
  return values;
}

std::vector<double> Design::drawn(std::uint32_t draw) const {
  ALONGSIDE_EXPECTS(draw < draws());
  return scenario_.draws == 0 ? std::vector<double>{} : source_->values(draw);
}

std::vector<Change> Design::changes(std::size_t point, std::size_t arm) const {
  ALONGSIDE_EXPECTS(arm < scenario_.arms.size());
  const std::vector<double> values = point_values(point);
  std::vector<Change> changes;
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i].arm < 0 || columns_[i].arm == static_cast<int>(arm)) changes.push_back({columns_[i].cell, values[i]});
  return changes;
}

std::vector<double> Design::make_row(std::size_t arm, const std::vector<double>& drawn, const std::vector<double>& point) const {
  std::vector<double> row = scenario_.arms[arm].row;
  std::size_t next = 0;
  const std::vector<scenario::UncertainCell>& uncertain = scenario_.uncertain;
  for (std::size_t i = 0; i < drawn.size(); ++i) {
    const int cell = source_->cells()[i];
    while (next < uncertain.size() && uncertain[next].cell < cell) ++next;
    const bool held = next < uncertain.size() && uncertain[next].cell == cell && uncertain[next].held[arm];
    if (!held) row[static_cast<std::size_t>(cell)] = drawn[i];
  }
  for (std::size_t i = 0; i < columns_.size(); ++i)
    if (columns_[i].arm < 0 || columns_[i].arm == static_cast<int>(arm)) row[static_cast<std::size_t>(columns_[i].cell)] = point[i];
  return row;
}

std::vector<double> Design::row(std::size_t arm, std::size_t point, std::uint32_t draw) const {
  ALONGSIDE_EXPECTS(arm < scenario_.arms.size());
  return make_row(arm, drawn(draw), point_values(point));
}

std::vector<std::vector<double>> Design::rows(std::size_t point, std::uint32_t draw) const {
  const std::vector<double> of_draw = drawn(draw), of_point = point_values(point);
  std::vector<std::vector<double>> rows;
  for (std::size_t arm = 0; arm < scenario_.arms.size(); ++arm) rows.push_back(make_row(arm, of_draw, of_point));
  return rows;
}

Coordinates Design::coordinates() const {
  Coordinates coordinates;
  for (const Column& column : columns_) {
    const scenario::Cell& cell = scenario_.cells.cells[static_cast<std::size_t>(column.cell)];
    coordinates.paths.push_back(column.arm < 0 ? cell.path : fmt::format("arms.{}.{}", scenario_.arms[static_cast<std::size_t>(column.arm)].name, cell.path));
    coordinates.labels.emplace_back(cell.parameter->labels.begin(), cell.parameter->labels.end());
  }
  for (std::size_t point = 0; point < points_; ++point) {
    const std::vector<double> values = point_values(point);
    coordinates.values.insert(coordinates.values.end(), values.begin(), values.end());
  }
  return coordinates;
}

std::vector<double> row_for(const scenario::Scenario& scenario, std::size_t arm, std::size_t point, std::uint32_t draw) {
  return Design(scenario).row(arm, point, draw);
}

}  // namespace alongside::sampling
