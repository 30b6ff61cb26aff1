#include <fmt/format.h>
#include <unistd.h>

#include "analysis/report/summary.hpp"
#include "analysis/trial/trial_tables.hpp"
#include "cli/prepared.hpp"
#include "cli/until.hpp"
#include "sim/core/error.hpp"
#include "sim/record/merge.hpp"
#include "sim/run/execute.hpp"
#include "sim/run/stop.hpp"

namespace alongside::cli {
extern const Command run_command;

namespace {
namespace po = boost::program_options;

/// "2/7": the second of seven processes.
run::Part parse_part(const std::string& text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string::npos) throw UsageError(fmt::format("--part {} (i/n is wanted, such as 2/7)", text));
  const run::Part part{whole_option("part", text.substr(0, slash), 1), whole_option("part", text.substr(slash + 1), 1)};
  if (part.number > part.of) throw UsageError(fmt::format("--part {} (there are only {} parts) count from 1 to {}", text, part.of, part.of));
  return part;
}

/// What a failed world does to a run, and to its exit code.
enum class Failure { stop, finish, ignore };

Failure failure_of(const Parsed& given) {
  const std::string name = given.get<std::string>("on-failure");
  const std::vector<std::string> names{"stop", "finish", "ignore"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i]) return static_cast<Failure>(i);
  throw UsageError(fmt::format("--on-failure \"{}\" is not known (stop, finish or ignore)", name));
}

run::ExecuteOptions execute_options(const Parsed& given) {
  run::ExecuteOptions options;
  options.output = given.get<std::string>("output");
  options.threads = threads_of(given);
  options.level = core::kernel_level();
  if (given.has("part")) {
    options.part = parse_part(given.get<std::string>("part"));
    options.ending = run::Ending::shards_only;
  }
  options.on_failure = failure_of(given) == Failure::stop ? run::OnFailure::stop : run::OnFailure::go_on;
  options.tell = [](const std::string& line) { fmt::print(stderr, "alongside: {}\n", line); };
  options.conflict = given.has("force") ? run::Conflict::move_aside : run::Conflict::refuse;
  return options;
}

/// Whether the sum over all processes is told too.
enum class Telling { own, all };

void tell_failures(const run::Plan& plan, const run::ExecuteReport& report, Telling telling) {
  constexpr std::size_t shown = 10;
  const auto& failed = report.pipeline.failed;
  for (std::size_t i = 0; i < std::min(shown, failed.size()); ++i)
    fmt::print(stderr, "alongside: world {} failed: {}\n  to see it alone: {}\n", failed[i].task, failed[i].reason, run::replay_command(plan, failed[i].task));
  if (telling == Telling::all && report.failed_worlds > 0 && report.outcome != run::Outcome::failed)
    fmt::print(stderr, "alongside: {} of {} worlds failed; they are missing in the result, whose /failed_reason and /failed_replay tell which, why, and how to run one alone\n", report.failed_worlds, plan.tasks());
}

int conclude(const run::Plan& plan, const run::ExecuteOptions& options, const run::ExecuteReport& report, Failure on_failure, const run::Ranks& ranks) {
  if (!report.moved.empty()) fmt::print(stderr, "alongside: the result of another plan is now {}\n", report.moved);
  tell_failures(plan, report, ranks.is_first() ? Telling::all : Telling::own);
  const int good = static_cast<int>(report.failed_worlds > 0 && on_failure != Failure::ignore ? Exit::worlds_failed : Exit::good);
  if (!ranks.is_first()) return report.outcome == run::Outcome::stopped ? static_cast<int>(Exit::interrupted) : good;
  switch (report.outcome) {
    case run::Outcome::failed:
      fmt::print(stderr, "alongside: stopped by a failed world, as --on-failure stop asks; finished shards are in {}.parts: run again to go on from them\n", options.output);
      return static_cast<int>(Exit::worlds_failed);
    case run::Outcome::stopped:
      fmt::print(stderr, "alongside: stopped; finished shards are in {}.parts: run the same command again to go on\n", options.output);
      return static_cast<int>(Exit::interrupted);
    case run::Outcome::shards_done:
      fmt::print("{}.parts: every shard is there; alongside merge puts them together\n", options.output);
      return good;
    case run::Outcome::was_finished:
      fmt::print("{}: is finished already (same scenario, options and program)\n", options.output);
      return good;
    case run::Outcome::finished: break;
  }
  if (report.pipeline.family_weeks > 0)
    fmt::print("{}: {} worlds, {:.3g} million family-weeks in {:.1f} s\n\n", options.output, plan.tasks(), report.pipeline.family_weeks / 1e6, report.seconds);
  else fmt::print("{}: {} worlds\n\n", options.output, plan.tasks());
  const record::Result result = record::Result::open(options.output);
  fmt::print("{}", data::print(plan.study.trial() ? estimation::trial_tables(estimation::TrialResult(result), 0, 0.05) : report::summary_tables(result, {}), data::Format::text));
  if (plan.study.trial() && plan.study.design().points() > 1) fmt::print("\nThat was point 0; alongside trial {} shows all.\n", options.output);
  return good;
}

/// The scenario, read by every rank; nothing when any of them could not, after telling why.
std::unique_ptr<Prepared> prepare(const Parsed& given, run::Ranks& ranks, int& code) {
  std::unique_ptr<Prepared> prepared;
  std::string problem;
  try {
    prepared = std::make_unique<Prepared>(given);
  } catch (const Error& error) {
    problem = error.what();
    code = static_cast<int>(error.exit());
  }
  const bool all = !ranks.any(!prepared), first = ranks.sum(ranks.is_first() && !prepared ? 1 : 0) > 0;
  if (all) return prepared;
  // What is wrong everywhere is told once.
  if (!prepared && (ranks.is_first() || !first)) fmt::print(stderr, "alongside: {}\n", problem);
  if (prepared) code = static_cast<int>(Exit::data);
  return nullptr;
}

int run_with(const Parsed& given, run::ExecuteOptions execute) {
  const std::unique_ptr<run::Ranks> ranks = run::Ranks::join();
  const bool together = ranks->size() > 1;
  if (together && given.has("part")) throw UsageError("--part belongs to processes that are started one by one (the ranks of an MPI job share the work by themselves) leave it out");
  if (run::Ranks::is_left_out()) execute.tell("this build has no MPI, so that the ranks share the work as separate processes (cmake --preset mpi builds it in)");
  execute.show_progress = ranks->is_first();
  if (given.has("until")) {
    if (together) throw UsageError("--until does not go with the ranks of an MPI job (each round is decided by the merged result of the last) run it as one process");
    run::watch_for_stop();
    return run_until(given, execute, [&](const auto& plan, const auto& options, const auto& report) { return conclude(plan, options, report, failure_of(given), *ranks); });
  }
  int code = 0;
  const std::unique_ptr<Prepared> prepared = prepare(given, *ranks, code);
  if (!prepared) return code;
  run::watch_for_stop();
  const run::ExecuteReport report = together ? run::execute_together(prepared->plan, execute, *ranks) : run::execute(prepared->plan, execute);
  return conclude(prepared->plan, execute, report, failure_of(given), *ranks);
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("output,o", po::value<std::string>()->required(), "result file to make");
  add_scenario_options(options);
  options.add_options()("threads", po::value<std::string>(), "threads to use (default: all)")(
      "part", po::value<std::string>(), "i/n: one of n processes that share the work; merge afterwards")("on-failure", po::value<std::string>()->default_value("finish"),
      "when a world fails: stop, finish (go on, exit 76) or ignore (go on, exit 0)")("force", "move the result of another plan out of the way")(
      "until", po::value<std::string>()->value_name("mcse=X[:MEASURE]"),
      "go on with more draws (or replicates, without draws) until the Monte Carlo error of the incremental net benefit, or of a measure, is at most X");
  const Parsed given = parse(run_command, options, {"SCENARIO"}, arguments, "alongside run study.toml -o study.h5 --replicates 200 --threads 8");
  if (given.help) return 0;
  if (given.has("until") && given.has("part")) throw UsageError("run: --until does not go with --part (each round is decided by the merged result of the last)");
  try {
    return run_with(given, execute_options(given));
  } catch (const record::UncleanOutputError& error) {
    // HDF5 must not clean up after itself on a full disk: it crashes.
    fmt::print(stderr, "alongside: {}\n", error.what());
    std::fflush(nullptr);
    _exit(static_cast<int>(error.exit()));
  }
}
}  // namespace

const Command run_command{"run", "SCENARIO.toml -o RESULT.h5", "Simulates every world of a scenario and writes one result file.", run};

}  // namespace alongside::cli
