#include "sim/core/draw.hpp"

namespace alongside::core {
namespace {

struct DrawKernel {
  std::uint32_t k[5];
  std::uint32_t first, week_k, world, purpose;
  std::uint32_t* words;

  [[gnu::always_inline]] void lanes() const {
    const std::uint32_t key[5] = {k[0], k[1], k[2], k[3], k[4]};
    std::uint32_t* __restrict out = words;
#pragma omp simd
    for (std::uint32_t l = 0; l < 64; ++l) {
      std::uint32_t x0 = first + l, x1 = week_k, x2 = world, x3 = purpose;
      threefry_rounds(x0, x1, x2, x3, key);
      out[l] = x0;
      out[l + 64] = x1;
      out[l + 128] = x2;
      out[l + 192] = x3;
    }
  }
};
SIM_KERNEL(DrawKernel)

}  // namespace

void draw_block(KernelLevel level, const Key& key, std::uint32_t group, std::uint32_t week_k, std::uint32_t world,
                std::uint32_t purpose, std::uint32_t* words) {
  DrawKernel kernel{{}, 64 * group, week_k, world, purpose, words};
  key_words(key, kernel.k);
  run_kernel(level, kernel);
}

}  // namespace alongside::core
