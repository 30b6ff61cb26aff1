#pragma once
// Progress on stderr: one line that is rewritten on a terminal, a line for every 5% elsewhere.

#include <chrono>
#include <cstdio>
#include <mutex>
#include <string>

namespace alongside::run {

/// May be told from several threads.
class Progress {
 public:
  /// `total` and `done` in family-weeks; what is done already was found finished.
  Progress(double total, double done, std::FILE* out = stderr);
  /// Ends the line on a terminal.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  /// So much more is done.
  void add(double family_weeks);

 private:
  using Clock = std::chrono::steady_clock;
  void show();

  std::mutex mutex_;
  double total_, done_, before_;
  std::FILE* out_;
  bool terminal_;
  int step_;  ///< last 5% that was told of
  Clock::time_point start_ = Clock::now(), shown_ = start_;
};

/// "3 s", "5 min", "2 h 10 min".
std::string duration(double seconds);

}  // namespace alongside::run
