#include <fmt/format.h>
#include <unistd.h>

#include "cli/prepared.hpp"
#include "sim/core/error.hpp"
#include "sim/record/merge.hpp"
#include "sim/run/execute.hpp"

namespace alongside::cli {
extern const Command merge_command;

namespace {
namespace po = boost::program_options;

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("output,o", po::value<std::string>()->required(), "result file to make; its shards lie in RESULT.h5.parts");
  add_scenario_options(options);
  options.add_options()("force", "move the result of another plan out of the way");
  const Parsed given = parse(merge_command, options, {"SCENARIO"}, arguments, "alongside merge study.toml -o study.h5");
  if (given.help) return 0;
  const Prepared prepared(given);
  run::ExecuteOptions merge;
  merge.output = given.get<std::string>("output");
  merge.level = core::kernel_level();
  merge.tell = [](const std::string& line) { fmt::print(stderr, "alongside: {}\n", line); };
  merge.conflict = given.has("force") ? run::Conflict::move_aside : run::Conflict::refuse;
  try {
    const run::ExecuteReport report = run::merge(prepared.plan, merge);
    fmt::print("{}: {}\n", merge.output, report.outcome == run::Outcome::was_finished ? "is finished already" : fmt::format("{} worlds from {} shards", prepared.plan.tasks(), prepared.plan.shards()));
    if (report.failed_worlds == 0) return 0;
    fmt::print(stderr, "alongside: {} of {} worlds failed; /failed_reason tells why, /failed_replay how to run one alone\n", report.failed_worlds, prepared.plan.tasks());
    return static_cast<int>(Exit::worlds_failed);
  } catch (const record::UncleanOutputError& error) {
    // HDF5 must not clean up after itself on a full disk: it crashes.
    fmt::print(stderr, "alongside: {}\n", error.what());
    std::fflush(nullptr);
    _exit(static_cast<int>(error.exit()));
  }
}
}  // namespace

const Command merge_command{"merge", "SCENARIO.toml -o RESULT.h5", "Puts the shards of a run in parts together; takes the options that the parts had.", run};

}  // namespace alongside::cli
