#include "sim/trial/recruitment.hpp"

#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::trial {
namespace {

const Parameter order_choice{.name = "trial.recruitment", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"before", "after, blinded", "after, aware"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "Whether families are recruited before their cluster's allocation is known, or afterwards by recruiters blind to it or aware of it. In individually randomised designs nobody can know."};
const Parameter identified_share{.name = "trial.identified", .unit = "share", .low = 0, .high = 1, .value = 1, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Share of eligible families of average severity and deprivation that the recruiter identifies."};
const Parameter identified_severity{.name = "trial.identified_severity", .unit = "logit per root point", .low = -5, .high = 5, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Change per root point of the measured score above the population mean."};
const Parameter identified_deprivation{.name = "trial.identified_deprivation", .unit = "logit per quintile", .low = -3, .high = 3, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Change per fifth of deprivation."};
const Parameter identified_supported{.name = "trial.identified_supported", .unit = "logit", .low = -5, .high = 5, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "Bolzern 2018 finds baseline imbalance in trials that recruit after randomisation; no size found", .text = "Change where an aware recruiter foresees support."};
const Parameter identified_both{.name = "trial.identified_supported_severity", .unit = "logit per root point", .low = -5, .high = 5, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "same", .text = "Change of the effect of severity there: recruiters who bring in those who need it most, or least."};
const Parameter consent_share{.name = "trial.consent", .unit = "share", .low = 0, .high = 1, .value = 0.8, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found in the sources used", .text = "Share of identified families of average severity and deprivation that consent."};
const Parameter consent_severity{.name = "trial.consent_severity", .unit = "logit per root point", .low = -5, .high = 5, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Change per root point of the measured score above the population mean."};
const Parameter consent_deprivation{.name = "trial.consent_deprivation", .unit = "logit per quintile", .low = -3, .high = 3, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Change per fifth of deprivation."};
const Parameter consent_supported{.name = "trial.consent_supported", .unit = "logit", .low = -5, .high = 5, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Change where the family is told that it will be offered support."};
const Parameter consent_both{.name = "trial.consent_supported_severity", .unit = "logit per root point", .low = -5, .high = 5, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Change of the effect of severity there."};
const Parameter when_choice{.name = "trial.randomise_when", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"consent", "place free"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "Whether a family is randomised when it consents, or when a supporter could take it on; individually randomised designs only."};
const Parameter queue_patience{.name = "trial.longest_queue", .kind = Kind::count, .unit = "week", .low = 0, .high = 520, .value = 8, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Weeks that a family waits for a free place to be randomised before it is released."};
const Parameter pause_above{.name = "trial.pause_above", .unit = "family per supporter", .low = 0, .high = 100, .value = 0, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Recruitment pauses while more families than this wait for each active supporter; 0 never pauses."};

constexpr Purpose identify_word{"trial.identify", "Whether a recruiter identifies an eligible family."};
constexpr Purpose consent_word{"trial.consent", "Whether an identified family consents."};

}  // namespace

Recruitment::Recruitment(const Setting& s, const world::Row& reach)
    : world_(s.world), reach_(*s.world.layout, reach),
      identify_{s.row(identified_share), s.row(identified_severity), s.row(identified_deprivation), s.row(identified_supported), s.row(identified_both)},
      consent_{s.row(consent_share), s.row(consent_severity), s.row(consent_deprivation), s.row(consent_supported), s.row(consent_both)},
      aware_(s.row.i(order_choice) == 2), root_(s.row.i(world::transform) == 0), when_(s.row.i(when_choice) == 0 ? RandomiseWhen::consent : RandomiseWhen::place_free),
      pause_above_(s.row(pause_above)), mean_(s.row(world::level_mean)), patience_(s.row.i(queue_patience)), quintile_(s.world.layout->slot(world::deprivation)) {}

std::optional<Recruited> Recruitment::barrier(const Candidate& c) const {
  if (!reach_.admits(world_, c.family, c.measured)) return Recruited::ineligible;
  if (reach_.above_highest(c.measured) && reach_.too_severe() != process::TooSevere::hold) return Recruited::too_severe;
  return std::nullopt;
}

bool Recruitment::passes(const Chance& chance, const Purpose& word, const Candidate& c, int arm) const {
  if (chance.share <= 0) return false;
  const double supported = arm > 0 ? 1 : 0, severity = (root_ ? std::sqrt(static_cast<double>(c.measured)) : c.measured) - mean_;
  const double moved = (chance.severity + supported * chance.supported_severity) * severity + chance.deprivation * (world_.fixed_value(quintile_, c.family) - 3) +
                       supported * chance.supported;
  // A share of 1 stays 1 whatever moves it: log odds without bound.
  const double p = chance.share >= 1 ? 1 : core::logistic64(core::logit64(chance.share) + moved);
  return core::unit_double(world_.word(word, c.family)) < p;
}

bool Recruitment::identified(const Candidate& candidate, int arm) const { return passes(identify_, identify_word, candidate, arm); }
bool Recruitment::consents(const Candidate& candidate, int arm) const { return passes(consent_, consent_word, candidate, arm); }

const Declarations recruitment_part{.name = "trial_recruitment", .text = "How families come into a trial.",
    .parameters = {&order_choice, &identified_share, &identified_severity, &identified_deprivation, &identified_supported, &identified_both, &consent_share,
                   &consent_severity, &consent_deprivation, &consent_supported, &consent_both, &when_choice, &queue_patience, &pause_above},
    .purposes = {&identify_word, &consent_word}};

}  // namespace alongside::trial
