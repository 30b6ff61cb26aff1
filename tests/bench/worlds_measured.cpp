// What is measured over many worlds: threads, shares of time, common random numbers.

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <span>

#include "sim/record/chunk.hpp"
#include "tests/bench/clock.hpp"
#include "tests/bench/engine.hpp"
#include "tests/bench/worlds.hpp"
#include "tests/support/model.hpp"

namespace alongside::bench {
namespace {

double wall_of(const tests::Model& model, int worlds, int threads) {
  tbb::task_arena arena(threads);
  const double start = wall_seconds();
  arena.execute([&] {
    tbb::parallel_for(0, worlds, 1, [&](int r) { model.world(1, static_cast<std::uint32_t>(r)); }, tbb::simple_partitioner());
  });
  return wall_seconds() - start;
}

/// Packs numbers as a recorder does.
template <class T>
void pack(const std::vector<T>& values) {
  record::pack_chunk(std::as_bytes(std::span(values)), sizeof(T));
}

/// Health service's, programme's and families' money, in pounds.
double pounds(const tests::Model& model, std::size_t arm, const process::ArmResult& result) {
  const declare::Catalogue& catalogue = model.catalogue();
  double pence = 0;
  for (const declare::Item* item : catalogue.items())
    pence += static_cast<double>(model.quantity(result, item->name)) / static_cast<double>(item->per) * model.scenario().arms[arm].row[catalogue.index(item->price)];
  return pence / 100;
}

double net_benefit(const tests::Model& model, std::size_t arm, const process::ArmResult& result) {
  constexpr double pounds_per_qaly = 20000;
  double qalys = 0;
  for (int y = 0; y < result.health.years; ++y) qalys += result.health.qalys[static_cast<std::size_t>(y)];
  return pounds_per_qaly * qalys - pounds(model, arm, result);
}

double variance(const std::vector<double>& values) {
  const double se = tests::estimate(values).se;
  return se * se * static_cast<double>(values.size());
}

}  // namespace

double thread_ratio(int families, int worlds) {
  const tests::Model model(two_arms(families));
  // One after the other, so that a machine that slows down slows both.
  return median_of_five([&] {
    const double one = wall_of(model, worlds, 1);
    return one / wall_of(model, worlds, 2);
  });
}

Shares time_shares(int families, int worlds) {
  const tests::Model model(two_arms(families));
  double built = 0, run = 0, recorded = 0;
  tbb::task_arena one(1);
  one.execute([&] {
    for (int r = 0; r < worlds; ++r) {
      const double start = thread_seconds();
      const world::World world = model.build(1, static_cast<std::uint32_t>(r));
      const double ready = thread_seconds();
      std::vector<process::ArmResult> results;
      for (std::size_t a = 0; a < model.scenario().arms.size(); ++a) results.push_back(model.run(world, a));
      const double done = thread_seconds();
      for (const process::ArmResult& result : results) {
        pack(result.tallies.by_week), pack(result.tallies.by_age), pack(result.ledger.quantity);
        pack(result.health.qalys), pack(result.health.symptom_weeks);
      }
      built += ready - start, run += done - ready, recorded += thread_seconds() - done;
    }
  });
  const double all = built + run + recorded;
  return {built / all, run / all, recorded / all};
}

double variance_ratio(int families, int replicates) {
  const tests::Model model(two_arms(families));
  std::vector<double> usual, peers, paired;
  for (const auto& arms : model.worlds(static_cast<std::uint32_t>(replicates))) {
    usual.push_back(net_benefit(model, 0, arms[0]));
    peers.push_back(net_benefit(model, 1, arms[1]));
    paired.push_back(peers.back() - usual.back());
  }
  return (variance(usual) + variance(peers)) / variance(paired);
}

}  // namespace alongside::bench
