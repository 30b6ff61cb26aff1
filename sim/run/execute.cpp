#include "sim/run/execute.hpp"

#include <algorithm>
#include <filesystem>
#include <numeric>
#include <optional>

#include "sim/record/merge.hpp"
#include "sim/record/safe_file.hpp"
#include "sim/run/place.hpp"
#include "sim/run/progress.hpp"
#include "sim/run/provenance.hpp"
#include "sim/run/stop.hpp"

namespace alongside::run {
namespace fs = std::filesystem;
namespace {

using Clock = std::chrono::steady_clock;

double since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Removes the shards of a result that is there whole: its process was ended before it came to that. Another that is still at
/// them finds the result instead.
void remove_leftovers(const Plan& plan, const ExecuteOptions& options) {
  remove_stale_temporaries(options.output);
  remove_stale_temporaries(provenance_of(options.output));
  const std::string folder = parts_of(options.output);
  std::error_code ignored;
  if (!fs::is_directory(folder, ignored)) return;
  try {
    look_through(plan, folder);
  } catch (const record::ShardError&) {
    return;  // not only shards of this plan
  }
  fs::remove_all(folder, ignored);
}

/// A finished result of the same plan, if that is what stands at the output.
std::optional<ExecuteReport> finished_before(const Plan& plan, const ExecuteOptions& options) {
  const Existing existing = look_at(options.output, plan);
  if (existing.found != Found::same_plan) return std::nullopt;
  remove_leftovers(plan, options);
  ExecuteReport report;
  report.outcome = Outcome::was_finished;
  report.failed_worlds = existing.failed;
  return report;
}

/// Moves what is in the way, or refuses. Returns where an old result went.
std::string clear_way(const Plan& plan, const ExecuteOptions& options) {
  std::string moved;
  if (const Existing existing = look_at(options.output, plan); existing.found == Found::other_plan && options.conflict != Conflict::outgrow) {
    if (options.conflict == Conflict::refuse)
      throw DataError(fmt::format("{}: holds the result of another plan ({}) give another -o, or --force to move it to {}.old", options.output, existing.difference, options.output));
    moved = move_aside(options.output);
  }
  return moved;
}

void make_folder(const std::string& folder) {
  std::error_code error;
  fs::create_directory(folder, error);
  if (error || !fs::is_directory(folder)) throw OutputError(fmt::format("{}: cannot be made ({}) choose another path with -o", folder, error ? error.message() : "a file is there"));
  record::require_writable(record::shard_path(folder, 0));
}

/// The sound shards of the plan; another plan's are moved away where that was asked for.
ShardsFound open_parts(const Plan& plan, const ExecuteOptions& options) {
  const std::string folder = parts_of(options.output);
  make_folder(folder);
  remove_stale_temporaries(folder + "/");
  remove_stale_temporaries(options.output);
  remove_stale_temporaries(provenance_of(options.output));
  try {
    ShardsFound found = look_through(plan, folder);
    for (const std::string& one : found.damaged) options.tell(one + "; its worlds are simulated anew");
    return found;
  } catch (const record::ShardError& error) {
    if (error.fault() != record::ShardFault::other_plan || options.conflict != Conflict::move_aside) throw;
  }
  move_aside(folder);
  make_folder(folder);
  return look_through(plan, folder);
}

double family_weeks_of(const Plan& plan, const std::vector<bool>& shards) {
  double tasks = 0;
  for (std::size_t s = 0; s < shards.size(); ++s) tasks += shards[s] ? static_cast<double>(plan.layout.boxes().range(s).size()) : 0.0;
  return tasks * plan.study.extent().family_weeks;
}

PipelineReport simulate_missing(const Plan& plan, const ExecuteOptions& options, const ShardsFound& found, Spread& spread) {
  if (found.missing() == 0) return {};
  Progress progress(std::max(plan.estimate.family_weeks, 1.0), family_weeks_of(plan, found.sound));
  PipelineOptions pipeline{.threads = options.threads, .level = options.level, .on_failure = options.on_failure, .stop = stop_asked,
                           .progress = [&](double family_weeks) { if (options.show_progress) progress.add(family_weeks); }, .kept = options.kept};
  return make_shards(plan, parts_of(options.output), spread, pipeline);
}

void finish(const Plan& plan, const ExecuteOptions& options, ExecuteReport& report) {
  const Clock::time_point start = Clock::now();
  const record::MergeReport merged = record::merge_shards(plan.layout, parts_of(options.output), options.output);
  report.failed_worlds = merged.failed_tasks;
  // Another process may be removing them too.
  std::error_code ignored;
  fs::remove_all(parts_of(options.output), ignored);
  write_provenance(plan, options, report, since(start));
}

Outcome outcome_of(const ExecuteOptions& options, std::size_t failed_worlds, bool stopped) {
  if (options.on_failure == OnFailure::stop && failed_worlds > 0) return Outcome::failed;
  if (stopped) return Outcome::stopped;
  return options.ending == Ending::shards_only ? Outcome::shards_done : Outcome::finished;
}

/// What the first rank does before all make shards: nothing more when the result is there.
std::optional<ExecuteReport> prepare_first(const Plan& plan, const ExecuteOptions& options, ExecuteReport& report, ShardsFound& found) {
  record::require_writable(options.output);
  if (auto before = finished_before(plan, options)) return before;
  report.moved = clear_way(plan, options);
  found = open_parts(plan, options);
  return std::nullopt;
}

/// Does something that must not fail on one rank alone: the others would wait for it for ever.
template <class Action>
auto or_end_all(const ExecuteOptions& options, Ranks& ranks, const Action& action) {
  const auto end_all = [&](const char* message, Exit exit) {
    options.tell(fmt::format("rank {} of {}: {}", ranks.rank(), ranks.size(), message));
    options.tell("the job ends here for all ranks; finished shards are kept: run the same command again to go on");
    ranks.abort(static_cast<int>(exit));
  };
  try {
    return action();
  } catch (const Error& error) {
    end_all(error.what(), error.exit());
  } catch (const std::exception& error) {
    end_all(error.what(), Exit::internal);
  }
  throw InternalError("a job that was ended goes on");
}

}  // namespace

ExecuteReport execute_together(const Plan& plan, const ExecuteOptions& options, Ranks& ranks) {
  const Clock::time_point start = Clock::now();
  ExecuteReport report;
  ShardsFound found;
  std::optional<ExecuteReport> before;
  if (ranks.is_first()) before = or_end_all(options, ranks, [&] { return prepare_first(plan, options, report, found); });
  if (ranks.any(before.has_value())) {
    report.outcome = Outcome::was_finished;
    report.failed_worlds = ranks.sum(before ? before->failed_worlds : 0);
    return report;
  }
  found.sound = ranks.from_first(found.sound);
  {
    // Destroyed by all ranks together, so no error may get past it.
    const std::unique_ptr<Spread> spread = ranks.spread(found.sound);
    report.pipeline = or_end_all(options, ranks, [&] { return simulate_missing(plan, options, found, *spread); });
  }
  report.failed_worlds = ranks.sum(found.failed_worlds + report.pipeline.failed.size());
  report.seconds = since(start);
  report.outcome = outcome_of(options, report.failed_worlds, ranks.any(report.pipeline.stopped));
  if (report.outcome == Outcome::finished && ranks.is_first()) or_end_all(options, ranks, [&] { return finish(plan, options, report), 0; });
  ranks.wait_for_all();
  return report;
}

ExecuteReport execute(const Plan& plan, const ExecuteOptions& options) {
  const Clock::time_point start = Clock::now();
  record::require_writable(options.output);
  if (auto before = finished_before(plan, options)) return *before;
  ExecuteReport report;
  report.moved = clear_way(plan, options);
  try {
    const ShardsFound found = open_parts(plan, options);
    if (auto before = finished_before(plan, options)) return *before;
    report.pipeline = simulate_missing(plan, options, found, *spread_by_folder(plan, parts_of(options.output), options.part, found.sound));
    report.failed_worlds = found.failed_worlds + report.pipeline.failed.size();
    report.seconds = since(start);
    report.outcome = outcome_of(options, report.failed_worlds, report.pipeline.stopped);
    if (report.outcome == Outcome::finished) finish(plan, options, report);
  } catch (const record::UncleanOutputError&) {
    throw;
  } catch (const Error&) {
    // Another process may have merged and removed the shards under our hands.
    if (auto before = finished_before(plan, options)) return *before;
    throw;
  }
  return report;
}

ExecuteReport merge(const Plan& plan, const ExecuteOptions& options) {
  record::require_writable(options.output);
  if (auto before = finished_before(plan, options)) return *before;
  const std::string folder = parts_of(options.output);
  if (!fs::is_directory(folder)) throw DataError(fmt::format("{}: no such folder (there are no shards to merge) make them with alongside run --part", folder));
  const ShardsFound found = look_through(plan, folder);
  for (const std::string& one : found.damaged) options.tell(one);
  if (found.missing() > 0)
    throw DataError(fmt::format("{}: {} of {} shards are missing (the first is {}) run again, or let the other parts finish", folder, found.missing(), found.sound.size(),
                                record::shard_name(static_cast<std::size_t>(std::ranges::find(found.sound, false) - found.sound.begin()))));
  ExecuteReport report;
  report.moved = clear_way(plan, options);
  finish(plan, options, report);
  return report;
}

std::string replay_command(const Plan& plan, std::size_t task) {
  const record::TaskPlace place = plan.layout.boxes().place(task);
  return fmt::format("alongside replay {} --point {} --draw {} --replicate {}", plan.study.scenario().file, place[0], place[1], place[2]);
}

}  // namespace alongside::run
