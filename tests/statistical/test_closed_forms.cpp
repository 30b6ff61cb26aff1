// Closed forms within 4 Monte Carlo standard errors over 200 seeds. A correct model exceeds 4 standard errors with
// chance 6e-5 a seed (normal); up to 2% are allowed for small-sample tails.

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/world/columns.hpp"
#include "tests/catch.hpp"
#include "tests/support/model.hpp"

using namespace alongside;
using namespace alongside::tests;

namespace {

constexpr int seeds = 200, allowed = 4;

/// A linear scale far from its ends, with nothing but trait and state.
constexpr const char* bare = R"(
[instrument]
transform = "linear"
maximum = 30
case_threshold = 30
severe_threshold = 30
[symptoms]
mean_level = 15
trait_variance = 1.5
state_variance = 2.5
error_variance = 0
history = 0
deprivation = 0
support_effect = 0
efficacy_effect = 0
postnatal_rise = 0
slow_decline = 0
[stress]
chance = 0
deprivation = 0
[step_up]
usual_care = 0
)";

}  // namespace

TEST_CASE("support under a constant hazard of leaving survives geometrically") {
  const Model model(R"(
[population]
families = 600
communities = 1
horizon = 30
[leaving]
base = -3
first_weeks = 0
alliance = 0
match = 0
missed = 0
burden = 0
recovered = 0
deprivation = 0
remote = 0
core = 500
[[arm]]
name = "phone"
programme = "peer support"
supporter.wanted = 1000
supporter.applications = 1000
supporter.hours = 200
mode.phone = 1
[arm.schedule.all]
weeks = 200
per_week = 1
minutes = 10
)");
  const double p = core::logistic64(-3.0);
  int beyond = 0;
  for (int s = 1; s <= seeds; ++s) {
    const auto arms = model.world(static_cast<std::uint64_t>(s), 0);
    // All support that starts does so in the first week; supporters who leave send families back, so they are counted out.
    const double started = model.at_age(arms[0], "support_started_first", 0), left = [&] {
      double sum = 0;
      for (int a = 0; a < 20; ++a) sum += model.at_age(arms[0], "left", a);
      return sum;
    }();
    double exposed = 0;  // family-weeks at risk
    for (int a = 0; a < 20; ++a) exposed += model.at_age(arms[0], "supported", a) + model.at_age(arms[0], "left", a);
    REQUIRE(started > 400);
    const double se = std::sqrt(exposed * p * (1 - p));
    if (std::abs(left - exposed * p) > 4 * se) ++beyond;
  }
  CHECK(beyond <= allowed);
}

TEST_CASE("the passing state keeps its AR(1) variance and correlation") {
  const Model model(std::string(bare) + R"(
[population]
families = 1024
communities = 1
horizon = 30
[community]
icc = 0
[[arm]]
name = "usual care"
)");
  int beyond_variance = 0, beyond_correlation = 0;
  for (int s = 1; s <= seeds; ++s) {
    const auto result = model.world(static_cast<std::uint64_t>(s), 0, process::Families::record)[0];
    const std::size_t n = result.families;
    double m1 = 0, m2 = 0, v1 = 0, v2 = 0, c = 0;
    const auto at = [&](std::size_t i, std::size_t w) { return static_cast<double>(result.score_weeks[i * 30 + w]); };
    for (std::size_t i = 0; i < n; ++i) m1 += at(i, 20) / n, m2 += at(i, 24) / n;
    for (std::size_t i = 0; i < n; ++i) {
      v1 += (at(i, 20) - m1) * (at(i, 20) - m1) / (n - 1);
      v2 += (at(i, 24) - m2) * (at(i, 24) - m2) / (n - 1);
      c += (at(i, 20) - m1) * (at(i, 24) - m2) / (n - 1);
    }
    // Rounding to whole points adds 1/12; 1.5 + 2.5 before it. Covariance at lag 4: 1.5 + 2.5 phi^4.
    const double variance = 4.0 + 1.0 / 12, covariance = 1.5 + 2.5 * std::pow(0.7077, 4);
    if (std::abs(v1 - variance) > 4 * variance * std::sqrt(2.0 / n)) ++beyond_variance;
    if (std::abs(c - covariance) > 4 * std::sqrt((variance * variance + covariance * covariance) / n)) ++beyond_correlation;
  }
  CHECK(beyond_variance <= allowed);
  CHECK(beyond_correlation <= allowed);
}

TEST_CASE("Poisson arrivals have the mean and the variance of their count") {
  const Model model("[population]\nfamilies = 400\narrivals = \"poisson\"\narrival_weeks = 20\nhorizon = 1\n[[arm]]\nname = \"usual care\"\n");
  std::vector<double> counts;
  int beyond = 0;
  for (int s = 1; s <= seeds; ++s) {
    counts.push_back(model.build(static_cast<std::uint64_t>(s), 0).families);
    if (std::abs(counts.back() - 400) > 4 * 20) ++beyond;
  }
  const Estimate e = estimate(counts);
  CHECK(beyond <= allowed);
  CHECK(std::abs(e.mean - 400) < 4 * e.se);
  const double variance = e.se * e.se * seeds;
  CHECK(std::abs(variance - 400) < 4 * 400 * std::sqrt(2.0 / (seeds - 1)));
}

TEST_CASE("the intracluster correlation set is the one recovered") {
  const Model model(std::string(bare) + R"(
[population]
families = 2000
communities = 40
horizon = 4
deprivation_between = 0
[community]
icc = 0.1
cac = 1
[[arm]]
name = "usual care"
)");
  const world::World first = model.build(1, 0);
  const auto slot = first.layout->slot(world::community);
  int beyond = 0;
  std::vector<double> recovered;
  for (int s = 1; s <= seeds; ++s) {
    const world::World world = model.build(static_cast<std::uint64_t>(s), 0);
    const auto result = model.run(world, 0, process::Families::record);
    std::vector<double> sum(40), squares(40), n(40);
    double grand = 0;
    for (std::uint32_t i = 0; i < world.families; ++i) {
      const double y = result.score_weeks[i * 4u + 3u];
      const std::size_t k = world.fixed_value(slot, i);
      sum[k] += y, squares[k] += y * y, n[k] += 1, grand += y / world.families;
    }
    double between = 0, within = 0, n2 = 0;
    for (std::size_t k = 0; k < 40; ++k) {
      between += n[k] * (sum[k] / n[k] - grand) * (sum[k] / n[k] - grand) / 39;
      within += (squares[k] - sum[k] * sum[k] / n[k]) / (world.families - 40.0);
      n2 += n[k] * n[k] / world.families;
    }
    const double m = (world.families - n2) / 39;
    recovered.push_back((between - within) / (between + (m - 1) * within));
    // Fisher's standard error of an intracluster correlation, 40 clusters of about 50.
    const double icc = 0.4 / (4.0 + 1.0 / 12), se = std::sqrt(2.0 / 39 / (m * (m - 1))) * (1 - icc) * (1 + (m - 1) * icc) * std::sqrt((m - 1.0) / m);
    if (std::abs(recovered.back() - icc) > 4 * se) ++beyond;
  }
  CHECK(beyond <= allowed);
  const Estimate e = estimate(recovered);
  CHECK(std::abs(e.mean - 0.4 / (4.0 + 1.0 / 12)) < 4 * e.se);
}

TEST_CASE("all-or-nothing cross-over at random dilutes the contrast by 1 - c") {
  // Offered: all, none, or half by lot with a share c = 0.4 of the rest crossing over, which adds up to 0.7 of all.
  const auto arm = [](const std::string& name, const std::string& lines) {
    return "[[arm]]\nname = \"" + name + "\"\nprogramme = \"peer support\"\nsupporter.wanted = 1000\nsupporter.applications = 1000\nsupporter.hours = 200\nsupporter.pool = \"shared\"\nmode.phone = 1\n" +
           lines + "[arm.schedule.all]\nweeks = 12\nper_week = 1\nminutes = 10\n";
  };
  const Model model(R"(
[population]
families = 800
communities = 4
horizon = 26
[take_up]
base = 6
stigma = 0
deprivation = 0
language_gap = 0
need = 0
[spillover]
network = 0
staff = 0
norms = "off"
cross_over_at_enrolment = 0.4
)" + std::string("[[arm]]\nname = \"usual care\"\n") + arm("all", "") + arm("half", "reach.families = 0.5\n"));
  const auto worlds = model.worlds(seeds);
  const auto effect = [&](const auto& arms, std::size_t a) { return model.at_age(arms[0], "score", 14) - model.at_age(arms[a], "score", 14); };
  // Families that cross over skip nothing but the offer's take-up, which is near 1 here.
  const Estimate e = estimate(worlds, [&](const auto& arms) { return effect(arms, 2) - (0.5 + 0.5 * 0.4) * effect(arms, 1); });
  CHECK(std::abs(e.mean) < 4 * e.se);
  const Estimate full = estimate(worlds, [&](const auto& arms) { return effect(arms, 1); });
  CHECK(full.mean > 20 * full.se);
}
