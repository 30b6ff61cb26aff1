#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <filesystem>

#include "cli/prepared.hpp"
#include "sim/core/error.hpp"
#include "sim/run/pipeline.hpp"
#include "sim/run/place.hpp"

namespace alongside::cli {
extern const Command status_command;

namespace {
namespace po = boost::program_options;

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("output,o", po::value<std::string>()->required(), "result file of the run");
  add_scenario_options(options);
  const Parsed given = parse(status_command, options, {"SCENARIO"}, arguments, "alongside status study.toml -o study.h5");
  if (given.help) return 0;
  const Prepared prepared(given);
  const run::Plan& plan = prepared.plan;
  const std::string output = given.get<std::string>("output"), parts = run::parts_of(output);
  const run::Existing existing = run::look_at(output, plan);
  if (existing.found == run::Found::same_plan) {
    fmt::print("{}: finished, {} worlds{}\n", output, plan.tasks(), existing.failed > 0 ? fmt::format(", {} of them failed", existing.failed) : "");
    return 0;
  }
  if (existing.found == run::Found::other_plan) fmt::print("{}: holds the result of another plan ({})\n", output, existing.difference);
  const run::ShardsFound found = run::look_through(plan, parts);
  std::size_t worlds = 0;
  for (std::size_t s = 0; s < found.sound.size(); ++s) worlds += found.sound[s] ? plan.layout.boxes().range(s).size() : 0;
  fmt::print("{}: {} of {} shards, {} of {} worlds ({:.0f}%){}\n", parts, std::ranges::count(found.sound, true), found.sound.size(), worlds, plan.tasks(),
             std::floor(100 * static_cast<double>(worlds) / static_cast<double>(plan.tasks())), found.failed_worlds > 0 ? fmt::format(", {} of them failed", found.failed_worlds) : "");
  for (const std::string& one : found.damaged) fmt::print("{}\n", one);
  return 0;
}
}  // namespace

const Command status_command{"status", "SCENARIO.toml -o RESULT.h5", "Tells how far a run has come; takes the options that the run has.", run};

}  // namespace alongside::cli
