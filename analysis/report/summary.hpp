#pragma once
// The commissioner's table: what each arm reaches, gives, changes and costs, with Monte Carlo standard errors.

#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "sim/record/result.hpp"

namespace alongside::report {

struct SummaryOptions {
  std::size_t point = 0;
  std::vector<std::string> measures;  ///< of /summary; empty: the commissioner's choice
};

/// Tables for people: themes one after the other, an arm a row. Throws DataError for an unknown measure or point.
std::vector<data::OutputTable> summary_tables(const record::Result& result, const SummaryOptions& options);
/// The same numbers for programs: one row per measure and arm.
data::OutputTable summary_list(const record::Result& result, const SummaryOptions& options);

}  // namespace alongside::report
