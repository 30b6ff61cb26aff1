#pragma once
// Who is in a trial: what became of every family of the world at recruitment, and its place in the design.

#include <cstdint>
#include <vector>

#include "sim/process/regime.hpp"

namespace alongside::trial {

using process::never;

/// How far a family came on its way into the trial.
enum class Recruited : std::uint8_t {
  not_met = 0,
  ineligible,      ///< by the programme's reach
  too_severe,      ///< above its highest score
  closed,          ///< met before or after recruitment, or the trial was full
  not_identified,  ///< the recruiter passed it over
  paused,          ///< the queue for support was too long
  refused,         ///< no consent
  gave_up,         ///< consented, and waited too long to be randomised
  randomised,
};
inline constexpr std::size_t recruitment_states = 9;

/// A family's place in the trial.
struct Place {
  Recruited state = Recruited::not_met;
  std::uint8_t arm = 0;               ///< allocated; in a stepped wedge the condition of its cluster when it was met
  std::uint8_t measured = 0;          ///< score at enrolment, with error: the baseline
  std::uint16_t community = 0;
  std::uint16_t met = never;          ///< week
  std::uint16_t randomised = never;   ///< week
  std::uint16_t offered_at = never;   ///< week of the trial's offer
  std::uint8_t would_be_offered = 0;  ///< bit by arm: the design would have offered support to it, had it come so far and been allocated to that arm
  bool may_cross = false;             ///< eligible, and not to be offered support
};

/// Every family of a world, in order of enrolment.
struct Roster {
  std::vector<Place> families;
  std::vector<std::uint32_t> randomised;  ///< in order of randomisation

  /// By arm: families whose place in it brings an offer, and those that its programme would have reached in the same
  /// communities: their ratio sizes the workforce of a roll-out.
  std::vector<double> offered, reached;
};

}  // namespace alongside::trial
