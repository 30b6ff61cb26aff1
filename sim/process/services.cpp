// Use of health services by families, and what peer support does to it: compensation (usual care adds contacts for
// families that get none) and substitution (peer contacts replace professional ones).

#include "sim/process/services.hpp"

#include "sim/core/numeric.hpp"
#include "sim/process/ledger_items.hpp"
#include "sim/process/run.hpp"
#include "sim/process/step_up.hpp"
#include "sim/process/symptoms.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter substitution{.name = "services.substitution", .unit = "share", .low = 0, .high = 1, .value = 0.05, .spread = {Shape::uniform, 0, 0.2}, .grade = Grade::assumed,
    .source = "no evidence found: displacement of usual care by peers", .text = "Share of health-visitor contacts dropped in weeks with recent peer contact; their detection is lost too."};

namespace {

const Parameter compensation{.name = "services.compensation", .unit = "share", .low = 0, .high = 1, .value = 0.02, .spread = {Shape::uniform, 0, 0.1}, .grade = Grade::assumed,
    .source = "no evidence found: displacement of usual care", .text = "Rise of health-visitor contacts for untreated families when their whole community is treated."};
const Parameter gp_rate{.name = "services.gp", .unit = "per week", .low = 0, .high = 2, .value = 0.055, .spread = {Shape::lognormal, 0.04, 0.08}, .grade = Grade::assumed,
    .source = "no rate found in the sources used; about three a year", .text = "General-practice contacts of the parent at the mean symptom level."};
const Parameter visitor_rate{.name = "services.health_visitor", .unit = "per week", .low = 0, .high = 2, .value = 0.08, .spread = {Shape::lognormal, 0.05, 0.13}, .grade = Grade::assumed,
    .source = "no rate found in the sources used", .text = "Health-visitor contacts at the mean symptom level, first year after birth; a quarter of it later."};
const Parameter community_rate{.name = "services.community_mental_health", .unit = "per week", .low = 0, .high = 2, .value = 0.006, .spread = {Shape::lognormal, 0.003, 0.012}, .grade = Grade::cohort,
    .source = "Petrou 2002: community care significantly higher with postnatal depression", .text = "Community mental-health contacts at the mean symptom level."};
const Parameter acute_rate{.name = "services.acute", .unit = "per week", .low = 0, .high = 2, .value = 0.004, .spread = {Shape::lognormal, 0.002, 0.008}, .grade = Grade::assumed,
    .source = "no rate found in the sources used", .text = "Accident-and-emergency attendances of the parent."};
const Parameter infant_rate{.name = "services.infant_gp", .unit = "per week", .low = 0, .high = 2, .value = 0.09, .spread = {Shape::lognormal, 0.06, 0.13}, .grade = Grade::assumed,
    .source = "no rate found in the sources used", .text = "General-practice contacts of the infant while breastfed exclusively, first year; a third of it later."};
const Parameter infant_formula{.name = "services.infant_formula", .unit = "ratio", .low = 0.5, .high = 4, .value = 1.25, .spread = {Shape::lognormal, 1.0, 1.6}, .grade = Grade::assumed,
    .source = "no size found in the sources used", .text = "How many times more often infants without breast milk see a doctor; half of the excess when partly breastfed."};
const Parameter symptom_slope{.name = "services.symptom_slope", .unit = "log ratio per root point", .low = 0, .high = 2, .value = 0.3, .spread = {Shape::normal, 0.1, 0.5}, .grade = Grade::cohort,
    .source = "Petrou 2002: 2419 against 2027 pounds over 18 months; size assumed", .text = "Rise of the parent's service use per root point of symptoms above the mean."};

const Item gp_item{"gp_contact", "health service", Payer::nhs, Behaviour::variable, "contact", "contact", 1,
    {.name = "price.gp_contact", .unit = "pence", .low = 0, .high = 1e7, .value = 4400, .spread = {Shape::lognormal, 3600, 5200}, .scope = Scope::analysis, .grade = Grade::cohort,
     .source = "NBK562066 appendix 17: 44.00 GBP a surgery contact of 11.7 minutes", .text = "A general-practice contact."}, 2015};
const Item visitor_item{"health_visitor_contact", "health service", Payer::nhs, Behaviour::variable, "contact", "contact", 1,
    {.name = "price.health_visitor_contact", .unit = "pence", .low = 0, .high = 1e7, .value = 4300, .spread = {Shape::lognormal, 3200, 5600}, .scope = Scope::analysis, .grade = Grade::cohort,
     .source = "New Economy 2013-14: 43 GBP an hour of a specialist community nurse; one hour a contact", .text = "A health-visitor contact."}, 2014};
const Item community_item{"community_mental_health_contact", "health service", Payer::nhs, Behaviour::variable, "contact", "contact", 1,
    {.name = "price.community_mental_health_contact", .unit = "pence", .low = 0, .high = 1e7, .value = 6400, .spread = {Shape::lognormal, 5000, 8000}, .scope = Scope::analysis, .grade = Grade::cohort,
     .source = "New Economy 2013-14: 64 GBP a patient-related hour of a specialist community nurse", .text = "A community mental-health contact."}, 2014};
const Item acute_item{"emergency_attendance", "health service", Payer::nhs, Behaviour::variable, "contact", "contact", 1,
    {.name = "price.emergency_attendance", .unit = "pence", .low = 0, .high = 1e7, .value = 9500, .spread = {Shape::lognormal, 7500, 12000}, .scope = Scope::analysis, .grade = Grade::cohort,
     .source = "2009/10: 95 GBP an accident-and-emergency visit", .text = "An accident-and-emergency attendance."}, 2010};
const Item infant_item{"infant_gp_contact", "health service", Payer::nhs, Behaviour::variable, "contact", "contact", 1,
    {.name = "price.infant_gp_contact", .unit = "pence", .low = 0, .high = 1e7, .value = 4400, .spread = {Shape::lognormal, 3600, 5200}, .scope = Scope::analysis, .grade = Grade::cohort,
     .source = "NBK562066 appendix 17: 44.00 GBP a surgery contact", .text = "A general-practice contact of the infant."}, 2015};
const Item treatment_item{"treatment_session", "health service", Payer::nhs, Behaviour::variable, "contact", "session", 1,
    {.name = "price.treatment_session", .unit = "pence", .low = 0, .high = 1e7, .value = 7400, .spread = {Shape::lognormal, 5500, 10000}, .scope = Scope::analysis, .grade = Grade::cohort,
     .source = "New Economy 2013-14: up to 74 GBP a patient-related hour; one session a week", .text = "A weekly session of professional treatment."}, 2014};

constexpr Purpose gp_word{"services.gp", "General-practice contacts of the parent."};
constexpr Purpose visitor_word{"services.health_visitor", "Health-visitor contacts."};
constexpr Purpose rare_word{"services.rare", "Community mental-health contacts and emergency attendances: the two share a word."};
constexpr Purpose infant_word{"services.infant", "General-practice contacts of the infant."};

constexpr Column<std::uint8_t> gp{"gp_contacts", Storage::scratch, "contact", "General-practice contacts this week."};
constexpr Column<std::uint8_t> visitor{"health_visitor_contacts", Storage::scratch, "contact", "Health-visitor contacts this week."};
constexpr Column<std::uint8_t> community_care{"community_contacts", Storage::scratch, "contact", "Community mental-health contacts this week."};
constexpr Column<std::uint8_t> acute{"emergency_attendances", Storage::scratch, "contact", "Emergency attendances this week."};
constexpr Column<std::uint8_t> infant{"infant_contacts", Storage::scratch, "contact", "General-practice contacts of the infant this week."};

struct ServicesKernel {
  float gp_rate, visitor_rate, community_rate, acute_rate, infant_rate, formula, slope, mean, compensation, substitution;
  std::uint32_t gp_price, visitor_price, community_price, acute_price, infant_price;
  const float* share;
  const std::uint32_t *u_gp, *u_visitor, *u_rare, *u_infant;
  const std::int32_t* age;
  const float *level, *recent, *on;
  const std::uint8_t* feeding;
  const std::uint16_t* contacts;
  std::uint8_t *gp, *visitor, *community, *acute, *infant;
  std::uint32_t* cost;

  /// 0, 1 or 2 contacts by inversion of a Poisson variable of small mean m; two stands for two or more.
  [[gnu::always_inline]] static int small_poisson(float u, float m) {
    const float none = core::exp32(-m);
    return (u >= none ? 1 : 0) + (u >= none + none * m ? 1 : 0);
  }

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const float use = exp32(slope * (level[l] - mean)) * on[l];
      const float young = (age[l] >= 0) & (age[l] < 52) ? 1.0f : 0.25f;
      const float peers = min_(recent[l], 1.0f), untreated = contacts[l] == 0 ? 1.0f : 0.0f;
      const float visits = visitor_rate * young * use * (1.0f - substitution * peers) * (1.0f + compensation * share[l] * untreated);
      const int n_gp = small_poisson(unit_float(u_gp[l]), gp_rate * use);
      const int n_visitor = small_poisson(unit_float(u_visitor[l]), visits);
      const float u = unit_float(u_rare[l]), p_community = community_rate * use, p_acute = acute_rate * use;
      const int n_community = u < p_community ? 1 : 0;
      const int n_acute = u >= 1.0f - p_acute ? 1 : 0;
      const int fed = feeding[l];
      const float excess = formula - 1.0f;
      const float milk = fed == 2 ? 1.0f : fed == 1 ? 1.0f + 0.5f * excess : 1.0f + excess;
      const float born = age[l] >= 0 ? 1.0f : 0.0f;
      const int n_infant = small_poisson(unit_float(u_infant[l]), infant_rate * milk * born * (age[l] < 52 ? 1.0f : 0.33f) * on[l]);
      gp[l] = static_cast<std::uint8_t>(n_gp);
      visitor[l] = static_cast<std::uint8_t>(n_visitor);
      community[l] = static_cast<std::uint8_t>(n_community);
      acute[l] = static_cast<std::uint8_t>(n_acute);
      infant[l] = static_cast<std::uint8_t>(n_infant);
      cost[l] += static_cast<std::uint32_t>(n_gp) * gp_price + static_cast<std::uint32_t>(n_visitor) * visitor_price +
                 static_cast<std::uint32_t>(n_community) * community_price + static_cast<std::uint32_t>(n_acute) * acute_price +
                 static_cast<std::uint32_t>(n_infant) * infant_price;
    }
  }
};
SIM_KERNEL(ServicesKernel)

constexpr Tally tally_gp{"gp_contacts", "contact", "General-practice contacts of parents.", &gp};
constexpr Tally tally_visitor{"health_visitor_contacts", "contact", "Health-visitor contacts.", &visitor};
constexpr Tally tally_community{"community_contacts", "contact", "Community mental-health contacts.", &community_care};
constexpr Tally tally_acute{"emergency_attendances", "contact", "Emergency attendances of parents.", &acute};
constexpr Tally tally_infant{"infant_contacts", "contact", "General-practice contacts of infants.", &infant};

class Services final : public Step {
 public:
  explicit Services(const Binding& b) {
    k_.gp_rate = b.f(gp_rate), k_.visitor_rate = b.f(visitor_rate), k_.community_rate = b.f(community_rate), k_.acute_rate = b.f(acute_rate);
    k_.infant_rate = b.f(infant_rate), k_.formula = b.f(infant_formula), k_.slope = b.f(symptom_slope), k_.mean = b.f(world::level_mean);
    k_.compensation = b.f(compensation), k_.substitution = b.f(substitution);
    const auto pence = [&](const Item& item) { return static_cast<std::uint32_t>(b(item.price) + 0.5); };
    k_.gp_price = pence(gp_item), k_.visitor_price = pence(visitor_item), k_.community_price = pence(community_item);
    k_.acute_price = pence(acute_item), k_.infant_price = pence(infant_item);
    const Item* items[] = {&gp_item, &visitor_item, &community_item, &acute_item, &infant_item, &treatment_item};
    const Tally* tallies[] = {&tally_gp, &tally_visitor, &tally_community, &tally_acute, &tally_infant, &treatment_tally};
    for (int i = 0; i < 6; ++i) posts_[i] = {b.item(*items[i]), b.tally(*tallies[i])};
    age_ = b.slot(age), level_ = b.slot(symptom_level), recent_ = b.slot(recent), on_ = b.slot(on), feeding_ = b.slot(feeding), contacts_ = b.slot(contacts);
    gp_ = b.slot(gp), visitor_ = b.slot(visitor), community_ = b.slot(community_care), acute_ = b.slot(acute), infant_ = b.slot(infant);
    cost_ = b.slot(cost), share_ = b.slot(treated_near);
  }

  void block(const BlockWeek& w) const override {
    alignas(64) std::uint32_t u[4][lanes];
    w.draw(gp_word, u[0]);
    w.draw(visitor_word, u[1]);
    w.draw(rare_word, u[2]);
    w.draw(infant_word, u[3]);
    ServicesKernel k = k_;
    k.share = w.at(share_);
    k.u_gp = u[0], k.u_visitor = u[1], k.u_rare = u[2], k.u_infant = u[3];
    k.age = w.at(age_), k.level = w.at(level_), k.recent = w.at(recent_), k.on = w.at(on_), k.feeding = w.at(feeding_), k.contacts = w.at(contacts_);
    k.gp = w.at(gp_), k.visitor = w.at(visitor_), k.community = w.at(community_), k.acute = w.at(acute_), k.infant = w.at(infant_), k.cost = w.at(cost_);
    run_kernel(w.level, k);
  }

  void after(Run& run, int week) override {
    for (const auto& [item, tally] : posts_) run.pay(item, week, static_cast<std::int64_t>(run.result.tallies.week(tally, week)));
  }

 private:
  ServicesKernel k_{};
  struct Post {
    std::size_t item, tally;
  };
  Post posts_[6];
  Slot<std::int32_t> age_;
  Slot<float> level_, recent_, on_, share_;
  Slot<std::uint8_t> feeding_, gp_, visitor_, community_, acute_, infant_;
  Slot<std::uint16_t> contacts_;
  Slot<std::uint32_t> cost_;
};

const Measure gp_measure{.name = "gp_contacts", .unit = "per 1,000 births", .text = "General-practice contacts of parents.", .numerator = &tally_gp, .per = Per::thousand_births};
const Measure visitor_measure{.name = "health_visitor_contacts", .unit = "per 1,000 births", .text = "Health-visitor contacts.", .numerator = &tally_visitor, .per = Per::thousand_births};

const Declarations declarations{.name = "services", .text = "Families use health services.",
    .parameters = {&substitution, &compensation, &gp_rate, &visitor_rate, &community_rate, &acute_rate, &infant_rate, &infant_formula, &symptom_slope},
    .columns = {&gp, &visitor, &community_care, &acute, &infant, &cost}, .purposes = {&gp_word, &visitor_word, &rare_word, &infant_word},
    .tallies = {&tally_gp, &tally_visitor, &tally_community, &tally_acute, &tally_infant}, .measures = {&gp_measure, &visitor_measure},
    .items = {&gp_item, &visitor_item, &community_item, &acute_item, &infant_item, &treatment_item}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Services>(b); }

}  // namespace

extern const Process services;
const Process services{&declarations, bind};

}  // namespace alongside::process
