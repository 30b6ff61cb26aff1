#include "sim/run/plan.hpp"

#include <unistd.h>

#include <algorithm>

namespace alongside::run {
namespace {

void check_counters(const Study& study) {
  const record::TaskPlace lengths = study.lengths();
  if (lengths[2] > world::max_replicates)
    throw DataError(fmt::format("replicates = {} (a world's number has room for {}) take fewer, or several seeds", lengths[2], world::max_replicates));
  if (lengths[1] > world::max_draws)
    throw DataError(fmt::format("draws = {} (a world's number has room for {}) take fewer, or several seeds", lengths[1], world::max_draws));
  if (study.extent().weeks >= 65536)
    throw DataError(fmt::format("{} weeks (a week's number has room for 65535) take a shorter horizon or lead-in", study.extent().weeks));
}

/// Tasks in a shard, by both bounds.
std::size_t tasks_per_shard(const Study& study, const record::Layout& single, const ShardLimits& limits) {
  const double of_task = std::max(study.extent().family_weeks, 1.0), all = of_task * static_cast<double>(single.boxes().tasks());
  const double wanted = std::clamp(all / limits.shards, limits.least_family_weeks, limits.most_family_weeks);
  const auto by_work = static_cast<std::size_t>(wanted / of_task);
  const std::size_t by_bytes = limits.bytes / std::max<std::size_t>(single.shard_bytes(), 1);
  return std::max<std::size_t>(1, std::min(by_work, by_bytes));
}

Estimate estimate_of(const Study& study, const record::Layout& layout) {
  Estimate e;
  e.family_weeks = study.extent().family_weeks * static_cast<double>(layout.boxes().tasks());
  // Columns, friendships (both directions, about six a family) and lists; and series of all arms.
  e.world_bytes = study.extent().families * (study.columns().family_bytes() + 64) + static_cast<double>(study.columns().block_bytes(declare::Storage::state) + study.columns().block_bytes(declare::Storage::linked));
  e.shard_bytes = static_cast<double>(layout.shard_bytes());
  e.raw_bytes = e.shard_bytes / static_cast<double>(layout.boxes().box_tasks()) * static_cast<double>(layout.boxes().tasks());
  for (const std::size_t dataset : layout.datasets(record::Kind::world)) {
    const auto bytes = static_cast<double>(layout.task_bytes(dataset));
    e.raw_bytes += bytes * static_cast<double>(layout.schema().recorded().size());
    e.world_bytes += 2 * bytes;
  }
  return e;
}

}  // namespace

Plan make_plan(const Study& study, const Program& program, const ShardLimits& limits) {
  check_counters(study);
  std::vector<Output> outputs = outputs_of(study);
  record::Schema schema = make_schema(study, program, outputs);
  std::vector<std::size_t> datasets;
  for (const Output& output : outputs) datasets.push_back(schema.index(output.spec.path));
  const std::size_t tasks = tasks_per_shard(study, record::Layout(schema, 1), limits);
  record::Layout layout(std::move(schema), tasks);
  const Estimate estimate = estimate_of(study, layout);
  return {study, std::move(outputs), std::move(datasets), std::move(layout), estimate};
}

std::size_t worlds_in_memory(const Estimate& estimate, unsigned threads) {
  const double memory = static_cast<double>(sysconf(_SC_PHYS_PAGES)) * static_cast<double>(sysconf(_SC_PAGESIZE));
  const double room = memory / 4 / std::max(estimate.world_bytes, 1.0);
  // Worlds that are split over all threads gain nothing from running many at once.
  const double most = estimate.world_bytes > 50e6 ? std::max(1.0, threads / 2.0) : 2.0 * threads;
  return static_cast<std::size_t>(std::max(1.0, std::min(room, most)));
}

}  // namespace alongside::run
