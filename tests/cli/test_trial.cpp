// The command trial, and the rows that it hands to estimate.

#include <algorithm>
#include <cmath>
#include <functional>
#include <nlohmann/json.hpp>

#include "sim/core/kernel.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::same_bytes;

namespace {

constexpr const char* small_trial = R"(format = 1
name = "small trial"
replicates = 24
record = "family"
record_families = 2
[population]
families = 300
communities = 8
horizon = 26
[follow_up.w12]
week = 12
[trial]
design = "cluster"
truth = "full"
consent = 0.9
[trial.endpoint.score]
[trial.endpoint.case]
outcome = "case"
[trial.method.cluster-t]
[trial.method.permutation]
[trial.method.lmm-kenward-roger]
[trial.method.gee-identity-exch-md-t]
[trial.method.gee-logit-exch-kc-t]
[trial.method.glmm-logit]
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
[arm.schedule.weekly]
weeks = 12
minutes = 20
)";

/// A folder with the scenario in it.
class TrialBench : public Bench {
 public:
  TrialBench() { write("trial.toml", small_trial); }
};

double found(const nlohmann::json& tables, const std::string& title, const std::function<bool(const nlohmann::json&)>& is) {
  for (const auto& table : tables)
    if (table["title"] == title)
      for (const auto& row : table["rows"])
        if (is(row)) return row["estimate"].is_null() ? std::nan("") : row["estimate"].get<double>();
  FAIL("no such row in " << title);
  return 0;
}

}  // namespace

TEST_CASE("a trial's file is the same for any threads, parts and kernels") {
  const TrialBench bench;
  REQUIRE(bench.run("run trial.toml -o one.h5 --threads 1").code == 0);
  REQUIRE(bench.run("run trial.toml -o two.h5 --threads 2").code == 0);
  CHECK(same_bytes(bench / "one.h5", bench / "two.h5"));
  for (const char* part : {"2/2", "1/2"}) REQUIRE(bench.run(fmt::format("run trial.toml -o parts.h5 --threads 2 --part {}", part)).code == 0);
  REQUIRE(bench.run("merge trial.toml -o parts.h5").code == 0);
  CHECK(same_bytes(bench / "one.h5", bench / "parts.h5"));
  for (const core::KernelLevel level : {core::KernelLevel::v2, core::KernelLevel::v3, core::KernelLevel::v4}) {
    if (level > core::best_kernel_level()) continue;
    const std::string name(core::label(level));
    REQUIRE(bench.run(fmt::format("run trial.toml -o {}.h5 --threads 2", name), fmt::format("ALONGSIDE_KERNEL={}", name)).code == 0);
    CHECK(same_bytes(bench / "one.h5", bench / (name + ".h5")));
  }
}

TEST_CASE("trial prints its tables, and lists for programs") {
  const TrialBench bench;
  REQUIRE(bench.run("run trial.toml -o t.h5").code == 0);
  const auto text = bench.run("trial t.h5");
  CHECK(text.code == 0);
  for (const char* part : {"ADEMP", "what is true", "bias and coverage", "precision and power", "comes from", "What happened", "CONSORT", "ICC, communities", "1 / (1 - c - l)^2"})
    CHECK(text.out.find(part) != std::string::npos);
  CHECK(text.out.find("nan") == std::string::npos);
  const auto csv = bench.run("trial t.h5 --format csv");
  CHECK(csv.code == 0);
  CHECK(csv.out.find("bias_eliminated_coverage") != std::string::npos);
  CHECK(csv.out.find("nan") == std::string::npos);
  CHECK(bench.run("trial t.h5 --point 1").code == 65);
  CHECK(bench.run("trial t.h5 --rows 2").code == 65);
  CHECK(bench.run("trial t.h5 --alpha 1").code == 64);
  CHECK(bench.run("trial t.h5 --worth").code == 64);
  CHECK(bench.run("trial t.h5 --population 5").code == 64);
  CHECK(bench.run("trial t.h5 --worth --population 0").code == 65);
  CHECK(bench.run("trial t.h5 --worth --population 1000 --rollout-cost 5,6").code == 64);
  CHECK(bench.run("trial t.h5 --alpha nan").code == 64);
  const auto few = bench.run("trial t.h5 --worth --population 1000");
  CHECK(few.code == 65);
  CHECK(few.err.find("1 draws of the uncertain parameters are too few") != std::string::npos);
  REQUIRE(bench.run("run tiny.toml -o tiny.h5 --replicates 2").code == 0);
  const auto none = bench.run("trial tiny.h5");
  CHECK(none.code == 65);
  CHECK(none.err.find("is no trial's result") != std::string::npos);
}

TEST_CASE("estimate on a trial's rows gives the estimates that the run stored") {
  const TrialBench bench;
  REQUIRE(bench.run("run trial.toml -o t.h5 --replicates 2").code == 0);
  const record::Result file = record::Result::open(bench / "t.h5");
  const auto& methods = std::get<std::vector<std::string>>(file.axis("estimator").values);
  const std::vector<double> stored = file.numbers("/trial/estimates");
  for (const auto& [endpoint, number] : {std::pair{"score", 0}, std::pair{"case", 1}})
    for (int world = 0; world < 2; ++world) {
      const auto rows = bench.run(fmt::format("trial t.h5 --rows {} --endpoint {}", world, endpoint));
      REQUIRE(rows.code == 0);
      bench.write("rows.csv", rows.out);
      const auto answer = bench.run("estimate rows.csv --outcome outcome --arm arm --cluster cluster --methods all --format json");
      REQUIRE(answer.code == 0);
      const nlohmann::json tables = nlohmann::json::parse(answer.out);
      for (std::size_t m = 0; m < methods.size(); ++m) {
        const double kept = stored[((static_cast<std::size_t>(world) * 2 + static_cast<std::size_t>(number)) * methods.size() + m) * 5];
        if (std::isnan(kept)) continue;
        INFO(methods[m]);
        CHECK(found(tables, "Estimates", [&](const auto& row) { return row["method"] == methods[m]; }) == Approx(kept).epsilon(1e-8));
      }
    }
}

TEST_CASE("a table of points over designs gets the usual methods of each") {
  const TrialBench bench;
  std::string text = small_trial;
  const std::size_t from = text.find("[trial.method"), to = text.find("[[arm]]");
  bench.write("plain.toml", text.erase(from, to - from));
  bench.write("designs.csv", "trial.design\nindividual\ncluster\n");
  REQUIRE(bench.run("run plain.toml --points designs.csv -o d.h5 --replicates 2").code == 0);
  const auto ran = bench.run("trial d.h5 --format csv");
  CHECK(ran.out.find("ancova") != std::string::npos);
  CHECK(ran.out.find("permutation") != std::string::npos);
}

TEST_CASE("trials that make no sense are refused in one line") {
  const TrialBench bench;
  const auto refused = [&](const std::string& set, const char* part) {
    const auto ran = bench.run("run trial.toml -o x.h5 " + set);
    INFO(set << ": " << ran.err);
    CHECK(ran.code == 65);
    CHECK(ran.err.find(part) != std::string::npos);
    CHECK(std::ranges::count(ran.err, '\n') == 1);
  };
  refused("--set population.communities=1", "a cluster trial of 2 arms");
  refused("--set arms.phone.programme=none", "has no programme");
  refused("--set trial.endpoint.case.follow_up=3", "there are 1 follow-ups");
  refused("--set trial.workforce=fixed --set trial.truth=total", "only run with truth = \"full\"");
  refused("--set trial.design=individual --set trial.block=5", "a block holds 2 families");
  refused("--set trial.randomise_when='place free'", "clusters are randomised before families come");
  refused("--set trial.design=factorial", "with 2 arms (it takes four");
  refused("--set trial.cluster_allocation=pairs --set trial.ratio=2", "pairs take two arms");
  refused("--set trial.design='stepped wedge' --set trial.sequences=9", "there are 8 communities");
  const std::string third = std::string(small_trial) + "[[arm]]\nname = \"calls\"\nprogramme = \"peer support\"\nmode.phone = 1\n[arm.schedule.weekly]\nweeks = 12\nminutes = 20\n";
  bench.write("trial.toml", third);
  refused("", "the same in every value");
  refused("--set arms.calls.schedule.weekly.minutes=30", "with spillover.network, spillover.staff, spillover.norms, services.compensation");
  const std::string apart = "--set arms.calls.schedule.weekly.minutes=30 --set spillover.network=0 --set spillover.staff=0 --set spillover.norms=off --set services.compensation=0 ";
  refused(apart + "--set spillover.cross_over=0.01", "with spillover.cross_over");
  refused(apart + "--set trial.design='waiting list' --set trial.block=6", "keep two arms");
  refused(apart + "--set trial.design=individual --set trial.block=6 --set trial.pause_above=1", "which programme's queue");
  CHECK(bench.run("run trial.toml -o three.h5 --threads 1 " + apart).code == 0);
  CHECK(bench.run("run trial.toml -o again.h5 --threads 2 " + apart).code == 0);
  CHECK(same_bytes(bench / "three.h5", bench / "again.h5"));
  std::string text = small_trial;
  text.replace(text.find("cluster-t"), 9, "clustert");
  bench.write("trial.toml", text);
  refused("", "did you mean \"cluster-t\"");
}
