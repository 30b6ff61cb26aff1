#pragma once
// A world of a trial runs several times, each time under another regime: nobody is offered support, the trial's own
// families are, or everybody is (Hudgens & Halloran 2008). A regime says of every family whether and when it is offered
// support; a log keeps what the trial's follow-ups find. sim/trial makes both; the processes only read and fill them.

#include <cstdint>
#include <vector>

namespace alongside::process {

/// A week that never comes.
inline constexpr std::uint16_t never = 0xffff;

/// A family on the day it is met, with the score measured then.
struct Met {
  std::uint32_t family;
  int week;
  int measured;
  std::uint16_t pool;   ///< of supporters: its community, or 0 when all share one
  std::size_t waiting;  ///< families on the waiting list of its pool
  int active;           ///< supporters active in the programme
};

/// What a regime says of a family.
struct Standing {
  std::uint16_t offered_at = never;  ///< week in which support is offered
  bool may_cross = false;            ///< not offered, but may get into the programme all the same
  bool too_severe = false;           ///< measured above the highest score that the trial takes
  bool refer = false;                ///< referred to treatment because of it
  bool within_reach = false;         ///< eligible by the programme's reach
};

/// Who is offered support in a world, and where. Called in order of enrolment, from one thread.
class Regime {
 public:
  virtual ~Regime() = default;
  /// Decides about a family that has just been met.
  virtual Standing meet(const Met& met) = 0;
  /// Whether a family has agreed to the trial (parameter take_up.consented: who agreed once agrees more readily again).
  virtual bool consented(std::uint32_t /*family*/) const { return false; }
  /// Whether families may wait to be randomised until a supporter is free.
  virtual bool holds_queue() const { return false; }
  /// Whether some do.
  virtual bool queues() const { return false; }
  /// Families that wait to be randomised until a supporter is free: the next of a pool is randomised now. Returns false
  /// when nobody waits.
  struct Placed {
    std::uint32_t family;
    Standing standing;
  };
  virtual bool place(std::uint16_t /*pool*/, int /*week*/, Placed& /*placed*/) { return false; }
  /// First week of offers in a community; supporters are recruited from `preparation` weeks before. never: no programme.
  virtual std::uint16_t begins(std::uint16_t community) const = 0;
  virtual int preparation() const = 0;
  /// Supporters wanted for a community's (or the shared) pool, as a multiple of what its births would give.
  virtual double workforce(std::uint16_t community) const = 0;
};

/// Bits of Occasion::bits.
enum Found : std::uint8_t {
  reached = 1,        ///< the follow-up came within the family's horizon
  lost = 2,           ///< and the family was lost to it
  partly_fed = 4,     ///< breastfeeding, not exclusively
  wholly_fed = 8,     ///< breastfeeding exclusively
  not_born = 16,
  still_waiting = 32, ///< for a supporter
  in_support = 64,
};

/// What a follow-up of one family found, lost or not.
struct Occasion {
  float qaly = 0;              ///< lived so far, from the error-free score
  std::uint32_t cost = 0;      ///< pence so far: contacts and services
  std::uint16_t contacts = 0;  ///< received so far
  std::uint8_t score = 0;      ///< measured, with error
  std::uint8_t bits = 0;       ///< of enum Found
};

/// Bits of FamilyLog::story: how far a family came.
enum Story : std::uint8_t {
  was_offered = 1,
  took_up = 2,
  was_matched = 4,
  crossed_over = 8,
  left_support = 16,
  turned_too_severe = 32,
};

struct FamilyLog {
  std::uint32_t supporter = ~0u;       ///< first supporter, or group with group_bit
  std::uint16_t fed_until = never;     ///< week from birth in which breastfeeding had ended; never: it goes on, or the family is not born
  std::uint8_t story = 0;
};

struct Due {
  std::uint32_t family;
  std::uint16_t occasion;
};

/// What one regime leaves behind of the families of a trial.
struct TrialLog {
  std::size_t occasions = 0;
  std::vector<Occasion> found;         ///< [family][occasion]
  std::vector<FamilyLog> families;
  std::vector<std::vector<Due>> due;   ///< by week: follow-ups of this week
  bool watches_feeding = false;        ///< whether FamilyLog::fed_until is filled
  std::vector<std::uint8_t> lost_clusters;  ///< by community: 1 where every family is lost; empty: nowhere
  bool cluster_lost(std::uint16_t community) const { return !lost_clusters.empty() && lost_clusters[community] != 0; }
  Occasion& at(std::uint32_t family, std::size_t occasion) { return found[family * occasions + occasion]; }
  const Occasion& at(std::uint32_t family, std::size_t occasion) const { return found[family * occasions + occasion]; }
};

}  // namespace alongside::process
