// What simulated trials find, against what is true of their worlds. Every check is at 4 Monte Carlo standard errors of a
// mean over independent worlds (a false failure about once in 16,000 checks), with fixed seeds.

#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/trial.hpp"
#include "tests/trial/scenarios.hpp"

using namespace alongside;
using namespace alongside::tests;

namespace {

void check_zero(const std::vector<double>& values, const char* what) {
  const Estimate e = estimate(values);
  INFO(what << ": " << e.mean << " +- " << e.se);
  CHECK(std::fabs(e.mean) < 4 * e.se);
}

/// Bias within 4 MCSE of zero against the mean truth and against each world's own, coverage within 4 MCSE of 95%.
void check_unbiased(const TrialModel& trial, std::string_view method, std::string_view estimand) {
  INFO(method);
  const std::vector<double> found = trial.estimates(method), own = trial.truths(estimand);
  const Estimate truth = estimate(own), mean = estimate(found);
  CHECK(std::fabs(mean.mean - truth.mean) < 4 * std::hypot(mean.se, truth.se));
  check_zero(minus(found, own), "against its own truth");
  const double covered = trial.coverage(method, truth.mean), mcse = std::sqrt(0.95 * 0.05 / static_cast<double>(found.size()));
  INFO("coverage " << covered);
  CHECK(std::fabs(covered - 0.95) < 4 * mcse);
}

}  // namespace

TEST_CASE("individual trials: unbiased with 95% coverage where nothing interferes") {
  TrialModel trial(trial_scenario("design = \"individual\"\n[trial.endpoint.score]\n[trial.endpoint.cases]\noutcome = \"case\"\n"), {"population.symptom_shift=0.4"});
  trial.simulate(300);
  check_unbiased(trial, "difference", "difference, participant");
  check_unbiased(trial, "ancova", "difference, participant");
  for (const double spilt : trial.truths("spill-over")) CHECK(spilt == 0);
  // Endpoint 1 is a risk.
  check_zero(minus(trial.estimates("risk-difference", "estimate", 0, 1), trial.truths("difference, participant", 0, 1)), "risk difference");
  CHECK(estimate(trial.truths("difference, participant")).mean < -0.5);
}

TEST_CASE("cluster trials: unbiased with 95% coverage where nothing interferes and recruitment comes first") {
  TrialModel trial(trial_scenario("design = \"cluster\""), {"population.communities=16", "community.icc=0.03", "symptoms.trait_variance=0.8"});
  trial.simulate(300);
  for (const char* method : {"cluster-t", "permutation"}) check_unbiased(trial, method, "difference, cluster");
  for (const char* method : {"cluster-t-weighted", "lmm-satterthwaite", "lmm-kenward-roger", "gee-identity-exch-kc-t"}) check_unbiased(trial, method, "difference, precision");
}

TEST_CASE("a null effect is rejected in 5% of trials") {
  TrialModel trial(trial_scenario("design = \"cluster\"\ntruth = \"none\""), {"arms.phone.schedule.weekly.per_week=0", "community.icc=0.03", "population.families=200", "symptoms.trait_variance=0.8"});
  trial.simulate(600);
  const double mcse = std::sqrt(0.05 * 0.95 / 600);
  for (const char* method : {"cluster-t", "lmm-kenward-roger", "gee-identity-exch-kc-t"}) {
    INFO(method << " " << trial.rejections(method));
    CHECK(std::fabs(trial.rejections(method) - 0.05) < 4 * mcse);
  }
  // Five clusters an arm: Liang-Zeger against z rejects 12% (T7), far from 5%.
  CHECK(trial.rejections("gee-identity-exch-lz-z") > 0.05 + 4 * mcse);
}

TEST_CASE("all-or-nothing cross-over at random with its own capacity dilutes to (1 - c) x effect") {
  for (const double c : {0.0, 0.1, 0.2, 0.4}) {
    TrialModel trial(trial_scenario("design = \"individual\""), {fmt::format("spillover.cross_over_at_enrolment={}", c), "spillover.cross_over_capacity=own"});
    trial.simulate(120);
    // Take-up is 0.999 of those offered, and everybody of those who cross over.
    const std::vector<double> truth = trial.truths("difference, participant"), direct = trial.truths("direct");
    std::vector<double> apart;
    for (std::size_t w = 0; w < truth.size(); ++w) apart.push_back(direct[w] - (1 - c) * truth[w]);
    INFO("c = " << c << ", ratio " << ratio_of_means(direct, truth).mean);
    check_zero(apart, "ITT less (1 - c) x effect");
    check_zero(minus(minus(trial.estimates("difference"), trial.truths("selection")), direct), "estimates less the direct effect");
    const Estimate contaminated = estimate(trial.facts("contamination"));
    CHECK(std::fabs(contaminated.mean - c * (1 - estimate(trial.facts("non_uptake")).mean)) < 4 * contaminated.se + 1e-9);
  }
}

TEST_CASE("other ways of contamination do not follow 1 - c") {
  struct Way {
    const char* name;
    std::vector<std::string> set;
  };
  const Way ways[] = {{"weekly cross-over", {"spillover.cross_over=0.03", "spillover.cross_over_capacity=own"}},
                      {"friends", {"spillover.network=0.5"}},
                      {"staff", {"spillover.staff=0.3"}},
                      {"limited capacity", {"spillover.cross_over_at_enrolment=0.3", "arms.phone.supporter.wanted=20"}}};
  int apart = 0;
  for (const Way& way : ways) {
    TrialModel trial(trial_scenario("design = \"individual\""), way.set);
    trial.simulate(60);
    const Estimate kept = ratio_of_means(trial.truths("direct"), trial.truths("difference, participant"));
    const double c = estimate(trial.facts("contamination")).mean, received = 1 - estimate(trial.facts("non_uptake")).mean, formula = 1 - c / received;
    UNSCOPED_INFO(way.name << ": ITT / effect = " << kept.mean << " +- " << kept.se << ", 1 - c = " << formula);
    apart += std::fabs(kept.mean - formula) > 4 * kept.se ? 1 : 0;
  }
  CHECK(apart >= 1);
}

TEST_CASE("complier effects are recovered under contamination and non-uptake") {
  TrialModel trial(trial_scenario("design = \"individual\"\n[trial.method.cace]\n[trial.method.difference]\n"),
                   {"spillover.cross_over_at_enrolment=0.15", "spillover.cross_over_capacity=own", "take_up.proactive=2.8"});
  trial.simulate(250);
  // Receipt is all or nothing up to the few who never answer, so the instrument's effect is that of receiving support.
  check_zero(minus(trial.estimates("cace"), trial.truths("difference among compliers, participant")), "complier effect");
  const Estimate diluted = ratio_of_means(trial.truths("direct"), trial.truths("difference among compliers, participant"));
  CHECK(diluted.mean < 0.75);
}

TEST_CASE("recruitment after randomisation by aware recruiters biases, and the bias is selection's") {
  const std::vector<std::string> set{"trial.identified=0.5", "trial.identified_supported_severity=1.5", "trial.identified_supported=0.3", "loss.base=-10"};
  const auto conducted = [&](const char* order) {
    TrialModel trial(trial_scenario(std::string("design = \"cluster\"\nrecruitment = \"") + order + "\""), set);
    trial.simulate(120);
    return std::pair{estimate(minus(trial.estimates("gee-identity-exch-kc-t"), trial.truths("difference, precision"))), estimate(trial.truths("selection"))};
  };
  const auto [before, no_selection] = conducted("before");
  CHECK(std::fabs(before.mean) < 4 * before.se);
  CHECK(std::fabs(no_selection.mean) < 4 * no_selection.se);
  const auto [blinded, none] = conducted("after, blinded");
  CHECK(std::fabs(blinded.mean) < 4 * blinded.se);
  const auto [aware, selection] = conducted("after, aware");
  INFO("bias " << aware.mean << " +- " << aware.se << ", selection " << selection.mean);
  CHECK(aware.mean > 8 * aware.se);
  CHECK(std::fabs(aware.mean - selection.mean) < 4 * std::hypot(aware.se, selection.se));
}

TEST_CASE("loss that depends on symptoms and arm biases, loss by chance does not") {
  const auto bias = [&](const std::vector<std::string>& set) {
    TrialModel trial(trial_scenario("design = \"individual\""), set);
    trial.simulate(300);
    return estimate(minus(trial.truths("as allocated, observed"), trial.truths("as allocated, all")));
  };
  const Estimate by_chance = bias({"loss.base=-1"}), not_at_random = bias({"loss.base=-1", "loss.symptoms=0.8", "loss.supported=2"});
  CHECK(std::fabs(by_chance.mean) < 4 * by_chance.se);
  CHECK(std::fabs(not_at_random.mean) > 4 * not_at_random.se);
}

namespace {

/// A programme that takes three periods to find and train its supporters, in a stepped wedge of four sequences.
TrialModel delayed_wedge(const std::vector<std::string>& more) {
  std::vector<std::string> set{"population.arrivals=poisson", "population.arrival_weeks=30", "population.communities=12", "population.families=1200", "community.icc=0.08",
                               "symptoms.trait_variance=0.9", "arms.phone.matching.longest_wait=1", "arms.phone.supporter.pool=community", "community.cac=1", "symptoms.setting=2.5"};
  set.insert(set.end(), more.begin(), more.end());
  return TrialModel(trial_scenario("design = \"stepped wedge\"\nperiod_weeks = 6\npreparation = 0\n"), set);
}

}  // namespace

TEST_CASE("a delayed effect turns the sign of the immediate-effect estimate in a stepped wedge") {
  // T10: with weights (0.90, 0.30, -0.05, -0.15) an effect that comes in the last exposure period alone is seen upside down.
  TrialModel trial = delayed_wedge({"arms.phone.supporter.training_weeks=18"});
  trial.simulate(60);
  const Estimate truth = estimate(trial.truths("difference averaged over exposure time, participant")), immediate = estimate(trial.estimates("hussey-hughes")),
                 by_exposure = estimate(trial.estimates("exposure-time"));
  INFO("truth " << truth.mean << " +- " << truth.se << ", Hussey-Hughes " << immediate.mean << " +- " << immediate.se << ", exposure-time " << by_exposure.mean << " +- " << by_exposure.se);
  CHECK(truth.mean < -4 * truth.se);
  CHECK(immediate.mean > 4 * immediate.se);
  CHECK(std::fabs(by_exposure.mean - truth.mean) < 4 * std::hypot(by_exposure.se, truth.se));
}

TEST_CASE("an effect that is there at once is estimated without bias in a stepped wedge") {
  TrialModel trial = delayed_wedge({"arms.phone.supporter.training_weeks=0", "trial.preparation=4", "symptoms.setting=1"});
  trial.simulate(60);
  check_zero(minus(trial.estimates("hussey-hughes"), trial.truths("difference, precision")), "Hussey-Hughes");
  check_zero(minus(trial.estimates("exposure-time"), trial.truths("difference averaged over exposure time, participant")), "exposure-time");
}
