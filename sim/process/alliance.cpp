// Alliance with the supporter, and what it builds: social support, self-efficacy, lasting ties.

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/run.hpp"
#include "sim/process/symptoms.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {
namespace {

const Parameter growth{.name = "alliance.growth", .unit = "per contact", .low = 0, .high = 1, .value = 0.298, .spread = {Shape::normal, 0.1, 0.5}, .grade = Grade::assumed,
    .source = "prior: not identified by any target", .text = "Share of the way to a full alliance that a contact of quality 1 goes."};
const Parameter decay{.name = "alliance.decay", .unit = "per week", .low = 0, .high = 1, .value = 0.0556, .spread = {Shape::lognormal, 0.02, 0.15}, .grade = Grade::assumed,
    .source = "prior: not identified by any target", .text = "Alliance lost in a week without contact."};
const Parameter match_slows{.name = "alliance.match_slows_decay", .low = 0, .high = 1, .value = 0.5, .spread = {Shape::uniform, 0, 1}, .grade = Grade::cohort,
    .source = "Raposa 2018: matched relationships last longer; size assumed", .text = "Share of that loss which a perfect match prevents."};
const Parameter rupture{.name = "alliance.rupture", .low = 0, .high = 1, .value = 0.5, .spread = {Shape::uniform, 0.2, 0.8}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Share of the alliance lost when a contact does harm."};
const Parameter gain_support{.name = "support.gain", .unit = "per contact", .low = 0, .high = 0.5, .value = 0.0502, .spread = {Shape::lognormal, 0.02, 0.14}, .grade = Grade::fitted,
    .source = "calibrated: Dennis 2009, ELSIPS 2016, Mead 2010; only its product with symptoms.support_effect is identified", .text = "Rise of social support per received contact of quality 1, at the middle of the scale."};
const Parameter gain_efficacy{.name = "efficacy.gain", .unit = "per contact", .low = 0, .high = 0.5, .value = 0.0507, .spread = {Shape::lognormal, 0.02, 0.14}, .grade = Grade::fitted,
    .source = "calibrated: same, tied to support.gain", .text = "Rise of self-efficacy per received contact of quality 1, at the middle of the scale."};
const Parameter return_support{.name = "support.return", .unit = "per week", .low = 0, .high = 1, .value = 0.0778, .spread = {Shape::normal, 0.02, 0.12}, .grade = Grade::fitted,
    .source = "calibrated: above 0.12 the effects of ELSIPS 2016 cannot be reached", .text = "Share of the gain in social support lost in a week."};
const Parameter return_efficacy{.name = "efficacy.return", .unit = "per week", .low = 0, .high = 1, .value = 0.0774, .spread = {Shape::normal, 0.02, 0.12}, .grade = Grade::fitted,
    .source = "calibrated: same", .text = "Share of the gain in self-efficacy lost in a week."};
const Parameter harm_loss{.name = "support.harm_loss", .unit = "per unit of harm", .low = 0, .high = 1, .value = 0.25, .spread = {Shape::uniform, 0, 0.5}, .grade = Grade::assumed,
    .source = "prior: no target", .text = "Share of social support and self-efficacy that a contact of quality -1 takes away."};
const Parameter gate{.name = "support.alliance_gate", .low = 0, .high = 1, .value = 0.746, .spread = {Shape::uniform, 0.5, 1}, .grade = Grade::assumed,
    .source = "Jolly 2012: stronger at five or more contacts (P = 0.02); a bend, its size not identified", .text = "How far the gain per contact grows with the alliance: 0 the same from the first contact, 1 in proportion to it."};
const Parameter mediated{.name = "pathway.mediated", .kind = Kind::choice, .high = 1, .value = 1, .labels = {"off", "on"}, .grade = Grade::definition,
    .source = "Dennis 2003", .text = "Pathway of support through social support and self-efficacy."};
const Parameter tie_gain{.name = "contact_group.ties", .unit = "per meeting", .low = 0, .high = 0.5, .value = 0.02, .spread = {Shape::uniform, 0, 0.05}, .grade = Grade::assumed,
    .source = "Scottish evidence review: groups form bonds; no size found", .text = "Rise of social support at rest per group meeting attended."};
const Parameter tie_limit{.name = "contact_group.ties_limit", .low = 0, .high = 1, .value = 0.15, .spread = {Shape::uniform, 0, 0.3}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Most that friends from groups can raise social support at rest."};
const Parameter memory{.name = "contact.memory", .unit = "per week", .low = 0, .high = 0.99, .value = 0.567, .spread = {Shape::uniform, 0.4, 0.8}, .grade = Grade::fitted,
    .source = "calibrated: half-life of 1-2 weeks for feeding", .text = "Share of the memory of recent contact that lasts a week."};
const Parameter setting{.name = "symptoms.setting", .unit = "ratio", .low = 0, .high = 3, .value = 1, .spread = {Shape::normal, 0.4, 1.6}, .grade = Grade::assumed,
    .source = "between-trial SD of about 0.12 SMD (judgement); Mead 2010, Fang 2022", .text = "How well support works in this setting, relative to the average: differs between trials by more than chance."};

struct Coefficients {
  float growth, decay, match_slows, rupture, gain_s, gain_e, return_s, return_e, harm, gated, tie_gain, tie_limit, memory, habituation;
};

struct AllianceKernel {
  const Coefficients* c;
  const float *received, *q, *match, *rest_s, *rest_e;
  const std::uint8_t *ruptured, *attended;
  const std::uint16_t* contacts;
  float *alliance, *gain_s, *gain_e, *ties, *recent;
  std::uint8_t* attachment;
  std::int8_t* attachment_step;
  std::uint8_t* events;

  [[gnu::always_inline]] void lanes() const {
    using namespace core;
    const Coefficients k = *c;
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) {
      const float n = received[l], quality = q[l], good = max_(quality, 0.0f), bad = max_(-quality, 0.0f);
      const float a0 = alliance[l];
      // 1 - (1 - a)(1 - growth * Q)^n for n = 0 to 3.
      const float left = 1.0f - min_(k.growth * good, 1.0f), apart = 1.0f - a0;
      const float grown = 1.0f - apart * (n > 0.0f ? left : 1.0f) * (n > 1.0f ? left : 1.0f) * (n > 2.0f ? left : 1.0f);
      const float faded = a0 - k.decay * (1.0f - k.match_slows * match[l]) * a0;
      float a = n > 0.0f ? grown : faded;
      a = ruptured[l] != 0 ? a0 * (1.0f - k.rupture) : a;
      alliance[l] = a;
      const float habit = 1.0f / (1.0f + k.habituation * static_cast<float>(static_cast<int>(contacts[l])));
      const float opened = 1.0f - k.gated + 2.0f * k.gated * a;
      const float dose = n * good * opened * habit, hurt = n > 0.0f ? min_(k.harm * bad, 1.0f) : 0.0f;
      const float tie = ties[l] + (attended[l] != 0 ? k.tie_gain * (k.tie_limit - ties[l]) : 0.0f);
      ties[l] = tie;
      const float s0 = gain_s[l], e0 = gain_e[l];
      float s = s0 + k.return_s * (tie - s0), e = e0 - k.return_e * e0;
      const float room_s = max_(1.0f - rest_s[l] - s, 0.0f), room_e = max_(1.0f - rest_e[l] - e, 0.0f);
      s += min_(k.gain_s * dose * 2.0f, 1.0f) * room_s - hurt * max_(rest_s[l] + s, 0.0f);
      e += min_(k.gain_e * dose * 2.0f, 1.0f) * room_e - hurt * max_(rest_e[l] + e, 0.0f);
      gain_s[l] = s;
      gain_e[l] = e;
      recent[l] = k.memory * recent[l] + n;
      const int seen = contacts[l] > 0 ? static_cast<int>(a * 16.0f) : 0;
      const int step = seen - attachment[l];
      attachment[l] = static_cast<std::uint8_t>(seen);
      attachment_step[l] = static_cast<std::int8_t>(step);
      events[l] = static_cast<std::uint8_t>(events[l] | (step != 0 ? attachment_changed : 0));
    }
  }
};
SIM_KERNEL(AllianceKernel)

class Alliance final : public Step {
 public:
  explicit Alliance(const Binding& b) {
    const double factor = b.on(mediated) ? b(setting) : 0;
    c_ = {b.f(growth), b.f(decay), b.f(match_slows), b.f(rupture), static_cast<float>(b(gain_support) * factor), static_cast<float>(b(gain_efficacy) * factor),
          b.f(return_support), b.f(return_efficacy), static_cast<float>(b(harm_loss) * (b.on(mediated) ? 1 : 0)), b.f(gate), b.f(tie_gain), b.f(tie_limit),
          b.f(memory), b.f(process::habituation)};
    received_ = b.slot(received), q_ = b.slot(contact_quality), match_ = b.slot(match), rest_s_ = b.slot(world::support_rest);
    rest_e_ = b.slot(world::efficacy_rest), ruptured_ = b.slot(ruptured), attended_ = b.slot(group_received_column), contacts_ = b.slot(contacts);
    alliance_ = b.slot(alliance), s_ = b.slot(support_gain), e_ = b.slot(efficacy_gain), ties_ = b.slot(ties), recent_ = b.slot(recent);
    attachment_ = b.slot(attachment), step_ = b.slot(attachment_step), events_ = b.slot(events);
  }

  void block(const BlockWeek& w) const override {
    // Without anybody ever supported in this world, every gain is 0 and stays 0.
    if (w.run.ever_treated == 0 && !w.supported) return;
    AllianceKernel k{&c_, w.at(received_), w.at(q_), w.at(match_), w.at(rest_s_), w.at(rest_e_), w.at(ruptured_), w.at(attended_), w.at(contacts_),
                     w.at(alliance_), w.at(s_), w.at(e_), w.at(ties_), w.at(recent_), w.at(attachment_), w.at(step_), w.at(events_)};
    run_kernel(w.level, k);
  }

 private:
  Coefficients c_{};
  Slot<float> received_, q_, match_, rest_s_, rest_e_, alliance_, s_, e_, ties_, recent_;
  Slot<std::uint8_t> ruptured_, attended_, attachment_, events_;
  Slot<std::int8_t> step_;
  Slot<std::uint16_t> contacts_;
};

constexpr Tally tally_alliance{"alliance", "", "Alliance, summed over families.", &alliance};
constexpr Tally tally_support{"support_gain", "", "Social support above rest, summed over families.", &support_gain};
constexpr Tally tally_efficacy{"efficacy_gain", "", "Self-efficacy above rest, summed over families.", &efficacy_gain};
const Measure ties_measure{.name = "support_gain_end", .unit = "", .text = "Social support above its value at rest, mean over families in the last week.",
                           .numerator = &tally_support, .per = Per::family, .over = Over::last_week, .better = Better::higher};

const Declarations declarations{.name = "alliance", .text = "Alliance, social support and self-efficacy move.",
    .parameters = {&growth, &decay, &match_slows, &rupture, &gain_support, &gain_efficacy, &return_support, &return_efficacy, &harm_loss, &gate,
                   &mediated, &tie_gain, &tie_limit, &memory, &setting},
    .columns = {&alliance, &support_gain, &efficacy_gain, &ties, &recent, &attachment, &attachment_step},
    .tallies = {&tally_alliance, &tally_support, &tally_efficacy}, .measures = {&ties_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Alliance>(b); }

}  // namespace

extern const Process alliance_process;
const Process alliance_process{&declarations, bind};
/// Shared with spillover.cpp: contacts' worth acts through the same gains.
extern const Parameter& support_gain_parameter;
const Parameter& support_gain_parameter = gain_support;
extern const Parameter& efficacy_gain_parameter;
const Parameter& efficacy_gain_parameter = gain_efficacy;
const Parameter& setting_parameter = setting;

}  // namespace alongside::process
