// Reference cases T4 to T6, the stepped-wedge lines of T2, and T10.
// Sources: Hussey and Hughes 2007; swCRTdesign; Baio 2015; Kasza 2019; swdpwr 1.11; clusterPower 0.7.0; Kenny 2022.

#include "analysis/trial/power_likelihood.hpp"
#include "analysis/trial/power_stepped_wedge.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/trial/reference_data.hpp"

using namespace alongside::power;
using reference::check_digits;

namespace {

const Test one_tail{};
const Test both_tails{.05, std::numeric_limits<double>::infinity(), Tails::both};

Schedule standard(int sequences, double per_sequence, double size) {
  Wedge w;
  w.sequences = sequences;
  w.per_sequence = per_sequence;
  w.size = size;
  return wedge(w);
}

Components parts(double within, double tau2) {
  Components c;
  c.within = within;
  c.tau2 = tau2;
  return c;
}

}  // namespace

TEST_CASE("T4: Hussey-Hughes closed form and the general variance agree with the paper and swCRTdesign") {
  const Schedule design = standard(4, 6, 120);
  const double sigma2 = .0425 * .9575;
  const double variance = hussey_hughes_variance(design, sigma2 / 120, 1e-4);
  check_digits(variance, 2.96823136e-05, 1e-8);
  check_digits(treatment_variance(design, parts(sigma2, 1e-4)), variance, 1e-11);
  check_digits(power_of(.015, variance, one_tail), 0.7861883732, 1e-9);
  check_digits(power_of(.015, variance, both_tails), 0.7861895925, 1e-9);
  const Schedule smaller = standard(4, 6, 100);
  const double expected[4][3] = {{0, 2.712916667e-05, 0.8211893198},
                                 {.005, 2.994376054e-05, 0.7826632632},
                                 {.01, 3.480429118e-05, 0.7199245541},
                                 {.015, 3.841274358e-05, 0.677331266}};
  for (const auto& [tau, v, power] : expected) {
    check_digits(treatment_variance(smaller, parts(sigma2, tau * tau)), v, 1e-9);
    check_digits(hussey_hughes_variance(smaller, sigma2 / 100, tau * tau), v, 1e-9);
    check_digits(power_of(.015, v, one_tail), power, 1e-8);
  }
}

TEST_CASE("T4: swCRTdesign extensions") {
  const double sigma2 = .0425 * .9575;
  Wedge longer;
  longer.sequences = 4;
  longer.per_sequence = 6;
  longer.size = 120;
  longer.extra = 3;
  check_digits(power_of(.015, treatment_variance(wedge(longer), parts(sigma2, 1e-4)), both_tails), 0.8171283257, 1e-9);
  Components random = parts(sigma2, 1e-4);
  random.eta2 = .0045 * .0045;
  check_digits(power_of(.015, treatment_variance(standard(4, 6, 120), random), both_tails), 0.7724894264, 1e-9);

  // Help page example 7: twelve clusters of unequal sizes over five periods.
  const double sizes[5][12] = {{26, 493, 64, 45, 48, 231, 117, 17, 49, 36, 19, 77},
                               {67, 590, 261, 212, 67, 318, 132, 58, 44, 57, 59, 78},
                               {115, 532, 176, 199, 73, 293, 129, 79, 51, 62, 109, 94},
                               {174, 785, 133, 79, 120, 305, 224, 99, 83, 79, 122, 122},
                               {94, 961, 90, 131, 166, 352, 316, 59, 54, 131, 101, 133}};
  Schedule unequal{Eigen::MatrixXd::Zero(12, 5), Eigen::VectorXd::Ones(12), Eigen::MatrixXd(12, 5)};
  for (int c = 0; c < 12; ++c)
    for (int t = 0; t < 5; ++t) {
      unequal.condition(c, t) = t > c / 3;
      unequal.size(c, t) = sizes[t][c];
    }
  Components correlated = parts(.07 * .93, .017 * .017);
  correlated.eta2 = .006 * .006;
  correlated.tau_eta = -.5;
  check_digits(power_of(.02, treatment_variance(unequal, correlated), both_tails), 0.5840801466, 1e-9);
}

TEST_CASE("T4: swGlmPwr, logit link by the Laplace approximation") {
  const Schedule design = standard(4, 6, 120);
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  const double tau = .1 / (.475 * .525);
  check_digits(discrete_power(design, parts(1, tau * tau), DiscreteLink::logit, logit(.45), logit(.5) - logit(.45), .05), 0.9143246183, 1e-8);
  check_digits(power_of(.05, treatment_variance(design, parts(.475 * .525, .01)), both_tails), 0.9152741115, 1e-9);
}

TEST_CASE("T4: corrected Woertman design effect") {
  const double factor = woertman_design_effect(20, 5, 1, 1, .2);
  check_digits(factor, 0.41891892, 1e-8);
  const double z = 1.959963984540054 + 0.8416212335729143, total = 4 * z * z * 1.55 * 1.55 / (.3875 * .3875);
  check_digits(total, 502.3283, 1e-6);
  const double clusters = total * factor / 20;
  check_digits(clusters, 10.521741, 1e-7);
  const double v = 1.55 * 1.55;
  check_digits(power_of(.3875, treatment_variance(standard(5, clusters / 5, 20), components(v, .2)), one_tail), .8, 1e-9);
}

TEST_CASE("T2: stepped wedges of clusterPower") {
  Components hooper = components(16, .2);
  hooper.cac = .8;
  const double needed = solve_increasing([&](double k) { return power_of(1.5, treatment_variance(standard(5, k, 50), hooper), one_tail); }, .8, .1, "clusters");
  check_digits(needed, 1.28877168, 3e-5);  // their root has a tolerance of 1e-4
  Schedule counts = standard(6, 1, 30);
  counts.clusters << 3, 4, 3, 4, 3, 4;  // 21 clusters over six steps, rounded down as they switch
  check_digits(count_power(counts, 1.75, .9, .01, one_tail), 0.8068562813, 1e-9);
  check_digits(count_power(standard(5, 5, 30), 1.75, .9, .01, one_tail), 0.8116028823, 1e-9);
}

TEST_CASE("T2 and T6: binary wedge by the likelihood over all results") {
  const BinaryWedge flat{.2, .2, .05, Trend::none};
  // swdpwr prints 0.916, clusterPower 0.9161925509; the exact sum over results agrees to four digits.
  CHECK(identity_likelihood_power(standard(3, 3, 20), flat, .11, .05) == Approx(0.9161925509).margin(5e-5));
  const BinaryWedge rising{.2, .3, .01, Trend::linear};
  CHECK(logit_likelihood_power(parse_schedule("011,001", 6, 30), rising, .6, .05) == Approx(0.654).margin(5e-4));
  CHECK_THROWS_AS(logit_likelihood_power(standard(7, 3, 50), rising, .6, .05), alongside::UsageError);
}

TEST_CASE("T5: decay structures") {
  const Schedule design = standard(4, 3, 20);
  const auto check = [&](const Schedule& schedule, const Components& c, double variance, double power) {
    check_digits(treatment_variance(schedule, c), variance, 1e-9);
    check_digits(power_of(.3, variance, one_tail), power, 1e-8);
  };
  const Components exchangeable = components(1, .05);
  Components decay = exchangeable, nested = exchangeable;
  decay.decay = nested.cac = .95;
  check(design, exchangeable, 0.009540084388, 0.866822978);
  check(design, decay, 0.01023543218, 0.8426316797);
  check(design, nested, 0.009956709957, 0.8523465707);
  check(parse_schedule("00000,11111", 6, 20), exchangeable, 0.01983333333, 0.5675935579);
  check(parse_schedule("00000,01111", 6, 20), exchangeable, 0.01207799145, 0.7792884856);
}

TEST_CASE("T5: PROMPT, five sequences of one cluster") {
  const Schedule design = standard(5, 1, 20);
  const auto check = [&](double icc, double cac, double decay, double variance, double power) {
    Components c = components(81, icc);
    c.cac = cac;
    c.decay = decay;
    check_digits(treatment_variance(design, c), variance, 3e-8);
    check_digits(power_of(4.2, variance, both_tails), power, 2e-8);
  };
  check(.013, 1, 1, 1.3417568, 0.95213408);
  check(.032, .174, 1, 1.7389871, 0.8897078);
  check(.031, 1, .249, 1.7527789, 0.88732428);
}

TEST_CASE("a transition period costs information, and a schedule without contrast is refused") {
  Wedge w;
  w.per_sequence = 3;
  w.size = 20;
  const double full = treatment_variance(wedge(w), components(1, .05));
  w.transition = 1;
  CHECK(treatment_variance(wedge(w), components(1, .05)) > full);
  CHECK(treatment_variance(parse_schedule("0.111,00.11,000.1,0000.", 3, 20), components(1, .05)) ==
        Approx(treatment_variance(wedge(w), components(1, .05))).epsilon(1e-12));
  CHECK_THROWS_AS(treatment_variance(parse_schedule("01,01", 3, 20), components(1, .05)), alongside::UsageError);
  CHECK_THROWS_AS(parse_schedule("012", 3, 20), alongside::UsageError);
  CHECK_THROWS_AS(parse_schedule("011,01", 3, 20), alongside::UsageError);
}

TEST_CASE("T10: weights of exposure times in the immediate-effect estimate") {
  const Schedule design = standard(4, 1, 20);
  const auto weights = exposure_weights(design, components(1, 0));
  const double flat[] = {.6, .3, .1, 0};
  for (int s = 0; s < 4; ++s) CHECK(weights[s] == Approx(flat[s]).margin(1e-12));
  const auto clustered = exposure_weights(design, components(1, .05));
  const double skewed[] = {.90379747, .3, -.051898734, -.15189873};
  for (int s = 0; s < 4; ++s) check_digits(clustered[s], skewed[s], 4e-8);
  const double ramp[] = {.25, .5, .75, 1};
  double it0 = 0, it5 = 0;
  for (int s = 0; s < 4; ++s) it0 += weights[s] * ramp[s], it5 += clustered[s] * ramp[s];
  check_digits(it0, .375);
  check_digits(it5, .18512658, 3e-8);
}

TEST_CASE("T11: diluted effects") {
  check_digits(diluted_effect(.5, .15, .20), .325);
  check_digits(contamination_inflation(.15, .20), 1 / (.65 * .65));
}
