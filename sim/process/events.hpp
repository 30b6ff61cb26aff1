#pragma once
// What happened to the families of a block this week, for the serial steps that follow the blocks.

#include <bit>
#include <cstdint>

#include "sim/world/layout.hpp"

namespace alongside::process {

/// Calls `each(lane)` in order for every family of a block with one of the wanted events. Most families have none: eight
/// are passed over at once, and the others are found without a guess that could be wrong.
template <class Each>
void for_events(const std::uint8_t* events, std::uint8_t wanted, const Each& each) {
  static_assert(std::endian::native == std::endian::little && world::lanes % 8 == 0);
  constexpr std::uint64_t ones = 0x0101010101010101ull, low = 0x7f7f7f7f7f7f7f7full, high = 0x8080808080808080ull;
  for (std::uint32_t first = 0; first < world::lanes; first += 8) {
    std::uint64_t eight;
    __builtin_memcpy(&eight, events + first, sizeof eight);
    eight &= ones * wanted;
    // The top bit of every byte that is not 0.
    for (std::uint64_t left = (((eight & low) + low) | eight) & high; left != 0; left &= left - 1)
      each(first + static_cast<std::uint32_t>(std::countr_zero(left)) / 8);
  }
}

}  // namespace alongside::process
