#pragma once
// Values of communities, spread over the families of a block.

#include <vector>

#include "sim/process/process.hpp"

namespace alongside::process {

/// out[lane] = values[community of the lane], for a block of 256 families. `values` has one number per community.
void by_community(core::KernelLevel level, const std::uint16_t* community, const std::vector<float>& values, float* out);

}  // namespace alongside::process
