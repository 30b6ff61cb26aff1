// Every lever of a programme moves the measure it should, in its sign, by more than 4 paired Monte Carlo standard
// errors, other things fixed. Seeds are fixed, so a pass is a pass; the chance that a true effect of 6 standard
// errors would have failed for another seed is 2%.

#include <cmath>

#include "tests/catch.hpp"
#include "tests/support/model.hpp"

using namespace alongside;
using namespace alongside::tests;

namespace {

constexpr const char* setting = R"(
[follow_up.w26]
week = 26
[population]
families = 2000
communities = 8
horizon = 52
enrolment_age = 2
)";
/// A programme with supporters enough for everybody.
constexpr const char* ample = R"(programme = "peer support"
supporter.wanted = 400
supporter.applications = 400
supporter.pool = "shared"
supporter.hours = 40
)";
std::string arm(const std::string& name, const std::string& lines, const std::string& mode = "mode.phone = 1\n", const std::string& weeks = "12", const std::string& per_week = "1") {
  return "[[arm]]\nname = \"" + name + "\"\n" + ample + mode + lines + "[arm.schedule.core]\nweeks = " + weeks + "\nper_week = " + per_week + "\nminutes = 30\n";
}
const std::string usual = "[[arm]]\nname = \"usual care\"\n";

/// Mean difference arm b - arm a in units of its paired standard error.
double z(const Model& model, std::uint32_t replicates, const std::function<double(const Model&, const process::ArmResult&)>& f, std::size_t a = 0, std::size_t b = 1) {
  const Estimate e = estimate(model.worlds(replicates), [&](const auto& arms) { return f(model, arms[b]) - f(model, arms[a]); });
  CAPTURE(e.mean, e.se);
  return e.mean / e.se;
}
auto tally(const char* name) {
  return [name](const Model& m, const process::ArmResult& r) { return m.total(r, name); };
}
auto ratio(const char* above, const char* below) {
  return [above, below](const Model& m, const process::ArmResult& r) { return m.total(r, above) / m.total(r, below); };
}

}  // namespace

TEST_CASE("lever reach: targeted support gains more per supported family than universal support") {
  const Model model(setting + usual + arm("universal", "") + arm("targeted", "reach.minimum_score = 10\n"));
  const auto worlds = model.worlds(16);
  const auto gain = [&](const auto& arms, std::size_t a) { return (model.total(arms[0], "score") - model.total(arms[a], "score")) / model.total(arms[a], "support_started_first"); };
  const Estimate e = estimate(worlds, [&](const auto& arms) { return gain(arms, 2) - gain(arms, 1); });
  CHECK(e.mean / e.se > 4);
}

TEST_CASE("lever recruitment: facilities reach more, referrals bring the severe") {
  const Model model(setting + arm("facility", "offer.recruitment = \"facility\"\n") + arm("referral", "offer.recruitment = \"referral\"\n"));
  CHECK(z(model, 16, ratio("accepted", "offered")) < -4);
  CHECK(z(model, 16, ratio("accepted_severe", "accepted")) > 4);
}

TEST_CASE("lever initiative: proactive support is received more") {
  const Model model(setting + arm("reactive", "offer.initiative = \"reactive\"\n") + arm("proactive", ""));
  CHECK(z(model, 12, tally("contacts_received")) > 4);
}

TEST_CASE("lever mode: rural families receive more calls than visits") {
  const Model model(setting + arm("home", "", "mode.home = 1\n") + arm("phone", ""));
  CHECK(z(model, 12, [](const Model&, const process::ArmResult& r) { return static_cast<double>(r.strata[process::by_rurality][1].contacts); }) > 4);
}

TEST_CASE("lever mode: groups leave friends behind, calls do not") {
  const std::string many = "group.per_community = 60\n";
  const Model model(setting + arm("phone", "") + arm("group", many, "mode.group = 1\n", "12"));
  // 30 weeks after the last contact, per contact received.
  CHECK(z(model, 16, [](const Model& m, const process::ArmResult& r) { return m.at_age(r, "support_gain", 50) / m.total(r, "contacts_received"); }) > 4);
}

TEST_CASE("lever schedule: the effect rises with contacts received, and saturates") {
  const Model model(setting + usual + arm("one", "", "mode.phone = 1\n", "12", "0.5") + arm("two", "", "mode.phone = 1\n", "12", "1") + arm("four", "", "mode.phone = 1\n", "12", "4"));
  const auto worlds = model.worlds(16);
  const auto effect = [&](const auto& arms, std::size_t a) { return model.total(arms[0], "score") - model.total(arms[a], "score"); };
  const auto dose = [&](const auto& arms, std::size_t a) { return model.total(arms[a], "contacts_received"); };
  const Estimate more = estimate(worlds, [&](const auto& arms) { return effect(arms, 2) - effect(arms, 1); });
  CHECK(more.mean / more.se > 4);
  const Estimate bend = estimate(worlds, [&](const auto& arms) { return effect(arms, 1) / dose(arms, 1) - effect(arms, 3) / dose(arms, 3); });
  CHECK(bend.mean / bend.se > 4);
}

TEST_CASE("lever flexibility: fewer contacts are missed") {
  const Model model(setting + arm("rigid", "contact.flexibility = 0\n") + arm("flexible", "contact.flexibility = 1\n"));
  CHECK(z(model, 12, ratio("missed_in_a_row", "supported")) < -4);
}

TEST_CASE("lever matching: families stay longer, and a contact does no more for symptoms") {
  const std::string matched = "matching.language = 1\nmatching.experience = 1\nmatching.background = 1\nmatching.age = 1\nmatching.candidates = 64\n";
  const Model model(setting + usual + arm("anybody", "") + arm("matched", matched));
  CHECK(z(model, 16, ratio("supported", "support_started_first"), 1, 2) > 4);
  const auto worlds = model.worlds(16);
  const auto per_contact = [&](const auto& arms, std::size_t a) { return (model.total(arms[0], "score") - model.total(arms[a], "score")) / model.total(arms[a], "contacts_received"); };
  const Estimate e = estimate(worlds, [&](const auto& arms) { return (per_contact(arms, 2) - per_contact(arms, 1)) / per_contact(arms, 1); });
  // More contacts mean a little less gain each (habituation), so the ratio is near 0 from below: no matching effect of its own.
  CHECK(std::abs(e.mean) < 0.1);
}

TEST_CASE("lever caseload: supporters with more families leave more often") {
  const auto scarce_arm = [&](const std::string& name, const std::string& limit) {
    return "[[arm]]\nname = \"" + name + "\"\nprogramme = \"peer support\"\nsupporter.wanted = 40\nsupporter.applications = 100\nsupporter.pool = \"shared\"\nsupporter.hours = 20\n" +
           "supporter.caseload = " + limit + "\nmode.phone = 1\nmatching.overbooking = 5\n[arm.schedule.core]\nweeks = 40\nper_week = 1\nminutes = 20\n";
  };
  const Model model(setting + scarce_arm("light", "2") + scarce_arm("heavy", "16"));
  CHECK(z(model, 32, ratio("supporters_left", "supporters_active")) > 4);
}

TEST_CASE("lever supervision: fewer supporters burn out, fewer severe weeks go undetected") {
  const auto line = [](const char* hours) {
    return std::string("[[arm]]\nname = \"") + hours + " hours\"\nprogramme = \"peer support\"\nsupporter.wanted = 60\nsupporter.applications = 200\nsupporter.pool = \"shared\"\nsupporter.caseload = 6\n" +
           "supervision.hours = " + hours + "\nsupervision.fidelity_checks = 0\nreach.minimum_score = 10\nmode.phone = 1\n[arm.schedule.core]\nweeks = 40\nper_week = 1\nminutes = 20\n";
  };
  const Model model(setting + line("0") + line("4"));
  CHECK(z(model, 16, ratio("supporters_burnt_out", "supporters_active")) < -4);
  CHECK(z(model, 16, ratio("severe_undetected", "severe")) < -4);
}

TEST_CASE("lever role: teaching makes more families worse") {
  const Model model(setting + arm("befriending", "") + arm("teaching", "supporter.role = \"teaching\"\n"));
  CHECK(z(model, 16, tally("worse")) > 4);
}

TEST_CASE("lever linking: treatment comes sooner in a severe spell") {
  const std::string line = "reach.minimum_score = 13\n";
  const Model model(std::string(setting) + "symptom_shift = 0.8\n[step_up]\nplaces = 50\nwait = 16\n" + arm("not linked", line, "mode.phone = 1\n", "40") + arm("linked", line + "offer.linking = 1\n", "mode.phone = 1\n", "40"));
  CHECK(z(model, 256, ratio("severe_wait", "severe_treated")) < -4);
}

TEST_CASE("lever safety: those who feel stigma take the offer up") {
  const Model model(std::string(setting) + "[take_up]\nbase = -4\n" + arm("exposed", "offer.safety = 0\n") + arm("safe", "offer.safety = 1\n"));
  CHECK(z(model, 16, ratio("accepted", "offered")) > 4);
}

TEST_CASE("lever partner: a programme that includes partners lowers their symptoms") {
  const Model model(setting + arm("mothers", "") + arm("both", "offer.includes_partner = \"yes\"\n"));
  CHECK(z(model, 12, tally("partner_score")) < -4);
}

TEST_CASE("lever co-design: the take-up gap of minority-language families narrows") {
  const Model model(setting + arm("for all", "offer.co_design = 0\n") + arm("with them", "offer.co_design = 1\n"));
  const auto gap = [](const Model& m, const process::ArmResult& r) {
    const double rest = (m.total(r, "accepted") - m.total(r, "accepted_minority")) / (m.total(r, "offered") - m.total(r, "offered_minority"));
    return rest - m.total(r, "accepted_minority") / m.total(r, "offered_minority");
  };
  CHECK(z(model, 12, gap) < -4);
}

TEST_CASE("lever integration: more referrals arrive") {
  const Model model(setting + arm("apart", "offer.recruitment = \"referral\"\noffer.integration = 0\n") + arm("together", "offer.recruitment = \"referral\"\noffer.integration = 1\n"));
  CHECK(z(model, 12, tally("accepted")) > 4);
}

TEST_CASE("lever duration: longer support shows at a later follow-up") {
  const Model model(setting + arm("short", "", "mode.phone = 1\n", "8") + arm("long", "", "mode.phone = 1\n", "30"));
  CHECK(z(model, 16, [](const Model& m, const process::ArmResult& r) { return m.at_age(r, "score", 40); }) < -4);
}
