#include "sim/sampling/design.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;
using sampling::Design;

namespace {
std::size_t cell(const scenario::Scenario& s, const char* path) { return static_cast<std::size_t>(s.cells.find(path)); }
const std::string two_arms = "format = 1\n[[arm]]\nname = 'a'\n[[arm]]\nname = 'b'\nprogramme.minutes = 25\n";
}  // namespace

TEST_CASE("axes are crossed with the first slowest") {
  const auto s = read_text(two_arms + "[sweep]\n'symptoms.shift' = [-1, 1]\n'arms.b.programme.mode' = ['phone', 'home', 'group']\n");
  const Design design(s);
  REQUIRE(design.points() == 6);
  CHECK(design.draws() == 1);
  const auto c = design.coordinates();
  CHECK(c.paths == std::vector<std::string>{"symptoms.shift", "arms.b.programme.mode"});
  CHECK(c.labels[0].empty());
  CHECK(c.labels[1] == std::vector<std::string>{"phone", "home", "group"});
  CHECK(c.values == std::vector<double>{-1, 0, -1, 1, -1, 2, 1, 0, 1, 1, 1, 2});
  CHECK(design.row(0, 4, 0)[cell(s, "programme.mode")] == 0);
  CHECK(design.row(1, 4, 0)[cell(s, "programme.mode")] == 1);
  CHECK(design.row(1, 4, 0)[cell(s, "symptoms.shift")] == 1);
  CHECK(design.row(1, 4, 0)[cell(s, "programme.minutes")] == 25);
  CHECK(design.changes(4, 0).size() == 1);
  CHECK(design.changes(4, 1).size() == 2);
  CHECK_THROWS_AS(design.row(0, 6, 0), InternalError);
  CHECK_THROWS_AS(design.row(2, 0, 0), InternalError);
  CHECK_THROWS_AS(design.row(0, 0, 1), InternalError);
}

TEST_CASE("a scenario without a sweep has one point") {
  const auto s = read_text(two_arms);
  const Design design(s);
  CHECK(design.points() == 1);
  CHECK(design.row(1, 0, 0) == s.arms[1].row);
  CHECK(design.coordinates().values.empty());
}

TEST_CASE("a table of points gives a point a row") {
  const Folder folder;
  scenario::Overrides o;
  o.points = folder.write("t.csv", "arms.b.programme.caseload,symptoms.shift\n7,0.5\n9,-0.5\n");
  const auto s = read_text(two_arms, o);
  const Design design(s);
  REQUIRE(design.points() == 2);
  CHECK(design.row(1, 1, 0)[cell(s, "programme.caseload")] == 9);
  CHECK(design.row(0, 1, 0)[cell(s, "programme.caseload")] == 4);
  CHECK(design.row(0, 1, 0)[cell(s, "symptoms.shift")] == -0.5);
  CHECK(design.coordinates().paths[0] == "arms.b.programme.caseload");
}

TEST_CASE("a draw reaches every arm but those that set the value, and a sweep stands above it") {
  const auto s = read_text(two_arms + "[sweep]\n'symptoms.shift' = [0.125]\n[uncertainty]\ndraws = 50\n");
  const Design design(s);
  CHECK(design.draws() == 50);
  const auto rows = design.rows(0, 7);
  CHECK(rows[0] == design.row(0, 0, 7));
  CHECK(rows[1] == sampling::row_for(s, 1, 0, 7));
  CHECK(rows[0][cell(s, "symptoms.persistence")] == rows[1][cell(s, "symptoms.persistence")]);
  CHECK(rows[0][cell(s, "symptoms.persistence")] != 0.71);
  CHECK(rows[0][cell(s, "symptoms.persistence")] != design.row(0, 0, 8)[cell(s, "symptoms.persistence")]);
  CHECK(rows[0][cell(s, "programme.minutes")] != 30);
  CHECK(rows[1][cell(s, "programme.minutes")] == 25);
  CHECK(rows[0][cell(s, "symptoms.shift")] == 0.125);
  const auto matrix = sampling::draw_matrix(s, design.source());
  CHECK(matrix.values.size() == 50 * matrix.paths.size());
  CHECK(matrix.values[7 * matrix.paths.size()] == rows[0][cell(s, "symptoms.persistence")]);
  CHECK(matrix.paths[0] == "symptoms.persistence");
}

namespace {
const std::string sampled = two_arms +
    "[sweep]\nmethod = 'latin hypercube'\npoints = 200\n'symptoms.shift' = {from = -1, to = 1}\n'symptoms.event_rate' = {from = 0.01, to = 1, scale = 'log'}\n"
    "'symptoms.persistence' = 'spread'\n'programme.caseload' = {from = 2, to = 6, arm = 'b'}\n'arms.a.programme.mode' = ['phone', 'home', 'group']\n"
    "'arms.b.programme.minutes' = {low = 10, high = 40, shape = 'lognormal'}\n";
std::vector<double> column(const sampling::Coordinates& c, std::size_t i) {
  std::vector<double> values;
  for (std::size_t p = i; p < c.values.size(); p += c.paths.size()) values.push_back(c.values[p]);
  std::sort(values.begin(), values.end());
  return values;
}
}  // namespace

TEST_CASE("sampled axes are ranges, log ranges, spreads, counts and lists") {
  const auto s = read_text(sampled);
  const Design design(s);
  REQUIRE(design.points() == 200);
  const auto c = design.coordinates();
  REQUIRE(c.values.size() == 200 * 6);
  // One point a slice: the i-th smallest lies in slice i of the range, on the axis' own scale.
  const auto shift = column(c, 0), rate = column(c, 1), persistence = column(c, 2), caseload = column(c, 3), mode = column(c, 4), minutes = column(c, 5);
  for (std::size_t i = 0; i < 200; ++i) {
    CHECK(std::floor((shift[i] + 1) / 2 * 200) == i);
    CHECK(std::floor(std::log(rate[i] / 0.01) / std::log(100) * 200) == i);
    CHECK(caseload[i] == 2 + static_cast<double>(i / 40));
    CHECK(mode[i] == static_cast<double>(i * 3 / 200));
  }
  // The central 95% of the distribution: 5 of 200 slices on either side.
  CHECK(persistence[4] < 0.6);
  CHECK(persistence[5] >= 0.6);
  CHECK(persistence[194] <= 0.8);
  CHECK(persistence[195] > 0.8);
  CHECK(minutes[5] >= 10);
  CHECK(minutes[100] == Approx(20).epsilon(0.02));
  CHECK(design.row(0, 3, 0)[cell(s, "programme.caseload")] == 4);
  CHECK(design.row(1, 3, 0)[cell(s, "programme.caseload")] == c.values[3 * 6 + 3]);
}

TEST_CASE("a sampled sweep reads back from its resolved text, and its points hang on the seed") {
  for (const char* method : {"method = 'random'\npoints = 9", "method = 'sobol'\npoints = 16", "method = 'saltelli'\nbase_points = 8", "method = 'morris'\ntrajectories = 3\nlevels = 6"}) {
    std::string text = sampled;
    text.replace(text.find("method"), std::string("method = 'latin hypercube'\npoints = 200").size(), method);
    const auto s = read_text(text), again = read_text(s.resolved);
    INFO(s.resolved);
    CHECK(again.resolved == s.resolved);
    CHECK(again.sweep == s.sweep);
    CHECK(again.sweep_design == s.sweep_design);
    const auto points = Design(s).coordinates().values;
    CHECK(points == Design(again).coordinates().values);
    CHECK(points.size() == scenario::count_points(s) * 6);
    scenario::Overrides other;
    other.seed = "7";
    CHECK(points != Design(read_text(text, other)).coordinates().values);
    CHECK(points == Design(read_text(text.replace(text.find(method), 0, "seed = 1\n"), other)).coordinates().values);
  }
}

TEST_CASE("values of a list stand side by side") {
  const auto s = read_text(two_arms + "[sweep]\nmethod = 'list'\n'symptoms.shift' = [-1, 0, 1]\n'programme.caseload' = {from = 2, to = 6, steps = 3}\n");
  CHECK(Design(s).coordinates().values == std::vector<double>{-1, 2, 0, 4, 1, 6});
  CHECK(read_text(s.resolved).resolved == s.resolved);
}

TEST_CASE("Morris steps reach both ends of ranges and the central 95% of spreads") {
  const auto s = read_text(two_arms + "[sweep]\nmethod = 'morris'\ntrajectories = 30\n'symptoms.shift' = {from = -1, to = 1}\n'symptoms.persistence' = 'spread'\n'programme.caseload' = {from = 1, to = 4}\n");
  const auto c = Design(s).coordinates();
  const auto shift = column(c, 0), persistence = column(c, 1), caseload = column(c, 2);
  CHECK(shift.front() == -1);
  CHECK(shift.back() == 1);
  CHECK(persistence.front() == Approx(0.6));
  CHECK(persistence.back() == Approx(0.8));
  CHECK(caseload.front() == 1);
  CHECK(caseload.back() == 4);
}

TEST_CASE("grades sweep every parameter of that evidence over its spread, but for programmes' and those with an axis of their own") {
  const auto paths = [](const std::string& sweep) { return Design(read_text(two_arms + "[sweep]\nmethod = 'morris'\ntrajectories = 30\n" + sweep)).coordinates().paths; };
  CHECK(paths("grades = ['assumed']\n") == std::vector<std::string>{"symptoms.event_rate", "symptoms.shift"});
  CHECK(paths("grades = ['fitted', 'assumed']\n'symptoms.shift' = [-1, 1]\n") == std::vector<std::string>{"symptoms.shift", "symptoms.persistence", "symptoms.event_rate"});
  const auto s = read_text(two_arms + "[sweep]\nmethod = 'morris'\ntrajectories = 30\ngrades = ['fitted']\n");
  const auto persistence = column(Design(s).coordinates(), 0);
  CHECK(persistence.front() == Approx(0.6));
  CHECK(persistence.back() == Approx(0.8));
  CHECK(read_text(s.resolved).resolved == s.resolved);
}

TEST_CASE("sweeps that make no sense are refused with what is wrong") {
  const auto first = [](const std::string& sweep) {
    const std::string all = mistakes(two_arms + "[sweep]\n" + sweep);
    return all.substr(all.find("  ") + 2, all.find('\n') - all.find("  ") - 2);
  };
  const std::string range = "\n'symptoms.shift' = {from = -1, to = 1}";
  CHECK(first("method = 'sobel'\npoints = 8" + range) == "this method is not known (methods are \"factorial\", \"list\", \"random\", \"latin hypercube\", \"sobol\", \"saltelli\", \"morris\") did you mean \"sobol\"?");
  CHECK(first("method = 'sobol'" + range) == "a sweep of method \"sobol\" needs points (how many points there are; powers of 2 spread best) write points = 64, or as many as it takes");
  CHECK(first("method = 'saltelli'\npoints = 8\nbase_points = 8" + range) ==
        "points has no meaning in a sweep of method \"saltelli\" (its size is base_points: each gives a point for every axis, and two more) delete it");
  CHECK(first("points = 8\n'symptoms.shift' = [1]") == "points has no meaning in a sweep of method \"factorial\" (its points are the values that are written out) delete it, or add method = \"latin hypercube\"");
  CHECK(first("method = 'random'\npoints = 0" + range) == "points is no good (it is a whole number from 1 to 1000000) mend it");
  CHECK(first("method = 'random'\npoints = '5'" + range) == "points is no good (it is a whole number from 1 to 1000000) mend it");
  CHECK(first("method = 'saltelli'\nbase_points = 500000" + range) == "the sweep has 1500000 points (the limit is 1000000) ask for fewer");
  CHECK(first("method = 'morris'\ntrajectories = 4\nlevels = 5" + range) == "levels = 5 is odd (steps of half the range would favour the ends) take an even number");
  CHECK(first("method = 'random'\npoints = 4") == "the sweep has no axes (nothing would vary) add \"path\" = {from = .., to = ..}");
  CHECK(first("methd = 'random'" + range) == "unknown name \"methd\" (it is neither a path nor a setting of the sweep) did you mean \"method\"?");
  CHECK(first("method = 'morris'\ntrajectories = 4\ngrades = 'assumed'") == "grades is no list (it says which grades of evidence are swept) write grades = [\"assumed\"]");
  CHECK(first("method = 'morris'\ntrajectories = 4\ngrades = ['asumed']") == "this grade is not known (grades with spreads are \"trial\", \"cohort\", \"fitted\", \"assumed\") did you mean \"assumed\"?");
  CHECK(first("grades = ['assumed']") == "grades sweep spreads (the method \"factorial\" takes values as they stand) add method = \"morris\" to the sweep");
  CHECK(first("'symptoms.shift' = {from = -1, to = 1}") ==
        "the sweep of symptoms.shift is a range without steps (the method \"factorial\" takes values as they stand) write a list, or add method = \"latin hypercube\" to the sweep");
  CHECK(first("method = 'random'\npoints = 4\n'symptoms.shift' = {from = 1, to = 1}") == "the range of symptoms.shift has from >= to (it would be empty) swap or mend them");
  CHECK(first("method = 'random'\npoints = 4\n'symptoms.shift' = {from = -1, to = 1, scale = 'log'}") ==
        "the range of symptoms.shift starts at 0 or below (a log scale lies above 0) raise from, or leave out scale");
  CHECK(first("method = 'random'\npoints = 4\n'programme.mode' = {from = 0, to = 2}") == "programme.mode is a choice (it has no range) write a list of its labels");
  CHECK(first("method = 'random'\npoints = 4\n'population.families' = 'spread'") == "population.families has no declared spread (so it says nothing of where to look) write {from = .., to = ..}");
  CHECK(first("method = 'random'\npoints = 4\n'symptoms.shift' = {from = -1, to = 1, low = 0, high = 1}") ==
        "the sweep of symptoms.shift has more than one of values, a range and a spread (only one can hold) delete the others");
  CHECK(first("method = 'list'\n'symptoms.shift' = [1, 2]\n'programme.caseload' = [1, 2, 3]") ==
        "symptoms.shift has 2 values and programme.caseload has 3 (a sweep of method \"list\" takes them side by side) give each as many");
}
