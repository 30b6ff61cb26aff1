#pragma once
// The result file out of all shards of a plan.

#include <cstddef>
#include <string>

#include "sim/core/error.hpp"
#include "sim/record/layout.hpp"

namespace alongside::record {

/// Small results are made in memory and written by our own code, so that HDF5 never meets a full disk.
/// Large ones are written by HDF5 into room that was reserved before. The bound is part of the format:
/// the two ways give other bytes (same payload_sha), so do not make it depend on the machine.
struct MergeOptions {
  std::size_t in_memory_bytes = std::size_t{512} << 20;
};

struct MergeReport {
  std::string payload_sha;
  std::size_t bytes = 0;
  std::size_t failed_tasks = 0;
};

/// HDF5 failed while it wrote a file on disk. Its file was left open on purpose: closing it would write
/// again, and may crash. Report the error and end the process with _exit(74).
class UncleanOutputError : public OutputError {
 public:
  using OutputError::OutputError;
};

/// Merges the shards in `folder` into `path`, which is a function of the layout and the shards alone: copies
/// the packed chunks in plan order, opens the result as a reader would, compares every chunk with the one that was copied
/// (size and CRC-32), reads the written file against its checksum, and only then gives it its name. Every shard is
/// read once, by a second thread that runs ahead. Needs memory for in_memory_bytes, and 64 MiB or the three largest shards.
/// Throws ShardError when a shard is missing or bad, OutputError when the file cannot be written; the
/// shards stay and no file is left.
MergeReport merge_shards(const Layout& layout, const std::string& folder, const std::string& path,
                         const MergeOptions& options = {});

}  // namespace alongside::record
