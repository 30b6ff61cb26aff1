// The command size: on agents, the same for any threads, and what it says of questions that make no sense.

#include <nlohmann/json.hpp>

#include "sim/core/error.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using Catch::Matchers::Contains;

namespace {

constexpr const char* small_trial = R"(format = 1
name = "small trial"
replicates = 600
follow_up_clock = "enrolment"
[population]
families = 360
communities = 12
horizon = 13
lead_in = 4
[follow_up.end]
week = 12
[trial]
design = "cluster"
consent = 1
[trial.endpoint.score]
[trial.endpoint.case]
outcome = "case"
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
reach.minimum_score = 8
mode.phone = 1
supporter.wanted = 200
supporter.applications = 500
supporter.training_weeks = 0
[arm.schedule.weekly]
weeks = 12
per_week = 2
minutes = 20
)";

class SizeBench : public Bench {
 public:
  SizeBench() { write("trial.toml", small_trial); }
  nlohmann::json found(const std::string& options) const {
    const auto ran = run("size trial.toml --format json " + options);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    return nlohmann::json::parse(ran.out)["tables"][0]["rows"];
  }
};

}  // namespace

TEST_CASE("a size searched with agents has the wanted power in a study of its own, and agrees with the closed form") {
  const SizeBench bench;
  const nlohmann::json row = bench.found("--worlds 3000 --level 0.9999")[0];
  const int size = row["communities"];
  INFO(row.dump());
  CHECK(row["outcome"] == "found");
  CHECK(row["low"] <= size);
  CHECK(row["high"] >= size);
  // Of this trial the closed form is right: nothing spills over from one community to another but through few friends.
  CHECK(row["closed form"] >= row["low"].get<double>() - 2);
  CHECK(row["closed form"] <= row["high"]);
  REQUIRE(bench.run(fmt::format("run trial.toml -o r.h5 --seed 77 --set population.communities={} --set population.families={} --set trial.truth=none", size, 30 * size)).code == 0);
  const auto ran = bench.run("trial r.h5 --format json");
  REQUIRE(ran.code == 0);
  double power = 0;
  for (const auto& table : nlohmann::json::parse(ran.out))
    for (const auto& r : table["rows"])
      if (r.value("method", "") == "cluster-t" && r.value("figure", "") == "power" && r.value("endpoint", "") == "score") power = r["value"];
  // Two independent shares of 600 and 1,500 trials; at four standard errors, once in 16,000.
  CHECK(std::abs(power - row["power"].get<double>()) < 4 * std::sqrt(0.8 * 0.2 * (1.0 / 600 + 1.0 / 1500)));
}

TEST_CASE("a search gives the same bytes for any threads, and the cheapest way first") {
  const SizeBench bench;
  const std::string asked = "size trial.toml --worlds 300 --cluster-size 6,12 --follow-up 8,12 --format csv";
  const auto one = bench.run(asked + " --threads 1"), two = bench.run(asked + " --threads 2");
  REQUIRE(one.code == 0);
  CHECK(one.out == two.out);
  const nlohmann::json rows = bench.found("--worlds 300 --cluster-size 6,12 --follow-up 8,12");
  REQUIRE(rows.size() == 4);
  for (std::size_t i = 1; i < 4; ++i) CHECK((rows[i]["outcome"] == "not reached" || rows[i]["cost, pounds"] >= rows[i - 1]["cost, pounds"]));
  // Small clusters: more of them, but fewer families.
  const auto of = [&](const char* size) { for (const auto& row : rows) if (row["cluster size"] == size && row["follow-up week"] == "12") return row; return rows[0]; };
  CHECK(of("6")["communities"] > of("12")["communities"]);
  CHECK(of("6")["families"] <= 6 * of("6")["communities"].get<int>());
}

TEST_CASE("a size out of reach says so, and questions that make no sense are refused") {
  const SizeBench bench;
  const auto far = bench.run("size trial.toml --worlds 300 --set arms.phone.schedule.weekly.per_week=0 --communities 4:12");
  CHECK(far.code == 0);
  CHECK_THAT(far.out, Contains("A power of 0.8 is not reached within the bounds: with 12 communities it is 0.0"));
  const auto refused = [&](const std::string& options, Exit code, const std::string& message) {
    const auto ran = bench.run("size trial.toml " + options);
    INFO(options);
    CHECK(ran.code == static_cast<int>(code));
    CHECK_THAT(ran.err, Contains(message));
    CHECK(ran.out.empty());
  };
  refused("--set trial.design=none", Exit::data, "is no trial");
  refused("--endpoint socre", Exit::usage, "one of: score, case");
  refused("--method cluster", Exit::usage, "cluster-t");
  refused("--method glmm-logit --worlds 200", Exit::usage, "does not suit");
  refused("--set trial.consent=0.000001", Exit::data, "no family is randomised");
  refused("--communities 30", Exit::usage, "LOW:HIGH");
  refused("--communities 5:5", Exit::usage, "no multiple of 2");
  refused("--worlds 20", Exit::usage, "at least 200");
  refused("--worlds 200000", Exit::usage, "there is room for");
  refused("--power 1.2", Exit::usage, "the wanted power");
  refused("--cluster-size 0", Exit::usage, "whole number");
  refused("--follow-up 12,x", Exit::usage, "whole number");
  refused("--budget 5", Exit::usage, "--budget needs --worth");
  refused("--worth --population 1000", Exit::data, "no parameter is uncertain");
  refused("--worth --population 1000 --follow-up 8", Exit::usage, "does not go with --worth");
  refused("--worth", Exit::usage, "needs --population");
  bench.write("trial.toml", std::string(small_trial) + "[sweep]\ntrial.consent = [0.5, 1]\n");
  refused("", Exit::data, "has a [sweep]");
}

TEST_CASE("the size worth most with agents: the same for any threads, within its budget") {
  const SizeBench bench;
  bench.write("worth.toml", std::string(small_trial).insert(std::string(small_trial).find("[population]"), "[uncertainty]\ndraws = 40\nvary = [\"symptoms.setting\"]\n"));
  const std::string asked = "size worth.toml --worth --population 50000 --communities 4:24 --budget 640000 --format json --set trial.endpoint.qaly.outcome=qaly";
  const auto one = bench.run(asked + " --threads 1"), two = bench.run(asked + " --threads 2");
  INFO(one.err);
  REQUIRE(one.code == 0);
  CHECK(one.out == two.out);
  const auto row = nlohmann::json::parse(one.out)["tables"][0]["rows"][0];
  CHECK(row["research"] <= 640000);
  CHECK(row["low"] <= row["high"]);
}
