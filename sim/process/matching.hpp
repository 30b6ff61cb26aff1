#pragma once
// Waiting for support, and being given a supporter or a place in a group.

#include "sim/process/supporters.hpp"

namespace alongside::process {

/// The programme's modes of contact: weights, and the share of families who may choose among them.
struct ModeMix {
  double weight[4];
  double choice;
};
ModeMix mode_mix(const Binding& binding);

/// A family's supporter has left: it waits again, and carries part of its alliance to the next one.
void wait_again(Run& run, int week, const Place& place);

/// Puts a family on the waiting list of its pool.
void join_waiting_list(Run& run, int week, std::uint32_t family, int mode, int priority);

/// Families that the active supporters and groups of a pool could take on beside those they have.
std::size_t free_places(const Binding& binding, const Run& run, std::uint16_t pool);

/// The mode in which a family will be supported: the programme's mix, the family's choice, and access.
/// Returns -1 when none of the programme's modes can reach it.
int choose_mode(const ModeMix& mix, std::uint16_t traits, int preferred, double chance, double choice);

/// The next of the programme's one-to-one modes that reaches the family, for one that keeps missing contacts.
int next_mode(const ModeMix& mix, std::uint16_t traits, int current);

}  // namespace alongside::process
