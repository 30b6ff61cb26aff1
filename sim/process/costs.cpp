// What the programme costs: quantities by item, priced afterwards.

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/ledger_items.hpp"
#include "sim/process/run.hpp"
#include "sim/process/step_up.hpp"
#include "sim/process/supporters.hpp"
#include "sim/process/symptoms.hpp"

namespace alongside::process {

extern const Tally &active_supporters_tally, &trained_tally, &applied_tally, &interpreted_tally;
extern const ModeCost home_cost, phone_cost, online_cost, group_cost;

namespace {

const Parameter contract_years{.name = "costs.contract_years", .unit = "year", .low = 0.25, .high = 20, .value = 3, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Years over which set-up is spread."};
const Parameter trip{.name = "costs.miles_per_visit", .unit = "mile", .low = 0, .high = 100, .value = 5, .spread = {Shape::lognormal, 2, 10}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Miles that a supporter travels for a home visit or a group meeting."};
const Parameter family_travel{.name = "costs.family_travel_minutes", .unit = "minute", .low = 0, .high = 240, .value = 30, .spread = {Shape::lognormal, 15, 60}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Minutes that a family travels to a group meeting."};

#define ALONGSIDE_PRICE(item_name, item_unit, pence, low95, high95, graded, from, sentence)                                                   \
  {.name = "price." item_name, .unit = "pence", .low = 0, .high = 1e9, .value = pence, .spread = {Shape::lognormal, low95, high95}, \
   .scope = Scope::analysis, .grade = Grade::graded, .source = from, .text = sentence " (per " item_unit ")."}

const Item set_up{"set_up", "overhead", Payer::programme, Behaviour::set_up, "millionth", "set-up", 1000000,
    ALONGSIDE_PRICE("set_up", "set-up", 2000000, 1000000, 4000000, assumed, "no evidence found", "Setting a programme up: materials, recruitment drive, systems"), 2024};
const Item interview{"applicant_interview", "recruitment", Payer::programme, Behaviour::variable, "person", "person", 1,
    ALONGSIDE_PRICE("applicant_interview", "person", 4000, 2000, 8000, assumed, "no evidence found", "Interview and references of an applicant"), 2024, Input::labour};
const Item check{"background_check", "recruitment", Payer::programme, Behaviour::variable, "person", "person", 1,
    ALONGSIDE_PRICE("background_check", "person", 2500, 1800, 6000, assumed, "no evidence found: volunteers' checks are free of the state fee, handling is not", "Background check of a trained supporter"), 2024};
const Item training{"training", "training", Payer::programme, Behaviour::variable, "minute", "hour", 60,
    ALONGSIDE_PRICE("training", "hour", 1500, 800, 2800, assumed, "no evidence found", "An hour's training of one trainee: share of a trainer, room and materials"), 2024, Input::labour};
const Item coordinator{"coordinator", "supervision", Payer::programme, Behaviour::stepped, "person-week", "person-week", 1,
    ALONGSIDE_PRICE("coordinator", "person-week", 80000, 65000, 98000, assumed, "no UK figure seen; about 42,000 pounds a year with on-costs", "A coordinator's week"), 2024, Input::labour};
const Item supervision{"supervision", "supervision", Payer::programme, Behaviour::variable, "minute", "hour", 60,
    ALONGSIDE_PRICE("supervision", "hour", 1200, 600, 2400, assumed, "no evidence found: cost of supervision per family at current prices", "Room, travel and materials of an hour's supervision, the coordinator's time apart"), 2024};
const Item insurance{"insurance", "overhead", Payer::programme, Behaviour::variable, "person-week", "person-week", 1,
    ALONGSIDE_PRICE("insurance", "person-week", 60, 30, 120, assumed, "no evidence found", "Insurance and phone of an active supporter, a week"), 2024};
const Item safeguarding{"safeguarding_lead", "overhead", Payer::programme, Behaviour::fixed, "minute", "hour", 60,
    ALONGSIDE_PRICE("safeguarding_lead", "hour", 3200, 2400, 4200, assumed, "no evidence found", "An hour of a safeguarding lead: two a week, and half an hour per escalation"), 2024, Input::labour};
const Item evaluation{"evaluation", "overhead", Payer::programme, Behaviour::fixed, "week", "week", 1,
    ALONGSIDE_PRICE("evaluation", "week", 10000, 4000, 25000, assumed, "no evidence found", "Monitoring and evaluation, a week"), 2024};
const Item overhead{"overhead", "overhead", Payer::programme, Behaviour::stepped, "person-week", "person-week", 1,
    ALONGSIDE_PRICE("overhead", "person-week", 16000, 9000, 26000, assumed, "no evidence found: a fifth of a coordinator's week", "Management, premises and systems, a coordinator's week"), 2024};
const Item wage{"supporter_wage", "delivery", Payer::programme, Behaviour::variable, "minute", "hour", 60,
    ALONGSIDE_PRICE("supporter_wage", "hour", 1500, 1300, 1800, assumed, "from memory, unverified: National Living Wage 12.21 in April 2025, with on-costs", "An hour of a paid supporter, travel and notes included"), 2025, Input::labour};
const Item volunteer{"volunteer_time", "delivery", Payer::volunteer, Behaviour::variable, "minute", "hour", 60,
    ALONGSIDE_PRICE("volunteer_time", "hour", 1221, 900, 1600, assumed, "from memory, unverified: National Living Wage April 2025 as shadow price", "An hour of a volunteer; in money only in the societal view"), 2025, Input::labour};
const Item mileage{"mileage", "delivery", Payer::programme, Behaviour::variable, "metre", "mile", 1609,
    ALONGSIDE_PRICE("mileage", "mile", 45, 40, 60, assumed, "from memory, unverified: 0.45 pounds a mile", "Travel expenses of supporters"), 2025};
const Item call{"call", "delivery", Payer::programme, Behaviour::variable, "contact", "contact", 1,
    ALONGSIDE_PRICE("call", "contact", 30, 10, 80, assumed, "no evidence found", "Phone or data for one call or online contact"), 2024};
const Item meeting{"group_room", "delivery", Payer::programme, Behaviour::variable, "contact", "meeting", 8,
    ALONGSIDE_PRICE("group_room", "meeting", 5000, 2500, 9000, assumed, "no evidence found", "Room, refreshments and creche of a meeting of eight"), 2024};
const Item interpreter{"interpreter", "delivery", Payer::programme, Behaviour::variable, "contact", "contact", 1,
    ALONGSIDE_PRICE("interpreter", "contact", 1500, 600, 3500, assumed, "no evidence found", "Interpreting for a contact without a shared language"), 2024};
const Item family_time{"family_time", "family", Payer::family, Behaviour::variable, "minute", "hour", 60,
    ALONGSIDE_PRICE("family_time", "hour", 600, 300, 1221, assumed, "no evidence found: half the living wage", "An hour of a family's time in support, travel included"), 2025};

constexpr Tally tally_running = by_year({"programme_running", "week", "1 in a week in which the programme is staffed and paid for."});

constexpr double weeks_per_month = 52.1775 / 12;
std::int64_t whole(double x) { return static_cast<std::int64_t>(x + 0.5); }

class Costs final : public Step {
 public:
  explicit Costs(const Binding& b) : b_(b), on_(b.on(programme)), paid_(b.i(supporter_kind) == 1) {
    const ModeCost* costs[] = {&home_cost, &phone_cost, &online_cost, &group_cost};
    for (std::size_t m = 0; m < 4; ++m) modes_[m] = {b.tally(*costs[m]->received), b.tally(*costs[m]->minutes), whole(b(*costs[m]->overhead_minutes))};
    active_ = b.tally(active_supporters_tally), trained_ = b.tally(trained_tally), applied_ = b.tally(applied_tally);
    interpreted_ = b.tally(interpreted_tally), escalated_ = b.tally(escalations_tally), running_ = b.tally(tally_running);
    metres_ = whole(b(trip) * 1609), travel_ = whole(b(family_travel));
  }

  void after(Run& run, int week) override {
    if (!on_ || !run.pool->delivering) return;
    run.post(running_, week, 1);
    const Tallies& tallies = run.result.tallies;
    const auto count = [&](std::size_t tally) { return static_cast<std::int64_t>(tallies.week(tally, week)); };
    const auto pay = [&](const Item& item, std::int64_t quantity) { run.pay(b_.item(item), week, quantity); };
    const std::int64_t active = count(active_);
    pay(set_up, whole(1e6 / (b_(contract_years) * 52.1775)));
    pay(interview, count(applied_));
    pay(check, count(trained_));
    pay(training, count(trained_) * whole(b_(training_hours) * 60));
    pay(supervision, whole(static_cast<double>(active) * b_(supervision_hours) * 60 / weeks_per_month));
    pay(coordinator, run.pool->coordinators);
    pay(overhead, run.pool->coordinators);
    pay(insurance, active);
    pay(safeguarding, 120 + 30 * count(escalated_));
    pay(evaluation, 1);
    std::int64_t supporter_minutes = active * whole(b_(supervision_hours) * 60 / weeks_per_month) + count(trained_) * whole(b_(training_hours) * 60);
    std::int64_t family_minutes = 0;
    for (std::size_t m = 0; m < 4; ++m) {
      const std::int64_t contacts = count(modes_[m].received), minutes = count(modes_[m].minutes);
      // A meeting's minutes are its facilitators', not each member's.
      const std::int64_t worked = m == Mode::group ? group_minutes(run, minutes, contacts) : minutes;
      supporter_minutes += worked + contacts * (m == Mode::group ? 0 : modes_[m].overhead);
      family_minutes += minutes + (m == Mode::group ? contacts * travel_ : 0);
    }
    pay(paid_ ? wage : volunteer, supporter_minutes);
    pay(family_time, family_minutes);
    pay(mileage, (count(modes_[Mode::home].received) + meetings(run) * b_.i(group_facilitators)) * metres_);
    pay(call, count(modes_[Mode::phone].received) + count(modes_[Mode::online].received));
    pay(meeting, meetings(run) * 8);
    pay(interpreter, count(interpreted_));
  }

 private:
  /// Groups that met this week with somebody there.
  static std::int64_t meetings(const Run& run) {
    std::int64_t n = 0;
    for (const Group& g : run.pool->groups) n += g.met ? 1 : 0;
    return n;
  }
  std::int64_t group_minutes(const Run& run, std::int64_t minutes, std::int64_t contacts) const {
    if (contacts == 0) return 0;
    return meetings(run) * b_.i(group_facilitators) * (minutes / contacts + modes_[Mode::group].overhead);
  }

  struct ModeTallies {
    std::size_t received, minutes;
    std::int64_t overhead;
  };
  Binding b_;
  bool on_, paid_;
  ModeTallies modes_[4];
  std::size_t active_, trained_, applied_, interpreted_, escalated_, running_;
  std::int64_t metres_, travel_;
};

const Declarations declarations{.name = "costs", .text = "What the programme uses, item by item.",
    .parameters = {&contract_years, &trip, &family_travel}, .tallies = {&tally_running},
    .items = {&set_up, &interview, &check, &training, &coordinator, &supervision, &insurance, &safeguarding, &evaluation, &overhead, &wage, &volunteer,
              &mileage, &call, &meeting, &interpreter, &family_time}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Costs>(b); }

}  // namespace

ContactPence contact_pence(const Binding& b, Mode mode) {
  ContactPence pence{0, b.i(supporter_kind) == 1 ? b(wage.price) / 60 : 0};
  if (mode == Mode::home) pence.each += b(mileage.price) * b(trip);
  if (mode == Mode::phone || mode == Mode::online) pence.each += b(call.price);
  if (mode == Mode::group) pence.each += b(meeting.price) / 8;
  return pence;
}

const Item& training_item = training;
const Parameter& contract_years_parameter = contract_years;
extern const Process costs;
const Process costs{&declarations, bind};

}  // namespace alongside::process
#undef ALONGSIDE_PRICE
