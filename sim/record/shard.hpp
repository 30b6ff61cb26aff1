#pragma once
// A shard: the finished tasks of one box, as one small container file.
//
// It is a format of our own and no HDF5 file, because HDF5 can neither tell a damaged file from a sound
// one nor survive a full disk while it writes. Here one SHA-256 over all bytes decides, and the bytes are
// made in memory and written by safe_file. HDF5 is used for the merge and for reading only.
//
//   8 bytes "ALNGSHRD" | u32 format version | u32 zero | u64 size of the file | u64 size of the header
//   header (JSON): plan, facts, shard, tasks, failed, chunks (how many)
//   56 bytes for each chunk, in the order of Layout::chunks: sizes stored and raw, filter, SHA-256 of the raw values
//   the stored chunks, one after the other, in that order
//   SHA-256 over everything before

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "sim/core/error.hpp"
#include "sim/record/chunk.hpp"
#include "sim/record/elements.hpp"
#include "sim/record/layout.hpp"

namespace alongside::record {

/// A task whose world could not be simulated, and why.
struct FailedTask {
  std::size_t task = 0;
  std::string reason;
  bool operator==(const FailedTask&) const = default;
};

/// Collects the values of one shard's tasks and makes its image. put() and fail() may be called from
/// several threads at once for different tasks; finish() after all of them. The image does not depend on
/// their order.
class ShardWriter {
 public:
  /// Takes Layout::shard_bytes() of memory. The layout must outlive the writer.
  ShardWriter(const Layout& layout, std::size_t shard);

  /// The values of one task (or of the recorded world of that task) for one dataset, row by row over the
  /// axes after the leading ones. World values are packed at once. A wrong size breaks the contract.
  void put(std::size_t dataset, std::size_t task, std::span<const std::byte> values);

  /// The same from numbers, whose type must be the dataset's element.
  template <class T>
    requires std::is_arithmetic_v<T>
  void put(std::size_t dataset, std::size_t task, const std::vector<T>& values) {
    ALONGSIDE_EXPECTS(layout_->schema().datasets().at(dataset).element == element_of<T>());
    put(dataset, task, std::as_bytes(std::span(values)));
  }

  /// Marks a task as failed: whatever was put for it is replaced by the datasets' missing values.
  void fail(std::size_t task, std::string reason);

  /// The bytes of the shard file. Throws InternalError when a task that has not failed lacks values; the
  /// writer is used up.
  std::vector<std::byte> finish();

 private:
  struct WorldSlot {
    std::size_t dataset = 0;
    std::size_t task = 0;
    std::vector<ChunkPlace> places;
    std::vector<PackedChunk> chunks;
  };

  void put_world(WorldSlot& slot, std::span<const std::byte> values) const;
  WorldSlot& world_slot(std::size_t dataset, std::size_t task);
  std::span<std::byte> task_values(std::size_t dataset, std::size_t task);
  void fill_task(std::size_t dataset, std::size_t task);
  void check_complete(std::size_t dataset) const;
  void settle_failures();
  std::vector<FailedTask> failures() const;

  const Layout* layout_;
  std::size_t shard_;
  TaskRange tasks_;
  std::vector<std::vector<std::byte>> raw_;       // by dataset: a full chunk; empty unless it is a task dataset
  std::vector<std::vector<std::uint8_t>> given_;  // by dataset, by task; bytes, so that threads do not meet
  std::vector<WorldSlot> worlds_;                 // world by world, dataset by dataset
  std::vector<std::optional<std::string>> failed_;
};

/// What can be wrong with a shard file.
enum class ShardFault { missing, foreign, newer, truncated, damaged, other_plan };

/// A shard that cannot be used; the message names the file and says what to do.
class ShardError : public DataError {
 public:
  ShardError(ShardFault fault, std::size_t shard, const std::string& message)
      : DataError(message), fault_(fault), shard_(shard) {}
  ShardFault fault() const noexcept { return fault_; }
  std::size_t shard() const noexcept { return shard_; }

 private:
  ShardFault fault_;
  std::size_t shard_;
};

/// One chunk in an open shard.
struct StoredChunk {
  ChunkPlace place;
  std::span<const std::byte> stored;
  Packing packing = Packing::none;
  std::size_t raw_size = 0;
  Digest raw_digest{};
};

/// A shard file read into memory and found sound: hash, plan, tasks and list of chunks.
class ShardFile {
 public:
  /// Throws ShardError unless the file is the sound shard of that number of the layout's plan.
  static ShardFile open(const std::string& path, const Layout& layout, std::size_t shard);
  /// The same for an image in memory; `name` stands for the file in messages.
  static ShardFile parse(std::vector<std::byte> image, const std::string& name, const Layout& layout,
                         std::size_t shard);

  const std::vector<StoredChunk>& chunks() const { return chunks_; }
  const std::vector<FailedTask>& failed() const { return failed_; }
  std::size_t bytes() const { return image_.size(); }

 private:
  std::vector<std::byte> image_;
  std::vector<StoredChunk> chunks_;
  std::vector<FailedTask> failed_;
};

/// File name of a shard inside the folder of parts: "000012.shard".
std::string shard_name(std::size_t shard);
/// Path of a shard: folder/name.
std::string shard_path(const std::string& folder, std::size_t shard);

/// Why the shard cannot be used, or nothing when it is sound. Reads the whole file.
std::optional<ShardError> find_fault(const std::string& path, const Layout& layout, std::size_t shard);

}  // namespace alongside::record
