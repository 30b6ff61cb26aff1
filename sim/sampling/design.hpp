#pragma once
// Design points: the axes of a sweep crossed, side by side or sampled, or the rows of a table of points; and the numeric
// row of one arm at one point in one draw. A row is the arm's own values, under the draw, under the point: what is swept is decided.

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "sim/sampling/cube.hpp"
#include "sim/sampling/uncertainty.hpp"
#include "sim/scenario/scenario.hpp"

namespace alongside::sampling {

/// One changed cell of a row.
struct Change {
  int cell;
  double value;
};

/// The value that a sampled axis takes at u: equal shares of a list or of a count's range, else a place in the range, or a
/// quantile of the distribution. u lies in (0, 1); a Morris design also has 0 and 1, and its steps cross the central 95% of
/// a distribution.
double axis_value(const scenario::SweepAxis& axis, const declare::Parameter& parameter, double u, scenario::SweepMethod method);

/// What varies over points, for output.
struct Coordinates {
  std::vector<std::string> paths;               ///< "symptoms.shift", "arms.Phone.programme.minutes"
  std::vector<double> values;                   ///< points x paths, point by point
  std::vector<std::vector<std::string>> labels;  ///< per path the labels of a choice; empty for numbers
};

class Design {
 public:
  /// Draws of the scenario's uncertain cells, tied together where it names a posterior. The scenario must outlive the design.
  explicit Design(const scenario::Scenario& scenario);
  /// Draws from another source, such as a posterior.
  Design(const scenario::Scenario& scenario, std::shared_ptr<const DrawSource> source);

  /// How many points there are: 1 when nothing is swept.
  std::size_t points() const { return points_; }
  /// How many draws are run: 1, at the base values, when the scenario asks for none.
  std::uint32_t draws() const { return scenario_.draws == 0 ? 1 : scenario_.draws; }
  const DrawSource& source() const { return *source_; }

  /// The cells that a point changes in an arm.
  std::vector<Change> changes(std::size_t point, std::size_t arm) const;
  /// The row that the simulator reads. Throws InternalError when arm, point or draw do not exist.
  std::vector<double> row(std::size_t arm, std::size_t point, std::uint32_t draw) const;
  /// The rows of every arm, with the draw made once.
  std::vector<std::vector<double>> rows(std::size_t point, std::uint32_t draw) const;
  /// Swept paths and their value at every point.
  Coordinates coordinates() const;

 private:
  struct Column {
    int cell;
    int arm;
  };
  std::vector<double> point_values(std::size_t point) const;
  std::vector<double> drawn(std::uint32_t draw) const;
  std::vector<double> make_row(std::size_t arm, const std::vector<double>& drawn, const std::vector<double>& point) const;

  const scenario::Scenario& scenario_;
  std::shared_ptr<const DrawSource> source_;
  std::size_t points_;
  Cube cube_;  ///< of a sampled sweep
  std::vector<Column> columns_;
};

/// One row, for callers that need no more than one. A Design is quicker for many.
std::vector<double> row_for(const scenario::Scenario& scenario, std::size_t arm, std::size_t point, std::uint32_t draw);

}  // namespace alongside::sampling
