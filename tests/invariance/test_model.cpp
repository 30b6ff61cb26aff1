// What must be equal to the bit, and what must add up.

#include "sim/world/columns.hpp"
#include "tests/catch.hpp"
#include "tests/support/model.hpp"

using namespace alongside;
using namespace alongside::tests;

namespace {

constexpr const char* setting = "[population]\nfamilies = 700\ncommunities = 5\nhorizon = 40\n[follow_up.w12]\nweek = 12\n";
const std::string usual = "[[arm]]\nname = \"usual care\"\n";
const std::string phone = R"([[arm]]
name = "phone and home"
programme = "peer support"
supporter.wanted = 100
mode.phone = 0.5
mode.home = 0.3
mode.group = 0.2
[arm.schedule.core]
weeks = 12
per_week = 1.5
minutes = 40
)";

void equal_families(const process::ArmResult& a, const process::ArmResult& b) {
  CHECK(a.score_weeks == b.score_weeks);
  REQUIRE(a.health.qalys.size() == b.health.qalys.size());
  for (std::size_t i = 0; i < static_cast<std::size_t>(2 * a.health.years); ++i) CHECK(a.health.qalys[i] == b.health.qalys[i]);
  CHECK(a.health.symptom_weeks == b.health.symptom_weeks);
  for (std::size_t f = 0; f < a.follow_ups.size(); ++f) CHECK(a.follow_ups[f].score == b.follow_ups[f].score);
}

/// Draws words and keeps them to itself.
class Inert final : public process::Step {
  void block(const process::BlockWeek& w) const override {
    alignas(64) std::uint32_t words[process::lanes];
    static constexpr declare::Purpose purpose{"inert.word", "Nothing."};
    w.draw(purpose, words);
    process::Slot<std::uint8_t> slot = w.run.world.layout->slot(column);
    for (int l = 0; l < process::lanes; ++l) w.at(slot)[l] = static_cast<std::uint8_t>(words[l]);
  }

 public:
  static constexpr declare::Column<std::uint8_t> column{"inert", declare::Storage::state, "", "Nothing."};
};
constexpr declare::Purpose inert_word{"inert.word", "Nothing."};
const declare::Parameter inert_parameter{.name = "inert.unused", .high = 1, .value = 0.5, .source = "none", .text = "Unused."};
const declare::Declarations inert_declarations{.name = "inert", .text = "Does nothing to anybody.", .parameters = {&inert_parameter}, .columns = {&Inert::column}, .purposes = {&inert_word}};
const process::Process inert{&inert_declarations, [](const process::Binding&) -> std::unique_ptr<process::Step> { return std::make_unique<Inert>(); }};

}  // namespace

TEST_CASE("an arm with programme none equals usual care bit for bit in every measure") {
  const Model model(setting + usual + "[[arm]]\nname = \"not started\"\nprogramme = \"none\"\nsupporter.wanted = 77\nmode.phone = 1\n[arm.schedule.core]\nper_week = 2\n");
  const auto arms = model.world(3, 0, process::Families::record);
  equal_families(arms[0], arms[1]);
  CHECK(arms[0].tallies.by_week == arms[1].tallies.by_week);
  CHECK(arms[0].tallies.by_age == arms[1].tallies.by_age);
  CHECK(arms[0].ledger.quantity == arms[1].ledger.quantity);
}

TEST_CASE("an arm that plans no contact equals usual care in every family outcome, while its ledger differs") {
  const Model model(setting + usual + "[[arm]]\nname = \"no contact\"\nprogramme = \"peer support\"\nsupporter.wanted = 77\nmode.phone = 1\n[arm.schedule.core]\nper_week = 0\nweeks = 30\n");
  const auto arms = model.world(3, 0, process::Families::record);
  equal_families(arms[0], arms[1]);
  CHECK(model.total(arms[1], "accepted") > 0);
  CHECK(model.total(arms[1], "support_started") > 0);
  CHECK(arms[0].ledger.quantity != arms[1].ledger.quantity);
  for (const char* item : {"gp_contact", "health_visitor_contact", "infant_gp_contact", "treatment_session"}) CHECK(model.quantity(arms[0], item) == model.quantity(arms[1], item));
  // Training: trainees x hours, in minutes.
  CHECK(model.quantity(arms[1], "training") == static_cast<std::int64_t>(model.total(arms[1], "supporters_trained")) * 8 * 60);
}

TEST_CASE("an inert process and an unused parameter change no other number") {
  const Model plain(setting + usual + phone);
  std::vector<const process::Process*> more(process::week().begin(), process::week().end());
  more.insert(more.begin() + 3, &inert);
  const Model with(setting + usual + phone, more);
  const auto a = plain.world(5, 1, process::Families::record), b = with.world(5, 1, process::Families::record);
  for (std::size_t arm = 0; arm < 2; ++arm) {
    equal_families(a[arm], b[arm]);
    CHECK(a[arm].tallies.by_week == b[arm].tallies.by_week);
    CHECK(a[arm].ledger.quantity == b[arm].ledger.quantity);
  }
}

TEST_CASE("a family meets the same luck whoever else lives in the world's arms") {
  const Model two(setting + usual + phone), swapped(setting + phone + usual);
  const auto a = two.world(5, 1, process::Families::record), b = swapped.world(5, 1, process::Families::record);
  equal_families(a[0], b[1]);
  equal_families(a[1], b[0]);
  CHECK(a[1].tallies.by_week == b[0].tallies.by_week);
}

TEST_CASE("caseloads keep their limit, hours are not exceeded, and both sides log the same contacts") {
  const Model model(setting + usual + phone + "[[arm]]\nname = \"crunch\"\nprogramme = \"peer support\"\nsupporter.wanted = 20\nsupporter.caseload = 3\nmode.home = 1\n[arm.schedule.core]\nweeks = 20\nper_week = 1\nminutes = 120\n");
  for (std::uint32_t r = 0; r < 6; ++r) {
    const auto arms = model.world(11, r);
    for (std::size_t a = 1; a < arms.size(); ++a) {
      CHECK(model.total(arms[a], "caseload_over_limit") == 0);
      CHECK(model.total(arms[a], "minutes_over") == 0);
      CHECK(model.total(arms[a], "contacts_received") > 0);
      CHECK(model.total(arms[a], "contacts_logged") == model.total(arms[a], "contacts_received"));
      double by_mode = 0;
      for (const char* mode : {"home_received", "phone_received", "online_received", "group_received"}) by_mode += model.total(arms[a], mode);
      CHECK(by_mode == model.total(arms[a], "contacts_received"));
      CHECK(model.total(arms[a], "contacts_received") <= model.total(arms[a], "contacts_offered"));
      CHECK(model.total(arms[a], "contacts_offered") <= model.total(arms[a], "contacts_planned"));
    }
    CHECK(model.total(arms[2], "waiting") > 0);
  }
}

TEST_CASE("without spill-over and displacement, families outside the covered communities are untouched") {
  const std::string off = "[spillover]\nnetwork = 0\nstaff = 0\n[services]\nsubstitution = 0\ncompensation = 0\n[step_up]\nplaces = 1000\n";
  const Model model(std::string(setting) + off + usual + phone + "[arm.schedule.more]\nfrom = 12\nweeks = 2\n[[arm]]\nname = \"nowhere\"\nprogramme = \"peer support\"\nreach.communities = 0\nmode.phone = 1\n[arm.schedule.core]\nper_week = 1\n");
  const auto arms = model.world(2, 0, process::Families::record);
  equal_families(arms[0], arms[2]);
}
