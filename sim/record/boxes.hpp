#pragma once
// How the tasks of a plan are grouped into shards. A task is one (point, draw, replicate); tasks are
// numbered row by row. A shard is one box of these three axes and, in every task dataset, exactly one
// HDF5 chunk: so a worker can compress the chunk and the merge only has to copy it.

#include <array>
#include <cstddef>

namespace alongside::record {

/// Point, draw and replicate: a place in the plan, or the lengths of its three axes.
using TaskPlace = std::array<std::size_t, 3>;

/// Consecutive tasks: `first` up to, and without, `last`.
struct TaskRange {
  std::size_t first = 0;
  std::size_t last = 0;
  std::size_t size() const { return last - first; }
  bool contains(std::size_t task) const { return first <= task && task < last; }
};

/// The grid of boxes over a plan. Immutable; shards are numbered in task order.
class Boxes {
 public:
  /// Boxes of at most `wanted` tasks over a plan of the given lengths (all at least 1), as even as can be.
  /// A box spans replicates first, then whole rows of them, then whole points.
  Boxes(TaskPlace lengths, std::size_t wanted);

  const TaskPlace& lengths() const { return lengths_; }
  /// Lengths of a full box; boxes at the end of an axis may be shorter.
  const TaskPlace& box() const { return box_; }
  std::size_t tasks() const { return lengths_[0] * lengths_[1] * lengths_[2]; }
  /// Tasks in a full box.
  std::size_t box_tasks() const { return box_[0] * box_[1] * box_[2]; }
  std::size_t shards() const { return grid_[0] * grid_[1] * grid_[2]; }

  /// The place of a task. Tasks at or over tasks() break the contract.
  TaskPlace place(std::size_t task) const;
  /// The number of the task at a place.
  std::size_t task(const TaskPlace& place) const;
  /// The shard that holds a task.
  std::size_t shard_of(std::size_t task) const;
  /// The first place of a shard's box: the offset of its chunks in the three leading axes.
  TaskPlace offset(std::size_t shard) const;
  /// Lengths of a shard's box, cut at the ends of the axes.
  TaskPlace extent(std::size_t shard) const;
  /// The consecutive tasks of a shard.
  TaskRange range(std::size_t shard) const;
  /// Where a task lies in its shard's full box, 0 to box_tasks() - 1, row by row.
  std::size_t slot(std::size_t task) const;

 private:
  TaskPlace lengths_;
  TaskPlace box_;
  TaskPlace grid_;
};

}  // namespace alongside::record
