// Reference cases T1 to T3: design effects, parallel trials, difference in differences, partially nested trials.
// Sources: closed forms; clusterPower 0.7.0; Moerbeek and Wong 2008.

#include "analysis/trial/power_parallel.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/trial/reference_data.hpp"

using namespace alongside::power;
using reference::check_digits;

namespace {
const Test normal_test{};
}

TEST_CASE("T1: design-effect arithmetic") {
  const Clusters plain{20, .05, 0, SizeRule::eldridge}, unequal{20, .05, .6, SizeRule::eldridge};
  check_digits(design_effect(plain), 1.95);
  check_digits(design_effect(unequal), 2.31);
  const double n = individuals_per_arm(means(.3, 1), .8, .05);
  check_digits(n, 174.4195497, 1e-9);
  check_digits(n * 1.95, 340.1181, 1e-6);
  check_digits(parallel_clusters(means(.3, 1), plain, .8, Reference::normal, normal_test), 17.00590609, 1e-7);
  check_digits(parallel_clusters(means(.3, 1), unequal, .8, Reference::normal, normal_test), 20.14545798, 1e-7);
  check_digits(relative_efficiency({20, .05, .6, SizeRule::van_breukelen}), 0.9100591716, 1e-9);
  check_digits(contamination_inflation(.1), 1.234567901, 1e-9);
  check_digits(contamination_inflation(.2), 1.5625);
  check_digits(contamination_inflation(.3), 2.040816327, 1e-9);
  check_digits(contamination_inflation(.2, .1), 2.040816327, 1e-9);
  check_digits(1.95 * contamination_inflation(.1) * attrition_inflation(.15), 2.832244009, 1e-9);
  check_digits(116 * contamination_inflation(.2), 181.25);
}

TEST_CASE("T2: parallel trials, normal and binary") {
  const Clusters big{150, .05, 0, SizeRule::eldridge};
  check_digits(parallel_clusters(means(.4804988, 1), big, .8, Reference::t, normal_test), 4.99995351, 2e-5);  // their root has a tolerance
  CHECK(parallel_power(means(.4804988, 1), big, 4.99995351, Reference::t, normal_test) == Approx(.8).margin(1e-5));
  check_digits(parallel_clusters(risks(.1, .2), big, .8, Reference::t, normal_test), 12.09382643, 1e-7);
  check_digits(parallel_clusters(risks(.1, .2), big, .8, Reference::normal, normal_test), 11.05385383, 2e-6);  // their root again
  check_digits(parallel_power(risks(.1, .2), big, 13, Reference::normal, normal_test), 0.8595398164, 1e-9);
  check_digits(parallel_power(risks(.1, .2), {150, .05, .5, SizeRule::eldridge}, 13, Reference::normal, normal_test), 0.7848204607, 1e-9);
  check_digits(parallel_power(means(.2, 1), {100, .1, .5, SizeRule::van_breukelen}, 20, Reference::t, normal_test), 0.455988061, 1e-8);
  check_digits(parallel_power(means(.5, 1), {20, .05, .6, SizeRule::eldridge}, 10, Reference::t, normal_test), 0.8749159492, 1e-9);
  check_digits(parallel_power(means(.5, 1), {20, .05, .6, SizeRule::van_breukelen}, 10, Reference::t, normal_test), 0.8977196559, 1e-9);
}

TEST_CASE("T2: rates by Hayes and Bennett") {
  check_digits(rate_clusters(.01, .005, 1000, .25, .8, .05), 8.162102758, 1e-8);
  check_digits(rate_power(.01, .005, 1000, .25, 8.162102758, .05), .8, 1e-8);
}

TEST_CASE("T2: difference in differences") {
  check_digits(did_clusters(means(.48, 1), {150, .05, 0, SizeRule::eldridge}, {0, 0}, .8, normal_test), 8.749300338, 1e-6);
  check_digits(did_clusters(means(.5, 1), {100, .05, 0, SizeRule::eldridge}, {.5, .7}, .8, normal_test), 4.683358313, 1e-6);
  check_digits(did_clusters(means(.1, .5), {50, .05, 0, SizeRule::eldridge}, {.3, .7}, .8, normal_test), 32.93342047, 1e-8);
}

TEST_CASE("T3: partially nested") {
  check_digits(partially_nested_power(.5, {30, 10, 400, .5, 1, 4}, normal_test), 0.8229815259, 1e-6);
  check_digits(partially_nested_power(.25, {125, 12, 550, .25, 2.1, 3}, normal_test), 0.7570434786, 1e-6);
  check_digits(partially_nested_controls(.5, {10, 10, 1, .1, .9, 1}, .8, .05), 77.81084318, 1e-6);
  const double p1 = .397, p0 = .243, v1 = p1 * (1 - p1);
  check_digits(partially_nested_size(p1 - p0, {23, 1, 146, .05 * v1, .95 * v1, p0 * (1 - p0)}, .8, .05), 7.966239782, 1e-6);
}

TEST_CASE("power: impossible input is refused in words") {
  CHECK_THROWS_AS(design_effect({20, 1.5, 0, SizeRule::eldridge}), alongside::UsageError);
  CHECK_THROWS_AS(contamination_inflation(.6, .4), alongside::UsageError);
  CHECK_THROWS_AS(parallel_clusters(means(0, 1), {20, .05, 0, SizeRule::eldridge}, .8, Reference::t, normal_test), alongside::UsageError);
  CHECK_THROWS_AS(risks(.2, 1.2), alongside::UsageError);
  CHECK_THROWS_AS(partially_nested_controls(.1, {3, 10, 1, .5, 1, 1}, .9, .05), alongside::UsageError);
}
