// run, plan, merge, status, replay: results, refusals, exit codes.

#include <algorithm>
#include <cmath>

#include <nlohmann/json.hpp>

#include "analysis/data/table.hpp"
#include "sim/record/result.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;
using alongside::test::same_bytes;
using Catch::Matchers::Contains;

namespace {

double sum(const std::vector<double>& values) {
  double total = 0;
  for (const double x : values) total += x;
  return total;
}

/// The [point, draw, replicate, arm, ...] part of one arm of one replicate.
std::vector<double> part(const record::Result& result, const std::string& path, std::size_t replicate, std::size_t arm) {
  record::Slab slab{std::vector<std::size_t>(result.dataset(path).shape.size(), 0), result.dataset(path).shape};
  slab.start[2] = replicate, slab.start[3] = arm;
  slab.count[2] = slab.count[3] = 1;
  return result.numbers(path, slab);
}

}  // namespace

TEST_CASE("a run writes a result, prints its table, and is finished when it is run again") {
  const Bench bench;
  const auto first = bench.run("run tiny.toml -o R.h5 --replicates 8");
  CHECK(first.code == 0);
  CHECK_THAT(first.out, Contains("usual care") && Contains("phone") && Contains("Monte Carlo standard error"));
  const std::string bytes = read_text(bench / "R.h5");
  const auto again = bench.run("run tiny.toml -o R.h5 --replicates 8");
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("is finished already"));
  CHECK(read_text(bench / "R.h5") == bytes);
  const nlohmann::json how = nlohmann::json::parse(read_text(bench / "R.run.json"));
  CHECK(how["this_process"]["share"]["simulate"].get<double>() > 0);
}

TEST_CASE("the resolved scenario in a result makes the same result") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 8 --set programme.minutes_missing=1 --record summary").code == 65);
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 8 --record summary --seed 7").code == 0);
  bench.write("again.toml", bench.run("info R.h5 --scenario").out);
  REQUIRE(bench.run("run again.toml -o S.h5").code == 0);
  CHECK(same_bytes(bench / "R.h5", bench / "S.h5"));
}

TEST_CASE("another plan's result is refused, saying what differs, and moved with --force") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 4").code == 0);
  const std::string old = read_text(bench / "R.h5");
  const auto refused = bench.run("run tiny.toml -o R.h5 --replicates 5 --seed 9");
  CHECK(refused.code == 65);
  CHECK_THAT(refused.err, Contains("replicates: 4 there, 5 here") && Contains("seed: 1 there, 9 here") && Contains("--force"));
  CHECK(read_text(bench / "R.h5") == old);
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 5 --force").code == 0);
  CHECK(read_text(bench / "R.h5.old") == old);
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 6 --force").code == 0);
  CHECK(read_text(bench / "R.h5.old") == old);
  CHECK(std::filesystem::exists(bench / "R.h5.old.2"));
}

TEST_CASE("shards of another plan are never mixed in") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --part 1/2").code == 0);
  const auto refused = bench.run("run tiny.toml -o R.h5 --seed 2");
  CHECK(refused.code == 65);
  CHECK_THAT(refused.err, Contains("another plan") && Contains("seed"));
  CHECK(bench.run("merge tiny.toml -o R.h5 --seed 2").code == 65);
  REQUIRE(bench.run("run tiny.toml -o R.h5 --seed 2 --force").code == 0);
  CHECK(std::filesystem::exists(bench / "R.h5.parts.old"));
}

TEST_CASE("a damaged shard is simulated anew") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5").code == 0);
  REQUIRE(bench.run("run tiny.toml -o R.h5 --part 1/1").code == 0);
  const std::string shard = bench / "R.h5.parts/000001.shard";
  std::filesystem::resize_file(shard, std::filesystem::file_size(shard) / 2);
  CHECK_THAT(bench.run("status tiny.toml -o R.h5").out, Contains("worlds (") && !Contains("100%"));
  CHECK(bench.run("merge tiny.toml -o R.h5").code == 65);
  const auto again = bench.run("run tiny.toml -o R.h5");
  REQUIRE(again.code == 0);
  CHECK_THAT(again.err, Contains("000001.shard: truncated") && Contains("simulated anew"));
  CHECK(same_bytes(bench / "whole.h5", bench / "R.h5"));
}

TEST_CASE("a full disk costs nothing: exit 74, sound shards, the same bytes later") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o whole.h5").code == 0);
  SECTION("in the merge") {
    const auto size = std::filesystem::file_size(bench / "whole.h5");
    const auto full = bench.run("run tiny.toml -o R.h5", fmt::format("ulimit -f {} &&", size / 1024 - 100));
    CHECK(full.code == 74);
    CHECK_THAT(full.err, Contains("finished shards are kept"));
    CHECK_FALSE(std::filesystem::exists(bench / "R.h5"));
    CHECK_THAT(bench.run("status tiny.toml -o R.h5").out, Contains("100%"));
  }
  SECTION("in a shard") {
    CHECK(bench.run("run tiny.toml -o R.h5", "ulimit -f 20 &&").code == 74);
    CHECK_FALSE(std::filesystem::exists(bench / "R.h5"));
  }
  for (const std::string& name : record::test::names_in(bench / "R.h5.parts")) CHECK(name.find(".tmp-") == std::string::npos);
  REQUIRE(bench.run("run tiny.toml -o R.h5").code == 0);
  CHECK(same_bytes(bench / "whole.h5", bench / "R.h5"));
}

TEST_CASE("an output that cannot be written is refused before anything runs") {
  const Bench bench;
  CHECK(bench.run("run tiny.toml -o nowhere/R.h5").code == 74);
  std::filesystem::create_directory(bench / "folder.h5");
  CHECK(bench.run("run tiny.toml -o folder.h5").code == 74);
  bench.write("R.h5.parts", "a file where the folder should be");
  CHECK(bench.run("run tiny.toml -o R.h5").code == 74);
}

TEST_CASE("a foreign or truncated file is never overwritten or read") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 4").code == 0);
  std::filesystem::copy_file(bench / "R.h5", bench / "cut.h5");
  std::filesystem::resize_file(bench / "cut.h5", std::filesystem::file_size(bench / "cut.h5") - 100);
  bench.write("foreign.h5", "somebody's thesis");
  bench.write("empty.h5", "");
  for (const char* name : {"cut.h5", "foreign.h5", "empty.h5"}) {
    INFO(name);
    const std::string before = read_text(bench / name);
    for (const char* command : {"summary {}", "info {}", "export {} --dataset /summary/cost", "run tiny.toml -o {}", "run tiny.toml -o {} --force", "status tiny.toml -o {}"}) {
      INFO(command);
      const auto ran = bench.run(fmt::format(fmt::runtime(command), name));
      CHECK(ran.code == 65);
      CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
    }
    CHECK(read_text(bench / name) == before);
  }
  CHECK(bench.run("summary nothing.h5").code == 65);
}

TEST_CASE("wrong options are refused with what is wanted") {
  const Bench bench;
  for (const char* arguments : {"run tiny.toml", "run -o R.h5", "run tiny.toml -o R.h5 --part 0/3", "run tiny.toml -o R.h5 --part 4/3", "run tiny.toml -o R.h5 --part 3", "run tiny.toml -o R.h5 --threads 0",
                                "run tiny.toml -o R.h5 --threads many", "run tiny.toml -o R.h5 --thread 2", "run tiny.toml other.toml -o R.h5", "replay tiny.toml --replicate 96", "replay tiny.toml --point 1"}) {
    INFO(arguments);
    const auto ran = bench.run(arguments);
    CHECK(ran.code == 64);
    CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  }
  CHECK_THAT(bench.run("run tiny.toml -o R.h5 --thread 2").err, Contains("--threads"));
  for (const char* arguments : {"run missing.toml -o R.h5", "plan tiny.toml --replicates 0", "run tiny.toml -o R.h5 --replicates 300000", "summary R.h5"}) CHECK(bench.run(arguments).code == 65);
  CHECK_FALSE(std::filesystem::exists(bench / "R.h5.parts"));
}

TEST_CASE("a point that contradicts itself fails alone, and is missing in the result with the command that shows it") {
  const Bench bench;
  bench.write("s.toml", std::string(alongside::test::tiny) + "[sweep]\nsymptoms.trait_variance = [0.05, 0.9, 1]\n");
  const auto ran = bench.run("run s.toml -o R.h5 --replicates 3 --record summary");
  CHECK(ran.code == 76);
  CHECK_THAT(ran.err, Contains("symptoms.trait_variance = 0.05") && Contains("alongside replay s.toml --point 0 --draw 0 --replicate 0") && Contains("3 of 9 worlds failed"));
  const record::Result result = record::Result::open(bench / "R.h5");
  CHECK(result.numbers("/task_status") == std::vector<double>{1, 1, 1, 0, 0, 0, 0, 0, 0});
  CHECK(std::isnan(result.numbers("/summary/cost")[0]));
  CHECK(result.texts("/failed_replay").at(2) == "alongside replay SCENARIO.toml --point 0 --draw 0 --replicate 2");
  const auto replay = bench.run("replay s.toml --point 0 --draw 0 --replicate 2");
  CHECK(replay.code == 65);
  CHECK_THAT(replay.err, Contains("symptoms.trait_variance = 0.05"));
  CHECK(bench.run("run s.toml -o R.h5 --replicates 3 --record summary").code == 76);
  CHECK(bench.run("run s.toml -o R.h5 --replicates 3 --record summary --on-failure ignore").code == 0);
  CHECK(bench.run("run s.toml -o I.h5 --replicates 3 --record summary --on-failure ignore").code == 0);
  CHECK(same_bytes(bench / "R.h5", bench / "I.h5"));
  CHECK_THAT(bench.run("status s.toml -o R.h5 --replicates 3 --record summary").out, Contains("finished, 9 worlds, 3 of them failed"));
  const auto stopped = bench.run("run s.toml -o T.h5 --replicates 3 --record summary --on-failure stop");
  CHECK(stopped.code == 76);
  CHECK_THAT(stopped.err, Contains("stopped by a failed world") && Contains("alongside replay s.toml"));
  CHECK_FALSE(std::filesystem::exists(bench / "T.h5"));
  CHECK(bench.run("run s.toml -o T.h5 --replicates 3 --record summary").code == 76);
  CHECK(same_bytes(bench / "R.h5", bench / "T.h5"));
  CHECK(bench.run("run s.toml -o R.h5 --on-failure never").code == 64);
  // Nothing varies: the scenario itself is wrong.
  CHECK(bench.run("run tiny.toml -o W.h5 --set symptoms.trait_variance=0.05").code == 65);
}

TEST_CASE("replay gives the numbers of the result") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 5").code == 0);
  const auto replay = bench.run("replay tiny.toml --replicates 5 --replicate 3 --format csv");
  REQUIRE(replay.code == 0);
  const data::CsvTable table = data::CsvTable::parse(replay.out, "replay");
  const record::Result result = record::Result::open(bench / "R.h5");
  REQUIRE(table.rows() > 20);
  for (std::size_t row = 0; row < table.rows(); ++row)
    for (std::size_t arm = 0; arm < 2; ++arm) {
      const double stored = part(result, "/summary/" + table.text(row, 0), 3, arm).at(0);
      const std::string& shown = table.text(row, 1 + arm);
      INFO(table.text(row, 0));
      if (std::isnan(stored)) CHECK(shown.empty());
      else CHECK(std::stod(shown) == Approx(stored).epsilon(1e-11).margin(1e-11));
    }
}

TEST_CASE("weeks add up to the summary, and the ledger to its costs") {
  const Bench bench;
  REQUIRE(bench.run("run tiny.toml -o R.h5 --replicates 3").code == 0);
  const record::Result result = record::Result::open(bench / "R.h5");
  const std::vector<double> price = result.numbers("/ledger/price"), per = result.numbers("/ledger/item_per");
  const std::vector<std::string> item_payer = result.texts("/ledger/item_payer"), payers = std::get<std::vector<std::string>>(result.axis("payer").values);
  for (std::size_t replicate = 0; replicate < 3; ++replicate)
    for (std::size_t arm = 0; arm < 2; ++arm) {
      const double families = part(result, "/summary/families", replicate, arm)[0];
      CHECK(families == 512);
      const double contacts = sum(part(result, "/weekly/contacts_received", replicate, arm));
      CHECK(part(result, "/summary/contacts_received", replicate, arm)[0] == 1000 * contacts / families);
      CHECK(sum(part(result, "/by_age/contacts_received", replicate, arm)) == contacts);
      CHECK(sum(part(result, "/weekly/families", replicate, arm)) == 512 * 40);
      const std::vector<double> health = part(result, "/ledger/health", replicate, arm);
      CHECK(health[0] == Approx(sum(part(result, "/weekly/qaly", replicate, arm))).epsilon(1e-9));
      // Pounds in the summary are the ledger's pence, cell by cell.
      const std::vector<double> quantity = part(result, "/ledger/quantity", replicate, arm);
      const std::size_t years = quantity.size() / price.size() / payers.size();
      std::vector<double> pence(payers.size(), 0.0);
      for (std::size_t i = 0; i < price.size(); ++i)
        for (std::size_t p = 0; p < payers.size(); ++p)
          for (std::size_t year = 0; year < years; ++year) {
            const double q = quantity[(i * payers.size() + p) * years + year];
            if (q != 0) CHECK(item_payer[i] == payers[p]);
            pence[p] += std::floor(q * price[i] / per[i] + 0.5);
          }
      double total = 0;
      for (std::size_t p = 0; p < payers.size(); ++p) {
        std::string name = payers[p];
        std::replace(name.begin(), name.end(), ' ', '_');
        CHECK(part(result, "/summary/cost_" + name, replicate, arm)[0] == 10 * pence[p] / families);
        if (name != "family" && name != "volunteer") total += pence[p];
      }
      CHECK(part(result, "/summary/cost", replicate, arm)[0] == 10 * total / families);
      if (arm == 1) CHECK(total > 0);
    }
}

TEST_CASE("every record level holds the same summary; families add up to the weeks") {
  const Bench bench;
  bench.write("levels.toml", "record_families = 2\n" + std::string(alongside::test::tiny));
  for (const char* level : {"summary", "weekly", "family"}) REQUIRE(bench.run(fmt::format("run levels.toml -o {0}.h5 --replicates 3 --record {0}", level)).code == 0);
  const record::Result summary = record::Result::open(bench / "summary.h5"), weekly = record::Result::open(bench / "weekly.h5"), family = record::Result::open(bench / "family.h5");
  CHECK_FALSE(summary.has("/weekly/cases"));
  CHECK_FALSE(weekly.has("/families/score"));
  CHECK(summary.numbers("/summary/cost") == family.numbers("/summary/cost"));
  CHECK(weekly.numbers("/weekly/cases") == family.numbers("/weekly/cases"));
  CHECK(family.dataset("/families/state").shape == std::vector<std::size_t>{2, 2, 512, 40});
  const std::vector<std::int64_t> state = family.integers("/families/state", {{1, 1, 0, 0}, {1, 1, 512, 40}});
  std::int64_t supported = 0;
  for (const std::int64_t one : state) supported += (one & 15) == 4 ? 1 : 0;
  CHECK(supported > 0);
  CHECK(std::none_of(state.begin(), state.end(), [](std::int64_t one) { return one == 255; }));
}

TEST_CASE("points stand in the result by name") {
  const Bench bench;
  std::string text = alongside::test::tiny;
  bench.write("sweep.toml", text + "[sweep]\n\"population.horizon\" = [30, 40]\n");
  REQUIRE(bench.run("run sweep.toml -o R.h5 --replicates 2").code == 0);
  const record::Result result = record::Result::open(bench / "R.h5");
  CHECK(result.dataset("/summary/cost").shape == std::vector<std::size_t>{2, 1, 2, 2});
  CHECK(result.dataset("/ledger/price").axes[0] == "draw");
  CHECK(result.texts("/design/labels").at(0) == "30");
  // Weeks beyond a shorter horizon are missing, not zero.
  const std::vector<double> cases = result.numbers("/by_age/cases", {{0, 0, 0, 0, 0}, {1, 1, 1, 1, 40}});
  CHECK(std::isnan(cases[30]));
  CHECK_FALSE(std::isnan(cases[29]));
  CHECK(bench.run("summary R.h5 --point 1").code == 0);
  CHECK(bench.run("summary R.h5 --point 2").code == 65);
}
