// The pipeline with a model that goes wrong on purpose.

#include "sim/run/pipeline.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <fstream>
#include <thread>

#include "sim/process/catalogue.hpp"
#include "sim/record/merge.hpp"
#include "sim/record/result.hpp"
#include "sim/record/shard.hpp"
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

run::PipelineOptions options(unsigned threads) { return {.threads = threads, .level = core::kernel_level(), .on_failure = run::OnFailure::go_on, .stop = [] { return false; }, .progress = [](double) {}}; }

run::PipelineReport make(const run::Plan& plan, const std::string& folder, const run::PipelineOptions& options) {
  return run::make_shards(plan, folder, *run::spread_by_folder(plan, folder, {}, std::vector<bool>(plan.shards(), false)), options);
}

}  // namespace

TEST_CASE("a world that fails is recorded as failed, and the others go on") {
  const Bench bench;
  const Altered altered(bench, breaking);
  std::filesystem::create_directory(bench / "parts");
  const run::PipelineReport report = make(altered.plan, bench / "parts", options(2));
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

TEST_CASE("a failed world stops the run where that is asked for, and its shard is not written") {
  const Bench bench;
  const Altered altered(bench, breaking);
  std::filesystem::create_directory(bench / "parts");
  run::PipelineOptions stopping = options(1);
  stopping.on_failure = run::OnFailure::stop;
  const run::PipelineReport report = make(altered.plan, bench / "parts", stopping);
  CHECK(report.stopped);
  REQUIRE(report.failed.size() == 1);
  CHECK(report.failed[0].task == 2);
  const run::ShardsFound found = run::look_through(altered.plan, bench / "parts");
  CHECK(found.failed_worlds == 0);
  CHECK_FALSE(found.sound[altered.plan.layout.boxes().shard_of(2)]);
  CHECK(record::test::names_in(bench / "parts").size() == report.shards_made);  // no claims, no temporaries
}

TEST_CASE("processes that share a folder leave each other's shards to them, but not for ever") {
  const Bench bench;
  const Altered altered(bench, breaking, "40");
  const std::string folder = bench / "parts";
  std::filesystem::create_directory(folder);
  const std::size_t shards = altered.plan.shards();
  REQUIRE(shards == 4);
  const std::vector<bool> none(shards, false);
  std::array<char, 256> host{};
  gethostname(host.data(), host.size() - 1);
  const pid_t gone = fork();
  if (gone == 0) _exit(0);
  int status = 0;
  waitpid(gone, &status, 0);
  const auto claim = [&](std::size_t shard, const std::string& holder) {
    std::ofstream(std::filesystem::path(record::shard_path(folder, shard)).replace_extension(".claim")) << holder << "\n";
  };
  const std::string alive = fmt::format("{} {}", host.data(), getppid()), dead = fmt::format("{} {}", host.data(), gone), reborn = fmt::format("{} {}", host.data(), getpid());
  // Part 2 of 2 begins with its own 2 and 3, then takes 1 and 0. What a live process of this host or one of another host has in
  // hand comes last; claims of the dead, and of a former process that had our number, count for nothing.
  claim(2, alive), claim(3, dead), claim(1, "elsewhere 77"), claim(0, reborn);
  const auto spread = run::spread_by_folder(altered.plan, folder, {2, 2}, none);
  CHECK(*spread->next() == 3);
  CHECK(*spread->next() == 0);
  CHECK(spread->is_wanted(0));
  CHECK(*spread->next() == 2);
  CHECK(spread->is_wanted(2));
  // The others have made 1 and 2 meanwhile.
  std::filesystem::create_directory(bench / "others");
  make(altered.plan, bench / "others", options(2));
  for (const std::size_t shard : {1, 2}) std::filesystem::copy_file(record::shard_path(bench / "others", shard), record::shard_path(folder, shard));
  CHECK_FALSE(spread->is_wanted(2));
  CHECK_FALSE(spread->next());
  CHECK(spread->made_elsewhere() == std::vector<std::size_t>{1});
  spread->finished(0);
  CHECK_FALSE(std::filesystem::exists(folder + "/000000.claim"));
  CHECK(std::filesystem::exists(folder + "/000002.claim"));  // not ours
}

TEST_CASE("two processes' worth of pipelines on one folder make every shard, and leave no claims") {
  const Bench bench;
  const Altered altered(bench, breaking, "40");
  const std::string folder = bench / "parts";
  std::filesystem::create_directory(folder);
  const std::vector<bool> none(altered.plan.shards(), false);
  std::size_t made[2] = {};
  std::thread other([&] { made[1] = run::make_shards(altered.plan, folder, *run::spread_by_folder(altered.plan, folder, {2, 2}, none), options(1)).shards_made; });
  made[0] = run::make_shards(altered.plan, folder, *run::spread_by_folder(altered.plan, folder, {1, 2}, none), options(1)).shards_made;
  other.join();
  CHECK(run::look_through(altered.plan, folder).missing() == 0);
  CHECK(made[0] + made[1] >= altered.plan.shards());
  CHECK(record::test::names_in(folder).size() == altered.plan.shards());
}

TEST_CASE("a damaged shard is wanted however often it is found") {
  const Bench bench;
  const Altered altered(bench, breaking);
  const std::string folder = bench / "parts";
  std::filesystem::create_directory(folder);
  make(altered.plan, folder, options(2));
  const std::string path = record::shard_path(folder, 1);
  const std::string whole = alongside::test::read_text(path);
  std::filesystem::resize_file(path, whole.size() - 3);
  REQUIRE(run::look_through(altered.plan, folder).damaged.size() == 1);
  CHECK_THAT(run::look_through(altered.plan, folder).damaged[0], Catch::Matchers::Contains("000001.shard: truncated"));
  std::ofstream(std::filesystem::path(path).replace_extension(".claim")) << "elsewhere 77\n";  // so that it is made in the second round
  CHECK(make(altered.plan, folder, options(1)).shards_made == 1);
  CHECK(alongside::test::read_text(path) == whole);
}

TEST_CASE("a scenario that contradicts itself ends the run") {
  const Bench bench;
  const Altered altered(bench, contradicting);
  std::filesystem::create_directory(bench / "parts");
  CHECK_THROWS_AS(make(altered.plan, bench / "parts", options(2)), DataError);
}

TEST_CASE("a stopped pipeline writes whole shards or none, and goes on where it was") {
  const Bench bench;
  const Altered altered(bench, breaking);
  std::filesystem::create_directory(bench / "parts");
  int left = 8;
  run::PipelineOptions stopping = options(1);
  stopping.stop = [&] { return left-- <= 0; };
  const run::PipelineReport first = make(altered.plan, bench / "parts", stopping);
  CHECK(first.stopped);
  CHECK(first.shards_made < altered.plan.shards());
  const std::vector<bool> sound = run::look_through(altered.plan, bench / "parts").sound;
  CHECK(static_cast<std::size_t>(std::count(sound.begin(), sound.end(), true)) == first.shards_made);
  CHECK(make(altered.plan, bench / "parts", options(2)).shards_made == altered.plan.shards() - first.shards_made);
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
