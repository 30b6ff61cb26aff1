// Every command of the program, from outside.

#include <cmath>
#include <nlohmann/json.hpp>

#include "analysis/data/table.hpp"
#include "cli/command.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;
using Catch::Matchers::Contains;

TEST_CASE("every command has help with an example, and refuses unknown options") {
  const Bench bench;
  for (const cli::Command* command : cli::commands()) {
    INFO(command->name);
    const auto help = bench.run(fmt::format("{} --help", command->name));
    CHECK(help.code == 0);
    CHECK_THAT(help.out, Contains("Example") && Contains(fmt::format("alongside {}", command->name)));
    CHECK(bench.run(fmt::format("{} --hepl", command->name)).code == 64);
  }
}

TEST_CASE("init writes a scenario that runs, and overwrites nothing") {
  const Bench bench;
  REQUIRE(bench.run("init first").code == 0);
  CHECK(bench.run("check first.toml").code == 0);
  CHECK(bench.run("run first.toml -o first.h5 --replicates 2 --set population.families=300").code == 0);
  const std::string before = read_text(bench / "first.toml");
  CHECK(bench.run("init first").code == 74);
  CHECK(read_text(bench / "first.toml") == before);
  CHECK(bench.run("init 'a\"b'").code == 64);
}

TEST_CASE("plan runs nothing and writes nothing") {
  const Bench bench;
  const auto before = record::test::names_in(bench / "");
  const auto plan = bench.run("plan tiny.toml --replicates 500");
  CHECK(plan.code == 0);
  CHECK_THAT(plan.out, Contains("500 worlds") && Contains("memory") && Contains("disk"));
  CHECK(record::test::names_in(bench / "").size() == before.size() + 2);  // what the test itself catches
}

TEST_CASE("summary prints errors only where they are known, for people and for programs") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o one.h5 --replicates 1").code == 0);
  REQUIRE(bench.run("run tiny.toml -o many.h5 --replicates 20").code == 0);
  CHECK_THAT(bench.run("summary one.h5").out, Contains("± -"));
  CHECK_THAT(bench.run("summary many.h5").out, !Contains("± -"));
  const data::CsvTable table = data::CsvTable::parse(bench.run("summary many.h5 --measures cost,qalys --format csv").out, "summary");
  REQUIRE(table.rows() == 4);
  // Mean and error by hand, from the exported worlds.
  const data::CsvTable worlds = data::CsvTable::parse(bench.run("export many.h5 --dataset /summary/cost").out, "worlds");
  REQUIRE(worlds.rows() == 40);
  double sum = 0, squares = 0, gap = 0;
  const std::vector<double> cost = worlds.numbers("cost");
  for (std::size_t i = 0; i < 20; ++i) sum += cost[2 * i + 1], gap += cost[2 * i + 1] - cost[2 * i];
  for (std::size_t i = 0; i < 20; ++i) squares += (cost[2 * i + 1] - sum / 20) * (cost[2 * i + 1] - sum / 20);
  CHECK(table.numbers("mean")[1] == Approx(sum / 20).epsilon(1e-9));
  CHECK(table.numbers("standard_error")[1] == Approx(std::sqrt(squares / 19 / 20)).epsilon(1e-9));
  CHECK(table.numbers("difference")[1] == Approx(gap / 20).epsilon(1e-9));
  CHECK(bench.run("summary many.h5 --measures cots").code == 65);
  CHECK_THAT(bench.run("summary many.h5 --measures cots").err, Contains("cost"));
  CHECK(nlohmann::json::parse(bench.run("summary many.h5 --format json").out).is_object());
}

TEST_CASE("info tells what a result holds, and export writes it with coordinates") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 2").code == 0);
  CHECK_THAT(bench.run("info R.h5").out, Contains("/weekly/cases") && Contains("usual care") && Contains("kernel") && Contains("seed"));
  CHECK(bench.run("info").code == 0);
  const data::CsvTable weekly = data::CsvTable::parse(bench.run("export R.h5 --dataset /weekly/cases").out, "weekly");
  CHECK(weekly.columns() == std::vector<std::string>{"point", "draw", "replicate", "arm", "week", "cases"});
  CHECK(weekly.texts("arm")[0] == "usual care");
  const nlohmann::json rows = nlohmann::json::parse(bench.run("export R.h5 --dataset /summary --format json").out);
  CHECK(rows.size() == 4);
  CHECK(rows[1]["arm"] == "phone");
  CHECK(bench.run("export R.h5 -o folder").code == 0);
  CHECK(std::filesystem::exists(bench / "folder/weekly.cases.csv"));
  CHECK(bench.run("export R.h5 -o folder").code == 74);
  CHECK(bench.run("export R.h5 --dataset /weekly/casess").code == 65);
  CHECK(bench.run("export R.h5").code == 64);
}
