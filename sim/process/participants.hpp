#pragma once
// Who takes part in a study: the families that are offered support and followed up, out of those of the world.

#include "sim/process/process.hpp"

namespace alongside::process {

extern const Declarations participants_part;
/// Whether participants have agreed to a study before support is offered to them.
extern const Parameter participants_consented;

/// Risks that a service sees, 0 to 6: the most deprived fifth, a lone parent, a parent under 20, a minority language, a history of
/// depression, a disability.
class SocialRisks {
 public:
  explicit SocialRisks(const world::Layout& layout);
  int count(const world::World& world, std::uint32_t family) const;

 private:
  Slot<std::uint8_t> quintile_, language_, parent_age_;
  Slot<std::uint16_t> traits_;
};

/// The rule of one scenario. What it reads is known at enrolment and is the same in every arm.
class Participants {
 public:
  explicit Participants(const Binding& binding);
  /// Whether the rule leaves nobody out.
  bool everybody() const { return everybody_; }
  /// `measured`: the score measured at enrolment; `feeding`: the feeding state at enrolment (3 before birth).
  bool take_part(const world::World& world, std::uint32_t family, int week, int measured, int feeding) const;

 private:
  bool feeds(const world::World& world, std::uint32_t family, int week, int feeding) const;

  int minimum_score_, maximum_score_, minimum_quintile_, maximum_quintile_, first_child_, language_rule_, feeding_rule_, minimum_risks_;
  float initiation_, per_quintile_, considering_;
  SocialRisks risks_;
  bool everybody_ = false;
  Slot<std::uint8_t> quintile_, language_;
  Slot<std::uint16_t> traits_;
  Slot<std::int8_t> age_;
};

}  // namespace alongside::process
