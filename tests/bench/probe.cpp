#include "tests/bench/probe.hpp"

#include "sim/process/columns.hpp"
#include "sim/process/run.hpp"
#include "sim/process/supporters.hpp"
#include "sim/process/tally_kernel.hpp"
#include "tests/bench/clock.hpp"

namespace alongside::bench {
namespace {

using namespace process;

template <class T>
std::size_t bytes(const std::vector<T>& v) {
  return v.capacity() * sizeof(T);
}

/// Everything that a run keeps for its families, links and supporters included.
double bytes_per_family(const Run& run) {
  const world::World& w = run.world;
  std::size_t sum = w.fixed.size() + run.state.size() + run.linked.size() + bytes(w.network.weight) + bytes(w.network.first) + bytes(w.network.targets) + bytes(w.cohorts) +
                    bytes(w.first_cohort) + bytes(w.enrolled_before) + bytes(w.communities) + bytes(run.communities) +
                    bytes(run.supported_in_block) + bytes(run.care_wanted) + bytes(run.pool->supporters) + bytes(run.pool->groups);
  // Short lists lie within their supporter, which is counted.
  for (const Supporter& s : run.pool->supporters) sum += s.places.capacity() > Places::static_capacity ? s.places.capacity() * sizeof(Place) : 0;
  for (const Group& g : run.pool->groups) sum += g.places.capacity() * sizeof(Place);
  for (const WaitingList& list : run.pool->waiting) sum += list.bytes();
  for (const WaitingList& list : run.pool->waiting_for_groups) sum += list.bytes();
  for (const auto& week : run.pool->later) sum += bytes(week);
  for (const auto& week : run.pool->impatient) sum += bytes(week);
  // The weekly sums of each cohort, kept by the pass over the blocks.
  sum += w.cohorts.size() * tally_sources(run.catalogue, *w.layout).size() * sizeof(double);
  return static_cast<double>(sum) / w.families;
}

class ProbeStep final : public Step {
 public:
  ProbeStep(const Binding& b, Probe& probe) : b_(b), probe_(probe), delivery_(b.slot(delivery)) {}

  void begin(Run& run) override {
    passed_.assign(run.world.blocks, 0);
    supported_blocks_ = supported_ = passed_;
  }
  void before(Run& run, int week) override {
    if (week != run.world.time.lead_in) return;
    if (!probe_.folder.empty()) write_down(probe_.folder, b_, run);
    start_ = thread_seconds();
  }
  void block(const BlockWeek& w) const override {
    passed_[w.view.group] += 1;
    if (!w.supported) return;
    supported_blocks_[w.view.group] += 1;
    for (int l = 0; l < lanes; ++l) supported_[w.view.group] += w.at(delivery_)[l] != 0 ? 1 : 0;
  }
  void end(Run& run) override {
    probe_.seen = {0, 0, 0, bytes_per_family(run), thread_seconds() - start_};
    for (std::size_t b = 0; b < passed_.size(); ++b) {
      probe_.seen.blocks += passed_[b];
      probe_.seen.supported_blocks += supported_blocks_[b];
      probe_.seen.supported += supported_[b];
    }
  }

 private:
  Binding b_;
  Probe& probe_;
  Slot<std::uint8_t> delivery_;
  mutable std::vector<int> passed_, supported_blocks_, supported_;  ///< by block: each thread writes those of its own blocks
  double start_ = 0;
};

}  // namespace

Probe::Probe() : process_{&part_, &Probe::bind} {
  part_.name = "bench_probe";
  part_.text = "Looks on.";
  part_.probe = this;
}

std::vector<const Process*> Probe::week() const {
  std::vector<const Process*> list(process::week().begin(), process::week().end());
  list.insert(list.begin() + 3, &process_);
  return list;
}

std::unique_ptr<Step> Probe::bind(const Binding& binding) {
  for (const Declarations* part : binding.catalogue.parts())
    if (part->name == "bench_probe") return std::make_unique<ProbeStep>(binding, *static_cast<const Part*>(part)->probe);
  throw InternalError("the probe is bound without its declarations");
}

}  // namespace alongside::bench
