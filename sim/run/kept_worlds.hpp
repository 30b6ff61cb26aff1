#pragma once
// Worlds that a larger plan takes over from a finished result of a smaller one: the same scenario with fewer draws or
// replicates, whose worlds are the same bit for bit.

#include <string>
#include <vector>

#include "sim/record/result.hpp"
#include "sim/record/shard.hpp"
#include "sim/run/plan.hpp"

namespace alongside::run {

class KeptWorlds {
 public:
  /// `path` is a result of `smaller`. Throws DataError when it is none, or when a draw or replicate of it would not be one of
  /// `larger`. Both plans must outlive this.
  KeptWorlds(const std::string& path, const Plan& smaller, const Plan& larger);

  /// Puts the values of those tasks of a shard that are known into its writer; tells which they are, by their place in the
  /// shard's range. Tasks that failed, and those whose families are recorded, are not known: they are simulated. Used by one
  /// thread at a time.
  std::vector<bool> put(std::size_t shard, record::ShardWriter& writer) const;

 private:
  void put_dataset(std::size_t output, std::size_t shard, const std::vector<bool>& known, record::ShardWriter& writer) const;

  record::Result result_;
  const Plan& larger_;
  record::TaskPlace lengths_;         ///< of the smaller plan
  std::vector<double> status_;        ///< [point][draw][replicate] of the smaller plan
};

}  // namespace alongside::run
