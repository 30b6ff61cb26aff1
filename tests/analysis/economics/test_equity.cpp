// Cases E12 and E13, and properties of the indices.
#include "analysis/economics/equity.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics;
using namespace alongside::economics::testing;
using enum InequalityIndex;

namespace {
const std::vector<double> equal3{1, 1, 1}, equal5{1, 1, 1, 1, 1};
}

TEST_CASE("E12: equally distributed equivalents of three people") {
  struct Row { std::vector<double> health; const char *mean, *atkinson1, *atkinson2, *atkinson10, *kolm, *gini2, *gini3; };
  for (const Row& row : {Row{{20, 40, 60}, "40", "36.3424118566", "32.7272727273", "22.5915935329", "29.5568066017", "31.1111111111", "26.6666666667"},
                         Row{{30, 45, 60}, "45", "43.2674871092", "41.5384615385", "33.7912130410", "38.5730099201", "38.3333333333", "35"},
                         Row{{20, 45, 70}, "45", "39.7905720790", "34.6788990826", "22.5948892221", "30.1351504230", "33.8888888889", "28.3333333333"}}) {
    const auto ede = [&](InequalityIndex index, double aversion) { return equally_distributed_equivalent(row.health, equal3, index, aversion); };
    CHECK(agrees(ede(atkinson, 0), row.mean));
    CHECK(agrees(ede(kolm, 0), row.mean));
    CHECK(agrees(ede(extended_gini, 1), row.mean));
    CHECK(agrees(ede(atkinson, 1), row.atkinson1));
    CHECK(agrees(ede(atkinson, 2), row.atkinson2));
    CHECK(agrees(ede(atkinson, 10), row.atkinson10));
    CHECK(agrees(ede(kolm, 0.1), row.kolm));
    CHECK(agrees(ede(extended_gini, 2), row.gini2));
    CHECK(agrees(ede(extended_gini, 3), row.gini3));
  }
}

TEST_CASE("E12: five groups, weights and impact (dceasimR vignette)") {
  const std::vector<double> before{52.1, 56.3, 59.8, 63.2, 66.8}, gain{0.5, 0.6, 0.5, 0.4, 0.3};
  std::vector<double> after;
  for (std::size_t g = 0; g < 5; ++g) after.push_back(before[g] + gain[g]);
  CHECK(agrees(equally_distributed_equivalent(before, equal5, atkinson, 0), "59.64"));
  CHECK(agrees(equally_distributed_equivalent(before, equal5, atkinson, 1), "59.41665"));
  CHECK(agrees(equally_distributed_equivalent(before, equal5, atkinson, 5), "58.51938"));
  const auto weights = equity_weights(before, equal5, 1);
  const char* shown[] = {"1.1361198", "1.0513649", "0.9898301", "0.9365798", "0.8861054"};
  for (int g = 0; g < 5; ++g) CHECK(agrees(weights[g], shown[g]));
  const EquityImpact impact = equity_impact(before, after, equal5, atkinson, 1);
  CHECK(agrees(impact.total / 5, "0.4684784125"));
  CHECK(agrees(impact.health / 5, "0.46"));
  CHECK(agrees(impact.equity / 5, "0.0084784125"));
}

TEST_CASE("E13: universal NRT in ten groups") {
  const auto table = reference_table("nrt_universal.csv");
  const auto before = table.numbers("baseline"), gain = table.numbers("gain_nrt"), people = table.numbers("population"), weight = table.numbers("opportunity_weight");
  std::vector<double> after;
  for (std::size_t g = 0; g < before.size(); ++g) after.push_back(before[g] + gain[g]);
  CHECK(agrees(equally_distributed_equivalent(before, people, atkinson, 0), "70.6261972079"));
  CHECK(agrees(equally_distributed_equivalent(after, people, atkinson, 0), "70.6262903682"));
  const EquityImpact strong = equity_impact(before, after, people, atkinson, 10);
  // Published as 5,148.7927682 from a difference of two means near 70; the sum of people x gain itself is ...7680.
  CHECK(agrees(strong.health, "5148.792768"));
  // People x a difference of two EDEs near 66: rounding of doubles leaves about 1e-6 (one part in 1e10).
  CHECK(strong.total == Approx(6552.45896941).margin(2e-6));
  CHECK(strong.equity == Approx(1403.66620121).margin(2e-6));
  CHECK(equity_impact(before, after, people, kolm, 0.1).total == Approx(5978.75776057).margin(2e-6));
  const auto net = net_group_benefit(gain, people, opportunity_shares(weight, people), 50e6, 13000);
  double sum = 0;
  for (const double n : net) sum += n;
  CHECK(agrees(50e6 / 13000, "3846.15384615"));
  CHECK(agrees(sum, "1302.63892185"));
  // The published figure of North Q1 is the health that it loses: weights are per person, times people.
  CHECK(agrees(gain[0] * people[0] - net[0], "765.442883915"));
  // With the weights that the app's file holds now (computed apart from this code).
  const std::vector<double> later{1, 2, 3, 4, 5, 4, 3, 2, 1, 0};
  const auto other = net_group_benefit(gain, people, opportunity_shares(later, people), 50e6, 13000);
  CHECK(agrees(other[0], "906.4002314123"));
  CHECK(agrees(other[4], "-389.1449946763"));
  CHECK(agrees(other[9], "390.06666"));
}

TEST_CASE("properties of the indices: equality costs nothing, more aversion means a lower equivalent, scale and shift") {
  const std::vector<double> h{50, 60, 75}, w{3, 1, 2}, flat{60, 60, 60};
  for (const auto& [index, weak, strong] : {std::tuple{atkinson, 0.5, 10.95}, {kolm, 0.05, 0.15}, {extended_gini, 1.5, 4.0}}) {
    CHECK(equally_distributed_equivalent(flat, w, index, strong) == Approx(60).epsilon(1e-12));
    CHECK(equally_distributed_equivalent(h, w, index, strong) < equally_distributed_equivalent(h, w, index, weak));
    CHECK(inequality(flat, w, index, strong) == Approx(0).margin(1e-12));
    // Splitting a group into equal parts changes nothing; neither does the order.
    CHECK(equally_distributed_equivalent(std::vector<double>{75, 50, 60, 50}, std::vector<double>{2, 1, 1, 2}, index, strong) ==
          Approx(equally_distributed_equivalent(h, w, index, strong)).epsilon(1e-12));
  }
  const std::vector<double> doubled{100, 120, 150}, raised{60, 70, 85};
  CHECK(inequality(doubled, w, atkinson, 3.5) == Approx(inequality(h, w, atkinson, 3.5)).epsilon(1e-12));
  CHECK(inequality(raised, w, kolm, 0.15) == Approx(inequality(h, w, kolm, 0.15)).epsilon(1e-12));
  CHECK(equally_distributed_equivalent(h, w, atkinson, 1) == Approx(equally_distributed_equivalent(h, w, atkinson, 1 + 1e-7)).epsilon(1e-6));
}

TEST_CASE("social gradient: a straight line is found, equality has none, the concentration index is twice the Gini area") {
  const std::vector<double> w{1, 2, 2, 3};
  std::vector<double> line;
  double below = 0;
  for (const double n : w) {
    line.push_back(60 + 10 * (below + n / 2) / 8);
    below += n;
  }
  const SocialGradient found = social_gradient(line, w);
  CHECK(found.slope_index == Approx(10).epsilon(1e-12));
  CHECK(found.relative_index == Approx(10.0 / 65).epsilon(1e-12));
  CHECK(social_gradient(std::vector<double>(4, 7.0), w).slope_index == Approx(0).margin(1e-12));
  // With groups ranked by health itself the concentration index is the Gini = 1 - EDE(2)/mean.
  CHECK(found.concentration_index == Approx(inequality(line, w, extended_gini, 2)).epsilon(1e-12));
}

TEST_CASE("impossible inputs of equity are refused") {
  using alongside::DataError;
  const std::vector<double> h{-1, 2}, w{1, 1}, bad{1, -1}, none{0, 0}, one{5}, people{9};
  CHECK_THROWS_AS(equally_distributed_equivalent(h, w, atkinson, 1), DataError);
  CHECK_THROWS_AS(equally_distributed_equivalent(w, bad, kolm, 1), DataError);
  CHECK_THROWS_AS(equally_distributed_equivalent(w, none, kolm, 1), DataError);
  CHECK_THROWS_AS(equally_distributed_equivalent(w, w, extended_gini, 0.5), DataError);
  CHECK_THROWS_AS(net_group_benefit(w, w, std::vector<double>{0.5, 0.4}, 1, 1), DataError);
  CHECK_THROWS_AS(net_group_benefit(w, w, std::vector<double>{0.5, 0.5}, 1, 0), DataError);
  CHECK_THROWS_AS(social_gradient(one, people), DataError);
}
