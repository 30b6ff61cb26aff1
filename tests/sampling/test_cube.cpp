#include "sim/sampling/cube.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <set>

#include "sim/sampling/keyed.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::sampling;

namespace {
const std::vector<std::string> five{"a", "b", "c", "d", "e"};

double mean_product(const Cube& cube) {
  double sum = 0;
  for (std::size_t r = 0; r < cube.rows; ++r) {
    double product = 1;
    for (const double u : cube.row(r)) product *= 2 * u;
    sum += product;
  }
  return sum / static_cast<double>(cube.rows);
}
}  // namespace

TEST_CASE("a Latin hypercube has one point in every slice of every axis") {
  for (const std::size_t rows : {1u, 2u, 7u, 1000u}) {
    const Cube cube = latin_hypercube(rows, five, 3);
    for (std::size_t c = 0; c < 5; ++c) {
      std::set<std::size_t> slices;
      for (std::size_t r = 0; r < rows; ++r) {
        REQUIRE(cube.at(r, c) > 0);
        REQUIRE(cube.at(r, c) < 1);
        slices.insert(static_cast<std::size_t>(cube.at(r, c) * static_cast<double>(rows)));
      }
      CHECK(slices.size() == rows);
    }
  }
}

TEST_CASE("another axis leaves the others' places as they were, and another seed moves them") {
  const std::vector<std::string> two{"b", "new"};
  for (const auto design : {random_cube, latin_hypercube}) {
    const Cube all = design(50, five, 9), some = design(50, two, 9), other = design(50, five, 10);
    for (std::size_t r = 0; r < 50; ++r) CHECK(all.at(r, 1) == some.at(r, 0));
    CHECK(all.values != other.values);
  }
}

// The property that makes a (0, m, 1) net of every axis, and a (0, m, 2) net of Sobol's first two: Owen's scrambling keeps both.
TEST_CASE("every axis of a scrambled Sobol' sequence has one point in each of 2^m slices, and the first two one in each box") {
  constexpr std::size_t rows = 1024;
  const Cube cube = sobol_cube(rows, five, 17);
  for (std::size_t c = 0; c < 5; ++c) {
    std::set<std::size_t> slices;
    for (std::size_t r = 0; r < rows; ++r) slices.insert(static_cast<std::size_t>(cube.at(r, c) * rows));
    CHECK(slices.size() == rows);
  }
  for (std::size_t bits = 0; bits <= 10; ++bits) {
    std::set<std::pair<std::size_t, std::size_t>> boxes;
    const auto wide = static_cast<double>(std::size_t{1} << bits), high = static_cast<double>(rows >> bits);
    for (std::size_t r = 0; r < rows; ++r) boxes.emplace(static_cast<std::size_t>(cube.at(r, 0) * wide), static_cast<std::size_t>(cube.at(r, 1) * high));
    CHECK(boxes.size() == rows);
  }
}

TEST_CASE("scrambled Sobol' points are uniform one by one, and their means converge faster than those of random ones") {
  // Point 5 of axis "c" over seeds: mean 1/2, variance 1/12; 4 standard errors, expected false failures 1 in 8,000 each.
  double sum = 0, squares = 0;
  constexpr int seeds = 4000;
  for (int seed = 0; seed < seeds; ++seed) {
    const double u = sobol_cube(6, five, static_cast<std::uint64_t>(seed)).at(5, 2);
    sum += u, squares += (u - 0.5) * (u - 0.5);
  }
  CHECK(std::abs(sum / seeds - 0.5) < 4 * std::sqrt(1.0 / 12 / seeds));
  CHECK(std::abs(squares / seeds - 1.0 / 12) < 4 * std::sqrt((1.0 / 80 - 1.0 / 144) / seeds));
  double sobol = 0, random = 0;
  for (std::uint64_t seed = 0; seed < 20; ++seed) {
    sobol += std::pow(mean_product(sobol_cube(1024, five, seed)) - 1, 2);
    random += std::pow(mean_product(random_cube(1024, five, seed)) - 1, 2);
  }
  CHECK(sobol < random / 50);
}

TEST_CASE("Sobol' columns reach to the end of the table and differ") {
  std::vector<std::string> names;
  for (int i = 0; i < 3667; ++i) names.push_back("x" + std::to_string(i));
  const Cube cube = sobol_cube(16, names, 1);
  std::set<std::size_t> slices;
  for (std::size_t r = 0; r < 16; ++r) slices.insert(static_cast<std::size_t>(cube.at(r, 3666) * 16));
  CHECK(slices.size() == 16);
  names.push_back("one too many");
  CHECK_THROWS(sobol_cube(16, names, 1));
}

TEST_CASE("a Saltelli design is A, A with one column of B for each column, B") {
  const Cube cube = saltelli_cube(8, five, 5);
  REQUIRE(cube.rows == 8 * 7);
  for (std::size_t base = 0; base < 8; ++base) {
    const auto a = cube.row(base * 7), b = cube.row(base * 7 + 6);
    for (std::size_t i = 0; i < 5; ++i)
      for (std::size_t c = 0; c < 5; ++c) CHECK(cube.at(base * 7 + 1 + i, c) == (c == i ? b[c] : a[c]));
    CHECK(a[0] != b[0]);
  }
}

TEST_CASE("a Morris trajectory changes every axis once by half the levels") {
  for (const std::size_t levels : {2u, 4u, 10u}) {
    const Cube cube = morris_cube(40, levels, five, 7);
    REQUIRE(cube.rows == 240);
    const double step = static_cast<double>(levels) / 2 / static_cast<double>(levels - 1);
    std::set<double> grid;
    int up = 0;
    for (std::size_t t = 0; t < 40; ++t) {
      std::set<std::size_t> moved;
      for (std::size_t s = 1; s < 6; ++s)
        for (std::size_t c = 0; c < 5; ++c) {
          const double change = cube.at(t * 6 + s, c) - cube.at(t * 6 + s - 1, c);
          grid.insert(cube.at(t * 6 + s, c));
          if (change == 0) continue;
          CHECK(std::abs(change) == Approx(step));
          up += change > 0;
          moved.insert(c);
        }
      CHECK(moved.size() == 5);
    }
    CHECK(grid.size() == levels);
    CHECK(*grid.begin() == 0);
    CHECK(*grid.rbegin() == 1);
    CHECK(std::abs(up - 100) < 35);  // 5 standard deviations of 200 coins
  }
}
