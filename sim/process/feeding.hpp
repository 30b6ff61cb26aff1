#pragma once
// The natural course of breastfeeding, which arrival.cpp needs for the state at enrolment.

#include "sim/core/numeric.hpp"
#include "sim/process/symptoms.hpp"

namespace alongside::process {

/// Hazards per week by weeks since birth + 40.
struct FeedingCurve {
  std::array<float, oldest_age + 41> stop{}, supplement{};
};
FeedingCurve feeding_curve(const Binding& binding);

/// How feeding stands when a family is first met.
struct FeedingOdds {
  float start, start_deprivation, exclusive, kept;  ///< log odds of starting; its fall per quintile; share exclusive; hazard ratio of the norm

  /// Feeding state (0 none, 1 partial, 2 exclusive, 3 not born) of a family met `age` weeks after birth; `quintile` is
  /// counted from the middle one; `stopped` and `supplemented` are hazards summed from birth to an age; uniform numbers say how
  /// feeding started and how it went since.
  [[gnu::always_inline]] int at_enrolment(int age, int quintile, float hazard, const float* stopped, const float* supplemented, float u_start, float u_since) const {
    const float p_start = core::logistic32(start - start_deprivation * static_cast<float>(quintile));
    const int born = u_start < p_start * exclusive ? 2 : u_start < p_start ? 1 : 0;
    const int since = age < 0 ? 0 : age;
    const float factor = hazard * kept;
    const float going_on = core::exp32(-stopped[since] * factor);
    const float still_exclusive = core::exp32(-(stopped[since] + supplemented[since]) * factor);
    const int partial = born > 0 ? 1 : 0;
    const int now = u_since >= going_on ? 0 : u_since >= still_exclusive ? partial : born;
    return age < 0 ? 3 : now;
  }
};
struct FeedingStart {
  FeedingOdds odds;
  std::array<float, oldest_age + 1> stopped{}, supplemented{};
};
FeedingStart feeding_start(const Binding& binding);

/// Log odds of starting to breastfeed in the middle quintile of this population.
double initiation_logit(const Binding& binding);

extern const Parameter feeding_initiation_deprivation, feeding_considering;
extern const Parameter& support_focus;  ///< offer.focus, declared in leaving.cpp
extern const Purpose &feeding_start_word, &feeding_early_word;

}  // namespace alongside::process
