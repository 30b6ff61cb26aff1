#pragma once
// Whom a programme is for: the same rule for an arm of a comparison and for a trial that recruits for it.

#include "sim/process/process.hpp"

namespace alongside::process {

extern const Parameter cross_over_weekly, cross_over_at_enrolment, cross_over_capacity;

/// What happens to families that score above the programme's highest: referred to treatment, supported all the same, or
/// turned away.
enum class TooSevere { refer_on, hold, turn_away };

/// The rule of eligibility (arrival.cpp declares its parameters, reach.*).
class Reach {
 public:
  Reach(const world::Layout& layout, const world::Row& row);

  /// By lowest score, deprivation, first child and language; the highest score apart.
  bool admits(const world::World& world, std::uint32_t family, int measured) const;
  bool above_highest(int measured) const { return measured > maximum_; }
  TooSevere too_severe() const { return too_severe_; }
  bool operator==(const Reach& other) const;

 private:
  int minimum_, maximum_, quintile_from_;
  TooSevere too_severe_;
  bool first_only_, minority_only_;
  Slot<std::uint8_t> quintile_, language_;
  Slot<std::uint16_t> traits_;
};

}  // namespace alongside::process
