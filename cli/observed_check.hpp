#pragma once
// Whether a scenario can answer a row, and how.

#include "cli/observed.hpp"
#include "sim/run/study.hpp"

namespace alongside::cli {

/// What a row asks of an arm.
struct Asked {
  const run::Finding* finding = nullptr;      ///< or else
  const declare::Measure* measure = nullptr;
  run::Reading reading;
  double value(const declare::Catalogue& catalogue, const process::ArmResult& arm) const {
    return finding ? finding->value(catalogue, arm, reading) : run::measure_value(catalogue, *measure, arm);
  }
};

/// Notes why the scenario cannot answer the row: an unknown measure, arm or week, or an arm that cannot have the measure.
void check_row(const declare::Catalogue& catalogue, const run::Study& study, const Observed& row, scenario::Issues& issues);

/// Of a row that was checked.
Asked asked_of(const declare::Catalogue& catalogue, const run::Study& study, const Observed& row);

}  // namespace alongside::cli
