#pragma once
// The bare costs that make up the roof: each part alone, in the same process and at the same kernel level.

#include <cstddef>

#include "sim/core/kernel.hpp"

namespace alongside::bench {

/// Nanoseconds for one random word, one call of an elementary function of float, all on buffers in L1.
struct Parts {
  double word, word_random123, exp, log, normal;
};
Parts measure_parts(core::KernelLevel level);

/// Bytes read and written per nanosecond by a copy between the two halves of a buffer of this size.
double copy_bandwidth(std::size_t bytes);

}  // namespace alongside::bench
