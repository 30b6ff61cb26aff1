// Case E11: noise inside draws biases the naive curve and EVPI by known amounts; the corrected ones are unbiased.
#include <boost/math/distributions/normal.hpp>

#include "analysis/economics/resampling.hpp"
#include "analysis/economics/two_level.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics;
using namespace alongside::economics::testing;

namespace {

constexpr double sigma = 1000, mean = 1000, tau = 57576.8079;

/// Net benefit of option b over a ~ N(mean, sigma^2) between draws, with the noise of `people` people split over replicates.
Draws noisy_draws(int draws, int replicates, double people, std::uint64_t seed) {
  Draws out;
  out.options = {"a", "b"};
  out.cost = Eigen::MatrixXd::Zero(draws * replicates, 2);
  out.effect = Eigen::MatrixXd::Zero(draws * replicates, 2);
  out.draw.reserve(static_cast<std::size_t>(draws * replicates));
  const double noise = tau / std::sqrt(people / replicates);
  Words words(seed);
  for (int i = 0, row = 0; i < draws; ++i) {
    const double truth = mean + sigma * words.normal();
    for (int r = 0; r < replicates; ++r, ++row) {
      const double shared = noise * words.normal();  // common random numbers: the same luck in both arms changes nothing
      out.cost(row, 0) = shared;
      out.cost(row, 1) = shared - truth - noise * words.normal();
      out.draw.push_back(std::to_string(i));
    }
  }
  return out;
}

struct Mean {
  double mean, mcse;
};
Mean mean_of(const std::vector<double>& values) {
  const Eigen::Map<const Eigen::ArrayXd> all(values.data(), static_cast<Eigen::Index>(values.size()));
  const double n = static_cast<double>(all.size());
  return {all.mean(), std::sqrt((all - all.mean()).square().sum() / (n - 1) / n)};
}

double phi(double z) { return boost::math::cdf(boost::math::normal(), z); }

}  // namespace

TEST_CASE("E11: the closed forms of the naive bias") {
  const auto naive_sd = [](double people) { return std::sqrt(sigma * sigma + tau * tau / people); };
  CHECK(agrees(phi(mean / naive_sd(1000)), "0.6848835055"));
  CHECK(agrees(normal_loss(mean, naive_sd(1000)), "422.9273467"));
  CHECK(agrees(phi(mean / naive_sd(10000)), "0.8069244689"));
  CHECK(agrees(normal_loss(mean, naive_sd(10000)), "123.1511537"));
  CHECK(agrees(phi(1), "0.8413447461"));
  CHECK(agrees(normal_loss(mean, sigma), "83.31547059"));
}

TEST_CASE("E11: corrected CEAC and EVPI are unbiased at 1,000 people per draw, the naive ones off by their closed form") {
  // 200 seeds x 10,000 draws x 4 replicates of 250 people. Each mean within 4 MCSE of its closed form: 4 checks, expected
  // false failures 4 x 6e-5. The second-order bias of the corrected CEAC (about 2e-4) is a fourteenth of the band.
  std::vector<double> ceac, evpi, naive_ceac, naive_evpi;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    const DrawMeans means = average_replicates(noisy_draws(10000, 4, 1000, seed));
    const Decision corrected = decide(corrected_net_benefit(means, 0), 0), naive = decide(-means.cost, 0);
    ceac.push_back(corrected.p_best[1]);
    evpi.push_back(corrected.evpi);
    naive_ceac.push_back(naive.p_best[1]);
    naive_evpi.push_back(naive.evpi);
  }
  const auto within = [](const std::vector<double>& values, double truth) {
    const Mean found = mean_of(values);
    INFO(found.mean << " (MCSE " << found.mcse << ") against " << truth);
    CHECK(std::abs(found.mean - truth) < 4 * found.mcse);
  };
  within(ceac, 0.8413447461);
  within(evpi, 83.31547059);
  within(naive_ceac, 0.6848835055);
  within(naive_evpi, 422.9273467);
}

TEST_CASE("the corrected spread is the between-draw part, and shrunken draws have less by the factor b") {
  const DrawMeans means = average_replicates(noisy_draws(2000, 4, 10000, 7));
  const Eigen::MatrixXd lead = means.cost.col(0) - means.cost.col(1);
  const Eigen::MatrixXd within = within_increments(means.within, 0, 0).bottomRightCorner(1, 1);
  const VarianceParts parts = split_variance(lead, within, means.replicates);
  const auto variance = [](const Eigen::MatrixXd& v) { return (v.array() - v.mean()).square().sum() / static_cast<double>(v.size() - 1); };
  const double between = parts.between(0, 0), b = between / parts.observed(0, 0);
  CHECK(variance(corrected_draws(lead, parts, means.replicates)) == Approx(between).epsilon(1e-10));
  CHECK(variance(shrunken_draws(lead, parts, means.replicates)) == Approx(b * between).epsilon(1e-10));
  CHECK(corrected_draws(lead, parts, means.replicates).mean() == Approx(lead.mean()).epsilon(1e-10));
  // tau^2/n is paired: the luck shared by both arms is no noise. 6,000 df: relative SD sqrt(2/6000) = 1.8%, 4 of them 7.3%.
  CHECK(within(0, 0) == Approx(tau * tau / 2500).epsilon(0.073));
}

TEST_CASE("several options: the corrected covariance is the between part, also with unequal replicates") {
  Words words(11);
  Draws draws;
  draws.options = {"a", "b", "c"};
  std::vector<double> rows;
  for (int i = 0; i < 4000; ++i) {
    const double p = words.normal(), q = words.normal();
    for (int r = 0; r < (i % 5 == 0 ? 3 : 1); ++r) {  // replicates in a fixed fifth of the draws
      for (const double truth : {0.0, 2 + p, 1 + p + 2 * q}) rows.push_back(truth + (truth == 0 ? 0 : 1.5 * words.normal()));
      draws.draw.push_back(std::to_string(i));
    }
  }
  const auto n = static_cast<Eigen::Index>(draws.draw.size());
  draws.cost = -Eigen::Map<Eigen::Matrix<double, -1, 3, Eigen::RowMajor>>(rows.data(), n, 3);
  draws.effect = Eigen::MatrixXd::Zero(n, 3);
  const DrawMeans means = average_replicates(draws);
  REQUIRE(noise_correctable(means).possible);
  const Eigen::MatrixXd corrected = corrected_net_benefit(means, 0);
  const Eigen::MatrixXd off = corrected.rowwise() - corrected.colwise().mean();
  const Eigen::Matrix3d covariance = off.transpose() * off / 3999.0;
  // Truth 1, 1, 5. The SD of a variance of noisy draws (1 + 2.25) is 3.25 sqrt(2/4000) = 0.07, of the last 0.16; the within part
  // (1,600 df) adds 0.07. Four of their root sums: 0.4 and 0.7.
  CHECK(covariance(1, 1) == Approx(1).margin(0.4));
  CHECK(covariance(1, 2) == Approx(1).margin(0.5));
  CHECK(covariance(2, 2) == Approx(5).margin(0.7));
}

TEST_CASE("no correction without replicates, and the reason is told") {
  CHECK_FALSE(noise_correctable(average_replicates(noisy_draws(50, 1, 1000, 1))).possible);
  Draws few = noisy_draws(200, 1, 1000, 1);
  for (int i = 0; i < 20; ++i) few.draw[static_cast<std::size_t>(2 * i)] = few.draw[static_cast<std::size_t>(2 * i + 1)];
  const Correctable answer = noise_correctable(average_replicates(few));
  CHECK_FALSE(answer.possible);
  CHECK(answer.reason.find("20 of 180") != std::string::npos);
}

TEST_CASE("noise alone leaves no uncertainty of the parameters") {
  Draws draws = noisy_draws(500, 4, 1000, 3);
  // Same truth in every draw: what is left of sigma after the correction is chance, and is cut off at 0 about half the time.
  Words words(5);
  for (Eigen::Index r = 0; r < draws.cost.rows(); ++r) {
    draws.cost(r, 0) = 0;
    draws.cost(r, 1) = -100 - 10 * words.normal();
  }
  const DrawMeans means = average_replicates(draws);
  const CorrectedDecision found = decide_corrected(means, 0, 50, 1);
  CHECK(found.noise_share > 0.8);
  CHECK(found.decision.p_best[1] == 1);
  CHECK(found.decision.evpi == Approx(0).margin(1e-12));
}

TEST_CASE("the best number of replicates minimises the variance of the mean for a budget") {
  CHECK(optimal_replicates(1000, tau, 100, 1) == Approx(575.768079));
  CHECK(optimal_replicates(1000, 10, 1, 1) == 1);
  CHECK(optimal_replicates(1000, tau, 0, 1) == 1);  // a free draw: one row each
  const Split split = best_split(2, 12, 30, 4, 1e5);
  double best = 1e300;
  for (int n = 1; n < 200; ++n) best = std::min(best, (4 + 144.0 / n) / std::floor(1e5 / (30 + 4 * n)));
  CHECK(split.variance_of_mean == Approx(best).epsilon(2e-3));  // whole draws make the last step uneven
  CHECK_THROWS_AS(best_split(2, 12, 30, 4, 10), alongside::DataError);
}

TEST_CASE("outlooks on splits: their errors are those that simulation finds, and two replicates are the least that is advised") {
  // m 1, sigma 2, tau 4, 1,200 rows as 300 draws of 4. 400 simulated analyses: a standard deviation of 400 values is known to 3.5%,
  // the delta method is good to a few percent here: 15% in all.
  const SplitOutlook outlook = split_outlooks(1, 2, 4, 1200, {4}).front();
  CHECK(outlook.draws == 300);
  std::vector<double> mean_lead, probability, evpi, naive;
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    Words words(seed);
    Draws draws;
    draws.options = {"a", "b"};
    draws.cost = draws.effect = Eigen::MatrixXd::Zero(1200, 2);
    for (int i = 0, row = 0; i < 300; ++i) {
      const double truth = 1 + 2 * words.normal();
      for (int r = 0; r < 4; ++r, ++row) {
        draws.cost(row, 1) = -truth - 4 * words.normal();
        draws.draw.push_back(std::to_string(i));
      }
    }
    const DrawMeans means = average_replicates(draws);
    const Decision corrected = decide(corrected_net_benefit(means, 0), 0);
    mean_lead.push_back(-means.cost.col(1).mean());
    probability.push_back(corrected.p_best[1]);
    evpi.push_back(corrected.evpi);
    naive.push_back(expected_value_of_perfect_information(-means.cost));
  }
  const auto spread = [](const std::vector<double>& values) { return mean_of(values).mcse * std::sqrt(static_cast<double>(values.size())); };
  CHECK(spread(mean_lead) == Approx(outlook.se_mean).epsilon(0.15));
  CHECK(spread(evpi) == Approx(outlook.se_evpi).epsilon(0.15));
  // The share of 300 draws is coarser than the smooth probability behind the delta method, by up to its binomial error.
  CHECK(spread(probability) > 0.85 * outlook.se_probability);
  CHECK(mean_of(naive).mean - normal_loss(1, 2) == Approx(outlook.naive_evpi_bias).epsilon(0.1));
  const auto all = split_outlooks(1, 2, 4, 1200, {1, 2, 4, 8, 16});
  CHECK(std::isnan(all[0].se_evpi));
  CHECK(advised_split(all).replicates >= 2);
  // More noise within draws asks for more replicates.
  CHECK(advised_split(split_outlooks(1, 2, 40, 12000, {1, 2, 4, 8, 16, 32, 64})).replicates > advised_split(split_outlooks(1, 2, 1, 12000, {1, 2, 4, 8, 16, 32, 64})).replicates);
}
