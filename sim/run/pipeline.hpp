#pragma once
// Simulating the missing shards of a plan: one oneTBB pipeline per process over the tasks in plan order.

#include <functional>
#include <string>
#include <vector>

#include "sim/run/task.hpp"

namespace alongside::run {

/// Which of several processes this one is: it starts to look for missing shards at its own place, and goes round all.
struct Part {
  std::size_t number = 1, of = 1;
};

struct PipelineOptions {
  unsigned threads = 1;
  core::KernelLevel level = core::KernelLevel::v2;
  Part part;
  std::function<bool()> stop = [] { return false; };
  std::function<void(double)> progress = [](double) {};  ///< so many family-weeks more are done
};

struct PipelineReport {
  std::size_t shards_made = 0;
  double family_weeks = 0;      ///< simulated by this process
  Timings timings;
  std::vector<record::FailedTask> failed;  ///< by this process, in task order
  bool stopped = false;
};

/// The shards in a folder that are sound and of this plan. Damaged and truncated ones count as missing. Throws
/// ShardError for those of another plan, another program or a newer one.
std::vector<bool> sound_shards(const Plan& plan, const std::string& folder);

/// Makes every shard that is missing from the folder, and writes each as soon as its last task is in. A world that
/// cannot be simulated is recorded as failed. Throws DataError when the scenario contradicts itself, OutputError when
/// a shard cannot be written; finished shards stay.
PipelineReport make_shards(const Plan& plan, const std::string& folder, const PipelineOptions& options);

}  // namespace alongside::run
