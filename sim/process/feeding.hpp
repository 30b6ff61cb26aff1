#pragma once
// The natural course of breastfeeding, which arrival.cpp needs for the state at enrolment.

#include "sim/process/symptoms.hpp"

namespace alongside::process {

/// Hazards per week by weeks since birth + 40.
struct FeedingCurve {
  std::array<float, oldest_age + 41> stop{}, supplement{};
};
FeedingCurve feeding_curve(const Binding& binding);

/// Feeding state (0 none, 1 partial, 2 exclusive, 3 not born) of a family met `age` weeks after birth, from the
/// words for how feeding started and how it went since.
int feeding_at_enrolment(const Binding& binding, const FeedingCurve& curve, int age, int quintile, float hazard, std::uint32_t start, std::uint32_t since);

extern const Parameter& support_focus;  ///< offer.focus, declared in leaving.cpp
extern const Purpose &feeding_start_word, &feeding_early_word;

}  // namespace alongside::process
