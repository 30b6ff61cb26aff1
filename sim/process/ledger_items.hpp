#pragma once
// Names used when declaring ledger items, and the share of a community that is treated, by lane.

#include "sim/process/process.hpp"

namespace alongside::process {
using declare::Behaviour;
using declare::Input;
using declare::Payer;

/// Share of the enrolled families of each lane's community that had a contact, as of last week.
void treated_shares(const BlockWeek& week, Slot<std::uint16_t> community, float* share);

/// Years over which set-up is spread; declared in costs.cpp.
extern const Parameter& contract_years_parameter;

}  // namespace alongside::process
