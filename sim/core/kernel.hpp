#pragma once
// Vector kernels in three versions of one body. A kernel is a struct of pointers and coefficients with an
// always_inline `void lanes() const`; SIM_KERNEL(K) gives `run_kernel(level, k)`, compiled for x86-64-v2, -v3 and -v4
// inside one object file. Separate files with -march flags would leak wide instructions through shared inline
// functions; target_clones cannot be forced, hence not tested.

#include <string_view>

//
// Each version works on a copy of the kernel: its pointers then cannot be changed by stores through byte pointers,
// which may alias anything, and the loop vectorises.

namespace alongside::core {

enum class KernelLevel { v2, v3, v4 };

/// The level this process uses: the CPU's best, or the one ALONGSIDE_KERNEL=v2|v3|v4 names.
/// Throws UsageError for another name, or for a level that the CPU lacks.
KernelLevel kernel_level();
/// The best level of this CPU.
KernelLevel best_kernel_level();
std::string_view label(KernelLevel level);

}  // namespace alongside::core

#if defined(__x86_64__)
#define SIM_KERNEL(K)                                                                                          \
  [[gnu::target("arch=x86-64-v4,prefer-vector-width=512"), gnu::noinline]] static void K##_v4(const K& given) { const K k = given; k.lanes(); } \
  [[gnu::target("arch=x86-64-v3"), gnu::noinline]] static void K##_v3(const K& given) { const K k = given; k.lanes(); }              \
  [[gnu::noinline]] static void K##_v2(const K& given) { const K k = given; k.lanes(); }                                              \
  [[maybe_unused]] static void run_kernel(::alongside::core::KernelLevel level, const K& k) {                   \
    if (level == ::alongside::core::KernelLevel::v4) return K##_v4(k);                                         \
    if (level == ::alongside::core::KernelLevel::v3) return K##_v3(k);                                         \
    K##_v2(k);                                                                                                  \
  }
#else
#define SIM_KERNEL(K) \
  [[maybe_unused]] static void run_kernel(::alongside::core::KernelLevel, const K& k) { k.lanes(); }
#endif
