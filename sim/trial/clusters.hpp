#pragma once
// Randomising communities: completely, in strata, in matched pairs, or among the best balanced allocations.

#include "sim/trial/design.hpp"

namespace alongside::trial {

extern const Declarations clusters_part;

/// The arm of every community, and the allocations that could have been drawn.
struct ClusterAllocation {
  std::vector<int> arm;                  ///< by community
  std::vector<std::uint8_t> possible;    ///< [allocation][community], 1 = supported; empty: all of the same numbers. The one drawn is among them.
};

/// Draws an allocation of the world's communities. Throws DataError when there are fewer communities than arms, or the
/// method does not suit the arms.
ClusterAllocation allocate_clusters(const Setting& setting);

/// Communities in a random order, from the world's words.
std::vector<std::uint16_t> shuffled_communities(const world::World& world);

}  // namespace alongside::trial
