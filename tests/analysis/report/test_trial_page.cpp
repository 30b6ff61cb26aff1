// The report of a simulated trial: its figures hold the numbers of the command `trial`.

#include <cmath>
#include <map>
#include <nlohmann/json.hpp>

#include "analysis/report/figure.hpp"
#include "analysis/report/page.hpp"
#include "analysis/trial/power.hpp"
#include "tests/catch.hpp"
#include "tests/run/program.hpp"

using namespace alongside;
using alongside::test::Bench;
using alongside::test::read_text;
using Catch::Matchers::Contains;

namespace {

constexpr const char* wedges = R"(format = 1
name = "wedges"
replicates = 24
record = "summary"
[population]
families = 1200
communities = 8
horizon = 26
arrivals = "poisson"
arrival_weeks = 60
[follow_up.w12]
week = 12
[trial]
design = "stepped wedge"
truth = "total"
sequences = 3
baseline_periods = 2
period_weeks = 12
transition = 1
[trial.endpoint.score]
[trial.method.hussey-hughes]
[trial.method.difference]
[sweep]
trial.consent = [0.5, 1]
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
[arm.schedule.weekly]
weeks = 12
per_week = 1
minutes = 20
[arm.supporter]
wanted = 8
)";

/// Data of every figure of a report, by the figure's name, as the report's own code makes them.
std::map<std::string, data::OutputTable> figure_data(const record::Result& result, std::size_t point) {
  const report::Material material(result, {point, {}});
  std::map<std::string, data::OutputTable> all;
  for (const report::Figure* figure : report::figures())
    for (report::Picture& picture : figure->draw(material)) all.emplace(picture.id, std::move(picture.data));
  return all;
}

double number(const data::Cell& cell) { return std::get<data::Number>(cell).value; }
std::string text(const data::Cell& cell) { return std::get<std::string>(cell); }

}  // namespace

TEST_CASE("a trial's report shows the design, power and coverage that the command trial tells") {
  const Bench bench;
  bench.write("w.toml", wedges);
  REQUIRE(bench.run("run w.toml -o w.h5").code == 0);
  REQUIRE(bench.run("report w.h5 -o w.html --point 1").code == 0);
  const std::string page = read_text(bench / "w.html");
  for (const char* part : {"id=\"trial\"", "id=\"trial-schematic\"", "id=\"trial-power-0-0\"", "Simulation study (ADEMP)", "trial.consent = 1", "2 arms of a simulated trial"}) CHECK_THAT(page, Contains(part));
  CHECK(page.find("id=\"answer\"") == page.npos);
  for (const char* command : {"cea w.h5 --base-case", "equity w.h5", "budget w.h5", "export w.h5 --format bcea -o x"}) {
    const auto refused = bench.run(command);
    CHECK(refused.code == 65);
    CHECK_THAT(refused.err, Contains("is the result of a trial"));
  }

  const record::Result result = record::Result::open(bench / "w.h5");
  const auto figures = figure_data(result, 1);
  // Power at both points, with 1.96 Monte Carlo errors about it, equals the list that the command prints.
  const auto lists = nlohmann::json::parse(bench.run("trial w.h5 --format json").out);
  const data::OutputTable& power = figures.at("trial-power-0-0");
  std::size_t compared = 0;
  for (const auto& list : lists)
    for (const auto& row : list.at("rows")) {
      if (!row.contains("figure") || row.at("figure") != "power" || row.at("value").is_null()) continue;
      for (const auto& shown : power.rows) {
        if (text(shown[0]) != row.at("method") || text(shown[1]) != (row.at("point") == 0 ? "0.5" : "1")) continue;
        CHECK(number(shown[2]) == Approx(100 * row.at("value").get<double>()));
        CHECK(number(shown[4]) == Approx(std::min(100.0, 100 * row.at("value").get<double>() + 196 * row.at("mcse").get<double>())));
        CHECK((number(shown[5]) >= 5 - 1e-9 && number(shown[5]) <= 100));
        ++compared;
      }
    }
  CHECK(compared == 4);

  // Five periods, the first sequence switches in the third, whose families the analysis leaves out.
  const data::OutputTable& schematic = figures.at("trial-schematic");
  REQUIRE(schematic.rows.size() == 3 * 5);
  std::string conditions;
  for (const auto& row : schematic.rows) conditions += text(row[2])[0];
  CHECK(conditions == std::string("nnloo") + "nnnlo" + "nnnnl");

  // Every interval of the zip plot that is said to hold the truth does.
  std::size_t zips = 0;
  for (const auto& [id, table] : figures) {
    if (!id.starts_with("trial-zip-")) continue;
    ++zips;
    for (const auto& row : table.rows) CHECK((number(row[1]) <= 0 && number(row[2]) >= 0) == (text(row[3]) == "holds the truth"));
  }
  CHECK(zips >= 1);
}

TEST_CASE("the closed form beside simulated power is 5% where nothing is to be found, and grows with the effect") {
  CHECK(power::power_of(1e-9, 1, {0.05, INFINITY, power::Tails::both}) == Approx(0.05));
  CHECK(power::power_of(1.959964 + 1.281552, 1, {0.05, INFINITY, power::Tails::both}) == Approx(0.9).epsilon(1e-5));
}
