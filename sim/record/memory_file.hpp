#pragma once
// An HDF5 file that is made in memory only.

#include <cstddef>
#include <vector>

#include "sim/record/h5.hpp"

namespace alongside::record {

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
  std::vector<std::byte> close();

 private:
  std::vector<std::byte> bytes_;  // before file_, so that it outlives it
  h5::File file_;
};

}  // namespace alongside::record
