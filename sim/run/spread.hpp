#pragma once
// Which process makes which shard. Any number of processes may share a folder of shards; nothing is locked, and whatever
// happens to the others, each goes on until every shard is there.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "sim/run/plan.hpp"

namespace alongside::run {

/// Which of several processes this one is: it starts to look for missing shards at its own place, and goes round all.
struct Part {
  std::size_t number = 1, of = 1;
};

/// Hands out the shards that one process makes. Used by one thread at a time, but for finished().
class Spread {
 public:
  virtual ~Spread() = default;
  /// The next shard to make, or nothing when there is none left.
  virtual std::optional<std::size_t> next() = 0;
  /// Whether a shard that was handed out is still missing: another process may have made it meanwhile.
  virtual bool is_wanted(std::size_t shard) = 0;
  /// The shard is written, or given up. Re-entrant.
  virtual void finished(std::size_t shard) = 0;
  /// This process stops, and those that it can tell start nothing new either.
  virtual void withdraw() {}
  /// Shards that other processes turned out to have made, since the last call.
  virtual std::vector<std::size_t> made_elsewhere() = 0;
};

/// Spreads by looking at the folder. First the shards of the own part, then those of the others from their ends, but none that
/// another process has in hand, which it says by a file beside the shard ("000012.claim"); then what is still missing, in hand
/// or not: who has it may be dead. A claim is a hint that saves work. It is never waited for, and none is trusted whose process
/// is known to be gone. `sound` are the shards that need no second look.
std::unique_ptr<Spread> spread_by_folder(const Plan& plan, const std::string& folder, const Part& part, const std::vector<bool>& sound);

}  // namespace alongside::run
