#pragma once
// The last bytes of a result file, after HDF5's own: its length and a checksum over all of it. HDF5 may
// crash on a damaged file, and so is only given files whose end mark fits. Other readers of HDF5 ignore
// bytes after the end they know. It guards against damage, not against malice.

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace alongside::record {

struct EndMark {
  std::array<char, 8> magic{'A', 'L', 'N', 'G', 'E', 'N', 'D', '1'};
  std::uint64_t length = 0;    // bytes before the mark
  std::uint32_t checksum = 0;  // CRC-32 of these bytes
  std::uint32_t own = 0;       // CRC-32 of the mark so far
};
static_assert(sizeof(EndMark) == 24, "no padding: the mark is written as it lies in memory");

/// The mark for a file of these bytes.
EndMark end_mark(std::span<const std::byte> bytes);
/// The mark for the file at `path` as it is. Throws DataError when it cannot be read.
EndMark end_mark_of_file(const std::string& path);

/// Throws DataError, naming the file and the reason, unless it is an HDF5 file with a fitting end mark.
void check_end_mark(const std::string& path);

}  // namespace alongside::record
