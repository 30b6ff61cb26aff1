#pragma once
// Where family columns lie in memory. Families come in blocks of 256; each block holds its columns one after the
// other (fixed columns in one area, state in another), so that a block's week stays in the cache.

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <unordered_map>

#include "sim/core/draw.hpp"
#include "sim/core/error.hpp"
#include "sim/declare/catalogue.hpp"

namespace alongside::world {

using core::lanes;

/// A column resolved to its place.
template <class T>
struct Slot {
  declare::Storage storage = declare::Storage::state;
  std::uint32_t offset = 0;  ///< bytes from the block's start in its area
};

/// Memory aligned for vectors, zeroed.
class Arena {
 public:
  Arena() = default;
  explicit Arena(std::size_t bytes);
  std::byte* data() const { return memory_.get(); }
  std::size_t size() const { return bytes_; }
  void zero();

 private:
  struct Free {
    void operator()(std::byte* p) const { std::free(p); }
  };
  std::unique_ptr<std::byte, Free> memory_;
  std::size_t bytes_ = 0;
};

/// Offsets of every declared column.
class Layout {
 public:
  explicit Layout(const declare::Catalogue& catalogue);

  template <class T>
  Slot<T> slot(const declare::Column<T>& column) const {
    return {column.storage, offset(column)};
  }
  std::uint32_t offset(const declare::ColumnBase& column) const;
  /// Bytes of one block of 256 families in the area of a storage class.
  std::size_t block_bytes(declare::Storage storage) const { return bytes_[static_cast<int>(storage)]; }
  /// Persistent bytes per family: fixed, state and linked columns.
  double family_bytes() const;

 private:
  std::unordered_map<const declare::ColumnBase*, std::uint32_t> offsets_;
  std::size_t bytes_[declare::storages] = {};
};

/// One block of 256 families: access to its columns.
struct BlockView {
  std::byte* area[declare::storages];  ///< by Storage: the block's own; of linked columns the world's
  std::uint32_t group;                 ///< first family is 256 * group
  std::uint32_t blocks;                ///< of the world

  /// A column's values in this block: `size` bytes for each of 256 families.
  std::byte* at(declare::Storage storage, std::uint32_t offset, std::size_t size) const {
    std::byte* own = area[static_cast<int>(storage)];
    if (storage == declare::Storage::linked) return own + static_cast<std::size_t>(offset) * blocks + static_cast<std::size_t>(group) * lanes * size;
    return own + offset;
  }
  template <class T>
  T* at(Slot<T> slot) const {
    return reinterpret_cast<T*>(at(slot.storage, slot.offset, sizeof(T)));
  }
};

}  // namespace alongside::world
