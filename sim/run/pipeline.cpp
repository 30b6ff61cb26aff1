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

#include "sim/record/safe_file.hpp"

namespace alongside::run {
namespace {

/// Work that makes handing a batch to a thread worth while: about a millisecond.
constexpr double batch_family_weeks = 40000;

/// A shard whose tasks are being simulated; the thread that ends its last one packs and writes it.
struct OpenShard {
  OpenShard(const Plan& plan, std::size_t number) : number(number), left(plan.layout.boxes().range(number).size()), writer(plan.layout, number) {}
  std::size_t number;
  std::atomic<std::size_t> left;
  std::atomic<bool> abandoned{false};
  record::ShardWriter writer;
};

struct Batch {
  std::shared_ptr<OpenShard> shard;
  record::TaskRange tasks;
};

/// Hands out the tasks of missing shards in order. Used by one thread at a time.
class Source {
 public:
  Source(const Plan& plan, const std::string& folder, const PipelineOptions& options)
      : plan_(plan), folder_(folder), options_(options), first_((options.part.number - 1) * plan.shards() / options.part.of) {
    const double of_task = std::max(plan.study.extent().family_weeks, 1.0);
    batch_ = std::max<std::size_t>(1, static_cast<std::size_t>(batch_family_weeks / of_task));
  }

  /// The next batch, or one without a shard at the end.
  Batch next() {
    if (options_.stop()) return {};
    if (!shard_ && !open()) return {};
    Batch batch{shard_, {next_, std::min(next_ + batch_, last_)}};
    next_ = batch.tasks.last;
    if (next_ == last_) shard_.reset();
    return batch;
  }

 private:
  /// Opens the next shard that is still missing: another process may have made it meanwhile.
  bool open() {
    while (visited_ < plan_.shards()) {
      const std::size_t number = (first_ + visited_++) % plan_.shards();
      if (std::filesystem::exists(record::shard_path(folder_, number)) && !record::find_fault(record::shard_path(folder_, number), plan_.layout, number)) continue;
      shard_ = std::make_shared<OpenShard>(plan_, number);
      const record::TaskRange range = plan_.layout.boxes().range(number);
      next_ = range.first;
      last_ = range.last;
      return true;
    }
    return false;
  }

  const Plan& plan_;
  const std::string& folder_;
  const PipelineOptions& options_;
  std::size_t first_, visited_ = 0, batch_ = 1, next_ = 0, last_ = 0;
  std::shared_ptr<OpenShard> shard_;
};

/// Simulates batches. Used by all threads.
class Worker {
 public:
  Worker(const Plan& plan, const std::string& folder, const PipelineOptions& options) : plan_(plan), folder_(folder), options_(options) {}

  void work(const Batch& batch) {
    Timings timings;
    std::size_t done = 0;
    for (std::size_t task = batch.tasks.first; task < batch.tasks.last; ++task, ++done) {
      // A stopped process leaves its open shards unwritten.
      if (options_.stop()) batch.shard->abandoned = true;
      if (batch.shard->abandoned) break;
      one(task, batch.shard->writer, timings);
    }
    const double family_weeks = static_cast<double>(done) * plan_.study.extent().family_weeks;
    options_.progress(family_weeks);
    const std::size_t size = batch.tasks.size();
    const bool last = batch.shard->left.fetch_sub(size) == size && !batch.shard->abandoned;
    if (last) write(*batch.shard, timings);
    const std::lock_guard lock(mutex_);
    report_.timings.add(timings);
    report_.family_weeks += family_weeks;
    report_.shards_made += last ? 1 : 0;
    report_.stopped = report_.stopped || batch.shard->abandoned;
  }

  PipelineReport report() {
    std::ranges::sort(report_.failed, {}, &record::FailedTask::task);
    return std::move(report_);
  }

 private:
  void one(std::size_t task, record::ShardWriter& writer, Timings& timings) {
    try {
      const TaskResult result = simulate(plan_.study, plan_.layout.boxes().place(task), options_.level, timings);
      const auto start = std::chrono::steady_clock::now();
      put_task(plan_, task, result, writer);
      timings.record += std::chrono::steady_clock::now() - start;
    } catch (const DataError&) {
      throw;  // the scenario is wrong, and not this world alone
    } catch (const std::bad_alloc&) {
      throw;
    } catch (const std::exception& error) {
      writer.fail(task, error.what());
      const std::lock_guard lock(mutex_);
      report_.failed.push_back({task, error.what()});
    }
  }

  void write(OpenShard& shard, Timings& timings) const {
    const auto start = std::chrono::steady_clock::now();
    record::write_safely(record::shard_path(folder_, shard.number), shard.writer.finish());
    timings.record += std::chrono::steady_clock::now() - start;
  }

  const Plan& plan_;
  const std::string& folder_;
  const PipelineOptions& options_;
  std::mutex mutex_;
  PipelineReport report_;
};

}  // namespace

std::vector<bool> sound_shards(const Plan& plan, const std::string& folder) {
  using record::ShardFault;
  std::vector<bool> sound(plan.shards(), false);
  std::error_code error;
  // Another plan may have more shards than this one, so the folder is looked through, and not the plan.
  for (const auto& entry : std::filesystem::directory_iterator(folder, error)) {
    if (entry.path().extension() != ".shard") continue;
    const std::string name = entry.path().stem();
    if (name.empty() || name.size() > 18 || name.find_first_not_of("0123456789") != std::string::npos) continue;
    const std::size_t number = std::stoull(name);
    const auto fault = record::find_fault(entry.path(), plan.layout, number);
    if (!fault) sound.at(number) = true;
    else if (fault->fault() != ShardFault::damaged && fault->fault() != ShardFault::truncated && fault->fault() != ShardFault::missing) throw *fault;
  }
  return sound;
}

PipelineReport make_shards(const Plan& plan, const std::string& folder, const PipelineOptions& options) {
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, options.threads);
  tbb::task_arena arena(static_cast<int>(options.threads));
  Source source(plan, folder, options);
  Worker worker(plan, folder, options);
  arena.execute([&] {
    tbb::parallel_pipeline(worlds_in_memory(plan.estimate, options.threads),
        tbb::make_filter<void, Batch>(tbb::filter_mode::serial_in_order, [&](tbb::flow_control& flow) {
          Batch batch = source.next();
          if (!batch.shard) flow.stop();
          return batch;
        }) & tbb::make_filter<Batch, void>(tbb::filter_mode::parallel, [&](const Batch& batch) { worker.work(batch); }));
  });
  PipelineReport report = worker.report();
  report.stopped = report.stopped || options.stop();
  return report;
}

}  // namespace alongside::run
