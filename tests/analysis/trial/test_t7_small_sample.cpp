// Reference case T7: exact small-sample behaviour, in closed form and recovered by simulation; T11 by simulation.
// Monte Carlo checks: fixed seeds, limit 4 MCSE. A correct program fails one such check with probability 6e-5 on a new
// seed; the 25 checks here together 0.0016.

#include <cmath>
#include <random>

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/estimator.hpp"
#include "analysis/trial/gee.hpp"
#include "analysis/trial/performance.hpp"
#include "analysis/trial/power_parallel.hpp"
#include "tests/analysis/trial/reference_data.hpp"

using namespace alongside::estimation;
using namespace alongside::power;
using reference::check_digits;

namespace {

/// A balanced two-arm normal cluster trial, total variance 1.
struct Simulated {
  std::vector<double> y;
  std::vector<std::int32_t> arm, cluster;

  Simulated(int per_arm, int size) {
    for (std::int32_t c = 0; c < 2 * per_arm; ++c)
      for (int i = 0; i < size; ++i) cluster.push_back(c), arm.push_back(c % 2);
    y.resize(cluster.size());
  }

  void draw(std::mt19937_64& random, double icc, double effect) {
    std::normal_distribution<double> normal;
    double shared = 0;
    for (std::size_t i = 0; i < y.size(); ++i) {
      if (i == 0 || cluster[i] != cluster[i - 1]) shared = std::sqrt(icc) * normal(random);
      y[i] = shared + std::sqrt(1 - icc) * normal(random) + effect * arm[i];
    }
  }

  TrialData data() const { return {y, arm, cluster, {}, {}, {}, {}, {}}; }
};

void check_rate(double count, double n, double truth) {
  CHECK(std::fabs(count / n - truth) < 4 * std::sqrt(truth * (1 - truth) / n));
}

}  // namespace

TEST_CASE("T7: type I errors in closed form") {
  const auto z = [](Correction c, double k) { return exact_type_one_error(c, alongside::power::Reference::normal, k, .05); };
  const auto t = [](Correction c, double k) { return exact_type_one_error(c, alongside::power::Reference::t, k, .05); };
  check_digits(z(Correction::liang_zeger, 5), 0.1176862401, 1e-9);
  check_digits(z(Correction::kauermann_carroll, 5), 0.08566282284, 1e-9);
  check_digits(z(Correction::mancl_derouen, 5), 0.05979906548, 1e-9);
  check_digits(t(Correction::liang_zeger, 5), 0.07306966678, 1e-9);
  check_digits(t(Correction::kauermann_carroll, 5), 0.05, 1e-12);
  check_digits(t(Correction::mancl_derouen, 5), 0.03270820405, 1e-9);
  check_digits(z(Correction::liang_zeger, 10), 0.07939824064, 1e-9);
  check_digits(z(Correction::kauermann_carroll, 10), 0.06566846676, 1e-9);
  check_digits(z(Correction::mancl_derouen, 10), 0.05353126366, 1e-9);
  check_digits(t(Correction::liang_zeger, 10), 0.06163207377, 1e-9);
  check_digits(t(Correction::mancl_derouen, 10), 0.03993111003, 1e-9);
}

TEST_CASE("T7: exact power of the cluster-level t test") {
  check_digits(cluster_t_power(.4, {20, .05, 0, SizeRule::eldridge}, 8, .05), 0.6641519089, 1e-9);
  check_digits(cluster_t_power(.4, {20, .05, 0, SizeRule::eldridge}, 12, .05), 0.8504470435, 1e-9);
  check_digits(cluster_t_power(.3, {10, .02, 0, SizeRule::eldridge}, 15, .05), 0.6365273893, 1e-9);
  check_digits(cluster_t_power(.5, {50, .1, 0, SizeRule::eldridge}, 6, .05), 0.62372662, 1e-8);
  check_digits(cluster_t_power(diluted_effect(.4, .15), {20, .05, 0, SizeRule::eldridge}, 12, .05), 0.722199489, 1e-9);
}

TEST_CASE("T7: simulated GEE has the exact type I errors") {
  const std::pair<Sandwich, Correction> sandwiches[] = {{Sandwich::liang_zeger, Correction::liang_zeger},
                                                        {Sandwich::kauermann_carroll, Correction::kauermann_carroll},
                                                        {Sandwich::mancl_derouen, Correction::mancl_derouen}};
  for (const int k : {5, 10}) {
    const int trials = 20000;
    Simulated trial(k, 4);
    std::mt19937_64 random(20260700 + static_cast<unsigned>(k));
    double rejected[3][2] = {};
    const double limits[2] = {normal_quantile(.975), t_quantile(.975, 2 * k - 2)};
    Sample sample;
    for (int i = 0; i < trials; ++i) {
      trial.draw(random, .1, 0);
      sample.assign(trial.data());
      const GeeFit gee = fit_gee(parallel_design(sample, Adjust::none), Link::identity, Working::independence);
      for (int s = 0; s < 3; ++s) {
        const double statistic = std::fabs(gee.beta[1]) / std::sqrt(gee.covariance(sandwiches[s].first)(1, 1));
        for (int r = 0; r < 2; ++r) rejected[s][r] += statistic > limits[r];
      }
    }
    for (int s = 0; s < 3; ++s) {
      check_rate(rejected[s][0], trials, exact_type_one_error(sandwiches[s].second, alongside::power::Reference::normal, k, .05));
      check_rate(rejected[s][1], trials, exact_type_one_error(sandwiches[s].second, alongside::power::Reference::t, k, .05));
    }
  }
}

TEST_CASE("T7: simulated estimators are unbiased, cover, and have the exact power") {
  const char* methods[] = {"cluster-t", "lmm-kenward-roger", "gee-identity-exch-kc-t"};
  const int trials = 3000, k = 8;
  Simulated trial(k, 20);
  std::mt19937_64 random(77);
  std::vector<double> value[3], se[3], df[3];
  Sample sample;
  for (int i = 0; i < trials; ++i) {
    trial.draw(random, .05, .4);
    sample.assign(trial.data());
    for (int m = 0; m < 3; ++m) {
      const Estimate e = fit(find_estimator(methods[m]), sample);
      value[m].push_back(e.value), se[m].push_back(e.se), df[m].push_back(e.df);
    }
  }
  for (int m = 0; m < 3; ++m) {
    const Performance p = performance({value[m], se[m], df[m], {}}, .4);
    CHECK(p.missing == 0);
    CHECK(std::fabs(p.bias.value) < 4 * p.bias.mcse);
    if (m == 0) CHECK(std::fabs(p.coverage.value - .95) < 4 * p.coverage.mcse);
    if (m == 0) check_rate(p.rejection.value * trials, trials, cluster_t_power(.4, {20, .05, 0, SizeRule::eldridge}, k, .05));
  }
}

TEST_CASE("T11: simulated contamination and non-uptake dilute as the identity says") {
  const double effect = .5, contamination = .15, non_uptake = .20;
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> uniform;
  const int trials = 2000;
  Simulated trial(12, 20);
  std::vector<double> received(trial.y.size()), itt, itt_se, cace, cace_se;
  Sample sample;
  for (int i = 0; i < trials; ++i) {
    trial.draw(random, .05, 0);
    for (std::size_t r = 0; r < received.size(); ++r) {
      received[r] = trial.arm[r] == 1 ? uniform(random) >= non_uptake : uniform(random) < contamination;
      trial.y[r] += effect * received[r];
    }
    TrialData data = trial.data();
    data.received = received;
    sample.assign(data);
    const Estimate a = fit(find_estimator("cluster-t"), sample), b = fit(find_estimator("cace"), sample);
    itt.push_back(a.value), itt_se.push_back(a.se), cace.push_back(b.value), cace_se.push_back(b.se);
  }
  const Performance diluted = performance({itt, itt_se, {}, {}}, diluted_effect(effect, contamination, non_uptake));
  const Performance complier = performance({cace, cace_se, {}, {}}, effect);
  CHECK(std::fabs(diluted.bias.value) < 4 * diluted.bias.mcse);
  CHECK(std::fabs(complier.bias.value) < 4 * complier.bias.mcse);
  // The variance ratio is about 1 / .65^2: within a tenth of the inflation.
  const double ratio = std::pow(complier.empirical_se.value / diluted.empirical_se.value, 2);
  CHECK(ratio == Approx(contamination_inflation(contamination, non_uptake)).epsilon(.1));
}
