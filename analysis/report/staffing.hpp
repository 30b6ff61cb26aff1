#pragma once
// Budget and staff as the report shows them: at full scale from the first year, as simulated.

#include <memory>
#include <vector>

#include "analysis/economics/budget_tables.hpp"
#include "analysis/report/economy.hpp"

namespace alongside::report {

struct Staffing {
  /// Nothing when the result lacks what a budget needs.
  static std::unique_ptr<Staffing> read(const record::Result& result, const Economy& economy, std::size_t point);

  economics::Answer answer;
  economics::Budget budget;
};

}  // namespace alongside::report
