#pragma once
// A run from beginning to end: shards, merge, clean-up; and its parts on their own.

#include "sim/run/pipeline.hpp"

namespace alongside::run {

/// What to do with another plan's result or shards that are in the way.
enum class Conflict { refuse, move_aside };
/// Whether this process merges when all shards are there.
enum class Ending { merge, shards_only };

struct ExecuteOptions {
  std::string output;
  unsigned threads = 1;
  core::KernelLevel level = core::KernelLevel::v2;
  Part part;
  Ending ending = Ending::merge;
  Conflict conflict = Conflict::refuse;
};

enum class Outcome { finished, was_finished, shards_done, stopped };
struct ExecuteReport {
  Outcome outcome = Outcome::finished;
  std::size_t failed_worlds = 0;
  std::string moved;       ///< where another plan's result went
  PipelineReport pipeline;
  double seconds = 0;
};

/// Runs the plan. Throws OutputError before anything runs when the output cannot be written, DataError when another
/// plan's result or a foreign file is in the way.
ExecuteReport execute(const Plan& plan, const ExecuteOptions& options);

/// Merges the shards of a plan that are all there. Throws DataError when some are missing.
ExecuteReport merge(const Plan& plan, const ExecuteOptions& options);

/// The command line that runs one world alone.
std::string replay_command(const Plan& plan, std::size_t task);

}  // namespace alongside::run
