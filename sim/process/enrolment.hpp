#pragma once
// The state in which families are first met: symptoms, the score measured, feeding.

#include "sim/process/feeding.hpp"

namespace alongside::process {

inline constexpr Purpose enrolment_state_word{"arrival.state", "Passing symptom state at enrolment."};
inline constexpr Purpose enrolment_partner_word{"arrival.partner", "Partner's passing state at enrolment."};
inline constexpr Purpose enrolment_error_word{"arrival.error", "Measurement error of the score at enrolment."};

class Enrolment {
 public:
  explicit Enrolment(const Binding& binding);
  /// Sets the first state of the block's families that enrol in this week; the others are left as they are.
  /// `symptom_level` is their level uncut, until the week moves it.
  void block(const Run& run, std::uint32_t block, int week) const;

 private:
  FeedingStart feeding_;
  SymptomCourse course_;
  float state_sd_, error_sd_, ceiling_, root_;
  Slot<float> x_, partner_, level_, base_, hazard_;
  Slot<std::uint8_t> phase_, score_, start_, measured_, feeding_state_, quintile_;
  Slot<std::int8_t> age_;
  Slot<std::uint16_t> enrolled_;
};

}  // namespace alongside::process
