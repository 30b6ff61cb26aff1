#include "sim/world/layout.hpp"

#include <cstring>
#include <new>

namespace alongside::world {

Arena::Arena(std::size_t bytes) : bytes_((bytes + 63) / 64 * 64) {
  memory_.reset(static_cast<std::byte*>(std::aligned_alloc(64, bytes_ == 0 ? 64 : bytes_)));
  if (!memory_) throw std::bad_alloc();
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
