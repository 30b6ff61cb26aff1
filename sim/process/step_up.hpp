#pragma once
// What other processes read of step-up.

#include "sim/process/process.hpp"

namespace alongside::process {
extern const Parameter severe_policy;
extern const Column<std::uint8_t>& escalated_column;
extern const Tally &treatment_tally, &escalations_tally;
}  // namespace alongside::process
