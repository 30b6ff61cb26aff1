#pragma once
// HDF5 files that lie in memory only.

#include <cstddef>
#include <span>

#include "sim/record/h5.hpp"

namespace alongside::record {

/// Memory of the size of a file, zero where nobody has written yet. Large ones ask for huge pages: a file is filled from
/// one end to the other, and small pages would cost as much as the copying. One owner; the address may change with resize().
class Pages {
 public:
  Pages() = default;
  Pages(Pages&& other) noexcept;
  Pages& operator=(Pages&& other) noexcept;
  ~Pages();
  std::byte* data() const { return data_; }
  std::size_t size() const { return size_; }
  std::span<const std::byte> bytes() const { return {data_, size_}; }
  /// Sets memory aside, so that up to `bytes` do not move. What nobody writes to takes none. Throws std::bad_alloc.
  void reserve(std::size_t bytes);
  /// Throws std::bad_alloc.
  void resize(std::size_t bytes);

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0, reserved_ = 0;
};

/// Owns the bytes of an HDF5 file while HDF5 writes them. H5Fget_file_image is no way to get them: in HDF5
/// 1.10 it clears a flag in the first block without correcting that block's checksum.
class MemoryFile {
 public:
  /// An empty file. `expected` bytes are set aside so that growing does not copy. Throws h5::Failure.
  explicit MemoryFile(std::size_t expected);
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;

  /// The open file.
  hid_t id() const { return file_; }
  /// Closes the file and gives its bytes. Throws h5::Failure.
  Pages close();

 private:
  Pages pages_;  // before file_, so that it outlives it
  h5::File file_;
};

/// Opens the bytes of an HDF5 file for reading, where they lie. They must stay until it is closed. Throws h5::Failure.
h5::File open_image(std::span<const std::byte> image);

}  // namespace alongside::record
