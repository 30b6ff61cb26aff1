#pragma once
// Elementary effects (Morris 1991; Campolongo, Cariboni & Saltelli 2007): which inputs matter at all, at little cost.

#include "analysis/explore/experiment.hpp"

namespace alongside::explore {

/// An elementary effect is the change of the output divided by the change of the input as a share of its range.
struct MorrisEffect {
  std::string input;
  double mean = 0;      ///< mu: effects of both signs cancel
  Interval magnitude;   ///< mu*: mean of the absolute effects
  double spread = 0;    ///< sigma: standard deviation over trajectories, noise taken off; large by interaction or curvature
  double noise = 0;     ///< standard deviation of one effect by the agents' luck alone: mu* of no effect at all is 0.8 of it
};

struct MorrisEffects {
  std::vector<MorrisEffect> inputs;
  std::size_t trajectories = 0;
  Noise noise;
};

/// How large a step is: the given share of the range (designs of ours), or the change of the input over the width of its range.
struct MorrisScale {
  double step = 0;             ///< share of the range, when above 0
  std::vector<double> widths;  ///< of each input's range, otherwise
};

/// Intervals by resampling trajectories. Throws DataError unless the points are a Morris design.
MorrisEffects morris_effects(const Experiment& experiment, const MorrisScale& scale, const Resampling& resampling);

}  // namespace alongside::explore
