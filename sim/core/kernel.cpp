#include "sim/core/kernel.hpp"

#include <cstdlib>
#include <string>

#include "sim/core/error.hpp"

namespace alongside::core {

std::string_view label(KernelLevel level) {
  static constexpr std::string_view labels[] = {"v2", "v3", "v4"};
  return labels[static_cast<int>(level)];
}

KernelLevel best_kernel_level() {
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512cd") &&
      __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl"))
    return KernelLevel::v4;
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2")) return KernelLevel::v3;
#endif
  return KernelLevel::v2;
}

KernelLevel kernel_level() {
  const char* wanted = std::getenv("ALONGSIDE_KERNEL");
  const KernelLevel best = best_kernel_level();
  if (wanted == nullptr || *wanted == '\0') return best;
  for (KernelLevel level : {KernelLevel::v2, KernelLevel::v3, KernelLevel::v4})
    if (label(level) == wanted) {
      if (level > best)
        throw UsageError(fmt::format("ALONGSIDE_KERNEL={}: this CPU goes only to {} (unset it, or choose a lower level)", wanted, label(best)));
      return level;
    }
  throw UsageError(fmt::format("ALONGSIDE_KERNEL={} is not known (v2, v3 or v4)", wanted));
}

}  // namespace alongside::core
