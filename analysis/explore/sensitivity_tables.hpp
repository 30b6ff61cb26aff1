#pragma once
// Answers of a sensitivity analysis as tables.

#include "analysis/data/table.hpp"
#include "analysis/explore/morris_effects.hpp"
#include "analysis/explore/rank_correlation.hpp"
#include "analysis/explore/sobol_indices.hpp"

namespace alongside::explore {

enum class Method { sobol, morris, prcc };

/// "sobol", "morris" or "prcc"; throws UsageError with the nearest name otherwise.
Method parse_method(const std::string& name);
/// The method that the points were laid out for; partial rank correlations when they are for none.
Method method_for(const Experiment& experiment);

/// One row an input, the strongest first, with notes on the noise of agents.
data::OutputTable sensitivity_table(const Experiment& experiment, Method method, const MorrisScale& scale, const Resampling& resampling);

}  // namespace alongside::explore
