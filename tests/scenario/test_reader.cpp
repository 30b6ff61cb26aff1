#include <limits>

#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;
using scenario::Scenario;

namespace {

double value_of(const Scenario& s, const std::string& path, std::size_t arm = 0) {
  const int cell = s.cells.find(path);
  REQUIRE(cell >= 0);
  return s.arms.at(arm).row.at(static_cast<std::size_t>(cell));
}

/// A scenario that uses everything.
const std::string full = R"(
format = 1
name = "A study"
text = "Two lines\nof text, £5 and \"quotes\""
seed = 42
replicates = 20
record = "family"
record_families = 2
common = "arms"
symptoms.event_rate = "2 per month"
population.families = 5000
analysis.discount = "3.5% per year"
price.gp_visit = "£44.10"

[schedule.early]
per_week = 2
[schedule.late]
weeks = "3 weeks"
taper = true

[[arm]]
name = "Usual care"
programme.minutes = 0
schedule.early = "none"

[[arm]]
name = "Phone, 8.5 weeks"
text = "by phone"
[arm.programme]
mode = "phone"
minutes = "0.5 hours"
[arm.schedule.booster]

[[arm]]
name = "Home"
programme = {mode = "home", partner = true}
schedule.late.per_week = 0.5

[sweep]
"programme.caseload" = [2, 4, 8]
"symptoms.shift" = {from = -0.2, to = 0.1, step = 0.1}
"programme.minutes" = {values = [20, "1 hour"], arm = "Home"}

[uncertainty]
draws = 100
vary = "all"
fixed = ["symptoms.persistence"]
[uncertainty.spread]
"symptoms.event_rate" = ["1 per month", 1]
analysis.discount = {shape = "uniform", low = 0.015, high = 0.06}
)";

}  // namespace

TEST_CASE("a scenario of every feature is read") {
  const Scenario s = read_text(full);
  CHECK(s.name == "A study");
  CHECK(s.seed == 42);
  CHECK(s.replicates == 20);
  CHECK(s.record_families == 2);
  CHECK(s.common == scenario::Common::arms);
  REQUIRE(s.arms.size() == 3);
  CHECK(value_of(s, "symptoms.event_rate") == Approx(2 * 12 * 7 / 365.25));
  CHECK(value_of(s, "price.gp_visit") == 4410);
  CHECK(value_of(s, "programme.minutes", 0) == 0);
  CHECK(value_of(s, "programme.minutes", 1) == 30);
  CHECK(value_of(s, "programme.mode", 2) == 1);
  CHECK(value_of(s, "programme.partner", 2) == 1);
  CHECK(value_of(s, "schedule.late.per_week", 0) == 1);
  CHECK(value_of(s, "schedule.late.per_week", 2) == 0.5);
  CHECK(value_of(s, "schedule.late.taper", 1) == 1);
  const auto& rows = s.cells.rows(schedule);
  CHECK(rows.names == std::vector<std::string>{"early", "late", "booster"});
  CHECK(s.cells.table_row(schedule, 1) == s.cells.find("schedule.late.per_week"));
  CHECK(s.cells.table_row(schedule, 3) == -1);
  CHECK(s.arms[0].table_row_used == std::vector<bool>{false, true, false});
  CHECK(s.arms[1].table_row_used == std::vector<bool>{true, true, true});
  REQUIRE(s.sweep.size() == 3);
  CHECK(s.sweep[1].labels == std::vector<std::string>{"-0.2", "-0.1", "0", "0.1"});
  CHECK(s.sweep[2].path == "arms.Home.programme.minutes");
  CHECK(s.sweep[2].arm == 2);
  CHECK(s.sweep[2].values == std::vector<double>{20, 60});
}

TEST_CASE("what varies is what nobody has set") {
  const Scenario s = read_text(full);
  std::vector<std::string> names;
  for (const auto& u : s.uncertain) names.push_back(s.cells.cells[static_cast<std::size_t>(u.cell)].path);
  // persistence is fixed; shift and caseload are swept; gp_visit is set above the arms; minutes is set or swept in every arm.
  CHECK(names == std::vector<std::string>{"symptoms.event_rate", "analysis.discount"});
  CHECK(s.uncertain[1].shape == Shape::uniform);
  const Scenario t = read_text("format = 1\nuncertainty.draws = 5\n[[arm]]\nname = 'a'\nprogramme.minutes = 30\n[[arm]]\nname = 'b'\nprogramme.mode = 'home'\n");
  REQUIRE(t.uncertain.size() == 6);
  CHECK(t.uncertain[3].held == std::vector<bool>{true, false});
}

TEST_CASE("the resolved text is a scenario that reads back to the same scenario") {
  const Scenario first = read_text(full);
  Scenario second = read_text(first.resolved);
  INFO(first.resolved);
  CHECK(second.resolved == first.resolved);
  second.file = first.file;
  CHECK(second == first);
}

TEST_CASE("two files that mean the same have the same resolved text") {
  const auto resolved = [](const std::string& text) { return read_text("format = 1\n" + text).resolved; };
  const std::string a = resolved("programme.minutes = 45\n[[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\nprogramme.mode = 'home'\n");
  CHECK(a == resolved("[[arm]]\nname = \"a\"\nprogramme.minutes = '45 min'\nprogramme.mode = 'phone'\n[[arm]]\nprogramme.mode = 'home'\n"
                      "programme.minutes = '0.75 hours'\nname = 'b'\n"));
  CHECK(a == resolved("seed = 1\nsymptoms.shift = -0.0\nprogramme.minutes = 4.5e1\n[[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\nprogramme = {mode = 'home'}\n"));
  CHECK(a != resolved("programme.minutes = 46\n[[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\nprogramme.mode = 'home'\n"));
  CHECK(resolved("[[arm]]\nname = 'a'\n[arm.schedule.x]\n[[arm]]\nname = 'b'\n[arm.schedule.x]\nweeks = 9\n") ==
        resolved("[schedule.x]\n[[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\nschedule.x.weeks = 9\n"));
}

TEST_CASE("a held default stays held through the resolved text") {
  const Scenario first = read_text("format = 1\nuncertainty.draws = 5\nuncertainty.vary = ['programme.minutes']\n"
                                   "[[arm]]\nname = 'a'\nprogramme.minutes = 30\n[[arm]]\nname = 'b'\nprogramme.mode = 'home'\n[[arm]]\nname = 'c'\nprogramme.minutes = 50\n");
  Scenario second = read_text(first.resolved);
  second.file = first.file;
  CHECK(second == first);
  CHECK(second.uncertain.at(0).held == std::vector<bool>{true, false, true});
}

TEST_CASE("the command line changes values, arms and settings") {
  scenario::Overrides o;
  o.set = {"symptoms.shift=0.5", "programme.minutes=1 hour", "arms.Phone, 8.5 weeks.programme.mode=group", "schedule.late=none",
           "arms.Home.schedule.extra.weeks=12", "programme.partner=on", "record=weekly"};
  o.replicates = "7";
  o.draws = "3";
  o.seed = "9";
  const Scenario s = read_text("format = 1\n[schedule.early]\n[schedule.late]\n[[arm]]\nname = 'Phone, 8.5 weeks'\n[[arm]]\nname = 'Home'\n", o);
  CHECK(value_of(s, "symptoms.shift") == 0.5);
  CHECK(value_of(s, "programme.minutes", 1) == 60);
  CHECK(value_of(s, "programme.mode", 0) == 2);
  CHECK(value_of(s, "programme.mode", 1) == 0);
  CHECK(value_of(s, "schedule.extra.weeks", 1) == 12);
  CHECK(s.cells.rows(schedule).names == std::vector<std::string>{"early", "extra"});
  CHECK(s.replicates == 7);
  CHECK(s.draws == 3);
  CHECK(s.seed == 9);
}

TEST_CASE("a scenario stands on its base") {
  const Folder folder;
  std::filesystem::create_directory(folder.path() + "/bases");
  folder.write("bases/world.toml", "format = 1\nname = 'World'\nseed = 5\nsymptoms.shift = 0.25\nprogramme.minutes = 20\n[schedule.a]\n[schedule.b]\n[[arm]]\nname = 'x'\n");
  folder.write("bases/region.toml", "format = 1\nbase = 'world.toml'\nsymptoms.shift = 0.5\n");
  const auto path = folder.write("s.toml", "format = 1\nbase = 'bases/region.toml'\nschedule.a = 'none'\nschedule.b.weeks = 3\n");
  const Scenario s = scenario::read_scenario(path, small_catalogue(), {});
  CHECK(s.name.empty());
  CHECK(s.seed == 5);
  CHECK(value_of(s, "symptoms.shift") == 0.5);
  CHECK(value_of(s, "programme.minutes") == 20);
  CHECK(s.cells.rows(schedule).names == std::vector<std::string>{"b"});
  CHECK(s.arms.at(0).name == "x");
  const auto own = folder.write("own.toml", "format = 1\nbase = 'bases/world.toml'\n[[arm]]\nname = 'y'\n");
  CHECK(scenario::read_scenario(own, small_catalogue(), {}).arms.at(0).name == "y");

  const auto bad = folder.write("bad.toml", "format = 1\nbase = 'bases/wrong.toml'\n");
  folder.write("bases/wrong.toml", "format = 1\nsymptoms.shift = 9\n[[arm]]\nname = 'y'\n");
  CHECK_THROWS_WITH(scenario::read_scenario(bad, small_catalogue(), {}),
                    Catch::Matchers::Contains("bases/wrong.toml:2:18  symptoms.shift = 9 is too high (bounds: -2 to 2 root EPDS) write at most 2"));
}

TEST_CASE("all mistakes are reported at once, in order") {
  CHECK(mistakes("format = 1\nsede = 3\nsymptoms.persistence = 'high'\nreplicates = -1\n[[arm]]\nname = 'a'\nsymptoms.shift = 1\n[[arm]]\nname = 'a'\n") ==
        "s.toml:2:1  unknown name \"sede\" (no parameter, table or setting is called that) did you mean \"seed\"?\n"
        "s.toml:3:24  symptoms.persistence: \"high\" cannot be read (it does not start with a number) write a share from 0 to 1, or text such as \"10%\"\n"
        "s.toml:4:14  replicates = -1 is out of bounds (1 to 1000000) choose a number between them\n"
        "s.toml:7:10  \"symptoms.shift\" cannot be set in an arm (it describes the world, which all arms share) set it above the arms, or compare two scenarios\n"
        "s.toml:9:8  a second arm is called \"a\" (the first is at line 6: results are told apart by the name) rename one");
  std::string many = "format = 1\n[[arm]]\nname = 'a'\n";
  for (int i = 0; i < 60; ++i) many += "x" + std::to_string(i) + " = 1\n";
  CHECK_THAT(mistakes(many), Catch::Matchers::EndsWith("\nand 10 more"));
}

TEST_CASE("numbers that no cell can hold are refused") {
  const auto first = [](const std::string& line) { return mistakes("format = 1\n" + line + "\n[[arm]]\nname = 'a'\n"); };
  for (const char* value : {"nan", "inf", "-inf", "'nan'", "1e400", "true", "[1]", "{}", "1979-05-27", "99999999999999999999", "'5 minutes'", "''"}) {
    INFO(value);
    CHECK(!first(std::string("symptoms.shift = ") + value).empty());
    CHECK(!first(std::string("population.families = ") + value).empty());
  }
  for (const char* value : {"0", "-5", "1.5", "9223372036854775807", "1e18", "'2.5 people'"}) {
    INFO(value);
    CHECK(!first(std::string("population.families = ") + value).empty());
  }
  CHECK(first("population.families = 2e3").empty());
}

TEST_CASE("mistakes of the command line name the option") {
  const std::string good = "format = 1\n[[arm]]\nname = 'a'\n";
  const auto with_set = [&](const std::string& text) { return mistakes(good, {.set = {text}, .points = "", .replicates = "", .draws = "", .seed = "", .record = ""}); };
  CHECK(with_set("symptoms.shift=3") == "--set symptoms.shift=3  symptoms.shift = 3 is too high (bounds: -2 to 2 root EPDS) write at most 2");
  CHECK_THAT(with_set("nonsense"), Catch::Matchers::Contains("this is no path=value"));
  CHECK_THAT(with_set("arms.b.programme.mode=home"), Catch::Matchers::Contains("no arm is meant"));
  CHECK_THAT(with_set("base=x.toml"), Catch::Matchers::Contains("cannot be changed here"));
  CHECK_THAT(with_set("symptoms.shift=1\nformat = 2"), Catch::Matchers::Contains("line break"));
  CHECK_THAT(with_set("programme.mode=hoem"), Catch::Matchers::Contains("did you mean \"home\"?"));
  CHECK_THAT(with_set(std::string(5000, '.') + "=1"), Catch::Matchers::Contains("more than 16 parts"));
  CHECK_THAT(mistakes(good, {.set = {}, .points = "", .replicates = "many", .draws = "", .seed = "", .record = ""}), Catch::Matchers::StartsWith("--replicates many  replicates is text"));
  CHECK_THAT(mistakes(good, {.set = {}, .points = "", .replicates = "", .draws = "-2", .seed = "", .record = "dayly"}), Catch::Matchers::Contains("--draws -2  draws = -2 is out of bounds"));
}

TEST_CASE("points are checked like everything else, with line and column") {
  const std::string good = "format = 1\n[[arm]]\nname = 'a, b'\n[[arm]]\nname = 'c'\nprogramme.mode = 'home'\n";
  const auto with_points = [&](const std::string& csv) {
    const Folder folder;
    scenario::Overrides o;
    o.points = folder.write("t.csv", csv);
    std::string report = mistakes(good, o);
    if (const auto at = report.find(folder.path()); at == 0) report.erase(0, folder.path().size() + 1);
    return report;
  };
  CHECK(with_points("symptoms.shift,\"arms.a, b.programme.minutes\",programme.mode\r\n0.1,1 hour,group\r\n-0.1,20,home\r\n").empty());
  CHECK(with_points("symptoms.shift,programme.minutes\n0.1,20\n5,20\n") == "t.csv:3:1  symptoms.shift = 5 is too high (bounds: -2 to 2 root EPDS) write at most 2");
  CHECK(with_points("symptoms.shift,programme.mode\n0.1\n") == "t.csv:2  this row has 1 cells (the header has 2) make them equal");
  CHECK_THAT(with_points("symptoms.shfit\n0.1\n"), Catch::Matchers::Contains("t.csv:1:1  unknown name \"symptoms.shfit\"") || Catch::Matchers::StartsWith("t.csv:1:1  unknown"));
  CHECK_THAT(with_points("symptoms.shift,symptoms.shift\n0.1,0.2\n"), Catch::Matchers::Contains("two columns"));
  CHECK_THAT(with_points(""), Catch::Matchers::Contains("the table is empty"));
  CHECK_THAT(with_points("symptoms.shift\n"), Catch::Matchers::Contains("no rows"));
  CHECK_THAT(with_points("symptoms.shift\n\"0.1\n"), Catch::Matchers::Contains("quote is not closed"));
}

TEST_CASE("names in messages are cut short and hold nothing that a terminal would obey") {
  const std::string report = mistakes("format = 1\n\"a\\u001b[31m\" = 1\n" + std::string(60000, 'b') + " = 1\n[[arm]]\nname = 'a'\n");
  CHECK(report.find('\x1b') == std::string::npos);
  CHECK_THAT(report, Catch::Matchers::Contains("unknown name \"a?[31m\""));
  CHECK(report.size() < 3000);
}

TEST_CASE("a file full of mistakes is refused quickly") {
  std::string text = "format = 1\n";
  for (int i = 0; text.size() < 900'000; ++i) text += "unknown_" + std::to_string(i) + " = 1\n";
  CHECK_THAT(mistakes(text), Catch::Matchers::EndsWith(" more"));
}

TEST_CASE("more worlds than can be numbered are refused") {
  CHECK_THAT(mistakes("format = 1\nreplicates = 1000000\nuncertainty.draws = 10000\n[[arm]]\nname = 'a'\n"),
             Catch::Matchers::StartsWith("s.toml:2:14  10000 draws of 1000000 replicates are 10000000000 worlds"));
}

TEST_CASE("text keeps its characters, and columns count them") {
  const auto s = read_text("format = 1\ntext = '\u00a3 \\ \" ~'\nname = \"\"\"\n\u65e5\U0001F600\"\"\"\n[[arm]]\nname = 'caf\u00e9'\n");
  CHECK(s.text == "\u00a3 \\ \" ~");
  CHECK(s.name == "\u65e5\U0001F600");
  CHECK(s.arms[0].name == "caf\u00e9");
  CHECK_THAT(mistakes("format = 1\narm = [{name = '\u00e9\u00e9', programme.minutes = -1}]\n"), Catch::Matchers::StartsWith("s.toml:2:42  programme.minutes = -1 is too low"));
}

TEST_CASE("a bare dotted path of a sweep may end in a column that is called like a key of an axis") {
  const Scenario s = read_text("format = 1\n[schedule.early]\n[[arm]]\nname = 'a'\n[sweep]\nschedule.early.weeks = [2, 4]\n");
  REQUIRE(s.sweep.size() == 1);
  CHECK(s.sweep[0].path == "schedule.early.weeks");
}
