#pragma once
// Arms side by side: a table with a measure in each row, an arm in each column, and what chance or evidence leaves open.

#include <string>
#include <vector>

#include "analysis/report/html/table.hpp"
#include "analysis/report/material.hpp"

namespace alongside::report {

/// What stands under a number.
enum class Under {
  range,      ///< its interval
  difference  ///< the difference from the first arm, with its interval
};
/// Which direction is good; a difference that is clear of chance is marked as better or worse.
enum class Good { higher, lower, neither };

struct Measured {
  std::string name, hint;  ///< "Weeks waited", "to the first supporter"
  WorldValues values;
  Style style = {};
  Under under = Under::range;
  Good good = Good::neither;
};

/// Measures under one heading.
struct MeasuredGroup {
  std::string heading;
  std::vector<Measured> measures;
};

/// The table; groups without measures are left out. Empty when nothing is left.
Markup comparison(const std::string& caption, const Material& material, const std::vector<MeasuredGroup>& groups);

/// A measure of /summary by name, if the result has it.
void add_summary(MeasuredGroup& group, const Material& material, const std::string& measure, Measured as, double scale = 1);

}  // namespace alongside::report
