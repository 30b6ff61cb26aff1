// compare: what differs between two results.

#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/report/world_values.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

json compared(const Bench& bench, const std::string& arguments) {
  const auto ran = bench.run("compare " + arguments + " --format json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return json::parse(ran.out);
}

/// The row of a table, found by its title, its first cell and its arm.
json row_of(const json& tables, const std::string& title, const std::string& first, const std::string& arm) {
  for (const json& table : tables)
    for (const json& row : table["rows"])
      if (table["title"] == title && (row.contains("what") ? row["what"] : row["measure"]) == first && row["arm"] == arm) return row;
  return nullptr;
}

const std::string plans = "Differences of the plans";

}  // namespace

TEST_CASE("a result compared with itself has no differences") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o A.h5 --replicates 4").code == 0);
  const auto ran = bench.run("compare A.h5 A.h5");
  CHECK_THAT(ran.out, Contains("The plans are the same.") && Contains("bit for bit"));
}

TEST_CASE("compare names what differs and pairs the worlds that both have") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o A.h5 --replicates 6").code == 0);
  REQUIRE(bench.run("run tiny.toml -o B.h5 --replicates 4 --set arms.phone.reach.minimum_score=12 --set symptoms.persistence=0.8").code == 0);
  const json all = compared(bench, "A.h5 B.h5 --measures cost,supported");
  CHECK(row_of(all, plans, "replicates", "")["a"] == "6");
  CHECK(row_of(all, plans, "replicates", "")["b"] == "4");
  CHECK(row_of(all, plans, "reach.minimum_score", "phone")["b"] == "12");
  CHECK(row_of(all, plans, "symptoms.persistence", "")["b"] == "0.8");
  CHECK(row_of(all, plans, "reach.minimum_score", "usual care").is_null());
  CHECK(row_of(all, plans, "seed", "").is_null());
  // The same by hand: means and their error over the four worlds in common.
  const record::Result a = record::Result::open(bench / "A.h5"), b = record::Result::open(bench / "B.h5");
  const report::WorldValues x = report::read_worlds(a, "/summary/cost", 0), y = report::read_worlds(b, "/summary/cost", 0);
  double mean = 0, squares = 0;
  for (std::size_t r = 0; r < 4; ++r) mean += (y.at(0, r, 1) - x.at(0, r, 1)) / 4;
  for (std::size_t r = 0; r < 4; ++r) squares += std::pow(y.at(0, r, 1) - x.at(0, r, 1) - mean, 2);
  const json row = row_of(all, "Measures", "cost", "phone");
  CHECK(row["change"].get<double>() == Approx(mean));
  CHECK(row["change_error"].get<double>() == Approx(std::sqrt(squares / 3 / 4)));
  const json effect = row_of(all, "Differences from \"usual care\"", "supported", "phone");
  CHECK(effect["change"].get<double>() < 0);  // a higher bar reaches fewer
}

TEST_CASE("results of another seed are compared as independent") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o A.h5 --replicates 4").code == 0);
  REQUIRE(bench.run("run tiny.toml -o B.h5 --replicates 4 --seed 5").code == 0);
  const json all = compared(bench, "A.h5 B.h5 --measures cost");
  const json row = row_of(all, "Measures", "cost", "phone");
  CHECK(row["change_error"].get<double>() == Approx(std::hypot(row["a_error"].get<double>(), row["b_error"].get<double>())));
  CHECK_THAT(bench.run("compare A.h5 B.h5").out, Contains("no worlds in common"));
}

TEST_CASE("compare refuses what it cannot compare") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o A.h5 --replicates 2").code == 0);
  CHECK(bench.run("compare A.h5").code == 64);
  CHECK(bench.run("compare A.h5 none.h5").code == 65);
  CHECK(bench.run("compare A.h5 A.h5 --point 3").code == 65);
  CHECK_THAT(bench.run("compare A.h5 A.h5 --measures costs").err, Contains("did you mean \"cost\"?"));
}
