#pragma once
// How `plan` comes by its advice on draws and replicates: a pilot in memory and on a temporary file that is removed.

#include <string>

#include "cli/options.hpp"

namespace alongside::cli {

/// Runs a pilot of the scenario with draws of two replicates for about `seconds`, and tells how the worlds that `minutes` of
/// `threads` threads pay for are best split. Throws DataError when the scenario has no uncertain parameter or one arm only.
std::string split_advice(const Parsed& given, double minutes, unsigned threads);

}  // namespace alongside::cli
