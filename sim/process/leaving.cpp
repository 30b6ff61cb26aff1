// How support ends: completed by agreement, at the end of the schedule or of the need; left; or referred on.

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/feeding.hpp"
#include "sim/process/run.hpp"
#include "sim/process/schedule.hpp"
#include "sim/process/step_up.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {
namespace {

const Parameter base{.name = "leaving.base", .unit = "logit per week", .low = -12, .high = 4, .value = -5.51, .spread = {Shape::normal, -6.4, -4.2}, .grade = Grade::fitted,
    .source = "calibrated: 42% left by 12 months (Prev Sci 2019;20:609)", .text = "Log odds of leaving in a week."};
const Parameter spike{.name = "leaving.first_weeks", .unit = "logit", .low = -2, .high = 5, .value = 1.48, .spread = {Shape::normal, 0.2, 3}, .grade = Grade::fitted,
    .source = "calibrated: 11.4% in the first 2-3 weeks (Home-Start Bristol)", .text = "Rise of those log odds in the first three weeks."};
const Parameter per_alliance{.name = "leaving.alliance", .unit = "logit", .low = 0, .high = 5, .value = 0.696, .spread = {Shape::uniform, 0.2, 1.2}, .grade = Grade::assumed,
    .source = "assumed (calibrated)", .text = "Fall of the log odds at full alliance."};
const Parameter per_match{.name = "leaving.match", .unit = "logit", .low = 0, .high = 5, .value = 0.39, .spread = {Shape::uniform, 0, 0.8}, .grade = Grade::cohort,
    .source = "Raposa 2018: matched relationships last longer; size assumed", .text = "Fall of the log odds at a perfect match."};
const Parameter per_missed{.name = "leaving.missed", .unit = "logit per contact", .low = 0, .high = 3, .value = 0.22, .spread = {Shape::uniform, 0.05, 0.5}, .grade = Grade::cohort,
    .source = "Prev Sci 2019;20:609: early irregular attendance predicts leaving; size assumed", .text = "Rise per contact missed in a row."};
const Parameter per_burden{.name = "leaving.burden", .unit = "logit per weekly contact", .low = 0, .high = 3, .value = 0.139, .spread = {Shape::uniform, 0, 0.3}, .grade = Grade::assumed,
    .source = "RUBY survey: 9.9% found calls too often; size assumed", .text = "Rise per planned contact a week."};
const Parameter per_recovery{.name = "leaving.recovered", .unit = "logit", .low = 0, .high = 3, .value = 0.39, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "Home-Start Bristol: coping as a reason; size assumed", .text = "Rise while symptoms are below the mean."};
const Parameter per_deprivation{.name = "leaving.deprivation", .unit = "logit per quintile", .low = -1, .high = 1, .value = 0.0757, .spread = {Shape::uniform, 0, 0.15}, .grade = Grade::cohort,
    .source = "Prev Sci 2019: leavers younger and poorer; size assumed", .text = "Rise per quintile of deprivation."};
const Parameter per_partner{.name = "leaving.partner_included", .unit = "logit", .low = 0, .high = 3, .value = 0.2, .spread = {Shape::uniform, 0, 0.5}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Fall where the programme includes partners and there is one."};
const Parameter remote{.name = "leaving.remote", .unit = "logit", .low = -5, .high = 3, .value = -1.46, .spread = {Shape::normal, -2.8, 0.2}, .grade = Grade::fitted,
    .source = "calibrated: RUBY survey; weak (standard error 3)", .text = "Difference of phone and online support."};
const Parameter core_weeks{.name = "leaving.core", .kind = Kind::count, .unit = "week", .low = 0, .high = 520, .value = 12, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "RUBY: 12 weekly calls, then as agreed", .text = "Weeks of support after which endings by agreement begin."};
const Parameter agreed{.name = "leaving.agreed", .unit = "logit per week", .low = -12, .high = 3, .value = -3.7, .spread = {Shape::normal, -4.6, -2}, .grade = Grade::fitted,
    .source = "calibrated: 77% in contact at 12 weeks, 46% at 25 (RUBY survey)", .text = "Log odds of an agreed ending in a week after the core phase."};
const Parameter feeding_ends{.name = "leaving.feeding_stopped", .low = 0, .high = 1, .value = 0.507, .spread = {Shape::uniform, 0.05, 0.95}, .grade = Grade::fitted,
    .source = "calibrated: RUBY", .text = "Weekly chance that support for feeding ends once feeding has stopped."};
const Parameter focus{.name = "offer.focus", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"wellbeing", "feeding"}, .scope = Scope::programme,
    .grade = Grade::definition, .text = "What the support is for: support for feeding ends when feeding does."};

constexpr Purpose word{"leaving.end", "Whether support ends this week, and how."};
constexpr Column<std::uint8_t> left_now{"left_now", Storage::passing, "", "1 in the week in which a family leaves support early."};
constexpr Column<std::uint8_t> completed_now{"completed_now", Storage::passing, "", "1 in the week in which support is completed."};

struct LeavingKernel {
  float base, spike, alliance, match, missed, burden, recovery, deprivation, partner, remote, agreed, feeding_ends, mean;
  int week, last_index, core;
  bool from_birth, refer_on;
  const float* rate;
  const std::uint32_t* u;
  const std::uint16_t *since, *traits;
  const std::int32_t* age;
  const std::uint8_t *quintile, *missed_run, *escalated, *feeding_state;
  const float *a, *m, *level;
  std::uint8_t *delivery, *phase, *events, *left, *completed;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
    // Masks, not flags: a condition that is the same for all lanes would end vectorisation.
    const int referring = refer_on ? 1 : 0, by_birth = from_birth ? -1 : 0;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const int code = delivery[l];
      const bool inside = code != 0;
      const int weeks = week - static_cast<int>(since[l]);
      int index = ((age[l] + Schedule::birth_offset) & by_birth) | (weeks & ~by_birth);
      index = index < 0 ? 0 : index > Schedule::size - 1 ? Schedule::size - 1 : index;
      const bool done = index + 1 >= last_index;
      const bool far = (code == delivery_code(Mode::phone)) | (code == delivery_code(Mode::online));
      const bool well = level[l] < mean, coupled = (traits[l] & world::lone_parent) == 0;
      const float eta = base + (weeks < 3 ? spike : 0.0f) - alliance * (a[l] - 0.3f) - match * (m[l] - 0.5f) + missed * static_cast<float>(static_cast<int>(missed_run[l])) +
                        burden * rate[index] + (well ? recovery : 0.0f) + deprivation * static_cast<float>(static_cast<int>(quintile[l]) - 3) -
                        (coupled ? partner : 0.0f) + (far ? remote : 0.0f);
      const float p_leave = logistic32(eta);
      const float p_end = logistic32(agreed + (well ? recovery : 0.0f)), p_agree = weeks >= core ? p_end : 0.0f;
      const float p_fed = feeding_state[l] == 0 ? feeding_ends : 0.0f;
      const float v = unit_float(u[l]);
      const bool referred = inside & (escalated[l] * referring != 0);
      const bool leaves = inside & !referred & (v < p_leave);
      const bool agrees = inside & !referred & !leaves & (done | (v < p_leave + p_agree + p_fed));
      const bool ends = referred | leaves | agrees;
      const int was = phase[l];
      delivery[l] = static_cast<std::uint8_t>(ends ? 0 : code);
      phase[l] = static_cast<std::uint8_t>(referred ? static_cast<int>(Phase::stepped_up) : leaves ? static_cast<int>(Phase::left)
                                           : agrees ? static_cast<int>(Phase::completed) : was);
      events[l] = static_cast<std::uint8_t>(events[l] | (ends ? support_ended : 0));
      left[l] = static_cast<std::uint8_t>(leaves ? 1 : 0);
      completed[l] = static_cast<std::uint8_t>(agrees ? 1 : 0);
    }
  }
};
SIM_KERNEL(LeavingKernel)

class Leaving final : public Step {
 public:
  explicit Leaving(const Binding& b) : schedule_(make_schedule(b)) {
    k_.base = b.f(base), k_.spike = b.f(spike), k_.alliance = b.f(per_alliance), k_.match = b.f(per_match), k_.missed = b.f(per_missed);
    k_.burden = b.f(per_burden), k_.recovery = b.f(per_recovery), k_.deprivation = b.f(per_deprivation), k_.remote = b.f(remote);
    k_.partner = b.on(includes_partner) ? b.f(per_partner) : 0.0f;
    k_.agreed = b.f(agreed), k_.feeding_ends = b.i(focus) == 1 ? b.f(feeding_ends) : 0.0f, k_.mean = b.f(world::level_mean);
    k_.core = b.i(core_weeks), k_.last_index = schedule_.last_week, k_.from_birth = schedule_.from_birth, k_.refer_on = b.i(severe_policy) == 1;
    since_ = b.slot(since), traits_ = b.slot(world::traits_column), age_ = b.slot(age), quintile_ = b.slot(world::deprivation), missed_ = b.slot(missed);
    escalated_ = b.slot(escalated_column), a_ = b.slot(alliance), m_ = b.slot(match), level_ = b.slot(symptom_level), delivery_ = b.slot(delivery);
    phase_ = b.slot(phase), events_ = b.slot(events), left_ = b.slot(left_now), completed_ = b.slot(completed_now), feeding_ = b.slot(feeding);
  }
  void block(const BlockWeek& w) const override {
    if (!w.supported) return;
    alignas(64) std::uint32_t u[lanes];
    w.draw(word, u);
    LeavingKernel k = k_;
    k.week = w.week, k.rate = schedule_.rate.data(), k.u = u, k.since = w.at(since_), k.traits = w.at(traits_), k.age = w.at(age_), k.quintile = w.at(quintile_);
    k.missed_run = w.at(missed_), k.escalated = w.at(escalated_), k.feeding_state = w.at(feeding_), k.a = w.at(a_), k.m = w.at(m_), k.level = w.at(level_);
    k.delivery = w.at(delivery_), k.phase = w.at(phase_), k.events = w.at(events_), k.left = w.at(left_), k.completed = w.at(completed_);
    run_kernel(w.level, k);
  }

 private:
  Schedule schedule_;
  LeavingKernel k_{};
  Slot<std::uint16_t> since_, traits_;
  Slot<std::int32_t> age_;
  Slot<std::uint8_t> quintile_, missed_, escalated_, delivery_, phase_, events_, left_, completed_, feeding_;
  Slot<float> a_, m_, level_;
};

constexpr Tally tally_left{"left", "family", "Families that leave support early.", &left_now};
constexpr Tally tally_completed{"completed", "family", "Families whose support is completed.", &completed_now};
constexpr Tally tally_supported{"supported", "family", "Families in support at the end of the week.", &delivery, Count::nonzero};
const Measure left_measure{.name = "left", .unit = "per 1,000 births", .text = "Families that left support early.", .numerator = &tally_left, .per = Per::thousand_births, .better = Better::lower};
const Measure completed_measure{.name = "completed", .unit = "per 1,000 births", .text = "Families whose support was completed.", .numerator = &tally_completed, .per = Per::thousand_births, .better = Better::higher};
const Measure support_weeks{.name = "weeks_in_support", .unit = "weeks per family", .text = "Weeks in support, over all families.", .numerator = &tally_supported, .per = Per::family};

const Declarations declarations{.name = "leaving", .text = "Families complete or leave support.",
    .parameters = {&base, &spike, &per_alliance, &per_match, &per_missed, &per_burden, &per_recovery, &per_deprivation, &per_partner, &remote,
                   &core_weeks, &agreed, &feeding_ends, &focus},
    .columns = {&left_now, &completed_now}, .purposes = {&word}, .tallies = {&tally_left, &tally_completed, &tally_supported},
    .measures = {&left_measure, &completed_measure, &support_weeks}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Leaving>(b); }

}  // namespace

const Parameter& support_focus = focus;
extern const Process leaving;
const Process leaving{&declarations, bind};

}  // namespace alongside::process
