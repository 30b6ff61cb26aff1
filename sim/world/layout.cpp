#include "sim/world/layout.hpp"

#include <sys/mman.h>

#include <algorithm>
#include <cstring>
#include <new>

namespace alongside::world {

namespace {

constexpr std::size_t line = 64, huge_page = std::size_t{2} << 20;

}  // namespace

// Areas of more than a few megabytes ask for huge pages: families' friends lie scattered, and so do those whom a serial
// step touches, so that small pages would miss the translation cache at almost every one of them.
Arena::Arena(std::size_t bytes) {
  const std::size_t alignment = bytes < 2 * huge_page ? line : huge_page;
  bytes_ = (bytes + line - 1) / line * line;
  const std::size_t reserved = std::max((bytes_ + alignment - 1) / alignment * alignment, line);
  memory_.reset(static_cast<std::byte*>(std::aligned_alloc(alignment, reserved)));
  if (!memory_) throw std::bad_alloc();
  // Only advice: where the system has none to give, nothing but speed is lost.
  if (alignment == huge_page) madvise(memory_.get(), reserved, MADV_HUGEPAGE);
  zero();
}

void Arena::zero() { std::memset(memory_.get(), 0, bytes_); }

Layout::Layout(const declare::Catalogue& catalogue) {
  for (const declare::ColumnBase* column : catalogue.columns()) {
    std::size_t& used = bytes_[static_cast<int>(column->storage)];
    offsets_.emplace(column, static_cast<std::uint32_t>(used));
    used += static_cast<std::size_t>(column->bytes) * lanes;
  }
}

std::uint32_t Layout::offset(const declare::ColumnBase& column) const {
  const auto it = offsets_.find(&column);
  if (it == offsets_.end()) throw InternalError(fmt::format("column {} is not in the catalogue", column.name));
  return it->second;
}

double Layout::family_bytes() const {
  using declare::Storage;
  return static_cast<double>(block_bytes(Storage::fixed) + block_bytes(Storage::state) + block_bytes(Storage::linked)) / lanes;
}

}  // namespace alongside::world
