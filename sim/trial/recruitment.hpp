#pragma once
// How families come into a trial: found eligible on a measured score, identified by a recruiter, asked for consent.
// Before randomisation, or by a recruiter who does not know the allocation, neither can depend on the arm; afterwards,
// by one who knows it, both may (Bolzern et al. 2018: identification and recruitment bias).

#include "sim/process/reach.hpp"
#include "sim/trial/design.hpp"

namespace alongside::trial {

extern const Declarations recruitment_part;

/// When a consenting family is randomised.
enum class RandomiseWhen { consent, place_free };

/// Settings and draws of recruitment in one world.
class Recruitment {
 public:
  /// `reach`: the row whose programme the trial recruits for.
  Recruitment(const Setting& setting, const world::Row& reach);

  /// What the programme's reach makes of a family: nothing when it may be taken.
  std::optional<Recruited> barrier(const Candidate& candidate) const;
  /// Whether a family that scores too high is referred to treatment.
  bool refers() const { return reach_.too_severe() == process::TooSevere::refer_on; }
  /// `arm`: as the recruiter and the family foresee it; -1 when they cannot, or must not, know.
  bool identified(const Candidate& candidate, int arm) const;
  bool consents(const Candidate& candidate, int arm) const;
  /// The arm that may sway recruiter and family, out of what the design lets be known.
  int swayed_by(int foreseen) const { return aware_ ? foreseen : -1; }
  bool paused(std::size_t waiting, int active) const { return pause_above_ > 0 && static_cast<double>(waiting) > pause_above_ * active; }
  RandomiseWhen when() const { return when_; }
  int patience() const { return patience_; }
  bool pauses() const { return pause_above_ > 0; }

 private:
  /// Chance of a step: a share, moved on the logit scale.
  struct Chance {
    double share, severity, deprivation, supported, supported_severity;
  };
  bool passes(const Chance& chance, const Purpose& word, const Candidate& candidate, int arm) const;

  const world::World& world_;
  process::Reach reach_;
  Chance identify_, consent_;
  bool aware_, root_;
  RandomiseWhen when_;
  double pause_above_, mean_;
  int patience_;
  world::Slot<std::uint8_t> quintile_;
};

}  // namespace alongside::trial
