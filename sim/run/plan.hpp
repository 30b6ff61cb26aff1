#pragma once
// The plan of a run: its tasks, how they lie in shards, and what they will cost.

#include <cstddef>
#include <string>
#include <vector>

#include "sim/record/layout.hpp"
#include "sim/run/schema.hpp"

namespace alongside::run {

/// What bounds a shard. Counts only, never measured time, so that a plan's shards are the same everywhere.
struct ShardLimits {
  double least_family_weeks = 1e6;  ///< a shard is worth its overhead
  double most_family_weeks = 50e6;  ///< what a stopped run may lose
  double shards = 16;               ///< wanted between those two
  std::size_t bytes = std::size_t{64} << 20;  ///< of task values in memory
};

/// What a run takes, before it starts.
struct Estimate {
  double family_weeks = 0;       ///< of the whole plan, arms included
  double world_bytes = 0;        ///< of one running world
  double shard_bytes = 0;        ///< of one open shard
  double raw_bytes = 0;          ///< of the result before packing
};

struct Plan {
  const Study& study;
  std::vector<Output> outputs;
  std::vector<std::size_t> datasets;  ///< of the outputs, in the layout's schema
  record::Layout layout;
  Estimate estimate;

  std::size_t tasks() const { return layout.boxes().tasks(); }
  std::size_t shards() const { return layout.boxes().shards(); }
  const std::string& identity() const { return layout.schema().identity(); }
};

/// Throws DataError when a number of worlds or weeks does not fit the random generator's counters.
Plan make_plan(const Study& study, const Program& program, const ShardLimits& limits = {});

/// How many worlds may be in memory at once on this machine, at most two a thread.
std::size_t worlds_in_memory(const Estimate& estimate, unsigned threads);

}  // namespace alongside::run
