#pragma once
// Families that wait for support: in which order they are taken off the list, and how long they are patient.

#include <vector>

#include "sim/process/process.hpp"

namespace alongside::process {

struct Place;

/// Priority of families whose supporter left; above any score or quintile.
inline constexpr std::uint8_t after_supporter_left = 255;

/// A family waiting for support. Stale when the family no longer waits, or waits anew.
struct Waiting {
  std::uint32_t family, key;
  std::uint16_t since;   ///< week in which the wait began
  std::uint16_t from;    ///< first week in which it can be matched
  std::uint8_t mode;
  std::uint8_t priority; ///< higher first
  std::uint16_t gone;    ///< weeks of the schedule behind it: with another supporter it goes on where it stopped

  /// Whether it had a supporter who left.
  bool again() const { return priority == after_supporter_left; }
};

/// Who waits, in a total order: priority, weeks waited, keyed lot, number. Those who gave up stay in it, stale, until
/// their turn comes.
class WaitingList {
 public:
  bool empty() const { return heap_.empty(); }
  void add(const Waiting& one);
  /// Takes out whose turn it is. Not on an empty list.
  Waiting take();
  std::size_t bytes() const { return heap_.capacity() * sizeof(Waiting); }

 private:
  std::vector<Waiting> heap_;
};

/// What waiting takes, read once.
struct WaitingRules {
  Slot<std::uint8_t> phase, delivery;
  Slot<std::uint16_t> since, community, enrolled;
  Slot<float> alliance;
  double log_stays = 0;  ///< logarithm of the chance to go on waiting for a week; 0: nobody gives up
  int longest = 0, first_delay = 0, rematch_delay = 0;  ///< weeks
  float carry_over = 0;  ///< of the alliance to the next supporter
  std::size_t gave_up = 0;  ///< tally
};

/// A family whose patience ends, unless its wait has.
struct Impatient {
  std::uint32_t family;
  std::uint16_t since;
};

WaitingRules waiting_rules(const Binding& binding);

/// Puts a family on the waiting list of its pool, or of its community's groups.
void join_waiting_list(Run& run, int week, std::uint32_t family, int mode, int priority);

/// A family's supporter has left: it waits again, and carries part of its alliance to the next one.
void wait_again(Run& run, int week, const Place& place);

/// Whether a family no longer waits, or waits anew, since it was put on a list in the week `since`.
bool stale(const Run& run, std::uint32_t family, std::uint16_t since);

/// Families whose patience ends with this week leave.
void lose_patience(Run& run, int week);

/// Counts one family less among those who wait in its pool.
void waits_no_more(Run& run, std::uint32_t family);

extern const Declarations waiting_part;

}  // namespace alongside::process
