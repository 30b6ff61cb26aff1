#include "sim/sampling/design.hpp"
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
