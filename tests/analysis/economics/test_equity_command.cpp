// The command `equity` on tables of groups: E12 and E13 as a user would ask.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics::testing;

TEST_CASE("equity answers E12 from levels alone, and says why there is no impact") {
  const TemporaryFile file("person,health_A,health_B,health_C\n1,20,30,20\n2,40,45,45\n3,60,60,70\n");
  const Ran ran = run_program("equity --table " + file.path() + " --index atkinson,gini --aversion 1,2 --format json");
  REQUIRE(ran.exit == 0);
  const auto answer = nlohmann::json::parse(ran.out);
  const auto rows = answer.at("tables")[0].at("rows");
  CHECK(agrees(rows[0].at("EDE"), "36.3424118566"));
  CHECK(agrees(rows[3].at("EDE"), "31.1111111111"));
  CHECK(agrees(rows[11].at("EDE"), "33.8888888889"));
  CHECK(answer.at("summary")[0].get<std::string>().find("No equity impact") == 0);
}

TEST_CASE("equity answers E13") {
  const TemporaryFile file(reference_text("nrt_universal.csv"));
  const Ran ran = run_program("equity --table " + file.path() + " --index atkinson,kolm --aversion 10 --cost 50000000 --opportunity 13000 --format json");
  REQUIRE(ran.exit == 0);
  const auto impact = nlohmann::json::parse(ran.out).at("tables")[0].at("rows")[0];
  CHECK(agrees(impact.at("displaced"), "3846.15384615"));
  CHECK(impact.at("total").get<double>() == Approx(6552.45896941).margin(2e-6));
  CHECK(impact.at("equity").get<double>() == Approx(1403.66620121).margin(2e-6));
  CHECK(impact.at("net health").get<double>() == Approx(1302.63892185).margin(2e-6));
  const auto north_q1 = nlohmann::json::parse(ran.out).at("tables")[1].at("rows")[0];
  CHECK(north_q1.at("group") == "North, IMD Q1");
  CHECK(agrees(north_q1.at("opportunity cost"), "765.442883915"));
}

TEST_CASE("bad tables of groups are refused with one clear line and exit 65") {
  const auto with = [](const std::string& text, const std::string& options, const std::string& part) {
    const TemporaryFile file(text);
    const Ran ran = run_program("equity --table " + file.path() + options);
    INFO(ran.err);
    CHECK(ran.exit == 65);
    CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
    CHECK(ran.err.find(part) != std::string::npos);
  };
  with("g,gain_a\n1,2\n", "", "needs a column baseline");
  with("g,population\n1,2\n", "", "no column health_");
  with("g,health_a\n1,0\n", "", "not positive");
  with("g,population,health_a\n1,-5,3\n", "", "negative");
  with("g,baseline,gain_a\n1,60,1\n2,70,1\n", " --cost 100", "opportunity_weight");
  with("g,baseline,gain_a,opportunity_share\n1,60,1,0.5\n2,70,1,0.4\n", " --cost 100", "sum to");
  with("g,health_a\n1,5\n", " --aversion -1", "negative");
}
