#pragma once
// Means over the worlds of a result, and how well they are known: draws are the independent unit where there are any,
// replicate worlds else.

#include <vector>

#include "analysis/economics/accounts.hpp"

namespace alongside::economics {

/// One value per independent unit (a draw's mean over its replicates, or a world).
std::vector<double> over_units(const Accounts& accounts, const std::vector<double>& by_world);

/// A mean with its standard error; NaN with fewer than two units.
struct UnitMean {
  double mean = 0, error = 0;
  double positive = 0;  ///< share of units above 0
};
UnitMean unit_mean(const std::vector<double>& units);

}  // namespace alongside::economics
