// Discounting, plane, intervals, splines and rules on their own, and the economic invariants of T12.
#include <array>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/discounting.hpp"
#include "analysis/economics/frontier.hpp"
#include "analysis/economics/gam.hpp"
#include "analysis/economics/plane.hpp"
#include "analysis/economics/resampling.hpp"
#include "analysis/economics/rules.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/economics/models.hpp"
#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics;
using namespace alongside::economics::testing;

TEST_CASE("discounting is (1+r)^-t or e^(-rt), never (1-r)^t") {
  CHECK(discount_factor(0.035, 1, DiscountRule::annual) == Approx(1 / 1.035).epsilon(1e-14));
  CHECK(discount_factor(0.035, 2.5, DiscountRule::annual) == Approx(std::pow(1.035, -2.5)).epsilon(1e-14));
  CHECK(discount_factor(0.035, 2, DiscountRule::continuous) == Approx(std::exp(-0.07)).epsilon(1e-14));
  CHECK(present_value_of_flow(0, 1, 3) == 2);
  CHECK(present_value_of_flow(1e-12, 1, 3) == Approx(2).epsilon(1e-9));
  CHECK(present_value_of_flow(0.05, 1, 3) == Approx((std::exp(-0.05) - std::exp(-0.15)) / 0.05).epsilon(1e-13));
  CHECK(population_multiplier(10, 2.5, 0.1, DiscountRule::annual) == Approx(10 * (1 + 1 / 1.1 + 0.5 / 1.21)).epsilon(1e-14));
  CHECK_THROWS_AS(discount_factor(-1, 1, DiscountRule::annual), alongside::InternalError);
}

TEST_CASE("T12: discount 0 gives the undiscounted sum, a huge rate leaves the start, utilities 1 give life years") {
  const SickSicker model;
  const Eigen::MatrixXd trace = markov_trace(Eigen::RowVector4d(1, 0, 0, 0), SickSicker::cycles, [&](int) { return model.transition; });
  const double years = trace.leftCols(3).sum();
  CHECK(total_reward(trace, Eigen::Vector4d(1, 1, 1, 0), 0, CycleRule::every_point) == Approx(years).epsilon(1e-14));
  CHECK(total_reward(trace, model.cost[0], 1e12, CycleRule::every_point) == Approx(2000).epsilon(1e-8));
  CHECK(total_reward(trace, Eigen::Vector4d::Zero(), 0.03, CycleRule::every_point) == 0);
  CHECK(total_reward(trace, 2 * model.cost[0], 0.03, CycleRule::simpson) == 2 * total_reward(trace, model.cost[0], 0.03, CycleRule::simpson));
}

TEST_CASE("T12: swapped options swap signs, zero effect leaves the choice to cost, equal options differ by exactly 0") {
  Words words(8);
  Eigen::MatrixXd cost(500, 2), effect(500, 2);
  for (Eigen::Index i = 0; i < 500; ++i) {
    cost(i, 0) = 100 + words.normal();
    cost(i, 1) = 101 + words.normal();
    effect(i, 0) = effect(i, 1) = words.normal();
  }
  const auto at = [&](const Eigen::MatrixXd& c, const Eigen::MatrixXd& e, double k) { return decide(net_monetary_benefit(c, e, k), k); };
  const Decision plain = at(cost, effect, 0), swapped = at(cost.rowwise().reverse(), effect, 0), dear = at(cost, effect, 50000);
  CHECK(plain.p_best[0] == swapped.p_best[1]);
  CHECK(plain.evpi == swapped.evpi);
  CHECK(plain.p_best[0] == (cost.col(0).array() < cost.col(1).array()).cast<double>().mean());
  CHECK(dear.p_best[0] == Approx(plain.p_best[0]).margin(1e-12));
  cost.col(1) = cost.col(0);
  const Decision same = at(cost, effect, 20000);
  CHECK(same.evpi == 0);
  CHECK((same.p_best[0] == 0.5 && same.loss.isZero(0)));
  CHECK(plain.p_best.sum() == Approx(1).epsilon(1e-14));
  CHECK(net_health_benefit(cost, effect, 20000).isApprox(net_monetary_benefit(cost, effect, 20000) / 20000, 1e-12));
}

TEST_CASE("the rival of the best option is the one that could be better, not one that is always a little worse") {
  // b is best on average; c is 1 behind in every draw, a far behind but ahead in one draw of four.
  Eigen::MatrixXd nmb(4, 3);
  nmb << 0, 10, 9,  //
      0, 10, 9,     //
      12, 10, 9,    //
      0, 10, 9;
  CHECK(strongest_rival(nmb, 1) == 0);
  nmb(2, 0) = 10;  // now nobody is ever better: the second on average
  CHECK(strongest_rival(nmb, 1) == 2);
  CHECK(strongest_rival(nmb.leftCols(2), 1) == 0);
}

TEST_CASE("bootstrap error of EVPI is its spread over repetitions") {
  // 100 data sets of 400 draws: the SD has a relative error of 7%, the mean of the bootstrap SEs 1%; band 30% = 4 errors.
  std::vector<double> values, errors;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    Words words(seed);
    Eigen::MatrixXd nmb(400, 2);
    for (double& v : nmb.reshaped()) v = words.normal();
    nmb.col(1).array() += 0.5;
    values.push_back(expected_value_of_perfect_information(nmb));
    errors.push_back(bootstrap_evpi(nmb, 100, seed).se);
  }
  const Eigen::Map<Eigen::ArrayXd> all(values.data(), 100), se(errors.data(), 100);
  CHECK(std::sqrt((all - all.mean()).square().sum() / 99) == Approx(se.mean()).epsilon(0.3));
}

TEST_CASE("the ellipse holds its share of a normal cloud, at any scale") {
  // 20,000 correlated points: the share inside has SD 0.0015; band 4 SD.
  Words words(12);
  Eigen::VectorXd effect(20000), cost(20000);
  for (Eigen::Index i = 0; i < 20000; ++i) {
    const double a = words.normal(), b = words.normal();
    effect[i] = 0.001 + 0.0004 * a;
    cost[i] = 5000 - 900 * a + 300 * b;
  }
  const Ellipse ellipse = ellipse_of(cloud_of(effect, cost), 0.95);
  Eigen::Matrix2d axes;
  axes << ellipse.major, ellipse.minor;
  const Eigen::Matrix2d inverse = axes.inverse();
  double inside = 0;
  for (Eigen::Index i = 0; i < 20000; ++i) inside += (inverse * (Eigen::Vector2d(effect[i], cost[i]) - ellipse.centre)).squaredNorm() <= 1;
  CHECK(inside / 20000 == Approx(0.95).margin(0.006));
  const Quadrants q = quadrants_of(effect, cost);
  CHECK(q.north_east + q.south_east + q.south_west + q.north_west == Approx(1).epsilon(1e-12));
}

TEST_CASE("Fieller covers, agrees with the bootstrap, and says when there is no interval") {
  const Eigen::Matrix2d covariance = (Eigen::Matrix2d() << 0.04, 0.3, 0.3, 25).finished();
  const Eigen::Vector2d mean(1, 20);
  Words words(3);
  int covered = 0;
  const Eigen::Matrix2d root = covariance.llt().matrixL();
  for (int i = 0; i < 4000; ++i) {
    const RatioInterval found = fieller(mean + root * Eigen::Vector2d(words.normal(), words.normal()), covariance, 0.95);
    covered += found.kind == RatioInterval::Kind::interval ? found.low <= 20 && 20 <= found.high
                                                           : found.kind == RatioInterval::Kind::everything || 20 <= found.low || 20 >= found.high;
  }
  CHECK(covered / 4000.0 == Approx(0.95).margin(4 * std::sqrt(0.95 * 0.05 / 4000)));  // Fieller is exact for normal estimates

  Eigen::VectorXd effect(2000), cost(2000);
  for (Eigen::Index i = 0; i < 2000; ++i) {
    effect[i] = 1 + words.normal();
    cost[i] = 20 + 30 * words.normal();
  }
  const Cloud cloud = cloud_of(effect, cost);
  const RatioInterval exact = fieller(cloud.mean, cloud.covariance / cloud.draws, 0.95), boot = bootstrap_ratio(effect, cost, 0.95, 2000, 1);
  CHECK(boot.low == Approx(exact.low).epsilon(0.05));
  CHECK(boot.high == Approx(exact.high).epsilon(0.05));
  CHECK(fieller({0.1, 20}, covariance, 0.95).kind == RatioInterval::Kind::outside);
  CHECK(fieller({0.1, 1}, covariance, 0.95).kind == RatioInterval::Kind::everything);
  CHECK(fieller({0.1, 20}, covariance, 0.95).text().find("no interval") == 0);
  CHECK(bootstrap_ratio(effect.array() - effect.mean(), cost, 0.95, 200, 1).kind == RatioInterval::Kind::everything);
}

TEST_CASE("the columns of a spline carry the penalty of their bend") {
  // Unit coefficients must give an integral of f''^2 of 1 each, 0 across: checked by second differences on a fine grid.
  const int n = 4001;
  const Eigen::VectorXd x = Eigen::VectorXd::LinSpaced(n, 0, 1);
  const SplineColumns columns = spline_columns(x, 8);
  REQUIRE(columns.bends.cols() == 8);
  const double h = columns.line[1] - columns.line[0];
  const Eigen::MatrixXd second = (columns.bends.topRows(n - 2) - 2 * columns.bends.middleRows(1, n - 2) + columns.bends.bottomRows(n - 2)) / (h * h);
  const Eigen::MatrixXd integral = second.transpose() * second * h;
  CHECK((integral - Eigen::MatrixXd::Identity(8, 8)).cwiseAbs().maxCoeff() < 0.005);
  CHECK((columns.bends.transpose() * columns.line).cwiseAbs().maxCoeff() < 1e-8 * n);
}

TEST_CASE("a smooth fit finds a curve in noise and keeps a line straight") {
  Words words(2);
  Eigen::MatrixXd x(3000, 1), y(3000, 2);
  for (Eigen::Index i = 0; i < 3000; ++i) {
    x(i, 0) = words.normal();
    y(i, 0) = std::sin(2 * x(i, 0)) + words.normal();
    y(i, 1) = 3 + 2 * x(i, 0) + words.normal();
  }
  const Fit fit = fit_gam(x, y);
  const Eigen::MatrixXd fitted = fit.fitted();
  const double off_curve = std::sqrt((fitted.col(0).array() - (2 * x.col(0).array()).sin()).square().mean());
  const double off_line = std::sqrt((fitted.col(1).array() - 3 - 2 * x.col(0).array()).square().mean());
  CHECK(off_curve < 2.5 * std::sqrt(fit.effective_df[0] / 3000));  // RMS error of an unbiased fit: sigma sqrt(df/n)
  CHECK(off_line < 2.5 * std::sqrt(2.0 / 3000));
  CHECK(fit.effective_df[0] > 5);
  CHECK(fit.effective_df[1] < 4);
  CHECK(fit.residual_covariance(0, 0) == Approx(1).margin(4 * std::sqrt(2.0 / 3000)));
}

TEST_CASE("the rules: reference case first, prices brought to one year, value sets meet their sources") {
  CHECK((reference_threshold().low == 20000 && reference_threshold().high == 30000));
  CHECK((reference_discounting().rates.cost == 0.035 && reference_discounting().rates.effect == 0.035));
  CHECK(perspectives().front().perspective == Perspective::nhs_pss);
  CHECK(health_scopes().front().scope == HealthScope::mother);
  CHECK(price_factor(2019, 2019) == 1);
  CHECK(price_factor(2014, 2016) == Approx(1.004 * 1.0209).epsilon(1e-12));
  CHECK(price_factor(2016, 2014) * price_factor(2014, 2016) == Approx(1).epsilon(1e-12));
  CHECK_THROWS_AS(price_factor(1996, 2020), alongside::DataError);
  // Petrou 2009: decrements at 13 and at 10, EQ-5D 0.147 and 0.116, SF-6D 0.134 and 0.119, between groups whose scores the
  // EQ-5D line implies. Both lines meet them within 0.01.
  const double at13 = 0.147 / 0.0157, at10 = 0.116 / 0.0157;
  CHECK(value_sets()[0].slope * at13 == Approx(0.147).margin(0.01));
  CHECK(value_sets()[1].slope * at13 == Approx(0.134).margin(0.01));
  CHECK(value_sets()[1].slope * at10 == Approx(0.119).margin(0.01));
  for (const Threshold& t : thresholds()) CHECK((t.low <= t.high && !t.source.text.empty()));
}
