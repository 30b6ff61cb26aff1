// A result is a function of scenario, seed and program: not of threads, parts, interruptions or the CPU.

#include <signal.h>

#include <random>
#include <thread>

#include "sim/core/kernel.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::same_bytes;
using alongside::test::start;
using alongside::test::wait_for;

namespace {

/// Kills runs at random moments, each after at least `least` ms and at most `most`, until `kills` were killed; a run that gets
/// through is compared and begun anew. Threads change from run to run.
void run_through_kills(const Bench& bench, const std::string& arguments, int signal, int kills, int least, int most, unsigned seed) {
  std::mt19937 random(seed);
  for (int killed = 0; killed < kills;) {
    const pid_t child = start(bench, fmt::format("run {} -o killed.h5 --threads {}", arguments, 1 + random() % 3));
    std::this_thread::sleep_for(std::chrono::milliseconds(least + static_cast<int>(random() % static_cast<unsigned>(most - least))));
    kill(child, signal);
    const int code = wait_for(child);
    REQUIRE((code == 0 || code == 75 || code == 128 + signal));
    if (code != 0) ++killed;
    else if (same_bytes(bench / "whole.h5", bench / "killed.h5")) std::filesystem::remove(bench / "killed.h5");
    else FAIL("other bytes after " << killed << " kills");
  }
  CHECK(bench.run(fmt::format("run {} -o killed.h5 --threads 2", arguments)).code == 0);
}

}  // namespace

TEST_CASE("results of 1, 2, 3 and 7 threads are the same file") {
  const Bench bench;
  for (const char* threads : {"1", "2", "3", "7"}) REQUIRE(bench.run(fmt::format("run tiny.toml -o t{0}.h5 --threads {0}", threads)).code == 0);
  for (const char* threads : {"2", "3", "7"}) CHECK(same_bytes(bench / "t1.h5", bench / fmt::format("t{}.h5", threads)));
}

TEST_CASE("parts merged in any order give the file of one run") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5 --threads 2").code == 0);
  CHECK(bench.run("merge tiny.toml -o parts.h5").code == 65);
  for (const char* part : {"3/3", "1/3", "2/3"}) REQUIRE(bench.run(fmt::format("run tiny.toml -o parts.h5 --threads 2 --part {}", part)).code == 0);
  CHECK_FALSE(std::filesystem::exists(bench / "parts.h5"));
  REQUIRE(bench.run("merge tiny.toml -o parts.h5").code == 0);
  CHECK(same_bytes(bench / "whole.h5", bench / "parts.h5"));
  CHECK_FALSE(std::filesystem::exists(bench / "parts.h5.parts"));
}

TEST_CASE("parts that run at the same time give the file of one run") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5 --threads 2").code == 0);
  std::vector<pid_t> children;
  for (int part = 1; part <= 3; ++part) children.push_back(start(bench, fmt::format("run tiny.toml -o parts.h5 --threads 1 --part {}/3", part)));
  for (const pid_t child : children) CHECK(wait_for(child) == 0);
  REQUIRE(bench.run("merge tiny.toml -o parts.h5").code == 0);
  CHECK(same_bytes(bench / "whole.h5", bench / "parts.h5"));
}

TEST_CASE("whole runs of one plan at the same time do not harm each other") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5 --threads 2").code == 0);
  std::vector<pid_t> children;
  for (int i = 0; i < 3; ++i) children.push_back(start(bench, "run tiny.toml -o shared.h5 --threads 1"));
  for (const pid_t child : children) CHECK(wait_for(child) == 0);
  CHECK(same_bytes(bench / "whole.h5", bench / "shared.h5"));
}

TEST_CASE("a run that is killed and run again gives the file of one run, and leaves nothing behind") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5 --threads 2").code == 0);
  run_through_kills(bench, "tiny.toml", SIGKILL, 5, 20, 420, 1);
  CHECK(same_bytes(bench / "whole.h5", bench / "killed.h5"));
  CHECK_FALSE(std::filesystem::exists(bench / "killed.h5.parts"));
  for (const std::string& name : record::test::names_in(bench / "")) CHECK(name.find(".tmp-") == std::string::npos);
}

TEST_CASE("a run that is asked to stop exits 75 and goes on later") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5 --threads 2").code == 0);
  for (const int signal : {SIGTERM, SIGINT, SIGUSR1}) {
    const pid_t child = start(bench, "run tiny.toml -o killed.h5 --threads 2 --replicates 2000");
    while (!std::filesystem::exists(bench / "killed.h5.parts")) std::this_thread::sleep_for(std::chrono::milliseconds(20));
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
    kill(child, signal);
    CHECK(wait_for(child) == 75);
    for (const std::string& name : record::test::names_in(bench / "killed.h5.parts")) CHECK(name.find(".tmp-") == std::string::npos);
    std::filesystem::remove_all(bench / "killed.h5.parts");
  }
  run_through_kills(bench, "tiny.toml", SIGTERM, 3, 20, 420, 2);
  CHECK(same_bytes(bench / "whole.h5", bench / "killed.h5"));
}

TEST_CASE("a hundred runs killed at random moments", "[.][long]") {
  const Bench bench;
  const std::string study = "tiny.toml --replicates 1200 --record summary";
  REQUIRE(bench.run(fmt::format("run {} -o whole.h5 --threads 2", study)).code == 0);
  run_through_kills(bench, study, SIGKILL, 100, 100, 2500, 1);
  CHECK(same_bytes(bench / "whole.h5", bench / "killed.h5"));
  CHECK_FALSE(std::filesystem::exists(bench / "killed.h5.parts"));
  for (const std::string& name : record::test::names_in(bench / "")) CHECK(name.find(".tmp-") == std::string::npos);
}

TEST_CASE("every kernel level of this machine gives the same file") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o best.h5 --threads 2").code == 0);
  for (const core::KernelLevel level : {core::KernelLevel::v2, core::KernelLevel::v3, core::KernelLevel::v4}) {
    const std::string name(core::label(level)), variable = fmt::format("ALONGSIDE_KERNEL={}", name);
    const auto ran = bench.run(fmt::format("run tiny.toml -o {}.h5 --threads 2", name), variable);
    if (level > core::best_kernel_level()) {
      CHECK(ran.code == 64);
      continue;
    }
    REQUIRE(ran.code == 0);
    CHECK(same_bytes(bench / "best.h5", bench / (name + ".h5")));
  }
}

TEST_CASE("arms in another order swap their columns and change nothing else") {
  const Bench bench;
  std::string text = alongside::test::tiny;
  const std::size_t first = text.find("[[arm]]"), second = text.find("[[arm]]", first + 1);
  bench.write("swapped.toml", text.substr(0, first) + text.substr(second) + text.substr(first, second - first));
  REQUIRE(bench.run("run tiny.toml -o a.h5 --replicates 6").code == 0);
  REQUIRE(bench.run("run swapped.toml -o b.h5 --replicates 6").code == 0);
  const record::Result a = record::Result::open(bench / "a.h5"), b = record::Result::open(bench / "b.h5");
  for (const record::DatasetInfo& info : a.datasets()) {
    if (info.axes.size() < 4 || info.axes[3] != "arm") continue;
    INFO(info.path);
    for (std::size_t replicate = 0; replicate < 6; ++replicate)
      for (std::size_t arm = 0; arm < 2; ++arm) {
        record::Slab here{std::vector<std::size_t>(info.shape.size(), 0), info.shape};
        here.start[2] = replicate, here.count[2] = 1;
        record::Slab there = here;
        here.start[3] = arm, there.start[3] = 1 - arm;
        here.count[3] = there.count[3] = 1;
        const std::vector<double> x = a.numbers(info.path, here), y = b.numbers(info.path, there);
        REQUIRE(std::equal(x.begin(), x.end(), y.begin(), y.end(), [](double p, double q) { return p == q || (p != p && q != q); }));
      }
  }
}
