#pragma once
// Families that wait for support: in which order they are taken off the list, and how long they are patient.

#include <vector>

#include "sim/process/process.hpp"
#include "sim/process/run.hpp"

namespace alongside::process {

struct Place;

/// Priority of families whose supporter left; above any score or quintile.
inline constexpr std::uint8_t after_supporter_left = 255;

/// A family waiting for support. Stale when the family no longer waits, or waits anew.
class Waiting {
 public:
  Waiting(std::uint32_t family_, int priority, int since, int until_, std::uint32_t lot, int mode, int gone_)
      : family(family_), until(static_cast<std::uint16_t>(until_)), gone(static_cast<std::uint16_t>(gone_)),
        turn_(static_cast<std::uint64_t>(priority) << 56 | static_cast<std::uint64_t>(0xffff - since) << 40 | static_cast<std::uint64_t>(~lot) << 8 | static_cast<std::uint64_t>(mode)) {}

  std::uint32_t family;
  std::uint16_t until;   ///< week in which its patience ends
  std::uint16_t gone;    ///< weeks of the schedule behind it: with another supporter it goes on where it stopped

  /// Week in which the wait began.
  std::uint16_t since() const { return static_cast<std::uint16_t>(0xffff - (turn_ >> 40 & 0xffff)); }
  std::uint8_t mode() const { return static_cast<std::uint8_t>(turn_); }
  /// Whether it had a supporter who left.
  bool again() const { return turn_ >> 56 == after_supporter_left; }
  /// Higher priority first, then whoever waited longer, then by lot.
  bool goes_before(const Waiting& other) const {
    const std::uint64_t mine = turn_ >> 8, others = other.turn_ >> 8;
    return mine != others ? mine > others : family < other.family;
  }

 private:
  std::uint64_t turn_;  ///< priority, weeks waited and lot in one number, since a list compares many; the mode beside them
};

/// Who waits, in a total order. Those who gave up stay in it until their turn comes.
class WaitingList {
 public:
  bool empty() const { return first_.empty() && again_.empty(); }
  void add(const Waiting& one) { (one.again() ? again_ : first_).add(one); }
  /// Whose turn it is, past those whose patience has ended by this week; null when nobody is left.
  const Waiting* next(int week) {
    const Waiting* one = again_.next(week);
    return one ? one : first_.next(week);
  }
  /// Takes off whom next() has just given.
  void take() { (again_.empty() ? first_ : again_).take(); }
  /// Fetches into the cache what next() will look at.
  void fetch() const { (again_.empty() ? first_ : again_).fetch(); }
  std::size_t bytes() const { return first_.bytes() + again_.bytes(); }

 private:
  /// Families in order from `next_` on; those who came since it was last asked are put in their places then. Mostly they
  /// go to the end, since whoever comes later goes later.
  class Line {
   public:
    bool empty() const { return next_ == line_.size(); }
    void add(const Waiting& one) { line_.push_back(one); }
    const Waiting* next(int week) {
      if (in_order_ < line_.size()) put_in_order();
      while (next_ < line_.size() && line_[next_].until <= week) take();
      return empty() ? nullptr : &line_[next_];
    }
    void take() {
      // Places of those who have gone are given back when they are half of all, so that nobody is moved often.
      if (++next_ * 2 >= line_.size()) give_back();
    }
    void fetch() const { __builtin_prefetch(line_.data() + next_); }
    std::size_t bytes() const { return line_.capacity() * sizeof(Waiting); }

   private:
    void put_in_order();
    void give_back();
    std::vector<Waiting> line_;
    std::uint32_t next_ = 0, in_order_ = 0;
  };
  Line first_, again_;  ///< whoever had a supporter goes before all others
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

/// A family that can be matched from a later week on.
struct Later {
  Waiting who;
  std::uint16_t community;
};

WaitingRules waiting_rules(const Binding& binding);

/// Puts a family on the waiting list of its pool, or of its community's groups.
void join_waiting_list(Run& run, int week, std::uint32_t family, int mode, int priority);

/// A family's supporter has left: it waits again, and carries part of its alliance to the next one.
void wait_again(Run& run, int week, const Place& place);

/// Whether a family no longer waits, or waits anew, since it was put on a list in the week `since`.
inline bool stale(const Run& run, const WaitingRules& rules, std::uint32_t family, std::uint16_t since) {
  return run.value(rules.phase, family) != static_cast<std::uint8_t>(Phase::waiting) || run.value(rules.since, family) != since;
}

/// Families that can be matched from this week on come onto their lists.
void join_from(Run& run, int week);

/// Families whose patience ends with this week leave.
void lose_patience(Run& run, int week);

/// Counts one family less among those who wait in its pool.
void waits_no_more(Run& run, std::uint32_t family);

extern const Declarations waiting_part;

}  // namespace alongside::process
