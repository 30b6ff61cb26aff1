#include <fmt/format.h>

#include <chrono>
#include <optional>

#include "cli/number_list.hpp"
#include "cli/prepared.hpp"
#include "cli/split_advice.hpp"
#include "sim/core/error.hpp"
#include "sim/run/progress.hpp"
#include "sim/run/task.hpp"

namespace alongside::cli {
extern const Command plan_command;

namespace {
namespace po = boost::program_options;

std::string bytes(double n) {
  const char* const units[] = {"bytes", "KiB", "MiB", "GiB", "TiB"};
  std::size_t unit = 0;
  for (; n >= 1024 && unit + 1 < std::size(units); ++unit) n /= 1024;
  return fmt::format("{:.{}f} {}", n, unit == 0 ? 0 : 1, units[unit]);
}

/// Seconds that one thread takes for a task: measured on the first worlds, for about a second; the numbers are thrown away.
double seconds_per_task(const run::Plan& plan) {
  using Clock = std::chrono::steady_clock;
  constexpr double enough = 1;
  const core::KernelLevel level = core::kernel_level();
  const Clock::time_point start = Clock::now();
  run::Timings timings;
  double seconds = 0;
  std::size_t worlds = 0;
  for (; worlds < plan.tasks() && (worlds == 0 || seconds < enough); ++worlds) {
    run::simulate(plan.study, plan.layout.boxes().place(worlds), level, timings);
    seconds = std::chrono::duration<double>(Clock::now() - start).count();
  }
  return seconds / static_cast<double>(worlds);
}

std::optional<double> minutes_of(const Parsed& given) {
  if (!given.has("minutes")) return std::nullopt;
  const std::vector<double> minutes = number_list("minutes", given.get<std::string>("minutes"));
  if (minutes.size() != 1 || !(minutes[0] > 0)) throw UsageError(fmt::format("--minutes {} (one number above 0 is wanted)", given.get<std::string>("minutes")));
  return minutes[0];
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  add_scenario_options(options);
  options.add_options()("threads", po::value<std::string>(), "threads to plan for (default: all)")(
      "minutes", po::value<std::string>(), "time to spend: advice, by a pilot, on how to split it into draws and replicates");
  const Parsed given = parse(plan_command, options, {"SCENARIO"}, arguments, "alongside plan study.toml --replicates 1000");
  if (given.help) return 0;
  const unsigned threads = threads_of(given);
  const std::optional<double> minutes = minutes_of(given);
  const Prepared prepared(given);
  const run::Plan& plan = prepared.plan;
  const run::Estimate& e = plan.estimate;
  const double seconds = seconds_per_task(plan) * static_cast<double>(plan.tasks()) / static_cast<double>(threads);
  const auto in_memory = static_cast<double>(run::worlds_in_memory(e, static_cast<unsigned>(threads)));
  fmt::print("{}\n", summary_line(prepared.study.scenario()));
  fmt::print("  family-weeks   {:.4g} million, all arms\n", e.family_weeks / 1e6);
  fmt::print("  shards         {} of up to {} worlds\n", plan.shards(), plan.layout.boxes().box_tasks());
  fmt::print("  time           about {} with {} thread{} (by its first worlds, on this machine as busy as it is)\n", run::duration(seconds), threads, threads == 1 ? "" : "s");
  fmt::print("  memory         about {}\n", bytes(in_memory * (e.world_bytes + e.shard_bytes / static_cast<double>(plan.layout.boxes().box_tasks())) + 2 * e.shard_bytes + 64e6));
  fmt::print("  disk           at most {}, usually a quarter of it; twice that while the shards are merged\n", bytes(e.raw_bytes));
  fmt::print("  identity       {}\n", plan.identity());
  if (minutes) fmt::print("{}", split_advice(given, *minutes, static_cast<unsigned>(threads)));
  return 0;
}
}  // namespace

const Command plan_command{"plan", "SCENARIO.toml", "Tells how many worlds a run has, and the time, memory and disk it takes; writes nothing.", run};

}  // namespace alongside::cli
