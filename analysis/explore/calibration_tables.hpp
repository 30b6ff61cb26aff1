#pragma once
// What a calibration found, for people and as a scenario's [uncertainty].

#include <functional>
#include <span>
#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/explore/calibration.hpp"

namespace alongside::explore {

/// A fitted parameter.
struct FittedParameter {
  std::string name;
  double current;                            ///< value that the model has now
  std::function<double(double)> natural;      ///< from the scale on which the prior is a standard normal to the parameter's own
};

/// A target.
struct FittedTarget {
  std::string id, study, what;
  double observed, deviation;               ///< on the scale of comparison; deviation: sqrt(se^2 + discrepancy^2)
  std::string note;                          ///< "log" where the scale is logarithmic
};

struct CalibrationDescription {
  std::vector<FittedParameter> parameters;
  std::vector<FittedTarget> targets;
};

/// Rounds of emulation, fit of every target, parameters with what the targets say of them.
std::vector<data::OutputTable> calibration_tables(const CalibrationDescription& description, const Calibration& found);

/// [uncertainty.posterior] and [uncertainty.correlation] of a scenario; correlations below 0.1 are left out, which keeps the matrix
/// positive definite by shrinking the others as little as needed.
std::string posterior_toml(std::span<const std::string> names, const Calibration& found, const std::string& command);

}  // namespace alongside::explore
