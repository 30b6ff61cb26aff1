#include "sim/sampling/uncertainty.hpp"

#include <algorithm>
#include <cmath>

#include "tests/catch.hpp"
#include "tests/scenario/small_catalogue.hpp"

using namespace alongside;
using namespace alongside::test;
using sampling::draw_probability;
using sampling::quantile;

TEST_CASE("the central 95% of a spread is what it says") {
  for (const Parameter* p : {&persistence, &event_rate, &shift}) {
    INFO(p->name);
    // persistence is cut at 0.99, far out in its tail.
    CHECK(quantile(*p, p->spread, 0.025) == Approx(p->spread.low).epsilon(1e-9));
    CHECK(quantile(*p, p->spread, 0.975) == Approx(p->spread.high).epsilon(1e-9));
  }
  CHECK(quantile(event_rate, event_rate.spread, 0.5) == Approx(0.02).epsilon(1e-12));
  CHECK(quantile(shift, shift.spread, 0.5) == Approx(0).margin(1e-12));
  CHECK(quantile(minutes, minutes.spread, 0.25) == 25);
}

TEST_CASE("draws are cut at the bounds by moving the probability, not by piling up at them") {
  Parameter p = shift;
  p.low = -0.25;
  p.high = 0.25;
  CHECK(quantile(p, p.spread, 1e-12) == Approx(-0.25).epsilon(1e-9));
  CHECK(quantile(p, p.spread, 0.5) == Approx(0).margin(1e-12));
  int at_bound = 0;
  for (std::uint32_t d = 0; d < 2000; ++d) {
    const double x = quantile(p, p.spread, draw_probability(1, "x", d));
    CHECK((x >= p.low && x <= p.high));
    at_bound += x == p.low || x == p.high;
  }
  CHECK(at_bound == 0);
  for (const double u : {1e-300, 1e-17, 0.5, 1 - 1e-16}) {
    for (const Parameter* q : {&persistence, &event_rate, &shift, &minutes, &caseload}) {
      const double x = quantile(*q, q->spread, u);
      CHECK((x >= q->low && x <= q->high));
    }
  }
}

TEST_CASE("counts are rounded") {
  for (std::uint32_t d = 0; d < 200; ++d) {
    const double x = quantile(caseload, caseload.spread, draw_probability(1, "programme.caseload", d));
    CHECK(x == std::floor(x));
  }
}

TEST_CASE("draws have the mean and spread of their distribution") {
  const int n = 20000;
  double sum = 0, squares = 0, other = 0, cross = 0;
  for (std::uint32_t d = 0; d < n; ++d) {
    const double x = quantile(shift, shift.spread, draw_probability(7, "symptoms.shift", d));
    const double u = draw_probability(7, "symptoms.persistence", d) - 0.5;
    sum += x;
    squares += x * x;
    other += u * u;
    cross += x * u;
  }
  const double sd = 1 / (2 * 1.959963984540054);
  CHECK(std::abs(sum / n) < 4 * sd / std::sqrt(n));
  CHECK(std::sqrt(squares / n) == Approx(sd).epsilon(0.02));
  CHECK(std::abs(cross / std::sqrt(squares * other)) < 4 / std::sqrt(n));
}

TEST_CASE("a draw depends on seed, path and number only") {
  const std::string head = "format = 1\n[[arm]]\nname = 'a'\n";
  const auto draws = [&](const std::string& rest) {
    const auto s = read_text(head + rest);
    return sampling::draw_matrix(s, sampling::IndependentDraws(s));
  };
  const auto one = draws("[uncertainty]\ndraws = 20\nvary = ['symptoms.shift']\n");
  const auto all = draws("[uncertainty]\ndraws = 40\n");
  const std::size_t at = static_cast<std::size_t>(std::find(all.paths.begin(), all.paths.end(), "symptoms.shift") - all.paths.begin());
  for (std::size_t d = 0; d < 20; ++d) CHECK(one.values[d] == all.values[d * all.paths.size() + at]);
  CHECK(draw_probability(1, "a", 0) != draw_probability(2, "a", 0));
  CHECK(draw_probability(1, "a", 0) != draw_probability(1, "b", 0));
  CHECK(draw_probability(1, "a", 0) != draw_probability(1, "a", 1));
}

TEST_CASE("the first draws are these bits on every machine") {
  // Agree with an independent program to the last but one digit; the bits pin every machine to the same.
  CHECK(draw_probability(1, "symptoms.persistence", 0) == 0x1.af9a75f626d04p-1);
  CHECK(quantile(persistence, persistence.spread, draw_probability(1, "symptoms.persistence", 0)) == 0x1.84a99ef58b2ddp-1);
  CHECK(quantile(event_rate, event_rate.spread, draw_probability(1, "symptoms.event_rate", 3)) == 0x1.a6814400ee06fp-7);
}
