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
  // Take-up is 0.999 of those offered, and everybody of those who cross over. A world's own chance in who is in which arm
  // ("selection", mean 0) is taken off the estimates: the error falls to a third, their mean stays what it is.
  const auto check = [](const std::string& design, const char* method, const char* estimand, double c) {
    TrialModel trial(trial_scenario("design = \"" + design + "\""), {fmt::format("spillover.cross_over_at_enrolment={}", c), "spillover.cross_over_capacity=own"});
    trial.simulate(200);
    const std::vector<double> effect = trial.truths(estimand), found = trial.estimates(method), direct = trial.truths("direct"), overall = trial.truths("difference, participant");
    std::vector<double> apart, diluted, true_apart;
    for (std::size_t w = 0; w < effect.size(); ++w) {
      apart.push_back(found[w] - (1 - c) * effect[w]);
      diluted.push_back(found[w] - trial.truths("selection")[w] - (1 - c) * effect[w]);
      true_apart.push_back(direct[w] - (1 - c) * overall[w]);
    }
    INFO(design << ", c = " << c << ", ITT / effect = " << ratio_of_means(direct, overall).mean);
    check_zero(apart, "estimates less (1 - c) x effect");
    if (design == "individual") check_zero(diluted, "the same, chance in the arms taken off");
    check_zero(true_apart, "direct effect less (1 - c) x effect");
    const Estimate contaminated = estimate(trial.facts("contamination"));
    CHECK(std::fabs(contaminated.mean - c * (1 - estimate(trial.facts("non_uptake")).mean)) < 4 * contaminated.se + 1e-9);
  };
  for (const double c : {0.0, 0.1, 0.2, 0.4}) check("individual", "difference", "difference, participant", c);
  for (const double c : {0.1, 0.4}) check("cluster", "cluster-t", "difference, cluster", c);
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

TEST_CASE("loss that depends on symptoms biases where arms differ in loss or in spread, loss by chance does not") {
  // What the lost do to a trial: the arms among the observed, less the arms among all. 400 worlds. An arm's mean falls by
  // Cov(score, chance of loss) / (share observed): more where more are lost, less where scores are closer together.
  const auto bias = [&](const std::vector<std::string>& set) {
    TrialModel trial(trial_scenario("design = \"individual\""), set);
    trial.simulate(400);
    return std::pair{estimate(minus(trial.truths("as allocated, observed"), trial.truths("as allocated, all"))), estimate(trial.facts("attrition_gap")).mean};
  };
  const auto check = [](const char* what, const std::pair<Estimate, double>& found, int sign) {
    INFO(what << ": " << found.first.mean << " +- " << found.first.se << ", attrition gap " << found.second);
    if (sign == 0) CHECK(std::fabs(found.first.mean) < 4 * found.first.se);
    else CHECK(sign * found.first.mean > 4 * found.first.se);
  };
  const std::string base = "loss.base=-1", by_symptoms = "loss.symptoms=1.2", by_arm = "loss.supported=1", no_effect = "arms.phone.schedule.weekly.per_week=0";
  check("by chance", bias({base}), 0);
  const auto arms = bias({base, by_arm});
  check("by chance, more in one arm", arms, 0);
  CHECK(arms.second > 0.15);
  check("by symptoms, alike, without an effect", bias({base, by_symptoms, no_effect}), 0);
  check("by symptoms, more in the supported arm, without an effect", bias({base, by_symptoms, by_arm, no_effect}), -1);
  // Support brings scores closer together: the same rule of loss then takes less off the supported arm's mean. With more
  // loss there the two pull against each other, and no sign is foretold.
  check("by symptoms, alike, with an effect", bias({base, by_symptoms}), 1);
}

TEST_CASE("randomised families have agreed once, and take support up more readily") {
  // The same rise for participants.consented, whoever they are: a trial in which everybody consents takes it once.
  const auto uptake = [](const std::vector<std::string>& set) {
    TrialModel trial(trial_scenario("design = \"individual\""), set);
    trial.simulate(60);
    return estimate(trial.facts("non_uptake"));
  };
  const std::vector<std::string> hesitant{"take_up.proactive=0", "take_up.base=0"};
  const auto with = [&](const std::vector<std::string>& more) {
    std::vector<std::string> set = hesitant;
    set.insert(set.end(), more.begin(), more.end());
    return uptake(set);
  };
  const Estimate none = with({"take_up.consented=0"}), some = with({"take_up.consented=1"}), told_twice = with({"take_up.consented=1", "participants.consented=yes"});
  INFO("non-uptake " << none.mean << " +- " << none.se << ", " << some.mean << " +- " << some.se);
  CHECK(told_twice.mean == some.mean);
  // logit 0 and 1 of taking up: 0.5 and 0.731.
  CHECK(std::fabs(none.mean - 0.5) < 4 * none.se + 0.01);
  CHECK(std::fabs(some.mean - (1 - 0.7310586)) < 4 * some.se + 0.01);
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

TEST_CASE("net benefit in a trial is unbiased for a roll-out's: costs at its scale, and not before support is offered") {
  for (const char* design : {"individual", "cluster", "waiting list"}) {
    TrialModel trial(trial_scenario(std::string("design = \"") + design + "\"\nwait_weeks = 14\n[trial.endpoint.qaly]\noutcome = \"qaly\"\n"), {"arms.phone.supporter.wanted=40", "population.communities=20", "population.horizon=30"});
    trial.simulate(200);
    const std::vector<double> found = trial.estimates("net-benefit"), truth = trial.truths("net benefit, participant");
    const Estimate mean = estimate(truth);
    const double covered = trial.coverage("net-benefit", mean.mean);
    INFO(design << ": truth " << mean.mean << " +- " << mean.se << ", estimates " << estimate(found).mean << " +- " << estimate(found).se << ", coverage " << covered);
    check_zero(minus(found, truth), "net benefit against its own truth");
    CHECK(std::fabs(covered - 0.95) < 4 * std::sqrt(0.95 * 0.05 / 200));
  }
}

TEST_CASE("net benefit in a stepped wedge is unbiased for a roll-out's") {
  // An effect that is there at once (supporters are ready), so that a model of one effect is right.
  TrialModel trial(trial_scenario("design = \"stepped wedge\"\nperiod_weeks = 6\npreparation = 4\n[trial.endpoint.qaly]\noutcome = \"qaly\"\n"),
                   {"population.arrivals=poisson", "population.arrival_weeks=30", "population.communities=16", "population.families=1600", "arms.phone.supporter.pool=community", "arms.phone.supporter.wanted=60"});
  trial.simulate(200);
  const std::vector<double> found = trial.estimates("net-benefit-stepped"), truth = trial.truths("net benefit, participant");
  const Estimate mean = estimate(truth);
  const double covered = trial.coverage("net-benefit-stepped", mean.mean);
  INFO("truth " << mean.mean << " +- " << mean.se << ", estimates " << estimate(found).mean << " +- " << estimate(found).se << ", coverage " << covered);
  CHECK(mean.mean < -4 * mean.se);
  check_zero(minus(found, truth), "net benefit against its own truth");
  CHECK(std::fabs(covered - 0.95) < 4 * std::sqrt(0.95 * 0.05 / 200));
}

TEST_CASE("a factorial trial is unbiased at both margins") {
  // Screening without contacts is the second programme; its effect is small, that of calls is not.
  const auto arm = [](const std::string& name, int per_week, const char* screening) {
    return "[[arm]]\nname = \"" + name + "\"\nprogramme = \"peer support\"\nmode.phone = 1\nsupporter.pool = \"shared\"\nsupporter.wanted = 400\nsupporter.applications = 1000\nsupporter.training_weeks = 0\n"
           "supporter.hours = 40\nsupporter.caseload = 6\nsupporter.selection = 0\noffer.screening = \"" + screening + "\"\n[arm.schedule.weekly]\nweeks = 12\nper_week = " + std::to_string(per_week) + "\nminutes = 20\n";
  };
  TrialModel trial(plain_world + "design = \"factorial\"\n\n[[arm]]\nname = \"usual care\"\n" + arm("calls", 1, "no") + arm("screening", 0, "yes") + arm("both", 1, "yes"));
  trial.simulate(300);
  for (const std::size_t margin : {0, 1}) {
    const Estimate truth = estimate(trial.truths("difference, participant", margin)), found = estimate(trial.estimates("ancova", "estimate", margin));
    INFO("margin " << margin << ": truth " << truth.mean << " +- " << truth.se << ", found " << found.mean << " +- " << found.se);
    check_zero(minus(trial.estimates("ancova", "estimate", margin), trial.truths("difference, participant", margin)), "against its own truth");
  }
  CHECK(estimate(trial.truths("difference, participant")).mean < -0.5);
}
