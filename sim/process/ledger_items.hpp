#pragma once
// Names used when declaring ledger items.

#include "sim/process/process.hpp"

namespace alongside::process {
using declare::Behaviour;
using declare::Payer;

}  // namespace alongside::process
