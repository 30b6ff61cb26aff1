#include <algorithm>

#include "sim/world/columns.hpp"
#include "sim/world/population.hpp"

namespace alongside::world {
namespace {

/// Sets enrolled_week lane by lane, and the cohorts of each block.
void enrol(World& world, const std::vector<std::uint32_t>& births) {
  const Slot<std::uint16_t> slot = world.layout->slot(enrolled_week);
  world.enrolled_before.assign(static_cast<std::size_t>(world.time.weeks) + 1, world.families);
  std::uint32_t family = 0;
  std::fill_n(world.enrolled_before.begin(), world.time.lead_in, 0u);
  for (std::size_t w = 0; w < births.size(); ++w) {
    const auto week = static_cast<std::uint16_t>(static_cast<std::size_t>(world.time.lead_in) + w);
    world.enrolled_before[week] = family;
    for (std::uint32_t n = 0; n < births[w]; ++n, ++family) world.fixed_value(slot, family) = week;
  }
  for (std::uint32_t b = 0; b < world.blocks; ++b) {
    world.first_cohort.push_back(static_cast<std::uint32_t>(world.cohorts.size()));
    const std::uint16_t* weeks = world.fixed_block(b).at(slot);
    const auto used = static_cast<std::uint16_t>(std::min<std::uint32_t>(lanes, world.families - b * lanes));
    for (std::uint16_t l = 0; l < used;) {
      std::uint16_t end = l;
      while (end < used && weeks[end] == weeks[l]) ++end;
      world.cohorts.push_back({l, end, weeks[l]});
      l = end;
    }
    // Lanes beyond the last family never enrol.
    for (std::uint32_t l = used; l < lanes; ++l) world.fixed_block(b).at(slot)[l] = 0xffff;
  }
  world.first_cohort.push_back(static_cast<std::uint32_t>(world.cohorts.size()));
}

}  // namespace

Timetable timetable(const Row& row) {
  Timetable time{};
  time.lead_in = row.i(lead_in_weeks);
  time.horizon = row.i(horizon_weeks);
  time.weeks = time.lead_in + (row.i(arrivals) == 1 ? row.i(arrival_weeks) - 1 : 0) + time.horizon;
  return time;
}

World build_world(const Layout& layout, const Row& row, const WorldId& id, core::KernelLevel level) {
  World world{};
  world.layout = &layout;
  world.id = id;
  world.level = level;
  world.time = timetable(row);
  const std::vector<std::uint32_t> births = draw_arrivals(row, id);
  for (std::uint32_t n : births) world.families += n;
  world.blocks = (world.families + lanes - 1) / lanes;
  world.fixed = Arena(world.blocks * layout.block_bytes(declare::Storage::fixed));
  world.communities = draw_communities(row, id);
  fill_families(world, row);
  const Slot<std::uint16_t> home = layout.slot(community);
  for (std::uint32_t i = 0; i < world.families; ++i) ++world.communities[world.fixed_value(home, i)].families;
  enrol(world, births);
  world.network = build_network(world, row);
  return world;
}

}  // namespace alongside::world
