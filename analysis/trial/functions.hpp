#pragma once
// Elementary functions of the estimators. Estimates of simulated trials enter result files, whose bytes may not depend on
// the CPU, and libm picks its code by CPU: so these are the simulator's own (core/numeric.hpp), good to 1e-15.

#include <limits>

#include "sim/core/numeric.hpp"

namespace alongside::estimation {

inline double exponential(double x) { return core::exp64(x); }
inline double logarithm(double x) {
  if (x > 0) return core::log64(x);
  return x == 0 ? -std::numeric_limits<double>::infinity() : std::numeric_limits<double>::quiet_NaN();
}
/// log(2 pi).
inline constexpr double log_two_pi = 1.83787706640934548356;
/// x^n for whole n >= 0.
inline double power_of(double x, int n) {
  double out = 1;
  for (; n > 0; n >>= 1, x *= x)
    if (n & 1) out *= x;
  return out;
}

}  // namespace alongside::estimation
