// Killed at every call that changes files: no file that bears a final name is ever less than whole. See tests/preload.

#include <algorithm>
#include <nlohmann/json.hpp>

#include "sim/process/catalogue.hpp"
#include "sim/record/result.hpp"
#include "sim/run/pipeline.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;

namespace {

/// What goes before a program so that it is killed at a call, or counts its calls to a file. The address sanitizer wants to be
/// the first library, and need not be.
const std::string shim = "ASAN_OPTIONS=verify_asan_link_order=0 LD_PRELOAD=" ALONGSIDE_KILL_SHIM " ";
std::string kill_at(std::size_t call) { return fmt::format("ALONGSIDE_KILL_AT={} ", call) + shim; }

/// The names of the calls that a command makes, in order.
std::vector<std::string> calls_of(const Bench& bench, const std::string& log) {
  std::istringstream lines(read_text(bench / log));
  std::vector<std::string> names;
  std::size_t number = 0;
  for (std::string name; lines >> number >> name;) names.push_back(name);
  return names;
}

/// Opens everything that bears a final name.
void check_names(const Bench& bench, const run::Plan& plan) {
  if (std::filesystem::exists(bench / "R.h5")) {
    const record::Result result = record::Result::open(bench / "R.h5");
    CHECK(result.payload() == result.text("payload_sha"));
  }
  if (std::filesystem::exists(bench / "R.run.json")) CHECK(nlohmann::json::accept(read_text(bench / "R.run.json")));
  CHECK(run::look_through(plan, bench / "R.h5.parts").damaged.empty());
}

}  // namespace

TEST_CASE("a run that is killed at any call that changes files leaves whole files, and goes on to the same bytes") {
  const Bench bench;
  const std::string arguments = "tiny.toml -o R.h5 --replicates 30 --record summary --threads 2";
  REQUIRE(bench.run("run tiny.toml -o whole.h5 --replicates 30 --record summary").code == 0);
  const declare::Catalogue catalogue = process::model_catalogue();
  const run::Study study(scenario::read_scenario(bench / "tiny.toml", catalogue, {.set = {}, .points = "", .replicates = "30", .draws = "", .seed = "", .record = "summary"}), catalogue);
  const record::Result whole = record::Result::open(bench / "whole.h5");
  const run::Plan plan = run::make_plan(study, {whole.text("program_version"), whole.text("revision")});
  REQUIRE(plan.identity() == whole.text("plan_identity"));
  REQUIRE(bench.run("run " + arguments, "ALONGSIDE_COUNT_TO=calls.txt " + shim).code == 0);
  const std::vector<std::string> calls = calls_of(bench, "calls.txt");
  // Two shards, the result, and its provenance; claims too.
  CHECK(std::count(calls.begin(), calls.end(), "rename") == 4);
  REQUIRE(calls.size() > 20);
  for (std::size_t call = 1; call <= calls.size(); ++call) {
    INFO("killed at call " << call << ", " << calls[call - 1]);
    for (const char* name : {"R.h5", "R.h5.parts", "R.run.json"}) std::filesystem::remove_all(bench / name);
    REQUIRE(bench.run("run " + arguments, kill_at(call)).code == 128 + 9);
    check_names(bench, plan);
    REQUIRE(bench.run("run " + arguments).code == 0);
    CHECK(test::same_bytes(bench / "whole.h5", bench / "R.h5"));
    CHECK_FALSE(std::filesystem::exists(bench / "R.h5.parts"));
    for (const std::string& name : record::test::names_in(bench / "")) CHECK(name.find(".tmp-") == std::string::npos);
  }
}

namespace {

/// A merge by HDF5 on the disk, in a process of its own, killed at every `stride`-th call.
void kill_merges(std::size_t stride) {
  const Bench bench;
  std::filesystem::create_directory(bench / "tmp");
  const std::string program = std::filesystem::read_symlink("/proc/self/exe").string() + " '[.merge-once]' >/dev/null 2>&1";
  const auto merge = [&](const std::string& to, const std::string& before) {
    const int status = std::system(fmt::format("cd '{}' && TMPDIR='{}' ALONGSIDE_TEST_ON_DISK=1 ALONGSIDE_TEST_MERGE='{}' {} exec {}", bench / "", bench / "tmp", bench / to, before, program).c_str());
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  };
  REQUIRE(merge("whole.h5", "ALONGSIDE_COUNT_TO=calls.txt " + shim) == 0);
  const std::vector<std::string> calls = calls_of(bench, "calls.txt");
  CHECK(std::count(calls.begin(), calls.end(), "pwrite") + std::count(calls.begin(), calls.end(), "pwrite64") > 50);
  for (std::size_t call = 1; call <= calls.size(); call += stride) {
    INFO("killed at call " << call << ", " << calls[call - 1]);
    std::filesystem::remove(bench / "R.h5");
    CHECK(merge("R.h5", kill_at(call)) == 128 + 9);
    if (std::filesystem::exists(bench / "R.h5")) CHECK(test::same_bytes(bench / "whole.h5", bench / "R.h5"));
  }
}

}  // namespace

TEST_CASE("a merge on the disk that is killed leaves a whole result or none") { kill_merges(11); }
TEST_CASE("a merge on the disk that is killed at any of its calls leaves a whole result or none", "[.][long]") { kill_merges(1); }
