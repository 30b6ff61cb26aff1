#pragma once
// The ranks of one MPI job that share a run. Built in with -DALONGSIDE_MPI=ON; otherwise every process is alone.

#include <cstdint>
#include <memory>
#include <vector>

#include "sim/run/spread.hpp"

namespace alongside::run {

/// A process among its ranks. Everything here is collective, but for abort(): every rank calls it, in the same order.
class Ranks {
 public:
  virtual ~Ranks() = default;

  /// Joins the job that this process was started in by mpirun or srun; a process started otherwise is alone. Throws
  /// InternalError when the MPI library cannot be called from several threads in turn.
  static std::unique_ptr<Ranks> join();
  /// Whether mpirun or srun started this process in a build that has no MPI.
  static bool is_left_out();

  virtual std::size_t rank() const = 0;
  virtual std::size_t size() const = 0;
  bool is_first() const { return rank() == 0; }
  virtual void wait_for_all() = 0;
  /// Whether it is true on any rank.
  virtual bool any(bool value) = 0;
  virtual std::uint64_t sum(std::uint64_t value) = 0;
  /// The first rank's values, everywhere.
  virtual std::vector<bool> from_first(const std::vector<bool>& values) = 0;
  /// Hands the missing shards out to whichever rank asks next, by a counter that the first rank holds; `sound` is the same on
  /// every rank. Its destructor is collective too.
  virtual std::unique_ptr<Spread> spread(const std::vector<bool>& sound) = 0;
  /// Ends the whole job with an exit code; what is written already stays.
  [[noreturn]] virtual void abort(int code) = 0;
};

}  // namespace alongside::run
