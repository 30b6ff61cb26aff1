#include "sim/run/ranks.hpp"

#include <cstdlib>

#ifdef ALONGSIDE_MPI
// Without the C++ bindings that MPI 3 took out.
#define OMPI_SKIP_MPICXX 1
#define MPICH_SKIP_MPICXX 1
#include <mpi.h>

#include <algorithm>
#include <utility>
#endif

#include "sim/core/error.hpp"

namespace alongside::run {
namespace {

/// Whether a launcher of MPI programs started this process: Open MPI's mpirun, or srun with PMIx.
bool launched() {
  for (const char* name : {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK"})
    if (std::getenv(name)) return true;
  return false;
}

class Alone final : public Ranks {
 public:
  std::size_t rank() const override { return 0; }
  std::size_t size() const override { return 1; }
  void wait_for_all() override {}
  bool any(bool value) override { return value; }
  std::uint64_t sum(std::uint64_t value) override { return value; }
  std::vector<bool> from_first(const std::vector<bool>& values) override { return values; }
  std::unique_ptr<Spread> spread(const std::vector<bool>&) override { throw InternalError("one process needs no counter"); }
  [[noreturn]] void abort(int code) override { std::_Exit(code); }
};

#ifdef ALONGSIDE_MPI

/// A counter in the first rank's memory that every rank adds to without the first one's help (MPI-3 one-sided calls).
class Counter {
 public:
  Counter() {
    int rank = 0;
    MPI_Comm_rank(MPI_COMM_WORLD, &rank);
    MPI_Win_allocate(rank == 0 ? sizeof(std::int64_t) : 0, sizeof(std::int64_t), MPI_INFO_NULL, MPI_COMM_WORLD, &value_, &window_);
    MPI_Win_lock_all(0, window_);
    if (rank == 0) *value_ = 0;
    MPI_Win_sync(window_);
    MPI_Barrier(MPI_COMM_WORLD);
  }
  /// Collective, like the constructor.
  ~Counter() {
    MPI_Win_unlock_all(window_);
    MPI_Win_free(&window_);
  }
  Counter(const Counter&) = delete;
  Counter& operator=(const Counter&) = delete;

  /// The value before `more` was added.
  std::int64_t add(std::int64_t more) {
    std::int64_t before = 0;
    MPI_Fetch_and_op(&more, &before, MPI_INT64_T, 0, 0, MPI_SUM, window_);
    MPI_Win_flush(0, window_);
    return before;
  }

 private:
  std::int64_t* value_ = nullptr;
  MPI_Win window_ = MPI_WIN_NULL;
};

class CountedSpread final : public Spread {
 public:
  explicit CountedSpread(const std::vector<bool>& sound) {
    for (std::size_t shard = 0; shard < sound.size(); ++shard)
      if (!sound[shard]) missing_.push_back(shard);
  }

  std::optional<std::size_t> next() override {
    const auto turn = static_cast<std::size_t>(counter_.add(1));
    for (; seen_ < std::min(turn, missing_.size()); ++seen_) elsewhere_.push_back(missing_[seen_]);
    if (turn >= missing_.size()) return std::nullopt;
    seen_ = turn + 1;
    return missing_[turn];
  }

  bool is_wanted(std::size_t) override {
    // Lets the library serve other ranks while this one computes, where the network cannot do so alone.
    int found = 0;
    MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &found, MPI_STATUS_IGNORE);
    return true;
  }

  void finished(std::size_t) override {}
  void withdraw() override { counter_.add(static_cast<std::int64_t>(missing_.size())); }
  std::vector<std::size_t> made_elsewhere() override { return std::exchange(elsewhere_, {}); }

 private:
  Counter counter_;
  std::vector<std::size_t> missing_, elsewhere_;
  std::size_t seen_ = 0;
};

class MpiRanks final : public Ranks {
 public:
  MpiRanks() {
    int provided = 0;
    MPI_Init_thread(nullptr, nullptr, MPI_THREAD_SERIALIZED, &provided);
    if (provided < MPI_THREAD_SERIALIZED) throw InternalError("this MPI library cannot be called from several threads in turn (MPI_THREAD_SERIALIZED) use job arrays, or another library");
    MPI_Comm_rank(MPI_COMM_WORLD, &rank_);
    MPI_Comm_size(MPI_COMM_WORLD, &size_);
  }
  ~MpiRanks() override { MPI_Finalize(); }

  std::size_t rank() const override { return static_cast<std::size_t>(rank_); }
  std::size_t size() const override { return static_cast<std::size_t>(size_); }
  void wait_for_all() override { MPI_Barrier(MPI_COMM_WORLD); }
  bool any(bool value) override { return sum(value ? 1 : 0) > 0; }
  std::uint64_t sum(std::uint64_t value) override {
    std::uint64_t all = 0;
    MPI_Allreduce(&value, &all, 1, MPI_UINT64_T, MPI_SUM, MPI_COMM_WORLD);
    return all;
  }
  std::vector<bool> from_first(const std::vector<bool>& values) override {
    std::uint64_t length = values.size();
    MPI_Bcast(&length, 1, MPI_UINT64_T, 0, MPI_COMM_WORLD);
    std::vector<std::uint8_t> bytes(length);
    if (rank_ == 0) std::copy(values.begin(), values.end(), bytes.begin());
    MPI_Bcast(bytes.data(), static_cast<int>(length), MPI_UINT8_T, 0, MPI_COMM_WORLD);
    return {bytes.begin(), bytes.end()};
  }
  std::unique_ptr<Spread> spread(const std::vector<bool>& sound) override { return std::make_unique<CountedSpread>(sound); }
  [[noreturn]] void abort(int code) override {
    MPI_Abort(MPI_COMM_WORLD, code);
    std::_Exit(code);
  }

 private:
  int rank_ = 0, size_ = 1;
};

#endif

}  // namespace

std::unique_ptr<Ranks> Ranks::join() {
#ifdef ALONGSIDE_MPI
  if (launched()) return std::make_unique<MpiRanks>();
#endif
  return std::make_unique<Alone>();
}

bool Ranks::is_left_out() {
#ifdef ALONGSIDE_MPI
  return false;
#else
  const char* const size = std::getenv("OMPI_COMM_WORLD_SIZE");
  return launched() && size && std::atoi(size) > 1;
#endif
}

}  // namespace alongside::run
