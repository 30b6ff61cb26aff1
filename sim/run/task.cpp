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
  analyse += other.analyse;
  record += other.record;
}

namespace {

/// A trial's world: conducted, and reduced to what its result holds.
TaskResult simulate_trial(const Study& study, const record::TaskPlace& place, core::KernelLevel level, Timings& timings) {
  std::vector<std::vector<double>> rows = study.design().rows(place[0], static_cast<std::uint32_t>(place[1]));
  std::optional<world::World> world;
  {
    const Stopwatch watch(timings.build);
    world.emplace(world::build_world(study.columns(), world::Row(study.catalogue(), rows[0].data()), study.world_id(place, 0), level));
  }
  const bool keeps = study.records_families(place[2]);
  const trial::Numbers numbers{study.catalogue(), study.scenario(), rows};
  TaskResult result;
  std::optional<trial::Conducted> conducted;
  {
    const Stopwatch watch(timings.simulate);
    conducted.emplace(trial::conduct(*study.trial(), numbers, *world, keeps ? process::Families::record : process::Families::drop, study.processes()));
  }
  const Stopwatch watch(timings.analyse);
  result.trial = trial::reduce(numbers, *study.trial(), *conducted, study.analyst(), keeps ? trial::KeepRows::yes : trial::KeepRows::no);
  for (trial::RegimeRun& run : conducted->runs) {
    result.arms.push_back(std::move(run.result));
    result.rows.push_back(std::move(run.row));
  }
  return result;
}

}  // namespace

TaskResult simulate(const Study& study, const record::TaskPlace& place, core::KernelLevel level, Timings& timings) {
  if (study.trial()) return simulate_trial(study, place, level, timings);
  TaskResult result{{}, study.design().rows(place[0], static_cast<std::uint32_t>(place[1])), {}};
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
    result.arms.push_back(process::run_arm({*world, study.catalogue(), s.cells, s.arms[arm].table_row_used, row, families, study.processes()}));
  }
  return result;
}

std::vector<double> real_values(const Plan& plan, std::size_t output, const TaskResult& result) {
  return filled<double>(plan, plan.datasets[output], std::get<FillReal>(plan.outputs[output].fill), result);
}

std::vector<std::int64_t> whole_values(const Plan& plan, std::size_t output, const TaskResult& result) {
  return filled<std::int64_t>(plan, plan.datasets[output], std::get<FillWhole>(plan.outputs[output].fill), result);
}

namespace {

/// Trial values are of the task as a whole. Those of a recorded world are put only where it is one.
void put_trial(const Plan& plan, std::size_t output, std::size_t task, const TaskResult& result, record::ShardWriter& writer) {
  const std::size_t dataset = plan.datasets[output];
  const record::DatasetSpec& spec = plan.layout.schema().datasets()[dataset];
  if (spec.kind == record::Kind::world && !is_recorded(plan, task)) return;
  std::vector<double> values(plan.layout.task_bytes(dataset) / record::size_of(spec.element), missing<double>());
  std::get<FillTrial>(plan.outputs[output].fill)(*result.trial, values);
  if (spec.element == record::Element::f64) writer.put(dataset, task, values);
  else writer.put(dataset, task, std::vector<std::int64_t>(values.begin(), values.end()));
}

}  // namespace

void put_task(const Plan& plan, std::size_t task, const TaskResult& result, record::ShardWriter& writer) {
  for (std::size_t i = 0; i < plan.outputs.size(); ++i) {
    const std::size_t dataset = plan.datasets[i];
    const auto& fill = plan.outputs[i].fill;
    if (std::holds_alternative<FillReal>(fill)) writer.put(dataset, task, real_values(plan, i, result));
    else if (std::holds_alternative<FillWhole>(fill)) writer.put(dataset, task, whole_values(plan, i, result));
    else if (std::holds_alternative<FillTrial>(fill)) put_trial(plan, i, task, result, writer);
    else if (is_recorded(plan, task)) writer.put(dataset, task, filled<std::uint8_t>(plan, dataset, std::get<FillByte>(fill), result));
  }
}

}  // namespace alongside::run
