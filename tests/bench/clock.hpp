#pragma once
// Time that minds other programs on the machine as little as can be.

#include <algorithm>
#include <chrono>
#include <ctime>
#include <functional>
#include <vector>

namespace alongside::bench {

inline constexpr int repeats = 5;

/// Seconds of processor time of this thread.
inline double thread_seconds() {
  timespec t{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
  return static_cast<double>(t.tv_sec) + 1e-9 * static_cast<double>(t.tv_nsec);
}

/// Seconds on the wall.
inline double wall_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

inline double median(std::vector<double> values) {
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
  return values[values.size() / 2];
}

/// Least of five times after one to warm up. Whatever else runs on the processor, or beside it in the same caches, only ever
/// adds time, so the least is what the code itself takes.
inline double least_of_five(const std::function<double()>& time) {
  time();
  double least = time();
  for (int i = 1; i < repeats; ++i) least = std::min(least, time());
  return least;
}

/// Median of five measurements after one to warm up.
inline double median_of_five(const std::function<double()>& measure) {
  measure();
  std::vector<double> values;
  for (int i = 0; i < repeats; ++i) values.push_back(measure());
  return median(values);
}

}  // namespace alongside::bench
