#pragma once
// Random words for a block of 256 agents at once.

#include <cstdint>

#include "sim/core/kernel.hpp"
#include "sim/core/random.hpp"

namespace alongside::core {

inline constexpr int lanes = 256;

/// Words for group `g` of 256 agents: lane l (0-63) uses the counter (64 g + l, week << 16 | k, world, purpose) and
/// its four words serve agents 256 g + l, + 64, + 128 and + 192. A pure function of (key, world, agent, week,
/// purpose, k); no word is wasted and stores are contiguous.
void draw_block(KernelLevel level, const Key& key, std::uint32_t group, std::uint32_t week_k, std::uint32_t world,
                std::uint32_t purpose, std::uint32_t* words);

/// The word that draw_block gives one agent.
inline std::uint32_t draw_one(const Key& key, std::uint32_t agent, std::uint32_t week_k, std::uint32_t world, std::uint32_t purpose) {
  const std::uint32_t lane = agent % lanes;
  return threefry({64 * (agent / lanes) + lane % 64, week_k, world, purpose}, key)[lane / 64];
}

}  // namespace alongside::core
