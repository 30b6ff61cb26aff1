// Trials are conducted as their designs say, and the truths beside them are what they are called.

#include <algorithm>
#include <cmath>
#include <map>

#include "tests/catch.hpp"
#include "tests/support/trial.hpp"
#include "tests/trial/scenarios.hpp"

using namespace alongside;
using namespace alongside::tests;

namespace {

bool same(const process::ArmResult& a, const process::ArmResult& b) {
  return a.tallies.by_week == b.tallies.by_week && a.health.qalys == b.health.qalys && a.health.symptom_weeks == b.health.symptom_weeks && a.ledger.quantity == b.ledger.quantity;
}

}  // namespace

TEST_CASE("the regime of nobody is usual care, bit for bit") {
  TrialModel trial(trial_scenario("design = \"individual\""));
  trial.simulate(2);
  const Model compared(plain_world + two_arms);
  for (std::uint32_t r = 0; r < 2; ++r) CHECK(same(trial.regimes()[r][0], compared.world(1, r)[0]));
}

TEST_CASE("everybody offered support in a trial is the programme without a trial, bit for bit") {
  // In a cluster trial of supporters who belong to their cluster the roll-out has each cluster's own workforce.
  const std::string pool = R"(
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
[arm.schedule.weekly]
weeks = 12
)";
  TrialModel trial(plain_world + "design = \"cluster\"\n" + pool);
  trial.simulate(2);
  // Every family of this trial has agreed to it.
  const Model compared(plain_world + "[participants]\nconsented = \"yes\"\n" + pool);
  for (std::uint32_t r = 0; r < 2; ++r) CHECK(same(trial.regimes()[r][2], compared.world(1, r)[1]));
}

TEST_CASE("what is asked beside a trial does not change the trial") {
  std::vector<std::vector<double>> estimates;
  for (const char* truth : {"none", "total", "full"}) {
    TrialModel trial(trial_scenario(std::string("design = \"individual\"\ntruth = \"") + truth + "\""));
    trial.simulate(3);
    estimates.push_back(trial.estimates("difference"));
  }
  CHECK(estimates[0] == estimates[1]);
  CHECK(estimates[0] == estimates[2]);
}

TEST_CASE("a programme without contacts has no effect in any regime") {
  TrialModel trial(trial_scenario("design = \"individual\"\ntruth = \"full\""), {"arms.phone.schedule.weekly.per_week=0", "spillover.cross_over_at_enrolment=0.2", "spillover.network=0.2"});
  trial.simulate(4);
  for (const char* estimand : {"difference, participant", "difference, cluster", "difference, precision", "total", "spill-over", "direct", "overall", "roll-out, same staff", "ideal"})
    for (const double value : trial.truths(estimand)) CHECK(value == 0);
}

TEST_CASE("the parts of the difference between the arms add up to it") {
  TrialModel trial(trial_scenario("design = \"individual\"\nconsent_severity = 0.5"),
                   {"trial.consent=0.6", "spillover.cross_over_at_enrolment=0.3", "loss.base=-1", "loss.symptoms=0.5"});
  trial.simulate(5);
  const auto direct = trial.truths("direct"), selection = trial.truths("selection"), all = trial.truths("as allocated, all"), seen = trial.truths("as allocated, observed");
  const auto estimates = trial.estimates("difference");
  for (std::size_t w = 0; w < all.size(); ++w) {
    CHECK(all[w] == Approx(direct[w] + selection[w]).margin(1e-9));
    CHECK(seen[w] == Approx(estimates[w]).margin(1e-9));
  }
}

TEST_CASE("permuted blocks balance, in strata too; minimisation balances better than a coin") {
  const auto gap = [](const std::string& rule) {
    TrialModel trial(trial_scenario("design = \"individual\"\ntruth = \"none\"\n" + rule));
    trial.simulate(40);
    std::vector<double> control = trial.flow("randomised", 0), supported = trial.flow("randomised", 1);
    double squares = 0;
    for (std::size_t w = 0; w < control.size(); ++w) squares += std::pow(control[w] - supported[w], 2) / 40;
    return std::sqrt(squares);
  };
  CHECK(gap("allocation = \"blocks\"") == 0);
  CHECK(gap("allocation = \"blocks\"\nblock = 8\nstratify = \"severity and community\"") <= 10);
  const double coin = gap("allocation = \"simple\"");
  CHECK(coin > 12);  // a coin: 20 on average
  CHECK(coin < 30);
  CHECK(gap("allocation = \"minimisation\"") < coin / 2);
}

TEST_CASE("allocation follows the ratio") {
  TrialModel two(trial_scenario("design = \"individual\"\ntruth = \"none\"\nratio = 3\nblock = 8"));
  two.simulate(3);
  CHECK(two.flow("randomised", 1) == std::vector<double>{300, 300, 300});
  TrialModel third(trial_scenario("design = \"individual\"\ntruth = \"none\"\nratio = 0.3333333333333333\nblock = 4"));
  third.simulate(2);
  CHECK(third.flow("randomised", 1) == std::vector<double>{100, 100});
  TrialModel cluster(trial_scenario("design = \"cluster\"\ntruth = \"none\"\nratio = 4"));
  cluster.simulate(2);
  for (const double clusters : cluster.facts("clusters")) CHECK(clusters == 10);
}

TEST_CASE("recruitment ends when the trial is full") {
  TrialModel trial(trial_scenario("design = \"individual\"\ntruth = \"none\"\nfamilies = 88"));
  trial.simulate(2);
  CHECK(trial.flow("randomised", 0) == std::vector<double>{44, 44});
  TrialModel cluster(trial_scenario("design = \"cluster\"\ntruth = \"none\"\nfamilies_per_cluster = 12"));
  cluster.simulate(2);
  CHECK(cluster.flow("randomised", 0) == std::vector<double>{60, 60});
  CHECK(cluster.flow("closed", 0)[0] > 0);
}

TEST_CASE("restricted, paired and stratified allocations are among those that could have been drawn") {
  for (const char* rule : {"restricted", "pairs", "stratified"}) {
    TrialModel trial(trial_scenario(std::string("design = \"cluster\"\ntruth = \"none\"\ncluster_allocation = \"") + rule + "\""));
    trial.simulate(6);
    // The permutation test fails where the allocation is not in its set.
    for (const double status : trial.estimates("permutation", "status")) CHECK(status == 0);
    for (const double p : trial.estimates("permutation", "p")) {
      CHECK(p > 0);
      CHECK(p <= 1);
    }
  }
}

TEST_CASE("restricted randomisation balances deprivation better than complete randomisation") {
  const auto spread = [](const std::string& rule) {
    TrialModel trial(trial_scenario("design = \"cluster\"\ntruth = \"none\"\ncluster_allocation = \"" + rule + "\""), {"symptoms.deprivation=0.3", "symptoms.trait_variance=1"});
    trial.simulate(240);
    double squares = 0;
    for (const double gap : trial.facts("baseline_gap")) squares += gap * gap / 240;
    return std::sqrt(squares);
  };
  // Over 240 worlds each root mean square is known to 4.6%, their ratio to 6.5%.
  CHECK(spread("restricted") < 0.87 * spread("complete"));
}

TEST_CASE("families are randomised when a place is free, and those offered support do not wait") {
  const std::string scarce = R"(
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
supporter.pool = "shared"
supporter.wanted = 30
supporter.applications = 1000
supporter.training_weeks = 0
supporter.caseload = 3
[arm.schedule.weekly]
weeks = 12
)";
  TrialModel at_consent(plain_world + "design = \"individual\"\ntruth = \"none\"\n" + scarce);
  TrialModel when_free(plain_world + "design = \"individual\"\ntruth = \"none\"\nrandomise_when = \"place free\"\n" + scarce);
  at_consent.simulate(5);
  when_free.simulate(5);
  for (std::size_t w = 0; w < 5; ++w) {
    CHECK(at_consent.facts("waiting")[w] > 0.2);
    CHECK(when_free.facts("waiting")[w] < 0.05);
    CHECK(when_free.flow("gave_up", 0)[w] > 0);
    CHECK(when_free.flow("randomised", 1)[w] < at_consent.flow("randomised", 1)[w]);
  }
}

TEST_CASE("recruitment pauses while too many wait") {
  TrialModel trial(trial_scenario("design = \"individual\"\ntruth = \"none\"\npause_above = 0.5"),
                   {"population.arrivals=poisson", "population.arrival_weeks=12", "population.horizon=26", "arms.phone.supporter.wanted=15"});
  trial.simulate(3);
  for (const double paused : trial.flow("paused", 0)) CHECK(paused > 20);
}

TEST_CASE("a waiting list's control families are offered support later") {
  TrialModel trial(trial_scenario("design = \"waiting list\"\nwait_weeks = 6"));
  trial.simulate(2);
  for (const double offered : trial.flow("offered", 0)) CHECK(offered == 200);
  for (const double contaminated : trial.facts("contamination")) CHECK(contaminated > 0.9);
}

TEST_CASE("a cohort multiple trial draws its share by lot") {
  TrialModel trial(trial_scenario("design = \"cohort multiple\"\nselected = 0.25\ntruth = \"none\""));
  trial.simulate(30);
  const Estimate drawn = estimate(trial.flow("randomised", 1));
  CHECK(std::fabs(drawn.mean - 100) < 4 * drawn.se);
}

TEST_CASE("whole communities can be lost") {
  TrialModel trial(trial_scenario("design = \"cluster\"\ntruth = \"none\"\nlost_clusters = 0.3"));
  trial.simulate(20);
  const Estimate left = estimate(trial.facts("clusters"));
  CHECK(std::fabs(left.mean - 7) < 4 * left.se);
  CHECK(left.se > 0);
}

TEST_CASE("how long a trial takes: recruitment, and the last family's follow-up") {
  // A closed cohort is met in one week and followed up twelve weeks on; a stream takes as many weeks more as it arrives.
  TrialModel closed(trial_scenario("design = \"individual\"\ntruth = \"none\""));
  closed.simulate(2);
  for (const double weeks : closed.facts("duration")) CHECK(weeks == 13);
  TrialModel stream(trial_scenario("design = \"individual\"\ntruth = \"none\""), {"population.arrivals=poisson", "population.arrival_weeks=20"});
  stream.simulate(2);
  for (const double weeks : stream.facts("duration")) CHECK(weeks == 32);
  TrialModel full(trial_scenario("design = \"individual\"\ntruth = \"none\"\nfamilies = 100"), {"population.arrivals=poisson", "population.arrival_weeks=20"});
  full.simulate(2);
  for (const double weeks : full.facts("duration")) CHECK(std::fabs(weeks - 17) <= 2);
}

namespace {

/// A supported arm with so many contacts a week, as in two_arms.
std::string programme(const std::string& name, double per_week, const std::string& more = "") {
  return "[[arm]]\nname = \"" + name + "\"\nprogramme = \"peer support\"\nmode.phone = 1\nsupporter.pool = \"shared\"\nsupporter.wanted = 400\nsupporter.applications = 1000\n"
         "supporter.training_weeks = 0\nsupporter.hours = 40\nsupporter.caseload = 6\nsupporter.selection = 0\n" + more +
         "[arm.schedule.weekly]\nweeks = 12\nper_week = " + fmt::format("{}", per_week) + "\nminutes = 20\n";
}
const std::string usual_care = "\n[[arm]]\nname = \"usual care\"\n";

}  // namespace

TEST_CASE("of several programmes each family has its own arm's, whatever stands beside it") {
  // Two arms that differ in nothing but contacts of the other programme: the first programme's families and control are the same to
  // the bit whether the third arm has contacts or none, and the third arm without contacts has no effect at all.
  const std::string head = plain_world + "design = \"individual\"\nallocation = \"simple\"\n" + usual_care + programme("phone", 1);
  TrialModel idle(head + programme("idle", 0)), busy(head + programme("busy", 2));
  idle.simulate(4);
  busy.simulate(4);
  CHECK(idle.estimates("difference") == busy.estimates("difference"));
  CHECK(idle.truths("total") == busy.truths("total"));
  CHECK(idle.estimates("difference", "estimate", 1) != busy.estimates("difference", "estimate", 1));
  for (const double total : idle.truths("total", 1)) CHECK(total == 0);
  for (const double received : busy.flow("received", 2)) CHECK(received > 80);
  for (const double received : idle.flow("received", 2)) CHECK(received == 0);
  // In a programme's world its own families are offered support, and no others.
  const trial::Plan& plan = *busy.study().trial();
  const auto& tallies = busy.study().catalogue().tallies();
  const auto offered = static_cast<std::size_t>(std::ranges::find(tallies, "offered", [](const declare::Tally* t) { return t->name; }) - tallies.begin());
  REQUIRE(offered < tallies.size());
  for (std::size_t w = 0; w < 4; ++w)
    for (const std::size_t arm : {1, 2}) {
      const process::Tallies& world = busy.regimes()[w][static_cast<std::size_t>(plan.find_trial(arm))].tallies;
      double sum = 0;
      for (int week = 0; week < world.weeks; ++week) sum += world.week(offered, week);
      CHECK(sum == busy.flow("offered", arm)[w]);
    }
  // The programme in a third arm has the effect that it has in a second.
  CHECK(estimate(busy.truths("total", 1)).mean < estimate(busy.truths("total")).mean);
  const std::vector<double> roll_out = busy.truths("difference, participant", 1);
  TrialModel alone(plain_world + "design = \"individual\"\nallocation = \"simple\"\n" + usual_care + programme("busy", 2));
  alone.simulate(4);
  CHECK(std::fabs(estimate(roll_out).mean - estimate(alone.truths("difference, participant")).mean) < 0.15);
}

TEST_CASE("clusters of several programmes have their own supporters, and costs are each programme's") {
  const std::string head = plain_world + "design = \"cluster\"\n[trial.endpoint.qaly]\noutcome = \"qaly\"\n" + usual_care;
  TrialModel trial(head + programme("phone", 1) + programme("idle", 0, "supporter.training_hours = 0\n"), {"population.communities=12", "arms.phone.supporter.pool=community", "arms.idle.supporter.pool=community"});
  trial.simulate(3);
  for (std::size_t w = 0; w < 3; ++w) {
    CHECK(trial.truths("total", 1)[w] == 0);
    // Contacts cost: the net benefit of the programme that has them differs from that of the one that has none.
    CHECK(trial.truths("net benefit, participant")[w] != trial.truths("net benefit, participant", 1)[w]);
  }
  for (const double offered : trial.flow("offered", 2)) CHECK(offered > 90);
}
