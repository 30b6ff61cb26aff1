// Simulated trials from scenario to result file, as alongside run makes them.

#include "cli/trial_analyst.hpp"
#include "sim/run/execute.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/trials.hpp"
#include "tests/bench/worlds.hpp"
#include "tests/support/model.hpp"
#include "tests/support/folder.hpp"

namespace alongside::bench {

TrialsSpeed time_trials() {
  constexpr int trials = 10000;
  const declare::Catalogue catalogue = process::model_catalogue();
  const run::Study study(tests::read_scenario_text(cluster_trials(trials), catalogue), catalogue, process::week(), cli::make_analyst);
  const run::Plan plan = run::make_plan(study, {"bench", "bench"});
  const tests::Folder folder;
  run::ExecuteOptions options;
  options.output = folder.path() + "/trials.h5";
  options.threads = 2;
  options.level = core::kernel_level();
  options.on_failure = run::OnFailure::stop;
  options.show_progress = false;
  const double start = wall_seconds();
  const run::ExecuteReport report = run::execute(plan, options);
  if (report.outcome != run::Outcome::finished) throw InternalError("the benchmark's trials were not finished");
  const auto seconds = [](std::chrono::nanoseconds t) { return std::chrono::duration<double>(t).count(); };
  const run::Timings& t = report.pipeline.timings;
  return {plan.tasks(), study.analyst()->methods().size(), wall_seconds() - start, seconds(t.build), seconds(t.simulate), seconds(t.analyse)};
}

}  // namespace alongside::bench
