// The command `cea` as a user meets it: answers, formats, and one clear line for each bad input.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics::testing;

namespace {

nlohmann::json table_of(const Ran& ran, const std::string& title) {
  const auto answer = nlohmann::json::parse(ran.out);
  for (const auto& table : answer.at("tables"))
    if (table.at("title").get<std::string>().rfind(title, 0) == 0) return table;
  throw std::runtime_error("no table " + title);
}

/// Exit code 65, nothing on standard output, one line on standard error that holds `part`.
void refuses(const std::string& arguments, const std::string& part, int exit = 65) {
  const Ran ran = run_program(arguments);
  INFO(arguments << "\n" << ran.err);
  CHECK(ran.exit == exit);
  CHECK(ran.out.empty());
  CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  CHECK(ran.err.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("cea answers E1 in JSON with the digits of the package") {
  const TemporaryFile file(reference_text("vaccine_psa.csv.gz"));
  const Ran ran = run_program("cea --psa " + file.path() + " --threshold 20000,25000 --grid 0:50000:100 --format json");
  REQUIRE(ran.exit == 0);
  const auto decisions = table_of(ran, "Uncertainty of the decision").at("rows");
  CHECK(agrees(decisions[0].at("EVPI"), "2.5056271"));
  CHECK(agrees(decisions[0].at("CEAF"), "0.543"));
  CHECK(agrees(decisions[1].at("EVPI"), "2.414467"));
  CHECK(agrees(table_of(ran, "Efficiency frontier").at("rows")[1].at("ICER"), "20097.59148"));
  const auto curve = table_of(ran, "Acceptability curve");
  CHECK(curve.at("rows").size() == 501);
  CHECK(agrees(curve.at("rows")[200].at("P(best) 2"), "0.457"));
  CHECK(curve.at("notes")[0].get<std::string>().find("from 1 to 2 at 20,100") != std::string::npos);
}

TEST_CASE("cea on a table of means gives the frontier of E3") {
  const TemporaryFile file("option,cost,effect\nE,55000,5\nD,35000,4\nC,25000,3\nB,10000,2\nA,12000,1.5\nUC,5000,1\n");
  const Ran ran = run_program("cea --means " + file.path() + " --format json --threshold 15000");
  REQUIRE(ran.exit == 0);
  const auto rows = table_of(ran, "Efficiency frontier").at("rows");
  CHECK(rows[2].at("option") == "D");
  CHECK(rows[2].at("ICER") == 12500);
  CHECK(rows[5].at("standing") == "extended-dominated");
}

TEST_CASE("an undefined ratio is said in words") {
  const TemporaryFile file("option,cost,effect\na,1,1\nb,2,1\n");
  const Ran ran = run_program("cea --means " + file.path());
  REQUIRE(ran.exit == 0);
  CHECK(ran.out.find("undefined: costs more for the same effect") != std::string::npos);
  CHECK(ran.out.find("inf") == std::string::npos);
  CHECK(ran.out.find("nan") == std::string::npos);
}

TEST_CASE("the same effect in every draw: no ratio, no interval, in words") {
  const TemporaryFile file("cost_a,effect_a,cost_b,effect_b\n1,1,2,1\n1,1,3,1\n2,1,3,1\n");
  const Ran ran = run_program("cea --psa " + file.path());
  REQUIRE(ran.exit == 0);
  CHECK(ran.out.find("a cost per unit of effect is not defined, since the effect is the same") != std::string::npos);
  CHECK(ran.out.find("not defined: the effect does not differ") != std::string::npos);
  for (const char* bad : {" inf", " -inf", " nan"}) CHECK(ran.out.find(bad) == std::string::npos);
}

TEST_CASE("identical options differ by exactly nothing and share the probability") {
  const TemporaryFile file("cost_a,effect_a,cost_b,effect_b\n1,1,1,1\n2,2,2,2\n3,5,3,5\n");
  const Ran ran = run_program("cea --psa " + file.path() + " --format json");
  REQUIRE(ran.exit == 0);
  const auto pair = table_of(ran, "Pairs").at("rows")[0];
  CHECK(pair.at("added cost") == 0);
  CHECK(pair.at("meaning") == "undefined: same cost and same effect");
  CHECK(table_of(ran, "Decision").at("rows")[0].at("P(best)") == 0.5);
  CHECK(table_of(ran, "Uncertainty of the decision").at("rows")[0].at("EVPI") == 0);
}

TEST_CASE("bad draws are refused with one clear line and exit 65") {
  const auto with = [](const std::string& text, const std::string& part) {
    const TemporaryFile file(text);
    refuses("cea --psa " + file.path(), part);
  };
  with("cost_a,effect_a,cost_b\n1,1,1\n2,2,2\n", "\"cost_b\" has no column \"effect_b\"");
  with("cost_a,effect_a,effect_b\n1,1,1\n2,2,2\n", "\"effect_b\" has no column \"cost_b\"");
  with("cost_a,effect_a\n1,1\n2,2\n", "one option only, \"a\"");
  with("x,y\n1,1\n", "no columns cost_<option>");
  with("cost_a,effect_a,cost_b,effect_b\n1,1,1,1\n1,2,2\n", ":3: 3 cells");
  with("cost_a,effect_a,cost_b,effect_b\n1,1,1,1\n1,two,2,3\n", ":3: \"two\" in column \"effect_a\"");
  with("cost_a,effect_a,cost_b,effect_b\n1,1,1,1\n1,nan,2,3\n", "not a finite number");
  with("cost_a,effect_a,cost_b,effect_b\n1,1,1,1\n", "at least two");
  with("draw,cost_a,effect_a,cost_b,effect_b\n1,1,1,1,1\n1,1,1,2,1\n", "all rows are of one draw");
  with("draw,cost_a,effect_a,cost_b,effect_b,p\n1,1,1,1,1,3\n1,1,1,2,1,4\n2,1,1,2,1,4\n", "differ in a parameter");
  with("", "no header line");
  with("cost_a|effect_a|cost_b|effect_b\n1|1|2|1\n", "columns are separated by commas, semicolons or tabs");
  with("cost_a;effect_a;cost_b;effect_b\n1,5;1;2;1\n1;1;2;2\n", "\"1,5\" in column \"cost_a\" is not a finite number (write the decimal sign as a point)");
  refuses("cea --psa /tmp", "is a folder");
  with("cost_a,effect_a,cost_b,effect_b\n1,1,2,1\n1e300,1,2,1\n", ":3: 1e+300 in column \"cost_a\" is too large");
  refuses("cea --psa /nonexistent/draws.csv", "cannot be read");
}

TEST_CASE("draws of spreadsheets: semicolons, tabs, a mark of byte order, CRLF and quotes give the answer of the plain file") {
  const std::string names[] = {"cost_a", "effect_a", "cost_paid, calls", "effect_paid, calls"};
  const std::string rows[] = {"1", "2", "3", "4", "2", "2.5", "3", "3.5", "1e1", "2", "-3", "+4"};
  const auto answer = [&](const std::string& separator, const std::string& end, const std::string& mark) {
    std::string text = mark;
    for (int c = 0; c < 4; ++c) text += (c ? separator : "") + "\"" + names[c] + "\"";
    for (int i = 0; i < 12; ++i) text += (i % 4 ? separator : end) + rows[i];
    const TemporaryFile file(text + end);
    const Ran ran = run_program("cea --format json --psa " + file.path());
    CHECK(ran.exit == 0);
    return ran.out;
  };
  const std::string plain = answer(",", "\n", "");
  CHECK(plain.find("paid, calls") != std::string::npos);
  CHECK(answer(";", "\n", "") == plain);
  CHECK(answer("\t", "\r\n", "") == plain);
  CHECK(answer(";", "\r\n", "\xEF\xBB\xBF") == plain);
}

TEST_CASE("bad options of cea are refused") {
  const TemporaryFile file("cost_a,effect_a,cost_b,effect_b\n1,1,1,1\n2,2,2,2\n");
  const std::string psa = "cea --psa " + file.path();
  refuses(psa + " --threshold -5", "negative");
  refuses(psa + " --threshold=20000,-1", "negative");
  refuses(psa + " --grid -100:100:10", "negative");
  refuses(psa + " --reference c", "no option \"c\"");
  refuses(psa + " --replicates-column drw", "no column \"drw\"");
  refuses(psa + " --threshold abc", "is not known (nice_guidelines", 64);
  refuses(psa + " --grid 0:100", "no grid", 64);
  refuses(psa + " --rows people", "not known", 64);
  refuses(psa + " --format xml", "not known", 64);
  refuses("cea", "give either a result, or --psa", 64);
  refuses(psa + " --threshold 20k", "not a number", 64);
  refuses(psa + " --threshold 20,000", "a comma separates entries", 64);
  CHECK(run_program(psa + " --threshold 0,0.5,100").exit == 0);  // decimals after a comma are no thousands
  refuses(psa + " --thresold 1", "did you mean --threshold", 64);
}
