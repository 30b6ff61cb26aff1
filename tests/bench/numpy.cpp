// The same arm in the engine and in NumPy, and whether their weekly means agree.

#include <tbb/task_arena.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <nlohmann/json.hpp>

#include "tests/bench/clock.hpp"
#include "tests/bench/engine.hpp"
#include "tests/bench/probe.hpp"
#include "tests/bench/worlds.hpp"
#include "tests/support/model.hpp"
#include "tests/support/folder.hpp"

namespace alongside::bench {
namespace {

constexpr double allowed = 4;  ///< standard errors

/// The first interpreter that has NumPy, or nothing.
std::string interpreter() {
  for (const char* name : {"python3", "/usr/bin/python3"})
    if (std::system(fmt::format("{} -c 'import numpy' >/dev/null 2>&1", name).c_str()) == 0) return name;
  return {};
}

/// Compares weekly means. The standard error of a difference is sqrt(1 + 1/seeds) times the standard deviation of
/// one run's mean, taken from the seeds of the script and pooled over 13 weeks: the engine is one run, the script
/// gives the mean of many, all from the same families in the same state at enrolment.
void compare(const nlohmann::json& script, const tests::Model& model, const process::ArmResult& result, int families, Comparison& out) {
  const double seeds = script["seeds"];
  const int first = result.tallies.weeks - weeks_followed;
  constexpr int reach = 6;
  for (const auto& [name, series] : script["weekly"].items()) {
    const std::size_t tally = model.tally(name);
    for (int w = 0; w < weeks_followed; ++w) {
      double pooled = 0;
      const int from = std::max(0, w - reach), to = std::min(weeks_followed, w + reach + 1);
      for (int v = from; v < to; ++v) pooled += series["variance"][static_cast<std::size_t>(v)].get<double>() / (to - from);
      const double mean = series["mean"][static_cast<std::size_t>(w)], engine = result.tallies.week(tally, first + w) / families;
      // Below single precision, two sums of the same numbers may differ.
      const double se = std::max(std::sqrt(pooled * (1 + 1 / seeds)), 1e-7 * std::abs(mean) + 1e-12), z = std::abs(engine - mean) / se;
      ++out.compared;
      out.apart += z > allowed ? 1 : 0;
      if (z > out.largest) {
        out.largest = z;
        out.note = fmt::format("{} in week {}: engine {:.6g}, NumPy {:.6g}", name, w, engine, mean);
      }
    }
  }
}

}  // namespace

Comparison compare_with_numpy(int families) {
  Probe probe;
  const tests::Model plain(ample(families)), probed(ample(families), probe.week());
  const double family_weeks = static_cast<double>(families) * weeks_followed;
  const world::World world = plain.build(1, 0), probed_world = probed.build(1, 0);
  Comparison out{};
  tbb::task_arena one(1);
  one.execute([&] {
    std::vector<double> from_enrolment;
    for (int i = 0; i < repeats; ++i) {
      probed.run(probed_world, 0);
      from_enrolment.push_back(family_weeks / probe.seen.seconds);
    }
    out.engine_from_enrolment = median(from_enrolment);
  });
  out.engine = one.execute([&] {
    return median_of_five([&] {
      const double start = thread_seconds();
      plain.run(world, 0);
      return family_weeks / (thread_seconds() - start);
    });
  });
  const std::string python = interpreter();
  if (python.empty()) {
    out.note = "NumPy skipped: neither python3 nor /usr/bin/python3 can import it (Debian: python3-numpy)";
    return out;
  }
  const tests::Folder folder;
  probe.folder = folder.path();
  const process::ArmResult result = probed.run(probed_world, 0);
  if (std::system(fmt::format("{} {}/tests/bench/family_week.py {}", python, ALONGSIDE_SOURCE_DIR, folder.path()).c_str()) != 0)
    throw InternalError("family_week.py failed");
  const nlohmann::json script = nlohmann::json::parse(std::ifstream(folder.path() + "/means.json"));
  out.numpy = script["rate"];
  compare(script, plain, result, families, out);
  return out;
}

}  // namespace alongside::bench
