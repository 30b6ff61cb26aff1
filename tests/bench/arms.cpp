// Rates of both arms, and what the roof allows them.

#include <tbb/task_arena.h>

#include "tests/bench/clock.hpp"
#include "tests/bench/engine.hpp"
#include "tests/bench/probe.hpp"
#include "tests/bench/worlds.hpp"
#include "tests/support/model.hpp"

namespace alongside::bench {
namespace {

/// Calls of elementary functions for each family that passes through a process's kernel in a week, counted in the
/// kernels' code; whether the kernel runs for all families, for blocks where somebody is supported, or (brought
/// together) for families in support.
struct Calls {
  const char* process;
  double exps, logs, normals;
  enum class Runs { always, supported_blocks, supported } runs;
};
constexpr Calls calls[] = {
    {"contact_phone", 2, 0, 0, Calls::Runs::supported},  // wish for contact, chance that it is received
    {"partner", 0, 0, 1, Calls::Runs::always},           // noise
    {"symptoms", 0, 1, 1, Calls::Runs::always},          // size of a blow; noise
    {"feeding", 3, 0, 0, Calls::Runs::always},           // hazard ratio, chances to stop and to supplement; nobody is born here
    {"step_up", 1, 0, 0, Calls::Runs::always},           // found by usual care
    {"leaving", 2, 0, 0, Calls::Runs::supported_blocks}, // leaving, agreed end
    {"services", 4, 0, 0, Calls::Runs::always},          // use by level, three counts
};

void add_roof(ArmSpeed& speed, const Seen& seen, const Parts& parts, double bandwidth, double family_weeks) {
  for (const Calls& c : calls) {
    const auto passed = static_cast<double>(c.runs == Calls::Runs::always             ? seen.blocks * process::lanes
                                            : c.runs == Calls::Runs::supported_blocks ? seen.supported_blocks * process::lanes
                                                                                      : seen.supported);
    const double runs = passed / family_weeks;
    speed.exps += runs * c.exps, speed.logs += runs * c.logs, speed.normals += runs * c.normals;
  }
  const double ns = speed.words * parts.word + speed.exps * parts.exp + speed.logs * parts.log + speed.normals * parts.normal + speed.bytes / bandwidth;
  speed.roof = 1e9 / ns;
}

}  // namespace

std::vector<ArmSpeed> measure_arms(int families, const Parts& parts) {
  Probe probe;
  const tests::Model plain(two_arms(families)), probed(two_arms(families), probe.week());
  const int worlds = families < 10000 ? 10 : 1;
  const double family_weeks = static_cast<double>(families) * weeks_followed;
  const world::World world = plain.build(1, 0), probed_world = probed.build(1, 0);
  const auto fixed = static_cast<double>(world.layout->block_bytes(declare::Storage::fixed)) / process::lanes;
  const auto state = static_cast<double>(world.layout->block_bytes(declare::Storage::state) + world.layout->block_bytes(declare::Storage::linked)) / process::lanes;
  const double bandwidth = copy_bandwidth(static_cast<std::size_t>((fixed + state) * families));
  tbb::task_arena one(1);
  std::vector<ArmSpeed> speeds;
  for (std::size_t a = 0; a < plain.scenario().arms.size(); ++a) {
    ArmSpeed speed{families, plain.scenario().arms[a].name, 0, 0, 0, 0, 0, fixed + 2 * state, 0, 0};
    speed.rate = worlds * family_weeks / one.execute([&] {
      return least_of_five([&] {
        const double start = thread_seconds();
        for (int i = 0; i < worlds; ++i) plain.run(world, a);
        return thread_seconds() - start;
      });
    });
    speed.words = static_cast<double>(one.execute([&] { return probed.run(probed_world, a).words; })) / family_weeks;
    speed.bytes_per_family = probe.seen.bytes_per_family;
    add_roof(speed, probe.seen, parts, bandwidth, family_weeks);
    speeds.push_back(speed);
  }
  return speeds;
}

}  // namespace alongside::bench
