#include "sim/process/by_community.hpp"

namespace alongside::process {
namespace {

struct SpreadKernel {
  const std::uint16_t* community;
  const float* values;
  float* out;
  [[gnu::always_inline]] void lanes() const {
#pragma omp simd
    for (int l = 0; l < process::lanes; ++l) out[l] = values[static_cast<int>(community[l])];
  }
};
SIM_KERNEL(SpreadKernel)

}  // namespace

void by_community(core::KernelLevel level, const std::uint16_t* community, const std::vector<float>& values, float* out) {
  run_kernel(level, SpreadKernel{community, values.data(), out});
}

}  // namespace alongside::process
