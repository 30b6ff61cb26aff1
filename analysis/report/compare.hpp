#pragma once
// Two results side by side: what differs between their plans, and what that did.

#include <vector>

#include "analysis/data/table.hpp"
#include "sim/record/result.hpp"

namespace alongside::report {

struct CompareOptions {
  std::vector<std::string> measures;  ///< of /summary; empty for the usual ones; "all" for every one that both have
  std::size_t point = 0;              ///< in both results
};

/// What the plans differ in: program, seed, worlds, arms, every parameter by arm, points, draws. One row a difference.
data::OutputTable plan_differences(const record::Result& a, const record::Result& b, const CompareOptions& options);

/// Whether both simulated the same worlds, so that world can be compared with world: the same seed, and luck that was shared
/// between arms and points in the same way.
bool share_worlds(const record::Result& a, const record::Result& b);

/// Measures of the arms that both have, and those of the arms' differences from the first; B less A with its Monte Carlo
/// standard error: over world by world differences where worlds are shared, else over both as if they were independent.
/// Throws DataError for an unknown measure, or when there is no arm or measure that both have.
std::vector<data::OutputTable> measure_differences(const record::Result& a, const record::Result& b, const CompareOptions& options);

}  // namespace alongside::report
