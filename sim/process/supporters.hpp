#pragma once
// Supporters, groups and coordinators of one arm, and who supports whom.

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <vector>

#include "sim/process/waiting.hpp"

namespace alongside::process {

enum class SupporterPhase : std::uint8_t { training, active, paused, left };

/// One family on a supporter's or group's list.
struct Place {
  std::uint32_t family;
  std::uint16_t since;     ///< week in which support began
  std::int16_t birth;      ///< week of birth
  std::uint16_t enrolled;  ///< week of enrolment
  std::uint8_t mode;
};

/// A list of families. A supporter's is short and looked through every week, so it lies with the supporter.
using Places = boost::container::small_vector<Place, 4>;

/// Every week looks at every supporter several times, so what it reads, and the length of the list, share one line of the cache.
struct alignas(64) Supporter {
  SupporterPhase phase = SupporterPhase::training;
  bool paid = false;
  bool used = false;                 ///< has ever been given a family
  std::uint8_t language = 0, age = 30, experience = 0, quintile = 3;
  std::uint16_t pool = 0;            ///< community, or 0 for a shared pool
  std::uint16_t ready = 0;           ///< week in which training or a pause ends
  std::uint16_t minutes = 0;         ///< minutes a week for contacts
  std::uint16_t group_minutes = 0;   ///< of those, this week's for facilitating a group
  float competence = 0.75f, strain = 0;
  float quality = 0;                 ///< as last told to the families
  std::uint32_t applicant = 0;       ///< number in the pool's stream of applicants
  std::uint16_t contacts = 0;        ///< logged by the supporter this week
  std::uint16_t severe = 0;          ///< families with severe symptoms met this week
  Places places;
};

struct Group {
  std::uint16_t community = 0;
  std::uint16_t capacity = 0;        ///< members who can come to one meeting
  std::uint16_t members_limit = 0;   ///< families on the list
  float cohesion = 0.3f, quality = 0;
  std::uint32_t facilitators[2] = {~0u, ~0u};
  std::uint16_t contacts = 0;        ///< logged by its facilitators this week
  std::uint16_t attended = 0;        ///< this week
  bool met = false;                  ///< whether it met this week with somebody there
  Places places;
};

struct SupporterPool {
  std::vector<Supporter> supporters;
  std::vector<Group> groups;
  std::vector<std::vector<std::uint32_t>> by_pool;  ///< supporters of each pool, in order of joining
  std::vector<std::uint32_t> turn;                   ///< supporter whose turn it is to be given a family, by pool
  std::vector<WaitingList> waiting;                  ///< for a supporter, by pool
  std::vector<WaitingList> waiting_for_groups;       ///< for a place in a group, by community
  std::vector<std::vector<Later>> later;             ///< by week
  std::vector<std::vector<Impatient>> impatient;     ///< by week
  std::vector<std::uint32_t> waiting_now;            ///< families that wait, by pool
  WaitingRules rules;
  std::vector<std::uint32_t> applicants;             ///< applicants so far, by pool
  double supervision_quality = 1;
  /// Whether the programme had families to come, waiting or in support when the week began. A closed cohort's
  /// programme ends with its last family; nobody is paid for waiting out the horizon.
  bool delivering = false;
  int active = 0, coordinators = 0;

  std::uint16_t pool_of(std::uint16_t community) const { return static_cast<std::uint16_t>(by_pool.size() == 1 ? 0 : community); }
};

/// Set in a family's `provider` when it is a group.
inline constexpr std::uint32_t group_bit = 0x80000000u;

/// Takes a family off its provider's list. `mode` tells whether the provider is a group.
void release(Run& run, std::uint32_t family, std::uint8_t mode, std::uint32_t provider);

extern const Parameter caseload_limit, supporters_wanted, pool_scope, group_capacity, groups_per_community, group_facilitators, supporter_kind;

/// The programme's switch: "none" is usual care.
extern const Parameter programme;

}  // namespace alongside::process
