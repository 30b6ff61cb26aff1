#pragma once
// The steps of building a world, in order.

#include <vector>

#include "sim/world/world.hpp"

namespace alongside::world {

/// Births by week of arrival, from week 0 of enrolment on.
std::vector<std::uint32_t> draw_arrivals(const Row& row, const WorldId& id);
/// Fixed effects of every community.
std::vector<Community> draw_communities(const Row& row, const WorldId& id);
/// Fills every fixed column but enrolled_week. Throws DataError when the numbers contradict each other.
void fill_families(const World& world, const Row& row);
/// Friendships within and between communities.
Network build_network(const World& world, const Row& row);

}  // namespace alongside::world
