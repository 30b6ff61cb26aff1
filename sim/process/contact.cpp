#include "sim/process/contact.hpp"

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/run.hpp"
#include "sim/process/schedule.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter initiative{.name = "offer.initiative", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"proactive", "reactive"},
    .scope = Scope::programme, .grade = Grade::trial, .source = "Wiggins 2005: 94% against 19% took it up; FEST 2012: RR 1.49 (0.92-2.40)", .text = "Whether supporters call families or families have to call them."};
const Parameter flexibility{.name = "contact.flexibility", .low = 0, .high = 1, .value = 0.5, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "Kaks & Malqvist 2020 name it as a strategy; no size found", .text = "How far time, place and content follow the family's need, 0 to 1."};
const Parameter role{.name = "supporter.role", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"befriending", "teaching"},
    .scope = Scope::programme, .grade = Grade::trial, .source = "Letourneau 2011: home peers who taught interaction did worse than control", .text = "Whether supporters befriend or teach."};
const Parameter training_hours{.name = "supporter.training_hours", .unit = "hour", .low = 0, .high = 400, .value = 8, .scope = Scope::programme, .grade = Grade::trial,
    .source = "4 h Dennis 2009, 2.5 h Dennis 2002, about 40 h Home-Start", .text = "Hours of training before a supporter meets a family."};
const Parameter supervision_hours{.name = "supervision.hours", .unit = "hours per month", .low = 0, .high = 40, .value = 1, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found: supervision frequency", .text = "Hours of supervision for each active supporter and month."};
const Parameter safety{.name = "offer.safety", .low = 0, .high = 1, .value = 0.5, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How safe the offer feels: confidentiality and venue, 0 to 1."};
const Parameter co_design{.name = "offer.co_design", .low = 0, .high = 1, .value = 0.3, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "Reeder 2014: Spanish speakers keep the effect with Spanish-speaking peers", .text = "How far the offer was designed with minority-language families, 0 to 1."};
const Parameter includes_partner{.name = "offer.includes_partner", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .scope = Scope::programme,
    .grade = Grade::assumed, .source = "Kaks & Malqvist 2020: supporters find it hard; no size found", .text = "Whether support addresses the partner too."};
const Parameter habituation{.name = "contact.habituation", .unit = "per contact", .low = 0, .high = 1, .value = 0.0304, .spread = {Shape::uniform, 0, 0.06},
    .grade = Grade::assumed, .source = "no evidence found; without it the longest programme always wins, by extrapolation", .text = "Gain per contact falls as 1 / (1 + this x contacts received)."};

constexpr Tally contacts_received_tally = by_year({"contacts_received", "contact", "Contacts received.", &received_now});

namespace {
const Parameter per_alliance{.name = "contact.alliance", .unit = "logit", .low = 0, .high = 5, .value = 1.16, .spread = {Shape::normal, 0.3, 2.0}, .grade = Grade::assumed,
    .source = "assumed (calibrated)", .text = "How much a full alliance raises the odds that a contact is received."};
const Parameter per_match{.name = "contact.match", .unit = "logit", .low = -2, .high = 4, .value = 1.11, .spread = {Shape::normal, 0, 2.2}, .grade = Grade::fitted,
    .source = "calibrated: separates 0.74 (Letourneau 2015) from 0.56 (RUBY)", .text = "How much a perfect match raises the odds that a contact is received."};
const Parameter per_missed{.name = "contact.missed", .unit = "logit per contact", .low = 0, .high = 2, .value = 0.354, .spread = {Shape::normal, 0.1, 0.6}, .grade = Grade::cohort,
    .source = "Prev Sci 2019;20:609: early irregular attendance is the strongest predictor of leaving; size assumed", .text = "How much each contact missed in a row lowers the odds of the next."};
const Parameter per_deprivation{.name = "contact.deprivation", .unit = "logit per quintile", .low = -1, .high = 1, .value = 0.101, .spread = {Shape::normal, 0, 0.2}, .grade = Grade::assumed,
    .source = "assumed", .text = "How much each quintile of deprivation lowers the odds that a contact is received."};
const Parameter per_flexibility{.name = "contact.flexibility_effect", .unit = "logit", .low = 0, .high = 3, .value = 0.8, .spread = {Shape::uniform, 0, 1.6}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How much full flexibility raises the odds that a contact is received, over none."};
const Parameter per_language{.name = "contact.language_gap", .unit = "logit", .low = 0, .high = 4, .value = 0.8, .spread = {Shape::uniform, 0.2, 1.6}, .grade = Grade::assumed,
    .source = "muse 759943: unlike dyads had less contact (veterans, OR 0.04); Reeder 2014", .text = "Barrier for minority-language families when nothing is done about it; co-design and a matched supporter remove it."};
const Parameter per_disability{.name = "contact.disability", .unit = "logit", .low = 0, .high = 4, .value = 0.7, .spread = {Shape::uniform, 0, 1.5}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Barrier of a disability to contacts away from home."};
const Parameter seeking{.name = "contact.seeking", .unit = "logit", .low = -8, .high = 2, .value = -2.72, .spread = {Shape::normal, -3.4, -2}, .grade = Grade::fitted,
    .source = "calibrated: at least 53% ever called a reactive line (Graffy 2004)", .text = "Log odds that a family seeks a contact in a week when it has to call first."};
const Parameter demand_start{.name = "contact.demand_start", .unit = "per week", .low = 0, .high = 10, .value = 1.65, .spread = {Shape::lognormal, 0.7, 4}, .grade = Grade::fitted,
    .source = "calibrated: RUBY logs and survey, Reeder 2014", .text = "Contacts a week that an average family wants at first, above the floor."};
const Parameter demand_decay{.name = "contact.demand_decay", .unit = "week", .low = 0.5, .high = 52, .value = 3.98, .spread = {Shape::lognormal, 1.5, 9}, .grade = Grade::fitted,
    .source = "calibrated: same", .text = "Weeks in which the wish for contact falls by a factor of e."};
const Parameter demand_floor{.name = "contact.demand_floor", .unit = "per week", .low = 0, .high = 7, .value = 0.287, .spread = {Shape::lognormal, 0.1, 0.8}, .grade = Grade::fitted,
    .source = "calibrated: same", .text = "Contacts a week that an average family goes on wanting."};
const Parameter demand_need{.name = "contact.demand_need", .unit = "log ratio per root point", .low = 0, .high = 2, .value = 0.632, .spread = {Shape::uniform, 0, 0.8}, .grade = Grade::assumed,
    .source = "assumed: symptomatic mothers use more (Dennis 2009 against RUBY)", .text = "How much more contact a family wants for each root point of symptoms above the mean."};
const Parameter harm_base{.name = "contact.harm", .unit = "per contact", .low = 0, .high = 1, .value = 0.01, .spread = {Shape::lognormal, 0.002, 0.05}, .grade = Grade::assumed,
    .source = "no evidence found: harm reported as rare (Scottish evidence review)", .text = "Chance that a contact by a well trained and supervised befriender does harm."};
const Parameter harm_teaching{.name = "contact.harm_teaching", .unit = "ratio", .low = 1, .high = 100, .value = 35, .spread = {Shape::lognormal, 15, 80}, .grade = Grade::assumed,
    .source = "sign from Letourneau 2011; size assumed", .text = "How many times likelier harm is when supporters teach."};
const Parameter harm_size{.name = "contact.harm_size", .low = 0, .high = 2, .value = 0.8, .spread = {Shape::uniform, 0.3, 1.5}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Quality of a harmful contact, below zero."};

/// Everything of one mode's week that is the same for all families.
struct Coefficients {
  std::uint8_t code;
  bool reactive, from_birth, switching;
  float base, quality, distance, stigma, disability, language, alliance, match, missed, deprivation, need, floor, start, harm, harm_size, pence, pence_per_minute;
};

/// Which lanes a kernel is given: a whole block, or families in this mode brought together.
enum class Given { block, gathered };

struct ContactKernel {
  const Coefficients* c;
  int week, count;                    ///< lanes to do: a multiple of 64
  const std::int32_t* plan;           ///< by schedule index: contacts planned, and minutes << 8
  const float *spacing, *decay;       ///< weeks between planned contacts, by schedule index; by weeks of support
  const std::uint32_t *u_received, *u_harm;
  const std::uint8_t *delivery, *quintile, *language;
  const std::int32_t* age;
  const std::uint16_t *since, *traits;
  const float *demand, *alliance, *match, *away, *stigma, *quality, *base, *state;
  std::uint8_t *planned, *offered, *mode_received, *received_now, *missed, *events, *ruptured, *shortfall;
  std::uint16_t *contacts, *mode_minutes;
  std::uint32_t* cost;
  float *received, *contact_quality;

  /// `most`: the largest number of contacts in a week, 1 or 7; one needs no binomial. Both are constants of each version.
  [[gnu::always_inline]] void go(const int most, const Given lanes_given) const {
    using namespace core;
    const Coefficients k = *c;
    // Masks and numbers, not flags: a condition that is the same for all lanes would end vectorisation.
    const int switching = k.switching ? switch_wanted : 0, from_birth = k.from_birth ? -1 : 0;
    const float proactive = k.reactive ? 0.0f : 1.0f;
    const int n_lanes = count;
#pragma omp simd
    for (int l = 0; l < n_lanes; ++l) {
      const bool mine = lanes_given == Given::gathered || delivery[l] == k.code;
      const int weeks = week - static_cast<int>(since[l]);
      int index = ((age[l] + Schedule::birth_offset) & from_birth) | (weeks & ~from_birth);
      index = index < 0 ? 0 : index > Schedule::size - 1 ? Schedule::size - 1 : index;
      const int entry = plan[index], minutes = entry >> 8;
      const int plan_now = (entry & 255) * (mine ? 1 : 0);  // a product, since a masked gather is not to be had
      const int spare = plan_now - static_cast<int>(shortfall[l]);
      const int offer = spare > 0 ? spare : 0;
      const int held = weeks < 0 ? 0 : weeks > 255 ? 255 : weeks;
      const float wanted = demand[l] * (k.start * decay[held] + k.floor) * exp32(k.need * clamp_(base[l] + state[l] - 2.2f, -1.5f, 1.5f));
      const float willing = min_(1.0f, wanted * spacing[index]);
      const float minority = language[l] != 0 ? 1.0f : 0.0f;
      const float limited = (traits[l] & world::disability) != 0 ? 1.0f : 0.0f;
      const float eta = k.base + k.alliance * alliance[l] + k.match * (match[l] - 0.5f) - k.distance * (away[l] + k.disability * limited) -
                        k.stigma * stigma[l] - k.language * minority * (1.0f - match[l]) - k.missed * static_cast<float>(missed[l]) -
                        k.deprivation * static_cast<float>(static_cast<int>(quintile[l]) - 3);
      const float chance = logistic32(eta) * (1.0f - proactive * (1.0f - willing));
      // Binomial by inversion of one word; at most seven contacts a week.
      const float u = unit_float(u_received[l]), q = 1.0f - chance;
      const float odds = chance / max_(q, 1e-6f);
      const float n = static_cast<float>(offer);
      float got = 0.0f;
      if (most == 1) {
        got = n * (u >= q ? 1.0f : 0.0f);
      } else {
        const float q2 = q * q, q4 = q2 * q2;
        float mass = ((offer & 1) != 0 ? q : 1.0f) * ((offer & 2) != 0 ? q2 : 1.0f) * ((offer & 4) != 0 ? q4 : 1.0f);
        float below = mass;
        for (int step = 0; step < 7; ++step) {
          const float s = static_cast<float>(step);
          got += (static_cast<int>(u >= below) & static_cast<int>(s < n)) != 0 ? 1.0f : 0.0f;
          mass *= odds * max_(n - s, 0.0f) * (1.0f / (s + 1.0f));
          below += mass;
        }
      }
      const int heard = static_cast<int>(got);
      const bool some = heard > 0;
      // Bitwise rather than short-circuit conditions from here on: branches would end vectorisation.
      const bool harmed = some & (unit_float(u_harm[l]) < k.harm * got);
      const bool keeps = !mine;
      planned[l] = static_cast<std::uint8_t>(keeps ? planned[l] : plan_now);
      offered[l] = static_cast<std::uint8_t>(keeps ? offered[l] : offer);
      mode_received[l] = static_cast<std::uint8_t>(heard);
      mode_minutes[l] = static_cast<std::uint16_t>(heard * minutes);
      received_now[l] = static_cast<std::uint8_t>(keeps ? received_now[l] : heard);
      const bool failed = (offer > 0) & !some & (proactive != 0.0f);
      const int run = missed[l] + (failed ? 1 : 0), before = contacts[l];
      missed[l] = static_cast<std::uint8_t>(mine & some ? 0 : run > 4 ? 4 : run);
      shortfall[l] = static_cast<std::uint8_t>(keeps ? shortfall[l] : 0);
      events[l] = static_cast<std::uint8_t>(events[l] | (some ? contact_happened : 0) | (some & (before == 0) ? first_contact : 0) |
                                            (mine & (run >= 4) & failed ? switching : 0));
      ruptured[l] = static_cast<std::uint8_t>(keeps ? ruptured[l] : harmed);
      contacts[l] = static_cast<std::uint16_t>(before + heard);
      cost[l] += static_cast<std::uint32_t>(heard * static_cast<int>(k.pence + k.pence_per_minute * static_cast<float>(minutes) + 0.5f));
      received[l] = keeps ? received[l] : min_(got, 3.0f);
      contact_quality[l] = keeps ? contact_quality[l] : harmed ? -k.harm_size : quality[l] * k.quality;
    }
  }
};
struct ContactOnce : ContactKernel {
  [[gnu::always_inline]] void lanes() const { go(1, Given::block); }
};
struct ContactOften : ContactKernel {
  [[gnu::always_inline]] void lanes() const { go(7, Given::block); }
};
struct GatheredOnce : ContactKernel {
  [[gnu::always_inline]] void lanes() const { go(1, Given::gathered); }
};
struct GatheredOften : ContactKernel {
  [[gnu::always_inline]] void lanes() const { go(7, Given::gathered); }
};
SIM_KERNEL(ContactOnce)
SIM_KERNEL(ContactOften)
SIM_KERNEL(GatheredOnce)
SIM_KERNEL(GatheredOften)

/// Up to so many families of a block are brought together; above, the whole block goes through the kernel. Measured: either
/// gives the same bits.
constexpr int gather_at_most = 48;

class Contact final : public Step {
 public:
  Contact(const Binding& b, const ContactMode& m) : mode_(m) {
    const Schedule s = make_schedule(b);
    for (std::size_t i = 0; i < Schedule::size; ++i) {
      plan_[i] = s.planned[i] | s.minutes[i] << 8;
      spacing_[i] = 1.0f / std::max(s.rate[i], 0.01f);
    }
    const ContactPence pence = contact_pence(b, m.mode);
    c_.pence = static_cast<float>(pence.each);
    c_.pence_per_minute = static_cast<float>(pence.per_minute);
    // Whoever has found the way to a group comes or stays away like any other member.
    const bool reactive = b.i(initiative) == 1 && m.mode != Mode::group;
    const double tau = b(demand_decay);
    for (std::size_t w = 0; w < decay_.size(); ++w) decay_[w] = static_cast<float>(core::exp64(-static_cast<double>(w) / tau));
    c_.code = delivery_code(m.mode);
    c_.reactive = reactive;
    c_.from_birth = s.from_birth;
    c_.switching = b.i(mode_switching) == 1 && m.mode != Mode::group;
    c_.base = static_cast<float>((reactive ? b(seeking) : b(*m.availability)) + b(per_flexibility) * (b(flexibility) - 0.5));
    c_.quality = b.f(*m.quality);
    c_.distance = b.f(*m.distance);
    c_.stigma = static_cast<float>(b(*m.stigma) * (1 - b(safety)));
    c_.disability = b.f(per_disability);
    c_.language = static_cast<float>(b(per_language) * (1 - b(co_design)));
    c_.alliance = b.f(per_alliance);
    c_.match = b.f(per_match);
    c_.missed = static_cast<float>(b(per_missed) * (1.25 - 0.5 * b(flexibility)));
    c_.deprivation = b.f(per_deprivation);
    c_.need = b.f(demand_need);
    c_.floor = b.f(demand_floor);
    c_.start = b.f(demand_start);
    c_.harm = static_cast<float>(harm_chance(b));
    c_.harm_size = b.f(harm_size);
    demand_ = b.slot(world::demand), away_ = b.slot(world::away), stigma_ = b.slot(world::stigma), base_ = b.slot(world::symptom_base);
    quintile_ = b.slot(world::deprivation), language_ = b.slot(world::language), traits_ = b.slot(world::traits_column);
    delivery_ = b.slot(delivery), shortfall_ = b.slot(shortfall), since_ = b.slot(since), age_ = b.slot(age), alliance_ = b.slot(alliance);
    match_ = b.slot(match), quality_ = b.slot(quality), state_ = b.slot(symptom_state), planned_ = b.slot(planned), offered_ = b.slot(offered);
    received_now_ = b.slot(received_now), missed_ = b.slot(missed), events_ = b.slot(events), ruptured_ = b.slot(ruptured);
    contacts_ = b.slot(contacts), cost_ = b.slot(cost), received_ = b.slot(received), contact_quality_ = b.slot(contact_quality);
    mode_received_ = b.slot(*m.received), mode_minutes_ = b.slot(*m.minutes);
    // Nobody is ever given a mode of weight 0.
    active_ = s.most > 0 && mode_mix(b).weight[m.mode] > 0;
    once_ = s.most <= 1;
  }

  void block(const BlockWeek& w) const override {
    if (!w.supported || !active_) return;
    alignas(64) std::uint32_t u[2][process::lanes];
    w.draw(*mode_.received_word, u[0]);
    w.draw(*mode_.harm_word, u[1]);
    if (once_) go<ContactOnce, GatheredOnce>(w, u[0], u[1]);
    else go<ContactOften, GatheredOften>(w, u[0], u[1]);
  }

 private:
  template <class Kernel, class Gathered>
  void go(const BlockWeek& w, const std::uint32_t* received, const std::uint32_t* harm) const {
    alignas(64) std::uint16_t who[process::lanes];
    const std::uint8_t* delivery = w.at(delivery_);
    int n = 0;
    for (int l = 0; l < process::lanes; ++l) {
      who[n] = static_cast<std::uint16_t>(l);
      n += delivery[l] == c_.code ? 1 : 0;
    }
    if (n == 0) return;
    if (n > gather_at_most) return run_kernel(w.level, columns<Kernel>(w, received, harm));
    gathered(w.level, columns<Gathered>(w, received, harm), who, n);
  }

  template <class Kernel>
  Kernel columns(const BlockWeek& w, const std::uint32_t* received, const std::uint32_t* harm) const {
    return {{&c_, w.week, process::lanes, plan_.data(), spacing_.data(), decay_.data(), received, harm,
            w.at(delivery_), w.at(quintile_), w.at(language_), w.at(age_), w.at(since_), w.at(traits_),
            w.at(demand_), w.at(alliance_), w.at(match_), w.at(away_), w.at(stigma_), w.at(quality_), w.at(base_), w.at(state_),
            w.at(planned_), w.at(offered_), w.at(mode_received_), w.at(received_now_), w.at(missed_), w.at(events_), w.at(ruptured_), w.at(shortfall_),
            w.at(contacts_), w.at(mode_minutes_), w.at(cost_), w.at(received_), w.at(contact_quality_)}};
  }

  /// Few lanes are in this mode: they are brought together, done, and put back. Lanes never touch each other, so the
  /// bits are the same.
  template <class Kernel>
  void gathered(core::KernelLevel level, const Kernel& k, const std::uint16_t* who, int n) const {
    const int count = (n + 63) / 64 * 64;
    alignas(64) std::byte memory[28 * 4 * process::lanes];
    std::byte* next = memory;
    Kernel d = k;
    d.count = count;
    const auto room = [&](auto*& column) {
      using T = std::remove_cv_t<std::remove_reference_t<decltype(*column)>>;
      T* to = reinterpret_cast<T*>(next);
      next += 4 * process::lanes;
      column = to;
      return to;
    };
    const auto bring = [&](auto*& column) {
      const auto* from = column;
      auto* to = room(column);
      for (int i = 0; i < n; ++i) to[i] = from[who[i]];
      for (int i = n; i < count; ++i) to[i] = {};
    };
    const auto all = [&](auto*&... columns) { (bring(columns), ...); };
    all(d.u_received, d.u_harm, d.quintile, d.language, d.since, d.traits, d.demand, d.alliance, d.match, d.away, d.stigma, d.quality, d.base, d.state,
        d.missed, d.events, d.shortfall, d.contacts, d.cost);
    if (c_.from_birth) bring(d.age);
    room(d.planned), room(d.offered), room(d.mode_received), room(d.received_now), room(d.ruptured), room(d.mode_minutes), room(d.received), room(d.contact_quality);
    run_kernel(level, d);
    const auto back = [&](auto* to, const auto* from) {
      for (int i = 0; i < n; ++i) to[who[i]] = from[i];
    };
    back(k.planned, d.planned), back(k.offered, d.offered), back(k.mode_received, d.mode_received), back(k.received_now, d.received_now);
    back(k.missed, d.missed), back(k.events, d.events), back(k.ruptured, d.ruptured), back(k.shortfall, d.shortfall), back(k.contacts, d.contacts);
    back(k.mode_minutes, d.mode_minutes), back(k.cost, d.cost), back(k.received, d.received), back(k.contact_quality, d.contact_quality);
  }

  ContactMode mode_;
  Coefficients c_{};
  bool active_ = false, once_ = true;
  std::array<std::int32_t, Schedule::size> plan_{};
  std::array<float, Schedule::size> spacing_{};
  std::array<float, 256> decay_{};
  Slot<float> demand_, away_, stigma_, base_, alliance_, match_, quality_, state_, received_, contact_quality_;
  Slot<std::uint8_t> quintile_, language_, delivery_, shortfall_, planned_, offered_, received_now_, missed_, events_, ruptured_, mode_received_;
  Slot<std::uint16_t> traits_, since_, contacts_, mode_minutes_;
  Slot<std::int32_t> age_;
  Slot<std::uint32_t> cost_;
};

constexpr Tally tally_planned = by_year({"contacts_planned", "contact", "Contacts planned.", &planned});
constexpr Tally tally_offered{"contacts_offered", "contact", "Planned contacts for which the supporter or group had hours.", &offered};
constexpr Tally tally_ruptures{"ruptures", "family", "Families to whom a contact did harm.", &ruptured, Count::nonzero};
constexpr Tally tally_missed{"missed_in_a_row", "contact", "Contacts missed in a row, summed over families.", &missed};
const Measure received_share{.name = "received_share", .unit = "share", .text = "Contacts received over contacts planned.", .numerator = &contacts_received_tally,
                             .per = Per::tally, .denominator = &tally_planned, .better = Better::higher};
const Measure contacts_planned_measure{.name = "contacts_planned", .unit = "per 1,000 births", .text = "Contacts planned.", .numerator = &tally_planned, .per = Per::thousand_births};
const Measure contacts_received_measure{.name = "contacts_received", .unit = "per 1,000 births", .text = "Contacts received.", .numerator = &contacts_received_tally, .per = Per::thousand_births};
const Measure ruptures_measure{.name = "ruptures", .unit = "per 1,000 births", .text = "Contacts that did harm.", .numerator = &tally_ruptures, .per = Per::thousand_births, .better = Better::lower};

}  // namespace

double harm_chance(const Binding& b) {
  // Training and supervision each halve the excess over a well-run programme as they double.
  const double training = 8.0 / (4.0 + b(training_hours)), supervision = 2.0 / (1.0 + b(supervision_hours));
  const double excess = 0.5 * training + 0.5 * supervision;
  return b(harm_base) * excess * (b.i(role) == 1 ? b(harm_teaching) : 1.0);
}

std::unique_ptr<Step> bind_contact(const Binding& binding, const ContactMode& mode) { return std::make_unique<Contact>(binding, mode); }

const Declarations contact_part{.name = "contact", .text = "What every mode of contact shares.",
    .parameters = {&initiative, &flexibility, &role, &training_hours, &supervision_hours, &safety, &co_design, &includes_partner, &habituation,
                   &per_alliance, &per_match, &per_missed, &per_deprivation, &per_flexibility, &per_language, &per_disability, &seeking,
                   &demand_start, &demand_decay, &demand_floor, &demand_need, &harm_base, &harm_teaching, &harm_size},
    .columns = {&delivery, &since, &provider, &match, &quality, &shortfall, &missed, &contacts, &received_now, &planned, &offered,
                &received, &contact_quality, &ruptured},
    .tallies = {&tally_planned, &tally_offered, &contacts_received_tally, &tally_ruptures, &tally_missed},
    .measures = {&received_share, &contacts_planned_measure, &contacts_received_measure, &ruptures_measure}};

}  // namespace alongside::process
