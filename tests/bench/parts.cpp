#include "tests/bench/parts.hpp"

#include <Random123/threefry.h>

#include <cstring>

#include "sim/core/draw.hpp"
#include "sim/core/numeric.hpp"
#include "sim/world/layout.hpp"
#include "tests/bench/clock.hpp"

namespace alongside::bench {
namespace {

constexpr int in_l1 = 2048, passes = 4000;

struct ExpKernel {
  const float* x;
  float* y;
  [[gnu::always_inline]] void lanes() const {
#pragma omp simd
    for (int i = 0; i < in_l1; ++i) y[i] = core::exp32(x[i]);
  }
};
SIM_KERNEL(ExpKernel)

struct LogKernel {
  const float* x;
  float* y;
  [[gnu::always_inline]] void lanes() const {
#pragma omp simd
    for (int i = 0; i < in_l1; ++i) y[i] = core::log32(x[i]);
  }
};
SIM_KERNEL(LogKernel)

struct NormalKernel {
  const std::uint32_t* x;
  float* y;
  [[gnu::always_inline]] void lanes() const {
#pragma omp simd
    for (int i = 0; i < in_l1; ++i) y[i] = core::normal32(x[i]);
  }
};
SIM_KERNEL(NormalKernel)

/// Random123's own loop over counters, its four words stored as they come.
struct Random123Kernel {
  std::uint32_t first;
  std::uint32_t* words;
  [[gnu::always_inline]] void lanes() const {
    using Generator = r123::Threefry4x32_R<12>;
    const Generator::key_type key{{1u, 2u, 3u, 4u}};
    for (std::uint32_t l = 0; l < 64; ++l) {
      Generator generate;
      const Generator::ctr_type out = generate(Generator::ctr_type{{first + l, 5u, 6u, 7u}}, key);
      std::memcpy(words + 4 * l, &out, sizeof out);
    }
  }
};
SIM_KERNEL(Random123Kernel)

/// Nanoseconds per item of a call that handles `items`.
template <class F>
double cost(double items, const F& call) {
  return least_of_five([&] {
    const double start = thread_seconds();
    for (int i = 0; i < passes; ++i) call(i);
    return (thread_seconds() - start) * 1e9 / (passes * items);
  });
}

}  // namespace

Parts measure_parts(core::KernelLevel level) {
  alignas(64) std::uint32_t words[in_l1];
  alignas(64) float x[in_l1], y[in_l1];
  Parts parts{};
  const core::Key key{1, 2};
  constexpr int blocks = in_l1 / core::lanes;
  parts.word = cost(in_l1, [&](int i) {
    for (int b = 0; b < blocks; ++b) core::draw_block(level, key, static_cast<std::uint32_t>(b), static_cast<std::uint32_t>(i), 3, 4, words + b * core::lanes);
  });
  parts.word_random123 = cost(in_l1, [&](int i) {
    for (int b = 0; b < blocks; ++b) run_kernel(level, Random123Kernel{static_cast<std::uint32_t>(i), words + b * core::lanes});
  });
  for (int i = 0; i < in_l1; ++i) x[i] = 0.5f + core::unit_float(words[i]);
  parts.exp = cost(in_l1, [&](int) { run_kernel(level, ExpKernel{x, y}); });
  parts.log = cost(in_l1, [&](int) { run_kernel(level, LogKernel{x, y}); });
  parts.normal = cost(in_l1, [&](int) { run_kernel(level, NormalKernel{words, y}); });
  return parts;
}

double copy_bandwidth(std::size_t bytes) {
  const std::size_t half = bytes / 2 / 64 * 64;
  const world::Arena buffer(2 * half);
  const int times = static_cast<int>(std::max<std::size_t>(4, (std::size_t{1} << 29) / half));
  const double seconds = least_of_five([&] {
    const double start = thread_seconds();
    for (int i = 0; i < times; ++i) {
      std::memcpy(buffer.data() + (i & 1 ? half : 0), buffer.data() + (i & 1 ? 0 : half), half);
      asm volatile("" ::: "memory");
    }
    return thread_seconds() - start;
  });
  return 2.0 * static_cast<double>(half) * times / (seconds * 1e9);
}

}  // namespace alongside::bench
