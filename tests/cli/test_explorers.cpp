// The examples of external explorers in docs/explorers run as they stand.

#include <algorithm>

#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using Catch::Matchers::Contains;

namespace {

/// Runs a script of docs/explorers on tiny.toml with two worlds; what it printed, or "" where its interpreter is not here.
std::string explore(const Bench& bench, const std::string& interpreter, const std::string& script) {
  if (std::system(("command -v " + interpreter + " >/dev/null 2>&1").c_str()) != 0) {
    WARN("skipped: no " << interpreter << " here");
    return "";
  }
  std::string text = test::tiny;
  bench.write("few.toml", text.replace(text.find("replicates = 96"), 15, "replicates = 2"));
  const std::string command = fmt::format("cd '{}' && {} '{}/docs/explorers/{}' few.toml '{}' >out.txt 2>err.txt", bench / "", interpreter, ALONGSIDE_SOURCE_DIR, script, ALONGSIDE_PROGRAM);
  const int code = std::system(command.c_str());
  INFO(test::read_text(bench / "err.txt"));
  REQUIRE(code == 0);
  return test::read_text(bench / "out.txt");
}

}  // namespace

TEST_CASE("a Python search evaluates designs through points and the summary table") {
  const Bench bench;
  const std::string out = explore(bench, "python3", "search.py");
  if (out.empty()) return;
  CHECK_THAT(out, Contains("round 2: best") && Contains("best of all: arms.phone.supporter.caseload = "));
  CHECK(std::filesystem::exists(bench / "round2.h5"));
}

TEST_CASE("R fits a response surface to points and the summary table") {
  const Bench bench;
  const std::string out = explore(bench, "Rscript", "surface.R");
  if (out.empty()) return;
  CHECK_THAT(out, Contains("log2(caseload):log2(per_week)") && Contains("pounds more per 1,000 births"));
}

TEST_CASE("summary of all points is one row for each point and arm") {
  const Bench bench;
  bench.write("s.toml", std::string(test::tiny) + "[sweep]\n\"arms.phone.supporter.caseload\" = [1, 4]\n\"arms.phone.mode.home\" = [0, 0.5]\n");
  REQUIRE(bench.run("run s.toml -o R.h5 --replicates 3 --record summary").code == 0);
  const auto all = bench.run("summary R.h5 --point all --measures cost,supported --format csv");
  REQUIRE(all.code == 0);
  CHECK_THAT(all.out, Catch::Matchers::StartsWith("point,arms.phone.supporter.caseload,arms.phone.mode.home,arm,cost,cost_error,cost_gain,cost_gain_error,supported,"));
  CHECK(std::count(all.out.begin(), all.out.end(), '\n') == 9);
  CHECK_THAT(all.out, Contains("3,4,0.5,phone,"));
  CHECK(bench.run("summary R.h5 --point every").code == 64);
  CHECK(bench.run("summary R.h5 --point all --measures costs").code == 65);
}
