#pragma once
// Draws of parameters that a calibration has tied together: a Gaussian copula over the declared spreads.
//
// On the scale on which a parameter's declared spread is a standard normal, the posterior is normal: with a shift and a scale
// for each parameter, and correlations. A draw is a pure function of (seed, the posterior's paths, draw): it does not depend on
// which of the parameters vary. Parameters outside the posterior are drawn by themselves.

#include <memory>

#include "sim/sampling/uncertainty.hpp"

namespace alongside::sampling {

class CopulaDraws : public DrawSource {
 public:
  explicit CopulaDraws(const scenario::Scenario& scenario);
  const std::vector<int>& cells() const override { return independent_.cells(); }
  std::vector<double> values(std::uint32_t draw) const override;

 private:
  /// A varying cell that is in the posterior.
  struct Tied {
    std::size_t value;  ///< in the list of cells
    std::size_t row;    ///< in the posterior
    const declare::Parameter* parameter;
    declare::Spread spread;
    double shift, scale;
  };
  IndependentDraws independent_;
  std::uint64_t seed_;
  std::vector<std::string> paths_;
  std::vector<double> factor_;
  std::vector<Tied> tied_;
};

/// What a scenario asks for.
std::shared_ptr<const DrawSource> draw_source(const scenario::Scenario& scenario);

}  // namespace alongside::sampling
