#pragma once
// One task: a world, run under every arm, reduced to the numbers of the result.

#include <chrono>
#include <optional>
#include <vector>

#include "sim/record/shard.hpp"
#include "sim/run/plan.hpp"
#include "sim/trial/reduce.hpp"

namespace alongside::run {

/// Time that went into building worlds, running them, analysing trials, and recording what they gave.
struct Timings {
  std::chrono::nanoseconds build{0}, simulate{0}, analyse{0}, record{0};
  void add(const Timings& other);
};

/// What a task gave: the result of every arm (regime, in a trial), and the rows they ran with.
struct TaskResult {
  std::vector<process::ArmResult> arms;
  std::vector<std::vector<double>> rows;
  std::optional<trial::Reduced> trial;
};

/// Simulates one world under every arm. Throws DataError when the scenario's numbers contradict each other.
TaskResult simulate(const Study& study, const record::TaskPlace& place, core::KernelLevel level, Timings& timings);

/// Values of one output of a task, all arms.
std::vector<double> real_values(const Plan& plan, std::size_t output, const TaskResult& result);
std::vector<std::int64_t> whole_values(const Plan& plan, std::size_t output, const TaskResult& result);

/// Puts every output of a task into its shard.
void put_task(const Plan& plan, std::size_t task, const TaskResult& result, record::ShardWriter& writer);

}  // namespace alongside::run
