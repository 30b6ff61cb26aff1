#include "sim/sampling/design.hpp"

#include "sim/core/error.hpp"

namespace alongside::sampling {

Design::Design(const scenario::Scenario& scenario) : Design(scenario, std::make_shared<IndependentDraws>(scenario)) {}

Design::Design(const scenario::Scenario& scenario, std::shared_ptr<const DrawSource> source) : scenario_(scenario), source_(std::move(source)) {
  ALONGSIDE_EXPECTS(scenario.sweep.empty() || scenario.points_cells.empty());
  for (const scenario::SweepAxis& axis : scenario.sweep) {
    columns_.push_back({axis.cell, axis.arm});
    points_ *= axis.values.size();
  }
  for (std::size_t i = 0; i < scenario.points_cells.size(); ++i) columns_.push_back({scenario.points_cells[i], scenario.points_arms[i]});
  if (!scenario.points_cells.empty()) points_ = scenario.points_rows.size();
}

std::vector<double> Design::point_values(std::size_t point) const {
  ALONGSIDE_EXPECTS(point < points_);
  if (!scenario_.points_cells.empty()) return scenario_.points_rows[point];
  std::vector<double> values(scenario_.sweep.size());
  for (std::size_t i = values.size(); i-- > 0;) {  // the last axis is the fastest
    const std::vector<double>& axis = scenario_.sweep[i].values;
    values[i] = axis[point % axis.size()];
    point /= axis.size();
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
