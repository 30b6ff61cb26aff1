#pragma once
// Random words of a named column: the names of things decide their luck, and not their places.

#include <string_view>

#include "sim/core/random.hpp"
#include "sim/declare/column.hpp"

namespace alongside::sampling {

/// FNV-1a, 64 bit.
constexpr std::uint64_t hash64(std::string_view text) {
  std::uint64_t h = 14695981039346656037u;
  for (const char c : text) h = (h ^ static_cast<std::uint8_t>(c)) * 1099511628211u;
  return h;
}

/// Four words for number `index` of what is called `name`, for one purpose.
inline core::Words4 keyed_words(std::uint64_t seed, std::uint64_t name, std::uint32_t index, std::uint32_t purpose) {
  return core::threefry({static_cast<std::uint32_t>(name), static_cast<std::uint32_t>(name >> 32), index, purpose}, seed);
}

}  // namespace alongside::sampling
