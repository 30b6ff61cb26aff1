#pragma once
// One chunk of a dataset, packed as HDF5 itself would: bytes shuffled, then a zlib stream. Workers pack
// chunks in parallel, where HDF5's own filters would run in one thread and several times slower.

#include <cstdint>
#include <span>
#include <vector>

#include "sim/record/digest.hpp"

namespace alongside::record {

/// Filter mask of a chunk that is packed, and of one that is stored as it is because packing did not help.
enum class Packing : std::uint32_t { shuffle_deflate = 0, none = 3 };

struct PackedChunk {
  std::vector<std::byte> stored;
  Packing packing = Packing::none;
  std::size_t raw_size = 0;
  Digest raw_digest{};
};

/// Packs the raw little-endian values of a whole chunk; the size is a multiple of `element_size` bytes.
/// Re-entrant.
PackedChunk pack_chunk(std::span<const std::byte> raw, std::size_t element_size);

/// The raw values of a stored chunk of known raw size. Throws DataError when they cannot be had.
std::vector<std::byte> unpack_chunk(std::span<const std::byte> stored, Packing packing, std::size_t raw_size,
                                    std::size_t element_size);

}  // namespace alongside::record
