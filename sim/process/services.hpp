#pragma once
// What other processes read of services.

#include "sim/process/process.hpp"

namespace alongside::process {
extern const Parameter substitution;
}  // namespace alongside::process
