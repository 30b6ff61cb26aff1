#include <fmt/format.h>

#include "analysis/data/table.hpp"
#include "cli/prepared.hpp"
#include "sim/core/error.hpp"
#include "sim/run/task.hpp"

namespace alongside::cli {
extern const Command replay_command;

namespace {
namespace po = boost::program_options;

/// The summary numbers of one world, an arm a row, as they stand in the result.
data::OutputTable table_of(const run::Plan& plan, const run::TaskResult& result, const std::string& title) {
  data::OutputTable table{title, {"measure"}, {}, {}};
  for (const scenario::Arm& arm : plan.study.scenario().arms) table.columns.push_back(arm.name);
  for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
    const std::string& path = plan.outputs[i].spec.path;
    if (!path.starts_with("/summary/")) continue;
    std::vector<data::Cell> row{path.substr(9)};
    for (const double value : run::real_values(plan, i, result)) row.emplace_back(data::Number{value, 6});
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::size_t index_option(const Parsed& given, const char* name, std::size_t length) {
  const std::size_t index = whole_option(name, given.get<std::string>(name), 0);
  if (index >= length) throw UsageError(fmt::format("--{} {} (the plan has {}, counted from 0)", name, index, length));
  return index;
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  const auto zero = [] { return po::value<std::string>()->default_value("0"); };
  options.add_options()("point", zero(), "design point, counted from 0")("draw", zero(), "draw, counted from 0")("replicate", zero(), "replicate, counted from 0")(
      "format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  add_scenario_options(options);
  const Parsed given = parse(replay_command, options, {"SCENARIO"}, arguments, "alongside replay study.toml --replicate 17");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const Prepared prepared(given);
  const record::TaskPlace lengths = prepared.study.lengths();
  const record::TaskPlace place{index_option(given, "point", lengths[0]), index_option(given, "draw", lengths[1]), index_option(given, "replicate", lengths[2])};
  run::Timings timings;
  const run::TaskResult result = run::simulate(prepared.study, place, core::kernel_level(), timings);
  fmt::print("{}", table_of(prepared.plan, result, fmt::format("World of point {}, draw {}, replicate {}", place[0], place[1], place[2])).print(format));
  return 0;
}
}  // namespace

const Command replay_command{"replay", "SCENARIO.toml", "Runs one world alone and prints its numbers, which equal those in the result.", run};

}  // namespace alongside::cli
