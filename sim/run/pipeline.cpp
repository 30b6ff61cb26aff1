#include "sim/run/pipeline.hpp"

#include <tbb/global_control.h>
#include <tbb/parallel_pipeline.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <memory>
#include <mutex>
#include <new>
#include <optional>

#include "sim/record/safe_file.hpp"

namespace alongside::run {
namespace {

/// Work that makes handing a batch to a thread worth while: about a millisecond.
constexpr double batch_family_weeks = 40000;

/// How a shard stands: its tasks are being simulated, or it will not be written, because the run stops or another process
/// has made it.
enum class State { open, stopped, made_elsewhere };

/// A shard whose tasks are being simulated; the thread that ends its last one packs and writes it.
struct OpenShard {
  OpenShard(const Plan& plan, std::size_t number) : number(number), left(plan.layout.boxes().range(number).size()), writer(plan.layout, number) {}
  std::size_t number;
  std::atomic<std::size_t> left;
  std::atomic<State> state{State::open};
  record::ShardWriter writer;
  std::vector<bool> known;  ///< by place in the range: put already; empty when none is
  bool has(std::size_t place) const { return !known.empty() && known[place]; }
};

struct Batch {
  std::shared_ptr<OpenShard> shard;
  record::TaskRange tasks;
};

/// Hands out the tasks of missing shards in order. Used by one thread at a time.
class Source {
 public:
  Source(const Plan& plan, Spread& spread, const PipelineOptions& options) : plan_(plan), spread_(spread), options_(options) {
    const double of_task = std::max(plan.study.extent().family_weeks, 1.0);
    batch_ = std::max<std::size_t>(1, static_cast<std::size_t>(batch_family_weeks / of_task));
  }

  /// The next batch, or one without a shard at the end.
  Batch next() {
    if (options_.stop()) return {};
    if (!shard_ && !open()) return {};
    if (!spread_.is_wanted(shard_->number)) shard_->state = State::made_elsewhere;
    // Nothing is simulated any more for a shard that will not be written; its tasks end all at once.
    const std::size_t size = shard_->state == State::open ? batch_ : last_ - next_;
    Batch batch{shard_, {next_, std::min(next_ + size, last_)}};
    next_ = batch.tasks.last;
    if (next_ == last_) shard_.reset();
    return batch;
  }

 private:
  bool open() {
    const std::optional<std::size_t> number = spread_.next();
    for (const std::size_t shard : spread_.made_elsewhere()) options_.progress(static_cast<double>(plan_.layout.boxes().range(shard).size()) * plan_.study.extent().family_weeks);
    if (!number) return false;
    shard_ = std::make_shared<OpenShard>(plan_, *number);
    if (options_.kept) shard_->known = options_.kept->put(*number, shard_->writer);
    const record::TaskRange range = plan_.layout.boxes().range(*number);
    next_ = range.first;
    last_ = range.last;
    return true;
  }

  const Plan& plan_;
  Spread& spread_;
  const PipelineOptions& options_;
  std::size_t batch_ = 1, next_ = 0, last_ = 0;
  std::shared_ptr<OpenShard> shard_;
};

/// Simulates batches. Used by all threads.
class Worker {
 public:
  Worker(const Plan& plan, const std::string& folder, Spread& spread, const PipelineOptions& options) : plan_(plan), folder_(folder), spread_(spread), options_(options) {
    const record::TaskPlace lengths = plan.study.lengths();
    one_row_ = lengths[0] * lengths[1] == 1;
  }

  /// Whether the run is to end: asked from outside, or by a failed world.
  bool stopping() const { return failure_stops_ || options_.stop(); }

  void work(const Batch& batch) {
    Timings timings;
    std::size_t done = 0, simulated = 0;
    for (std::size_t task = batch.tasks.first; task < batch.tasks.last; ++task, ++done) {
      // A stopped process leaves its open shards unwritten.
      if (batch.shard->state == State::open && stopping()) batch.shard->state = State::stopped;
      if (batch.shard->state != State::open) break;
      if (batch.shard->has(task - plan_.layout.boxes().range(batch.shard->number).first)) continue;
      one(task, batch.shard->writer, timings);
      ++simulated;
    }
    const double of_task = plan_.study.extent().family_weeks, family_weeks = static_cast<double>(simulated) * of_task;
    const std::size_t size = batch.tasks.size();
    const bool last = batch.shard->left.fetch_sub(size) == size, whole = batch.shard->state == State::open && !failure_stops_;
    if (last && whole) write(*batch.shard, timings);
    if (last) spread_.finished(batch.shard->number);
    options_.progress(static_cast<double>(done) * of_task);
    const std::lock_guard lock(mutex_);
    report_.timings.add(timings);
    report_.family_weeks += family_weeks;
    report_.shards_made += last && whole ? 1 : 0;
    report_.stopped = report_.stopped || batch.shard->state == State::stopped;
  }

  PipelineReport report() {
    std::ranges::sort(report_.failed, {}, &record::FailedTask::task);
    report_.stopped = report_.stopped || stopping();
    return std::move(report_);
  }

 private:
  void one(std::size_t task, record::ShardWriter& writer, Timings& timings) {
    try {
      const TaskResult result = simulate(plan_.study, plan_.layout.boxes().place(task), options_.level, timings);
      const auto start = std::chrono::steady_clock::now();
      put_task(plan_, task, result, writer);
      timings.record += std::chrono::steady_clock::now() - start;
    } catch (const DataError& error) {
      // Where nothing varies the scenario is wrong, and not this world alone.
      if (one_row_) throw;
      fail(task, error.what(), writer);
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      fail(task, error.what(), writer);
    }
  }

  void fail(std::size_t task, const std::string& reason, record::ShardWriter& writer) {
    writer.fail(task, reason);
    failure_stops_ = options_.on_failure == OnFailure::stop;
    const std::lock_guard lock(mutex_);
    report_.failed.push_back({task, reason});
  }

  void write(OpenShard& shard, Timings& timings) const {
    const auto start = std::chrono::steady_clock::now();
    record::write_safely(record::shard_path(folder_, shard.number), shard.writer.finish());
    timings.record += std::chrono::steady_clock::now() - start;
  }

  const Plan& plan_;
  const std::string& folder_;
  Spread& spread_;
  const PipelineOptions& options_;
  bool one_row_ = true;
  std::atomic<bool> failure_stops_{false};
  std::mutex mutex_;
  PipelineReport report_;
};

/// The number in the name of a shard, if it is one.
std::optional<std::size_t> shard_number(const std::filesystem::path& path) {
  const std::string name = path.stem();
  if (path.extension() != ".shard" || name.empty() || name.size() > 18 || name.find_first_not_of("0123456789") != std::string::npos) return std::nullopt;
  return std::stoull(name);
}

}  // namespace

std::size_t ShardsFound::missing() const { return static_cast<std::size_t>(std::ranges::count(sound, false)); }

ShardsFound look_through(const Plan& plan, const std::string& folder) {
  using record::ShardFault;
  ShardsFound found{std::vector<bool>(plan.shards(), false), {}, 0};
  std::error_code error;
  // Another plan may have more shards than this one, so the folder is looked through, and not the plan.
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    const std::optional<std::size_t> number = shard_number(entry.path());
    if (!number) continue;
    try {
      found.failed_worlds += record::ShardFile::open(entry.path(), plan.layout, *number).failed().size();
      found.sound.at(*number) = true;
    } catch (const record::ShardError& fault) {
      if (fault.fault() == ShardFault::damaged || fault.fault() == ShardFault::truncated) found.damaged.emplace_back(fault.what());
      else if (fault.fault() != ShardFault::missing) throw;
    }
  }
  std::ranges::sort(found.damaged);
  return found;
}

PipelineReport make_shards(const Plan& plan, const std::string& folder, Spread& spread, const PipelineOptions& options) {
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, options.threads);
  tbb::task_arena arena(static_cast<int>(options.threads));
  Worker worker(plan, folder, spread, options);
  PipelineOptions asked = options;
  asked.stop = [&] { return worker.stopping(); };
  Source source(plan, spread, asked);
  arena.execute([&] {
    tbb::parallel_pipeline(worlds_in_memory(plan.estimate, options.threads),
        tbb::make_filter<void, Batch>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) {
          Batch batch = source.next();
          if (!batch.shard) flow.stop();
          return batch;
        }) & tbb::make_filter<Batch, void>(tbb::filter_mode::parallel, [&](const Batch& batch) { worker.work(batch); }));
  });
  if (worker.stopping()) spread.withdraw();
  return worker.report();
}

}  // namespace alongside::run
