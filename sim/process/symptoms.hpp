#pragma once
// The natural course of symptoms, which arrival.cpp needs for the state at enrolment and the partner shares.

#include <array>

#include "sim/process/process.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {

inline constexpr int oldest_age = 620;
/// Level by weeks since birth + 40, relative to week 8.
using SymptomCourse = std::array<float, oldest_age + 41>;
SymptomCourse symptom_course(const Binding& binding);

/// SD of the weekly noise of the passing state, so that noise and stress together keep its declared variance
/// (AR(1): variance = noise / (1 - persistence^2)).
double symptom_noise(const Binding& binding);

inline constexpr Purpose cluster_period_word{"symptoms.cluster_period", "Passing effect of a community in a period."};
extern const Parameter persistence;
extern const Parameter& setting_parameter;  ///< symptoms.setting, declared in alliance.cpp
extern const Tally &families_tally, &score_tally;

}  // namespace alongside::process
