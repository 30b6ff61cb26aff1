#pragma once
// Equity as the report shows it: groups of families in the reference case, and what a change in inequality is worth.

#include <memory>
#include <vector>

#include "analysis/economics/result_equity.hpp"
#include "analysis/report/economy.hpp"

namespace alongside::report {

struct Distribution {
  /// Nothing when the result does not record groups.
  static std::unique_ptr<Distribution> read(const record::Result& result, const Economy& economy, std::size_t point);

  economics::Answer answer;                     ///< sentences and tables
  std::vector<economics::Grouped> groups;       ///< by deprivation first
  std::vector<economics::PlanePoint> points;
  double aversion = 0;                          ///< at which the plane is shown
};

}  // namespace alongside::report
