#pragma once
// Numbers of a result by world and arm, and their means with Monte Carlo standard errors.

#include <string>
#include <vector>

#include "sim/record/result.hpp"

namespace alongside::report {

/// One measure at one point: a value per draw, replicate and arm; NaN where there is none.
struct WorldValues {
  std::size_t draws = 0, replicates = 0, arms = 0;
  std::vector<double> values;  ///< [draw][replicate][arm]
  double at(std::size_t draw, std::size_t replicate, std::size_t arm) const { return values[(draw * replicates + replicate) * arms + arm]; }
};

/// A mean over worlds. The independent unit is the replicate world; with several draws it is the draw.
struct Estimate {
  double mean;
  double error;   ///< Monte Carlo standard error; NaN with fewer than two independent units
  double spread;  ///< standard deviation between draws: how uncertain the measure is; NaN without draws
};

/// Reads a dataset [point, draw, replicate, arm] at one point.
WorldValues read_worlds(const record::Result& result, const std::string& path, std::size_t point);
/// One follow-up of a dataset [point, draw, replicate, arm, follow_up] at one point.
WorldValues read_follow_up(const record::Result& result, const std::string& path, std::size_t point, std::size_t follow_up);
/// numerator / denominator world by world, NaN where that is 0/0.
WorldValues ratio(const WorldValues& numerator, const WorldValues& denominator);

/// The mean of an arm; worlds without a value are left out.
Estimate estimate(const WorldValues& values, std::size_t arm);
/// The mean of the paired differences between an arm and another.
Estimate difference(const WorldValues& values, std::size_t arm, std::size_t from);

}  // namespace alongside::report
