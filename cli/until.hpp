#pragma once
// `run --until mcse=...`: rounds of more and more worlds, until the result is known well enough.

#include <functional>

#include "cli/options.hpp"
#include "sim/run/execute.hpp"

namespace alongside::cli {

/// Runs rounds, each a complete plan that keeps the worlds of the last; calls `conclude` with the plan and the report of the
/// last one and returns what it returns. A result of an earlier round at the output is gone on from.
using Conclude = std::function<int(const run::Plan&, const run::ExecuteOptions&, const run::ExecuteReport&)>;
int run_until(const Parsed& given, const run::ExecuteOptions& options, const Conclude& conclude);

}  // namespace alongside::cli
