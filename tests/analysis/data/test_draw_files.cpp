// Draws leave the program in the layouts that cea --psa, BCEA, voi and dampack read.

#include <nlohmann/json.hpp>

#include "analysis/data/table.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;
using data::CsvTable;

TEST_CASE("draws go out and come back with the same answer") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o d.h5 --replicates 3 --draws 40").code == 0);
  REQUIRE(bench.run("export d.h5 --format draws -o draws.csv").code == 0);
  const auto table_of = [](const std::string& json) {
    const nlohmann::json answer = nlohmann::json::parse(json);
    for (const auto& table : answer["tables"])
      if (table["title"] == "Decision at each threshold") return table["rows"];
    return nlohmann::json();
  };
  const auto from_result = table_of(bench.run("cea d.h5 --format json").out), from_file = table_of(bench.run("cea --psa draws.csv --format json").out);
  REQUIRE(from_result.is_array());
  REQUIRE(from_result.size() == from_file.size());
  for (std::size_t row = 0; row < from_result.size(); ++row)
    for (const char* column : {"NMB", "P(best)", "expected loss"}) CHECK(from_file[row][column].get<double>() == Approx(from_result[row][column].get<double>()).epsilon(1e-8));
}

TEST_CASE("BCEA, voi and dampack get a row per draw and a column per option") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o d.h5 --replicates 2 --draws 12").code == 0);
  REQUIRE(bench.run("export d.h5 --format bcea -o bcea").code == 0);
  REQUIRE(bench.run("export d.h5 --format voi -o voi").code == 0);
  const CsvTable costs = CsvTable::read(bench / "voi/costs.csv"), effects = CsvTable::read(bench / "voi/effects.csv"), parameters = CsvTable::read(bench / "voi/parameters.csv");
  CHECK(costs.columns() == std::vector<std::string>{"usual care", "phone"});
  CHECK(effects.columns() == costs.columns());
  CHECK(costs.rows() == 12);
  CHECK(effects.rows() == 12);
  CHECK(parameters.rows() == 12);
  CHECK(parameters.columns().size() > 50);
  CHECK(test::same_bytes(bench / "bcea/costs.csv", bench / "voi/costs.csv"));
  CHECK(test::same_bytes(bench / "bcea/effects.csv", bench / "voi/effects.csv"));
  // The mean of a draw's replicates, as the long table has them one by one.
  const CsvTable rows = CsvTable::parse(bench.run("export d.h5 --format draws").out, "draws");
  REQUIRE(rows.rows() == 24);
  const std::vector<double> each = rows.numbers("cost_phone"), mean = costs.numbers("phone");
  for (std::size_t d = 0; d < mean.size(); ++d) CHECK(mean[d] == Approx((each[2 * d] + each[2 * d + 1]) / 2));
}

TEST_CASE("draws of what has none, and options that do not go together, are refused in one line") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o plain.h5 --replicates 2").code == 0);
  CHECK(bench.run("export plain.h5 --format draws").code == 65);
  CHECK(bench.run("export plain.h5 --format voi").code == 64);
  CHECK(bench.run("export plain.h5 --format bcea --dataset /summary -o x").code == 64);
  CHECK(bench.run("export plain.h5 --format xls -o x").code == 64);
  CHECK(bench.run("export plain.h5 --dataset /summary --perspective societal").code == 64);
  CHECK(bench.run("export plain.h5 --dataset /summary/cost").code == 0);
}
