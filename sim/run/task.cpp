#include "sim/run/task.hpp"

#include <algorithm>
#include <limits>
#include <optional>

namespace alongside::run {
namespace {

using Clock = std::chrono::steady_clock;

/// Adds the time of a scope to a total.
class Stopwatch {
 public:
  explicit Stopwatch(std::chrono::nanoseconds& total) : total_(total) {}
  ~Stopwatch() { total_ += Clock::now() - start_; }
  Stopwatch(const Stopwatch&) = delete;
  Stopwatch& operator=(const Stopwatch&) = delete;

 private:
  std::chrono::nanoseconds& total_;
  Clock::time_point start_ = Clock::now();
};

template <class T>
constexpr T missing() {
  if constexpr (std::is_same_v<T, double>) return std::numeric_limits<double>::quiet_NaN();
  return std::is_same_v<T, std::uint8_t> ? T{255} : T{0};
}

template <class T, class Fill>
std::vector<T> filled(const Plan& plan, std::size_t dataset, const Fill& fill, const TaskResult& result) {
  std::vector<T> values(plan.layout.task_bytes(dataset) / sizeof(T), missing<T>());
  const std::size_t part = values.size() / result.arms.size();
  for (std::size_t arm = 0; arm < result.arms.size(); ++arm)
    fill(ArmView{result.arms[arm], result.rows[arm].data()}, std::span(values).subspan(arm * part, part));
  return values;
}

bool is_recorded(const Plan& plan, std::size_t task) { return std::ranges::binary_search(plan.layout.schema().recorded(), task); }

}  // namespace

void Timings::add(const Timings& other) {
  build += other.build;
  simulate += other.simulate;
  record += other.record;
}

TaskResult simulate(const Study& study, const record::TaskPlace& place, core::KernelLevel level, Timings& timings) {
  TaskResult result{{}, study.design().rows(place[0], static_cast<std::uint32_t>(place[1]))};
  const process::Families families = study.records_families(place[2]) ? process::Families::record : process::Families::drop;
  std::optional<world::World> world;
  for (std::size_t arm = 0; arm < study.arms(); ++arm) {
    const double* row = result.rows[arm].data();
    if (!world || !study.shares_world()) {
      const Stopwatch watch(timings.build);
      world.reset();
      world.emplace(world::build_world(study.columns(), world::Row(study.catalogue(), row), study.world_id(place, arm), level));
    }
    const Stopwatch watch(timings.simulate);
    const scenario::Scenario& s = study.scenario();
    result.arms.push_back(process::run_arm(*world, study.catalogue(), s.cells, s.arms[arm].table_row_used, row, families, study.processes()));
  }
  return result;
}

std::vector<double> real_values(const Plan& plan, std::size_t output, const TaskResult& result) {
  return filled<double>(plan, plan.datasets[output], std::get<FillReal>(plan.outputs[output].fill), result);
}

std::vector<std::int64_t> whole_values(const Plan& plan, std::size_t output, const TaskResult& result) {
  return filled<std::int64_t>(plan, plan.datasets[output], std::get<FillWhole>(plan.outputs[output].fill), result);
}

void put_task(const Plan& plan, std::size_t task, const TaskResult& result, record::ShardWriter& writer) {
  for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
    const std::size_t dataset = plan.datasets[i];
    const auto& fill = plan.outputs[i].fill;
    if (std::holds_alternative<FillReal>(fill)) writer.put(dataset, task, real_values(plan, i, result));
    else if (std::holds_alternative<FillWhole>(fill)) writer.put(dataset, task, whole_values(plan, i, result));
    else if (is_recorded(plan, task)) writer.put(dataset, task, filled<std::uint8_t>(plan, dataset, std::get<FillByte>(fill), result));
  }
}

}  // namespace alongside::run
