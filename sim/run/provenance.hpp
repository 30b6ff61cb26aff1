#pragma once
// R.run.json: how a result came about. It is no part of the result, which depends on none of it.

#include "sim/run/execute.hpp"

namespace alongside::run {

/// Writes build, kernel, host, date, threads and timings beside the result.
void write_provenance(const Plan& plan, const ExecuteOptions& options, const ExecuteReport& report, double merge_seconds);

}  // namespace alongside::run
