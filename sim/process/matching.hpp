#pragma once
// Waiting families are given a supporter or a place in a group.

#include "sim/process/supporters.hpp"

namespace alongside::process {

/// Families that the active supporters and groups of a pool could take on beside those they have.
std::size_t free_places(const Binding& binding, const Run& run, std::uint16_t pool);

extern const Parameter& matching_priority;

}  // namespace alongside::process
