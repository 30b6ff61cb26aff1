#pragma once
// Draws of uncertain parameters: the inputs of a probabilistic analysis.
//
// A draw of a parameter is a pure function of (seed, path, draw): it depends neither on the other parameters that
// vary nor on arms or points, so adding one leaves the draws of all others as they were. All arms share a draw,
// but for those that set the value themselves: that is a decision, and decisions are not uncertain.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/scenario.hpp"

namespace alongside::sampling {

/// Where the values of a draw come from. The seam for draws that depend on each other, such as a posterior from
/// a calibration: another source gives its own cells and values.
class DrawSource {
 public:
  virtual ~DrawSource() = default;
  /// The cells that vary, in cell order.
  virtual const std::vector<int>& cells() const = 0;
  /// The values of those cells in one draw, each within its parameter's bounds, counts whole.
  virtual std::vector<double> values(std::uint32_t draw) const = 0;
};

/// A value of the distribution at probability p in (0, 1), cut at the parameter's bounds by mapping p into the
/// part of the distribution between them; counts are rounded. Throws InternalError for a shape without values.
double quantile(const declare::Parameter& parameter, declare::Spread spread, double p);

/// The probability that decides a path's value in a draw, in (0, 1).
double draw_probability(std::uint64_t seed, std::string_view path, std::uint32_t draw);

/// Each cell of Scenario::uncertain by itself.
class IndependentDraws : public DrawSource {
 public:
  explicit IndependentDraws(const scenario::Scenario& scenario);
  const std::vector<int>& cells() const override { return cells_; }
  std::vector<double> values(std::uint32_t draw) const override;

 private:
  struct Margin {
    std::string path;
    const declare::Parameter* parameter;
    declare::Spread spread;
  };
  std::uint64_t seed_;
  std::vector<int> cells_;
  std::vector<Margin> margins_;
};

/// The values of every draw for output: draws x uncertain cells, draw by draw; empty without draws.
struct DrawMatrix {
  std::vector<std::string> paths;
  std::vector<double> values;
};
DrawMatrix draw_matrix(const scenario::Scenario& scenario, const DrawSource& source);

}  // namespace alongside::sampling
