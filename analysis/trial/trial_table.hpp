#pragma once
// A trial's CSV file as the estimators' columns.

#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/trial/sample.hpp"

namespace alongside::estimation {

/// Names of the columns; empty: not given. `control` names the control arm's label when it is not 0 (or "control").
struct ColumnNames {
  std::string outcome, arm, cluster, period, baseline, received, cost, event, control;
};

/// Columns read from a table. Empty cells and NA are missing values; clusters and periods are numbered by label, periods
/// in numerical order when they are numbers.
struct TrialColumns {
  std::vector<double> outcome, baseline, received, cost, event;
  std::vector<std::int32_t> arm, cluster, period;
  std::vector<std::string> cluster_labels;

  TrialData view() const { return {outcome, arm, cluster, period, baseline, received, cost, event}; }
};

/// Reads and checks the columns. Throws DataError "file:line: problem" for text in a number column, more or fewer than two
/// arms, received outside 0 to 1 and events other than 0 and 1.
TrialColumns read_trial(const data::CsvTable& table, const ColumnNames& names);

/// One sentence each on what a reader should know: lost rows, clusters that never switch or switch back, empty
/// cluster-periods.
std::vector<std::string> remarks(const TrialColumns& columns, const Sample& sample);

}  // namespace alongside::estimation
