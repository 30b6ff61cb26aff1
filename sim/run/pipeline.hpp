#pragma once
// Simulating the missing shards of a plan: one oneTBB pipeline per process over the tasks in plan order.

#include <functional>
#include <string>
#include <vector>

#include "sim/run/kept_worlds.hpp"
#include "sim/run/spread.hpp"
#include "sim/run/task.hpp"

namespace alongside::run {

/// What to do when a world cannot be simulated: start nothing new, or record it as missing and go on.
enum class OnFailure { stop, go_on };

struct PipelineOptions {
  unsigned threads = 1;
  core::KernelLevel level = core::KernelLevel::v2;
  OnFailure on_failure = OnFailure::go_on;
  std::function<bool()> stop = [] { return false; };
  std::function<void(double)> progress = [](double) {};  ///< so many family-weeks more are done
  const KeptWorlds* kept = nullptr;  ///< worlds that need not be simulated again
};

struct PipelineReport {
  std::size_t shards_made = 0;
  double family_weeks = 0;      ///< simulated by this process
  Timings timings;
  std::vector<record::FailedTask> failed;  ///< by this process, in task order
  bool stopped = false;
};

/// What a folder of parts holds.
struct ShardsFound {
  std::vector<bool> sound;           ///< of this plan and whole, by number
  std::vector<std::string> damaged;  ///< what is wrong with those that count as missing
  std::size_t failed_worlds = 0;     ///< in sound shards
  std::size_t missing() const;
};
/// Looks through a folder. Damaged and truncated shards count as missing. Throws ShardError for those of another plan,
/// another program or a newer one.
ShardsFound look_through(const Plan& plan, const std::string& folder);

/// Makes the shards that `spread` hands out, and writes each as soon as its last task is in. Throws DataError when the scenario
/// contradicts itself, OutputError when a shard cannot be written; finished shards stay. When a failed world stops the run, its
/// shard is not written, and the report names it.
PipelineReport make_shards(const Plan& plan, const std::string& folder, Spread& spread, const PipelineOptions& options);

}  // namespace alongside::run
