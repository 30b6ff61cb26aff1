#include "sim/record/chunk.hpp"

#include <libdeflate.h>

#include <algorithm>
#include <memory>
#include <new>

#include "sim/core/error.hpp"

namespace alongside::record {
namespace {

// Level 1 packs as tightly as level 4 here, twice as fast.
constexpr int level = 1;

using Compressor = std::unique_ptr<libdeflate_compressor, decltype(&libdeflate_free_compressor)>;
using Decompressor = std::unique_ptr<libdeflate_decompressor, decltype(&libdeflate_free_decompressor)>;

// All first bytes, then all second bytes ...: the layout of HDF5's shuffle filter.
std::vector<std::byte> shuffled(std::span<const std::byte> raw, std::size_t size) {
  const std::size_t values = raw.size() / size;
  std::vector<std::byte> out(raw.size());
  for (std::size_t byte = 0; byte < size; ++byte) {
    std::byte* to = out.data() + byte * values;
    for (std::size_t i = 0; i < values; ++i) to[i] = raw[i * size + byte];
  }
  return out;
}

std::vector<std::byte> unshuffled(std::span<const std::byte> mixed, std::size_t size) {
  const std::size_t values = mixed.size() / size;
  std::vector<std::byte> out(mixed.size());
  for (std::size_t byte = 0; byte < size; ++byte) {
    const std::byte* from = mixed.data() + byte * values;
    for (std::size_t i = 0; i < values; ++i) out[i * size + byte] = from[i];
  }
  return out;
}

// Empty when the stream would not be shorter than the input.
std::vector<std::byte> deflated(std::span<const std::byte> bytes) {
  const Compressor compressor(libdeflate_alloc_compressor(level), libdeflate_free_compressor);
  if (!compressor) throw std::bad_alloc();
  std::vector<std::byte> out(bytes.size());
  out.resize(libdeflate_zlib_compress(compressor.get(), bytes.data(), bytes.size(), out.data(), out.size()));
  if (out.size() == bytes.size()) out.clear();
  out.shrink_to_fit();
  return out;
}

std::vector<std::byte> inflated(std::span<const std::byte> bytes, std::size_t raw_size) {
  const Decompressor decompressor(libdeflate_alloc_decompressor(), libdeflate_free_decompressor);
  if (!decompressor) throw std::bad_alloc();
  std::vector<std::byte> out(raw_size);
  const libdeflate_result result = libdeflate_zlib_decompress(decompressor.get(), bytes.data(), bytes.size(),
                                                              out.data(), out.size(), nullptr);
  if (result != LIBDEFLATE_SUCCESS) throw DataError("a packed chunk cannot be unpacked (it is damaged)");
  return out;
}

}  // namespace

PackedChunk pack_chunk(std::span<const std::byte> raw, std::size_t element_size) {
  ALONGSIDE_EXPECTS(element_size > 0 && !raw.empty() && raw.size() % element_size == 0);
  PackedChunk chunk{.stored = {}, .packing = Packing::none, .raw_size = raw.size(), .raw_digest = sha256(raw)};
  chunk.stored = element_size == 1 ? deflated(raw) : deflated(shuffled(raw, element_size));
  if (chunk.stored.empty()) {
    chunk.stored.assign(raw.begin(), raw.end());
  } else {
    chunk.packing = Packing::shuffle_deflate;
  }
  return chunk;
}

std::vector<std::byte> unpack_chunk(std::span<const std::byte> stored, Packing packing, std::size_t raw_size,
                                    std::size_t element_size) {
  ALONGSIDE_EXPECTS(element_size > 0 && raw_size % element_size == 0);
  if (packing == Packing::none) {
    if (stored.size() != raw_size) throw DataError("an unpacked chunk has another size (it is damaged)");
    return {stored.begin(), stored.end()};
  }
  std::vector<std::byte> mixed = inflated(stored, raw_size);
  return element_size == 1 ? mixed : unshuffled(mixed, element_size);
}

}  // namespace alongside::record
