// The pipeline with a model that goes wrong on purpose.

#include "sim/run/pipeline.hpp"

#include <algorithm>
#include <cmath>

#include "sim/process/catalogue.hpp"
#include "sim/record/merge.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;

namespace {

using process::Binding;
using process::Run;

/// Breaks the run of every fifth replicate.
class Breaking final : public process::Step {
  void before(Run& run, int week) override {
    if (week == 7 && (run.world.id.world & 0x3ffffu) % 5 == 2) throw InternalError("broken on purpose");
  }
};
/// Says that the scenario is wrong.
class Contradicting final : public process::Step {
  void before(Run&, int) override { throw DataError("two numbers contradict each other"); }
};

const declare::Declarations none{.name = "nothing", .text = "Declares nothing."};
const process::Process breaking{&none, [](const Binding&) -> std::unique_ptr<process::Step> { return std::make_unique<Breaking>(); }};
const process::Process contradicting{&none, [](const Binding&) -> std::unique_ptr<process::Step> { return std::make_unique<Contradicting>(); }};

/// A study of tiny.toml with one more process.
struct Altered {
  explicit Altered(const Bench& bench, const process::Process& extra, const char* replicates = "20")
      : processes(process::week().begin(), process::week().end()), catalogue((processes.push_back(&extra), process::model_catalogue(processes))),
        study(scenario::read_scenario(bench / "tiny.toml", catalogue, {.set = {}, .points = "", .replicates = replicates, .draws = "", .seed = "", .record = ""}), catalogue, processes),
        plan(run::make_plan(study, {"0", "test"}, {.least_family_weeks = 1, .most_family_weeks = 1e9, .shards = 4})) {}
  std::vector<const process::Process*> processes;
  declare::Catalogue catalogue;
  run::Study study;
  run::Plan plan;
};

run::PipelineOptions options(unsigned threads) { return {.threads = threads, .level = core::kernel_level(), .part = {}, .stop = [] { return false; }, .progress = [](double) {}}; }

}  // namespace

TEST_CASE("a world that fails is recorded as failed, and the others go on") {
  const Bench bench;
  const Altered altered(bench, breaking);
  std::filesystem::create_directory(bench / "parts");
  const run::PipelineReport report = run::make_shards(altered.plan, bench / "parts", options(2));
  REQUIRE(report.failed.size() == 4);
  CHECK(report.failed[1].task == 7);
  CHECK(report.shards_made == altered.plan.shards());
  CHECK(record::merge_shards(altered.plan.layout, bench / "parts", bench / "R.h5").failed_tasks == 4);
  const record::Result result = record::Result::open(bench / "R.h5");
  const std::vector<double> cost = result.numbers("/summary/cost"), status = result.numbers("/task_status");
  for (std::size_t task = 0; task < 20; ++task) {
    CHECK((status[task] != 0) == (task % 5 == 2));
    CHECK(std::isnan(cost[2 * task]) == (task % 5 == 2));
  }
  CHECK(result.texts("/failed_reason")[0] == "broken on purpose");
}

TEST_CASE("a scenario that contradicts itself ends the run") {
  const Bench bench;
  const Altered altered(bench, contradicting);
  std::filesystem::create_directory(bench / "parts");
  CHECK_THROWS_AS(run::make_shards(altered.plan, bench / "parts", options(2)), DataError);
}

TEST_CASE("a stopped pipeline writes whole shards or none, and goes on where it was") {
  const Bench bench;
  const Altered altered(bench, breaking);
  std::filesystem::create_directory(bench / "parts");
  int left = 8;
  run::PipelineOptions stopping = options(1);
  stopping.stop = [&] { return left-- <= 0; };
  const run::PipelineReport first = run::make_shards(altered.plan, bench / "parts", stopping);
  CHECK(first.stopped);
  CHECK(first.shards_made < altered.plan.shards());
  const std::vector<bool> sound = run::sound_shards(altered.plan, bench / "parts");
  CHECK(static_cast<std::size_t>(std::count(sound.begin(), sound.end(), true)) == first.shards_made);
  CHECK(run::make_shards(altered.plan, bench / "parts", options(2)).shards_made == altered.plan.shards() - first.shards_made);
}

TEST_CASE("shards are bounded by work and by memory, and cover every task") {
  const Bench bench;
  const Altered altered(bench, breaking, "1000");
  const run::Plan small = run::make_plan(altered.study, {"0", "test"}, {.least_family_weeks = 1, .most_family_weeks = 1e9, .shards = 1, .bytes = 1 << 20});
  CHECK(small.layout.shard_bytes() <= 1 << 20);
  const run::Plan work = run::make_plan(altered.study, {"0", "test"}, {.least_family_weeks = 1e6, .most_family_weeks = 2e6, .shards = 1});
  CHECK(static_cast<double>(work.layout.boxes().box_tasks()) * altered.study.extent().family_weeks <= 2e6);
  CHECK(small.tasks() == 1000);
  CHECK(small.identity() == altered.plan.identity());
  CHECK(run::make_plan(altered.study, {"0", "other"}).identity() != altered.plan.identity());
}
