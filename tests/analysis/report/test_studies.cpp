// What studies would be worth, in the report: the numbers of voi and of trial --worth, and how to ask for them.

#include <cmath>
#include <map>

#include "analysis/economics/studies.hpp"
#include "analysis/report/figure.hpp"
#include "analysis/report/studies.hpp"
#include "analysis/trial/worth.hpp"
#include "tests/analysis/economics/result_bench.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::economics::testing;
using alongside::test::read_text;
using Catch::Matchers::Contains;

namespace {

double number(const data::Cell& cell) { return std::get<data::Number>(cell).value; }

/// The data of one figure of a report; no rows when it is not drawn.
data::OutputTable figure_data(const report::Material& material, const std::string& id) {
  for (const report::Figure* figure : report::figures())
    for (report::Picture& picture : figure->draw(material))
      if (picture.id == id) return std::move(picture.data);
  return {};
}

constexpr const char* asked = " --population 50000 --horizon 8 --delay 1 --setup 20000 --per-participant 300 --prior-n 40 --parameters 'efficacy.*;symptoms.*' --threshold 60000";

economics::StudyQuestion same_question() {
  economics::StudyQuestion question{.groups = {{"efficacy.*"}, {"symptoms.*"}}, .sizes = {{100}, {40}}, .plan = {}};
  question.plan.yearly_people = 50000, question.plan.horizon = 8, question.plan.delay = 1, question.plan.setup = 20000, question.plan.per_participant = 300;
  question.plan.people_per_value = 1000;
  return question;
}

}  // namespace

TEST_CASE("the report's curve of studies is that of voi: its best size, and its last point") {
  REQUIRE(small_result().run("run small.toml -o drawn.h5 --draws 80 --replicates 2").code == 0);
  const record::Result result = record::Result::open(small_result().bench() / "drawn.h5");
  report::ReportOptions options{.point = 0, .thresholds = {60000}};
  options.studies = std::make_shared<economics::StudyQuestion>(same_question());
  const report::Material material(result, options);
  REQUIRE(material.studies().size() == 2);

  const auto best = table_titled(small_result().json(fmt::format("voi drawn.h5 --n 100{}", asked)), "Best study size");
  // The curve ends at ten times the largest size asked for.
  const auto sizes = table_titled(small_result().json(fmt::format("voi drawn.h5 --n 1000{}", asked)), "Value of a study");
  std::size_t worth_it = 0;
  for (const economics::StudyCurve& curve : material.studies()) {
    for (const auto& row : best.at("rows")) {
      if (row.at("study") != curve.label) continue;
      CHECK(row.at("n").get<double>() == curve.best.n);
      CHECK(row.at("ENBS").get<double>() == Approx(curve.best.enbs).margin(0.5));
      worth_it += curve.best.n > 0;
    }
    for (const auto& row : sizes.at("rows"))
      if (row.at("study") == curve.label) CHECK(row.at("ENBS").get<double>() == Approx(curve.studies.back().enbs).margin(0.5));
    CHECK(curve.studies.front().n == 1);
    CHECK(curve.studies.back().n == 1000);
    for (const economics::StudyWorth& study : curve.studies) CHECK(study.enbs <= curve.best.enbs + 1e-6 * std::abs(curve.best.enbs) + (curve.best.n == 0 ? 1e-9 : 0));
  }
  REQUIRE(worth_it >= 1);
  // The figure holds the best study as a row of its own, marked.
  const data::OutputTable shown = figure_data(material, "net-benefit-of-studies");
  std::map<std::string, double> marked;
  for (const auto& row : shown.rows)
    if (number(row[7]) > 0) marked[std::get<std::string>(row[0])] = number(row[1]);
  CHECK(marked.size() == worth_it);
  CHECK(marked.at(material.studies()[0].label) == material.studies()[0].best.n);
}

TEST_CASE("the report takes the study options of voi, says what is missing, and how to get the figure") {
  REQUIRE(small_result().run("run small.toml -o drawn.h5 --draws 80 --replicates 2").code == 0);
  const auto page = [&](const std::string& options) {
    const auto ran = small_result().run("report drawn.h5 -o drawn.html" + options);
    INFO(ran.err);
    REQUIRE(ran.code == 0);
    return read_text(small_result().bench() / "drawn.html");
  };
  const std::string without = page("");
  CHECK(without.find("id=\"net-benefit-of-studies\"") == without.npos);
  CHECK_THAT(without, Contains("can be told when the report knows whom the decision concerns"));
  const std::string with = page(fmt::format(" --n 100{}", asked));
  CHECK_THAT(with, Contains("id=\"net-benefit-of-studies\"") && Contains("would be most worth its cost"));
  // A study that costs more than everything it could bring.
  CHECK_THAT(page(" --n 100 --prior-n 40 --population 5000 --setup 1e12"), Contains("no study of these numbers, of up to 1,000 participants, would be worth its cost"));

  for (const char* part : {" --n 100", " --n 100 --prior-n 40", " --population 5000", " --setup 5", " --prior-n 40", " --parameters all", " --years 3"}) {
    INFO(part);
    CHECK(small_result().run(fmt::format("report drawn.h5 -o x.html{}", part)).code == 64);
  }
  CHECK(small_result().run("report drawn.h5 -o x.html --population 5000 --n 100 --prior-n 0").code == 65);
  const auto few = small_result().run("report small.h5 -o x.html --population 5000 --n 100 --prior-n 40");
  CHECK(few.code == 65);
  CHECK_THAT(few.err, Contains("24 draws") && Contains("--draws 1000"));
  CHECK_FALSE(std::filesystem::exists(small_result().bench() / "x.html"));
}

TEST_CASE("the report of trials ranks designs as trial --worth does") {
  const test::Bench bench;
  const std::string scenario = ALONGSIDE_SOURCE_DIR "/scenarios/trials/worth.toml";
  REQUIRE(bench.run("run " + scenario + " --points " ALONGSIDE_SOURCE_DIR "/scenarios/trials/worth.csv --set population.families=300 --draws 30 --replicates 2 -o t.h5").code == 0);
  const auto told = nlohmann::json::parse(bench.run("trial t.h5 --worth --population 20000 --rollout-cost -1760 --format json").out);
  const auto rows = table_titled(told, "What each design is worth").at("rows");
  const record::Result result = record::Result::open(bench / "t.h5");
  estimation::TrialRules rules;
  rules.population = 20000, rules.uncosted_rollout = -1760;
  report::ReportOptions options;
  options.trial_rules = std::make_shared<estimation::TrialRules>(rules);
  const data::OutputTable shown = figure_data(report::Material(result, options), "trial-worth");
  REQUIRE(shown.rows.size() == rows.size());
  for (std::size_t i = 0; i < rows.size(); ++i) {
    CHECK(std::get<std::string>(shown.rows[i][0]) == rows[i].at("design"));
    CHECK(number(shown.rows[i][1]) == Approx(rows[i].at("ENBS").get<double>()));
    CHECK(number(shown.rows[i][3]) - number(shown.rows[i][1]) == Approx(1.96 * number(shown.rows[i][4])));
  }
  REQUIRE(bench.run("report t.h5 -o t.html --population 20000 --rollout-cost -1760").code == 0);
  CHECK_THAT(read_text(bench / "t.html"), Contains("id=\"trial-worth\"") && Contains("by today&#39;s knowledge"));
  REQUIRE(bench.run("report t.h5 -o t.html").code == 0);
  CHECK_THAT(read_text(bench / "t.html"), Contains("What each design would be worth"));
  CHECK(bench.run("report t.h5 -o t.html --n 5").code == 64);
  CHECK(bench.run("report t.h5 -o t.html --years 2").code == 64);
}
