#pragma once
// Names used when declaring ledger items.

#include "sim/process/process.hpp"

namespace alongside::process {
using declare::Behaviour;
using declare::Input;
using declare::Payer;

/// Years over which set-up is spread; declared in costs.cpp.
extern const Parameter& contract_years_parameter;

}  // namespace alongside::process
