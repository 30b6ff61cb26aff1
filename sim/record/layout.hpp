#pragma once
// A schema together with its boxes: which bytes of which dataset lie in which shard, as which chunk.

#include <cstddef>
#include <vector>

#include "sim/record/boxes.hpp"
#include "sim/record/schema.hpp"

namespace alongside::record {

/// One chunk: its dataset and the offset of its first value in that dataset, axis by axis.
struct ChunkPlace {
  std::size_t dataset = 0;
  std::vector<std::size_t> offset;
  bool operator==(const ChunkPlace&) const = default;
};

/// The plan of a result file. Immutable, shared by all workers and by the merge.
class Layout {
 public:
  /// Groups the tasks into shards of at most `tasks_per_shard`. Throws InternalError when a chunk would
  /// pass HDF5's limit of 4 GiB: take fewer tasks per shard then.
  Layout(Schema schema, std::size_t tasks_per_shard);

  const Schema& schema() const { return schema_; }
  const Boxes& boxes() const { return boxes_; }

  /// Lengths of a full chunk of a task or world dataset.
  const std::vector<std::size_t>& chunk_shape(std::size_t dataset) const { return chunks_.at(dataset); }
  /// Bytes of a full chunk.
  std::size_t chunk_bytes(std::size_t dataset) const;
  /// Bytes that one task puts into a task or world dataset.
  std::size_t task_bytes(std::size_t dataset) const;
  /// Bytes that a shard's task values take in memory before they are packed.
  std::size_t shard_bytes() const;

  /// The chunks of a shard in the order they are stored: task datasets, then world by world.
  std::vector<ChunkPlace> chunks(std::size_t shard) const;
  /// The chunks of one recorded world in a world dataset, row by row. `world` counts recorded worlds.
  std::vector<ChunkPlace> world_chunks(std::size_t dataset, std::size_t world) const;
  /// The recorded worlds whose tasks lie in a shard: first, and one past the last.
  TaskRange worlds(std::size_t shard) const;
  /// Indices of the datasets of one kind, in order.
  std::vector<std::size_t> datasets(Kind kind) const;

 private:
  std::vector<std::size_t> make_chunk(std::size_t dataset) const;

  Schema schema_;
  Boxes boxes_;
  std::vector<std::vector<std::size_t>> chunks_;
};

}  // namespace alongside::record
