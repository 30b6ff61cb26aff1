#pragma once
// Small results for tests of the economics: made once, read by many tests.

#include <nlohmann/json.hpp>

#include "sim/record/result.hpp"
#include "tests/run/program.hpp"

namespace alongside::economics::testing {

/// Three arms on small worlds, three years of births, uncertain parameters of all kinds. Runs in about a second.
inline constexpr const char* small_study = R"(format = 1
name = "small"
seed = 3
replicates = 2
record = "summary"
[population]
families = 480
communities = 4
arrivals = "poisson"
arrival_weeks = 104
horizon = 60
[follow_up]
w6.week = 6
w12.week = 12
w26.week = 26
[uncertainty]
draws = 24
vary = "all"
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
reach.minimum_score = 10
supporter.wanted = 25
schedule.calls = { weeks = 12, per_week = 1, minutes = 20 }
[[arm]]
name = "feeding calls"
programme = "peer support"
offer.focus = "feeding"
mode.phone = 1
supporter.wanted = 60
supporter.pool = "shared"
schedule.calls = { weeks = 12, per_week = 1, minutes = 20 }
)";

/// A folder in which small.toml lies, with small.h5 made from it.
class SmallResult {
 public:
  SmallResult() {
    bench_.write("small.toml", small_study);
    const auto ran = bench_.run("run small.toml -o small.h5 --threads 2");
    if (ran.code != 0) throw std::runtime_error(ran.err);
  }
  const test::Bench& bench() const { return bench_; }
  record::Result open() const { return record::Result::open(bench_ / "small.h5"); }
  test::Ran run(const std::string& arguments) const { return bench_.run(arguments); }
  nlohmann::json json(const std::string& arguments) const {
    const test::Ran ran = bench_.run(arguments + " --format json");
    if (ran.code != 0) throw std::runtime_error(ran.err);
    return nlohmann::json::parse(ran.out);
  }

 private:
  test::Bench bench_;
};

/// The one that tests share.
inline const SmallResult& small_result() {
  static const SmallResult result;
  return result;
}

/// The first table whose title begins so.
inline nlohmann::json table_titled(const nlohmann::json& answer, const std::string& title) {
  for (const auto& table : answer.at("tables"))
    if (table.at("title").get<std::string>().rfind(title, 0) == 0) return table;
  throw std::runtime_error("no table " + title);
}

}  // namespace alongside::economics::testing
