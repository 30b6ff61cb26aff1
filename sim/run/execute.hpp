#pragma once
// A run from beginning to end: shards, merge, clean-up; and its parts on their own.

#include "sim/run/pipeline.hpp"
#include "sim/run/ranks.hpp"

namespace alongside::run {

/// What to do with another plan's result or shards that are in the way. `outgrow` replaces the result whose worlds are kept.
enum class Conflict { refuse, move_aside, outgrow };
/// Whether this process merges when all shards are there.
enum class Ending { merge, shards_only };

struct ExecuteOptions {
  std::string output;
  unsigned threads = 1;
  core::KernelLevel level = core::KernelLevel::v2;
  Part part;
  Ending ending = Ending::merge;
  Conflict conflict = Conflict::refuse;
  OnFailure on_failure = OnFailure::go_on;
  bool show_progress = true;
  std::function<void(const std::string&)> tell = [](const std::string&) {};  ///< what the user should know at once, a line each
  const KeptWorlds* kept = nullptr;  ///< worlds of a smaller plan's result, which stands at the output
};

/// `stopped`: by a signal; `failed`: by a failed world, where that was asked for.
enum class Outcome { finished, was_finished, shards_done, stopped, failed };
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

/// The same by all ranks of an MPI job together: the first one looks, moves and merges, all make shards. Every rank gets the
/// outcome; timings are its own. An error on any rank is told and ends the whole job, with the exit code of the error.
ExecuteReport execute_together(const Plan& plan, const ExecuteOptions& options, Ranks& ranks);

/// Merges the shards of a plan that are all there. Throws DataError when some are missing.
ExecuteReport merge(const Plan& plan, const ExecuteOptions& options);

/// The command line that runs one world alone.
std::string replay_command(const Plan& plan, std::size_t task);

}  // namespace alongside::run
