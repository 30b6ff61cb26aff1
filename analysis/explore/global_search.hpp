#pragma once
// A global search for the smallest value of a function, by NLopt.

#include <Eigen/Dense>

#include <cstdint>
#include <functional>

namespace alongside::explore {

struct SearchResult {
  Eigen::VectorXd at;
  double value;
};

/// Controlled random search with local mutation (Kaelo & Ali 2006, NLopt GN_CRS2_LM) in the box of 2.5 prior standard deviations, from a
/// random population. Infinite values are allowed. Deterministic for a seed.
SearchResult search_globally(Eigen::Index parameters, const std::function<double(const Eigen::VectorXd&)>& value, int evaluations, std::uint64_t seed);

}  // namespace alongside::explore
