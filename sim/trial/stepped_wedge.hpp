#pragma once
// What others need to know of a stepped wedge.

#include "sim/trial/design.hpp"

namespace alongside::trial {

/// Whom a stepped wedge measures.
enum class Cohort { cross_section, closed, open };

extern const Parameter cohort_choice, period_weeks;
/// Periods and sequences of a stepped wedge.
int stepped_periods(const world::Row& row);
int stepped_sequences(const world::Row& row);

}  // namespace alongside::trial
