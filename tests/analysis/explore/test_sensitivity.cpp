#include <algorithm>
#include <map>

#include "analysis/explore/morris_effects.hpp"
#include "analysis/explore/rank_correlation.hpp"
#include "analysis/explore/sensitivity_tables.hpp"
#include "analysis/explore/sobol_indices.hpp"
#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"
#include "tests/analysis/explore/test_functions.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::explore;
using namespace alongside::test;
using Eigen::Index;

namespace {

void check_near(const SobolIndices& found, const Indices& exact, double tolerance) {
  REQUIRE(found.inputs.size() == exact.first.size());
  for (std::size_t i = 0; i < exact.first.size(); ++i) {
    const SobolIndex& one = found.inputs[i];
    INFO(one.input << ": first " << one.first.value << " [" << one.first.low << ", " << one.first.high << "] of " << exact.first[i] << ", total " << one.total.value << " [" << one.total.low << ", "
                   << one.total.high << "] of " << exact.total[i]);
    CHECK(std::abs(one.first.value - exact.first[i]) < tolerance);
    CHECK(std::abs(one.total.value - exact.total[i]) < tolerance);
    CHECK(one.first.low <= exact.first[i]);
    CHECK(one.first.high >= exact.first[i]);
    CHECK(one.total.low <= exact.total[i]);
    CHECK(one.total.high >= exact.total[i]);
  }
  CHECK(found.variance == Approx(exact.variance).epsilon(0.02));
}

}  // namespace

TEST_CASE("Sobol' indices of the Ishigami function lie within their intervals of the exact ones") {
  for (const std::uint64_t seed : {1, 2, 3}) {
    const Experiment e = experiment_of(sampling::saltelli_cube(4096, input_names(3), seed), ishigami);
    check_near(sobol_indices(e, {.resamples = 400, .seed = seed}), ishigami_indices(), 0.02);
  }
}

TEST_CASE("Sobol' indices of the g-function lie within their intervals of the exact ones") {
  const Experiment e = experiment_of(sampling::saltelli_cube(8192, input_names(8), 1), g_function);
  check_near(sobol_indices(e, {.resamples = 400, .seed = 1}), g_indices(), 0.02);
}

TEST_CASE("the noise of agents does not pass for variance of the output") {
  Experiment e = experiment_of(sampling::saltelli_cube(4096, input_names(3), 1), ishigami);
  const double own = 4, common = 6;
  add_noise(e, 4, common, own);
  const SobolIndices found = sobol_indices(e, {.resamples = 300, .seed = 1});
  check_near(found, ishigami_indices(), 0.04);
  // What is reported: own^2 / 4 in a mean of four common worlds. A world's shift counts only where points have their own.
  CHECK(found.noise.of_mean == Approx(own * own / 4).epsilon(0.03));
  CHECK(found.noise.independent > found.noise.of_mean);
  CHECK(found.noise.between == Approx(ishigami_indices().variance + own * own / 4).epsilon(0.05));
  // Without the correction the total index of x3 would be near (0.24 V + noise) / (V + noise) = 0.41.
  const Experiment blind{e.inputs, e.x, point_means(e.y), "y"};
  CHECK(sobol_indices(blind, {.resamples = 10, .seed = 1}).inputs[2].total.value > 0.35);
}

TEST_CASE("rows of a Saltelli design are found in the orders that others write them in") {
  const Experiment ours = experiment_of(sampling::saltelli_cube(64, input_names(3), 1), ishigami);
  const SobolIndices expected = sobol_indices(ours, {.resamples = 10, .seed = 1});
  const auto reordered = [&](const std::vector<Index>& order) { return Experiment{ours.inputs, ours.x(order, Eigen::all), ours.y(order, Eigen::all), "y"}; };
  std::vector<Index> stacked;
  for (const Index part : {0, 4, 1, 2, 3})
    for (Index j = 0; j < 64; ++j) stacked.push_back(5 * j + part);
  Experiment with_ba = ours;  // SALib's own order with second-order rows between AB and B
  with_ba.x.resize(8 * 64, 3), with_ba.y.resize(8 * 64, 1);
  for (Index j = 0; j < 64; ++j)
    for (Index part = 0; part < 8; ++part) {
      const bool ba = part >= 4 && part < 7;
      const Index from = 5 * j + (part < 4 ? part : 4), to = 8 * j + part;
      with_ba.x.row(to) = ours.x.row(from), with_ba.y.row(to) = ours.y.row(from);
      if (ba) with_ba.x(to, part - 4) = ours.x(5 * j, part - 4), with_ba.y(to, 0) = -1000;  // never looked at
    }
  for (const Experiment& e : {reordered(stacked), with_ba}) {
    const SobolIndices found = sobol_indices(e, {.resamples = 10, .seed = 1});
    for (std::size_t i = 0; i < 3; ++i) {
      CHECK(found.inputs[i].first.value == Approx(expected.inputs[i].first.value));
      CHECK(found.inputs[i].total.value == Approx(expected.inputs[i].total.value));
    }
  }
  std::swap(stacked[3], stacked[100]);
  CHECK_THROWS_AS(sobol_indices(reordered(stacked), {}), DataError);
  Experiment cut = ours;
  cut.x.conservativeResize(5 * 64 - 1, 3), cut.y.conservativeResize(5 * 64 - 1, 1);
  CHECK_THROWS_WITH(sobol_indices(cut, {}), Catch::Matchers::Contains("multiple of 5"));
}

TEST_CASE("base points without a world are averaged over the others, or left out") {
  Experiment e = experiment_of(sampling::saltelli_cube(1024, input_names(3), 1), ishigami);
  add_noise(e, 3, 1, 0.5);
  e.y(0, 1) = NAN;
  e.y(7, 0) = e.y(8, 1) = e.y(9, 2) = NAN;  // the second base point has no world in common
  const SobolIndices found = sobol_indices(e, {.resamples = 100, .seed = 1});
  CHECK(found.base_points == 1023);
  check_near(found, ishigami_indices(), 0.05);
  e.y.setConstant(2);
  CHECK_THROWS_WITH(sobol_indices(e, {}), Catch::Matchers::Contains("does not vary"));
}

namespace {
/// Mean, mean size and deviation of all elementary effects on a grid of `levels`, by going through all of them.
struct Exact {
  double mean, magnitude, spread;
};
Exact all_effects(const Function& function, std::size_t inputs, std::size_t levels, std::size_t input) {
  std::size_t grid = 1;
  for (std::size_t i = 0; i < inputs; ++i) grid *= levels;
  const double step = static_cast<double>(levels) / 2 / static_cast<double>(levels - 1);
  double n = 0, sum = 0, size = 0, squares = 0;
  for (std::size_t at = 0; at < grid; ++at) {
    std::vector<double> u;
    for (std::size_t i = 0, rest = at; i < inputs; ++i, rest /= levels) u.push_back(static_cast<double>(rest % levels) / static_cast<double>(levels - 1));
    const double low = function(u);
    u[input] += step;
    if (u[input] > 1 + 1e-9) continue;
    const double effect = (function(u) - low) / step;
    n += 1, sum += effect, size += std::abs(effect), squares += effect * effect;
  }
  return {sum / n, size / n, std::sqrt(squares / n - sum / n * sum / n)};
}
}  // namespace

TEST_CASE("elementary effects of the Ishigami function are those of its whole grid, and those published") {
  constexpr std::size_t trajectories = 4000;
  const Experiment e = experiment_of(sampling::morris_cube(trajectories, 4, input_names(3), 1), ishigami);
  const MorrisEffects found = morris_effects(e, {2.0 / 3, {}}, {.resamples = 200, .seed = 1});
  // SALib (Herman & Usher 2017), regression test with 10,000 trajectories.
  const double published[] = {7.767792, 7.875, 6.308785};
  for (std::size_t i = 0; i < 3; ++i) {
    const Exact exact = all_effects(ishigami, 3, 4, i);
    const MorrisEffect& one = found.inputs[i];
    const double error = 4 * exact.spread / std::sqrt(static_cast<double>(trajectories)) + 1e-9;  // expected false failures 1 in 16,000
    INFO(one.input);
    CHECK(std::abs(one.mean - exact.mean) < error);
    CHECK(std::abs(one.magnitude.value - exact.magnitude) < error);
    CHECK(one.magnitude.low <= exact.magnitude + 1e-9);
    CHECK(one.magnitude.high >= exact.magnitude - 1e-9);
    CHECK(one.spread == Approx(exact.spread).epsilon(0.05));
    CHECK(one.magnitude.value == Approx(published[i]).epsilon(0.03));
  }
  // The same from the values alone, as a table gives them.
  const MorrisEffects scaled = morris_effects(e, {0, {1, 1, 1}}, {.resamples = 10, .seed = 1});
  for (std::size_t i = 0; i < 3; ++i) CHECK(scaled.inputs[i].magnitude.value == Approx(found.inputs[i].magnitude.value));
}

TEST_CASE("Morris's own function falls into the three groups of his paper") {
  // Morris (1991), section 4: inputs 8 to 10 matter along a straight line, 1 to 7 with curvature or interaction, 11 to 20 little.
  const Experiment e = experiment_of(sampling::morris_cube(200, 4, input_names(20), 3), morris_function);
  const MorrisEffects found = morris_effects(e, {2.0 / 3, {}}, {.resamples = 50, .seed = 1});
  for (std::size_t i = 0; i < 20; ++i) {
    const MorrisEffect& one = found.inputs[i];
    INFO(one.input << " mu* " << one.magnitude.value << " sigma " << one.spread);
    if (i < 7) CHECK((one.magnitude.value > 20 && one.spread > 12));
    else if (i < 10) CHECK((one.magnitude.value > 30 && one.spread < 12 && std::abs(one.mean - 40) < 5));
    else CHECK((one.magnitude.value < 12 && one.spread < 12));
  }
}

TEST_CASE("elementary effects of a straight line are its slopes, and noise is told apart") {
  Experiment e = experiment_of(sampling::morris_cube(500, 4, input_names(3), 1), [](std::span<const double> u) { return 3 * u[0] - 2 * u[1]; });
  const MorrisEffects exact = morris_effects(e, {2.0 / 3, {}}, {.resamples = 10, .seed = 1});
  CHECK(exact.inputs[0].mean == Approx(3));
  CHECK(exact.inputs[1].mean == Approx(-2));
  CHECK(exact.inputs[1].magnitude.value == Approx(2));
  CHECK(exact.inputs[0].spread < 1e-7);
  CHECK(exact.inputs[2].magnitude.value == 0);
  add_noise(e, 5, 2, 0.3);
  const MorrisEffects noisy = morris_effects(e, {2.0 / 3, {}}, {.resamples = 10, .seed = 1});
  // Two points of variance 0.3^2 / 5 each, over the step.
  const double deviation = std::sqrt(2 * 0.09 / 5) * 1.5;
  CHECK(noisy.inputs[2].noise == Approx(deviation).epsilon(0.1));
  CHECK(noisy.inputs[2].magnitude.value == Approx(0.8 * deviation).epsilon(0.1));
  CHECK(noisy.inputs[0].spread < 0.4 * deviation);
  e.x(1, 0) += 0.1;
  e.x(1, 1) += 0.1;
  e.x(1, 2) += 0.1;
  CHECK_THROWS_AS(morris_effects(e, {2.0 / 3, {}}, {}), DataError);
}

TEST_CASE("partial rank correlations of normal inputs are those of their closed form") {
  // y = a1 z1 + a2 z2 + a3 z3 + e of independent normal numbers; Spearman's correlation is 6/pi asin(r/2) (Pearson 1907), and
  // the partial one r_i / sqrt(1 - sum of the others' squares).
  const double slopes[] = {2, -1, 0, 1};
  Experiment e = experiment_of(sampling::latin_hypercube(20000, input_names(4), 5), [&](std::span<const double> u) {
    double y = 0;
    for (std::size_t i = 0; i < 4; ++i) y += slopes[i] * core::normal_quantile64(u[i]);
    return std::exp(y / 2);  // ranks do not see it
  });
  e.x.conservativeResize(Eigen::NoChange, 3);  // the fourth input is the error
  e.inputs.pop_back();
  const RankCorrelations found = rank_correlations(e, {.resamples = 100, .seed = 1});
  double rho[3], squares = 0;
  for (int i = 0; i < 3; ++i) rho[i] = 6 / std::numbers::pi * std::asin(slopes[i] / std::sqrt(6.0) / 2), squares += rho[i] * rho[i];
  for (int i = 0; i < 3; ++i) {
    const double exact = rho[i] / std::sqrt(1 - squares + rho[i] * rho[i]);
    const RankCorrelation& one = found.inputs[static_cast<std::size_t>(i)];
    INFO(one.input << " " << one.partial.value << " of " << exact);
    CHECK(std::abs(one.partial.value - exact) < 4 / std::sqrt(20000.0));
    CHECK(one.partial.low <= exact);
    CHECK(one.partial.high >= exact);
    CHECK(std::abs(one.plain - rho[i]) < 4 / std::sqrt(20000.0));
  }
  CHECK(found.inputs[0].p < 1e-10);
  CHECK(found.inputs[2].p > 0.001);
}

TEST_CASE("partial rank correlations agree with an independent calculation, ties and all") {
  // Ranks and residuals by hand in numpy 1.24 (least squares on scipy.stats.rankdata): x1, x2 whole numbers with ties.
  Experiment e;
  e.inputs = {"x1", "x2"};
  e.what = "y";
  e.x.resize(8, 2);
  e.x << 1, 5, 2, 3, 2, 8, 3, 1, 4, 9, 5, 2, 5, 6, 7, 7;
  e.y.resize(8, 1);
  e.y << 2, 1, 6, 4, 5, 9, 4, 8;
  const RankCorrelations found = rank_correlations(e, {.resamples = 20, .seed = 1});
  CHECK(found.inputs[0].partial.value == Approx(0.657550).margin(1e-6));
  CHECK(found.inputs[1].partial.value == Approx(0.224960).margin(1e-6));
  e.x.col(1) = 2 * e.x.col(0);
  CHECK_THROWS_WITH(rank_correlations(e, {}), Catch::Matchers::Contains("give each other away"));
  e.x.col(1).setConstant(3);
  CHECK_THROWS_WITH(rank_correlations(e, {}), Catch::Matchers::Contains("x2 is the same at every point"));
}

TEST_CASE("a perfect line in ranks has partial rank correlations of one") {
  const Experiment e = experiment_of(sampling::latin_hypercube(50, input_names(1), 2), [](std::span<const double> u) { return -std::pow(u[0], 3); });
  const RankCorrelations found = rank_correlations(e, {.resamples = 20, .seed = 1});
  CHECK(found.inputs[0].partial.value == Approx(-1));
  CHECK(found.inputs[0].p == Approx(0).margin(1e-12));
}

TEST_CASE("the method follows from the points") {
  CHECK(method_for(experiment_of(sampling::saltelli_cube(16, input_names(3), 1), ishigami)) == Method::sobol);
  CHECK(method_for(experiment_of(sampling::morris_cube(16, 4, input_names(3), 1), ishigami)) == Method::morris);
  CHECK(method_for(experiment_of(sampling::latin_hypercube(80, input_names(3), 1), ishigami)) == Method::prcc);
}
