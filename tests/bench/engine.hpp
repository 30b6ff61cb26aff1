#pragma once
// The engine's speed, beside its roof and beside NumPy.

#include <string>
#include <vector>

#include "tests/bench/parts.hpp"

namespace alongside::bench {

/// One arm at one world size.
struct ArmSpeed {
  int families;
  std::string arm;
  double rate;                ///< family-weeks per second and core
  double words, exps, logs, normals, bytes;  ///< per family-week
  double roof;                ///< family-weeks per second
  double bytes_per_family;
};

/// Both arms of a world of this size.
std::vector<ArmSpeed> measure_arms(int families, const Parts& parts);

/// Rate of two threads over that of one, worlds side by side.
double thread_ratio(int families, int worlds);

/// Shares of the processor time of worlds with two arms.
struct Shares {
  double building, simulating, recording;
};
Shares time_shares(int families, int worlds);

/// Variance of the incremental net benefit with luck of its own for each arm, over that with common luck.
double variance_ratio(int families, int replicates);

/// The same arm in the engine and in NumPy.
struct Comparison {
  double engine, engine_from_enrolment, numpy;  ///< family-weeks per second and core; numpy 0: not to be had
  int compared, apart;                          ///< weekly means; how many differ by more than 4 standard errors
  double largest;                               ///< largest difference in standard errors
  std::string note;
};
Comparison compare_with_numpy(int families);

}  // namespace alongside::bench
