#pragma once
// All points of a sweep in one table: what explorers and plots read.

#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "sim/record/result.hpp"

namespace alongside::report {

/// A row for each point and arm: the point's number, what is swept with its value there, the arm, and four columns a measure:
/// mean, Monte Carlo standard error, difference from the first arm, its error ("cost", "cost_error", "cost_gain",
/// "cost_gain_error"). Measures of /summary; empty for a few usual ones. Throws DataError for an unknown one.
data::OutputTable points_table(const record::Result& result, std::vector<std::string> measures);

}  // namespace alongside::report
