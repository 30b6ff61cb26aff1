#pragma once
// Randomising families one by one: simple, in permuted blocks, by minimisation; within strata.

#include <array>
#include <map>

#include "sim/trial/design.hpp"

namespace alongside::trial {

extern const Declarations randomise_part;

/// Weights of the arms: 1 for control, trial.ratio for each other; as smallest whole numbers where they are.
std::vector<double> arm_weights(const Setting& setting);

/// Allocates families to arms, in the order in which they are randomised. A pure function of the world's words and of that
/// order. Throws DataError when permuted blocks do not fit the ratio.
class Randomiser {
 public:
  explicit Randomiser(const Setting& setting);
  int next(const Candidate& candidate);

 private:
  int simple(const Candidate& candidate) const;
  int block(const Candidate& candidate);
  int minimise(const Candidate& candidate);
  int stratum(const Candidate& candidate) const;
  int by_weight(double uniform) const;

  const world::World& world_;
  std::vector<double> weights_;
  int rule_, strata_, block_, severe_at_;
  double chance_;
  world::Slot<std::uint8_t> quintile_;
  std::vector<int> slots_;                          ///< arms of one block, in order
  std::map<int, std::uint32_t> drawn_;              ///< families so far, by stratum
  std::map<std::pair<int, int>, std::vector<double>> margins_;  ///< families so far by factor and level: one number an arm
};

}  // namespace alongside::trial
