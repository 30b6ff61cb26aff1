#pragma once
// The inputs and outputs of a result file as an experiment.

#include <optional>

#include "analysis/explore/experiment.hpp"
#include "sim/record/result.hpp"

namespace alongside::explore {

/// An output of the model: a measure, or net monetary benefit at a threshold in pounds per quality-adjusted life year; of an
/// arm, or of its difference from another.
struct OutputChoice {
  std::string measure;               ///< as in /summary; "" for net benefit
  double threshold = 0;
  std::size_t arm = 0;
  std::optional<std::size_t> versus;
};

/// What varies: the points of the sweep, over all draws and replicates, or the draws at one point, over replicates.
enum class Over { points, draws };

/// Reads one output. Throws DataError when nothing varies, or there is no such measure.
Experiment read_experiment(const record::Result& result, const OutputChoice& output, Over over);

/// The names of the arms; the number of one of them, or DataError with the nearest name.
const std::vector<std::string>& arm_names(const record::Result& result);
std::size_t find_arm(const record::Result& result, const std::string& name);

}  // namespace alongside::explore
