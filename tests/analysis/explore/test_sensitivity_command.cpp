// sensitivity on the command line: designs for other models, tables, results.

#include <algorithm>

#include <nlohmann/json.hpp>

#include "analysis/data/table.hpp"
#include "sim/record/result.hpp"
#include "tests/analysis/explore/test_functions.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using Catch::Matchers::Contains;
using nlohmann::json;

namespace {

/// Adds the column y to a table of unit inputs.
void evaluate(const Bench& bench, const std::string& from, const std::string& to, const test::Function& function) {
  const data::CsvTable table = data::CsvTable::read(bench / from);
  std::string text;
  for (const std::string& name : table.columns()) text += name + ",";
  text += "y\n";
  for (std::size_t r = 0; r < table.rows(); ++r) {
    std::vector<double> u;
    for (std::size_t c = 0; c < table.columns().size(); ++c) text += table.text(r, c) + ",", u.push_back(std::stod(table.text(r, c)));
    text += fmt::format("{}\n", function(u));
  }
  bench.write(to, text);
}

json rows_of(const Bench& bench, const std::string& arguments) {
  const auto ran = bench.run("sensitivity " + arguments + " --format json");
  INFO(ran.err);
  REQUIRE(ran.code == 0);
  return json::parse(ran.out)["rows"];
}

json find(const json& rows, const std::string& input) {
  for (const json& row : rows)
    if (row["input"] == input) return row;
  return nullptr;
}

const std::string swept = std::string(test::tiny) + "\n[sweep]\n";

}  // namespace

TEST_CASE("a design is written, evaluated elsewhere, and analysed") {
  const Bench bench;
  REQUIRE(bench.run("sensitivity --design saltelli --inputs x1=0:1,x2=0:1,x3=0:1 --size 2048 -o design.csv").code == 0);
  evaluate(bench, "design.csv", "run.csv", test::ishigami);
  const json rows = rows_of(bench, "--table run.csv --output y");
  const test::Indices exact = test::ishigami_indices();
  for (std::size_t i = 0; i < 3; ++i) {
    const json row = find(rows, fmt::format("x{}", i + 1));
    CHECK(row["first_low"].get<double>() <= exact.first[i]);
    CHECK(row["first_high"].get<double>() >= exact.first[i]);
    CHECK(row["total_low"].get<double>() <= exact.total[i]);
    CHECK(row["total_high"].get<double>() >= exact.total[i]);
  }
  CHECK(rows[0]["input"] == "x1");
  REQUIRE(bench.run("sensitivity --design morris --inputs x1=0:1,x2=0:1,x3=0:1 --size 500 -o walks.csv").code == 0);
  evaluate(bench, "walks.csv", "walked.csv", test::ishigami);
  CHECK(find(rows_of(bench, "--table walked.csv --output y"), "x2")["mu_star"].get<double>() == Approx(7.875));
  CHECK(find(rows_of(bench, "--table walked.csv --output y --inputs x1=-1:1,x2=0:2,x3=0:1"), "x2")["mu_star"].get<double>() == Approx(15.75));
  CHECK(find(rows_of(bench, "--table walked.csv --output y --method prcc"), "x2")["prcc"].get<double>() < 0.5);
}

TEST_CASE("worlds of a table are told apart by a column") {
  const Bench bench;
  REQUIRE(bench.run("sensitivity --design saltelli --inputs x1=0:1,x2=0:1 --size 512 -o design.csv").code == 0);
  const data::CsvTable design = data::CsvTable::read(bench / "design.csv");
  std::string text = "world,x1,x2,y\n";
  for (const char* world : {"one", "two"})
    for (std::size_t r = 0; r < design.rows(); ++r)
      text += fmt::format("{},{},{},{}\n", world, design.text(r, 0), design.text(r, 1), std::stod(design.text(r, 0)) + 2 * std::stod(design.text(r, 1)) + (world[0] == 'o' ? 0 : 100));
  bench.write("two.csv", text);
  const json rows = rows_of(bench, "--table two.csv --output y --worlds world");
  CHECK(find(rows, "x2")["first_order"].get<double>() == Approx(0.8).margin(0.02));
  bench.write("ragged.csv", text + "two,0.5,0.5,3\n");
  CHECK_THAT(bench.run("sensitivity --table ragged.csv --output y --worlds world").err, Contains("has other points than world \"one\""));
}

TEST_CASE("a result knows its design") {
  const Bench bench;
  bench.write("s.toml", swept + "method = \"saltelli\"\nbase_points = 8\n\"arms.phone.supporter.caseload\" = {from = 1, to = 8}\n\"symptoms.persistence\" = \"spread\"\n");
  REQUIRE(bench.run("run s.toml -o S.h5 --replicates 2 --record summary").code == 0);
  const record::Result result = record::Result::open(bench / "S.h5");
  CHECK(result.text("sweep_method") == "saltelli");
  CHECK(result.integer("sweep_size") == 8);
  const auto ran = bench.run("sensitivity S.h5 --measure supported");
  CHECK(ran.code == 0);
  CHECK_THAT(ran.out, Contains("Sobol' indices of supported, \"phone\" against \"usual care\"") && Contains("Noise of agents"));
  CHECK(find(rows_of(bench, "S.h5 --measure supported"), "arms.phone.supporter.caseload")["total"].get<double>() > 0.5);
  CHECK_THAT(bench.run("sensitivity S.h5").out, Contains("net monetary benefit at 20000"));
  CHECK(bench.run("sensitivity S.h5 --method morris").code == 65);
  bench.write("m.toml", swept + "method = \"morris\"\ntrajectories = 4\n\"arms.phone.supporter.caseload\" = {from = 1, to = 8}\n\"symptoms.persistence\" = \"spread\"\n");
  REQUIRE(bench.run("run m.toml -o M.h5 --replicates 2 --record summary").code == 0);
  CHECK(find(rows_of(bench, "M.h5 --measure supported --arm phone --versus none"), "arms.phone.supporter.caseload")["mu"].get<double>() > 0);
}

TEST_CASE("draws of uncertain parameters are inputs too") {
  const Bench bench;
  bench.write("d.toml", std::string(test::tiny) + "\n[uncertainty]\ndraws = 24\nvary = [\"symptoms.mean_level\", \"symptoms.persistence\"]\n"
              "[uncertainty.spread]\nsymptoms.mean_level = [1.6, 2.8]\n");
  REQUIRE(bench.run("run d.toml -o D.h5 --replicates 2 --record summary").code == 0);
  const json rows = rows_of(bench, "D.h5 --measure score_mean --versus none --arm \"usual care\"");
  CHECK(find(rows, "symptoms.mean_level")["prcc"].get<double>() > 0.8);
  CHECK(bench.run("sensitivity D.h5 --over points").code == 65);
}

TEST_CASE("sensitivity refuses what it cannot do") {
  const Bench bench;
  bench.write("t.csv", "a,b,y\n1,2,3\n2,2,x\n");
  bench.write("short.csv", "a,b,y\n1,2,3\n2,1,4\n");
  struct {
    const char* arguments;
    int code;
    const char* text;
  } cases[] = {{"", 64, "give either"},
               {"--table t.csv", 64, "--output"},
               {"--table t.csv --output y", 65, "t.csv:3"},
               {"--table short.csv --output z", 65, "z"},
               {"--table short.csv --output y", 65, "at least 5"},
               {"--table short.csv --output y --method sobol", 65, "no Saltelli design"},
               {"--table short.csv --output y --method sobl", 64, "did you mean \"sobol\"?"},
               {"--table short.csv --output y --inputs a=2:3", 65, "outside of its range"},
               {"--table none.csv --output y", 65, "none.csv"},
               {"none.h5", 65, "none.h5"},
               {"--design saltelli --inputs a=0:1", 64, "--size"},
               {"--design saltelli --inputs a --size 4", 64, "no range"},
               {"--design saltelli --inputs a=1:0 --size 4", 64, "low below high"},
               {"--design saltelli --inputs a=0:1,a=0:1 --size 4", 64, "twice"},
               {"--design saltely --inputs a=0:1 --size 4", 64, "did you mean \"saltelli\"?"},
               {"--design morris --inputs a=0:1 --size 4 --levels 5", 64, "odd"},
               {"--design sobol --inputs a=0:1 --size 2000000", 64, "more than 1000000 points"},
               {"--design sobol --inputs a=0:1 --size 4 -o nowhere/x.csv", 74, "nowhere"}};
  for (const auto& one : cases) {
    INFO(one.arguments);
    const auto ran = bench.run(std::string("sensitivity ") + one.arguments);
    CHECK(ran.code == one.code);
    CHECK_THAT(ran.err, Contains(one.text));
    CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  }
}
