// Measures the engine, its roof and NumPy in one go, and prints one table. Exit code 1: the engine and NumPy disagree.
//
// Rates are per second of processor time of one thread, medians of five. The roof is what a family-week would take
// if it were only random words, exp, log and normal calls, and its state read and written, each at its bare cost.

#include <fmt/format.h>

#include <cstdio>
#include <exception>

#include "tests/bench/economics.hpp"
#include "tests/bench/engine.hpp"

using namespace alongside;
using namespace alongside::bench;

namespace {

constexpr int small = 2000, large = 100000;

void print(const std::string& what, const std::string& value) {
  fmt::print("{:<62} {}\n", what, value);
  std::fflush(stdout);
}

std::string millions(double rate) { return fmt::format("{:.1f} million", rate / 1e6); }

void print_parts(const Parts& p) {
  print("bare cost of a random word (Random123's own loop)", fmt::format("{:.3f} ns ({:.3f} ns){}", p.word, p.word_random123, p.word > 1.05 * p.word_random123 ? "  SLOWER" : ""));
  print("bare cost of exp, log, normal", fmt::format("{:.3f}, {:.3f}, {:.3f} ns", p.exp, p.log, p.normal));
}

void print_arm(const ArmSpeed& s) {
  const std::string of = fmt::format("{} families, {}: ", s.families, s.arm);
  print(of + "family-weeks per second and core", millions(s.rate));
  print(of + "roof", fmt::format("{} ({:.0f}% reached)", millions(s.roof), 100 * s.rate / s.roof));
  print(of + "words, exp, log, normal per family-week", fmt::format("{:.1f}, {:.1f}, {:.1f}, {:.1f}", s.words, s.exps, s.logs, s.normals));
  print(of + "bytes moved per family-week", fmt::format("{:.0f}", s.bytes));
  print(of + "bytes per family of the running world (at most 300)", fmt::format("{:.0f}", s.bytes_per_family));
}

void print_shares(int families, const Shares& s) {
  print(fmt::format("{} families: time in building, simulation, recording", families),
        fmt::format("{:.1f}%, {:.1f}%, {:.1f}%", 100 * s.building, 100 * s.simulating, 100 * s.recording));
}

/// Whether engine and NumPy agree.
int print_comparison(const Comparison& c) {
  print(fmt::format("{} families, ample support: engine, whole arm", large), millions(c.engine));
  print(fmt::format("{} families, ample support: engine, weeks from enrolment on", large), millions(c.engine_from_enrolment));
  if (c.numpy == 0) {
    print("NumPy", c.note);
    return 0;
  }
  print(fmt::format("{} families, ample support: NumPy, weeks from enrolment on", large), millions(c.numpy));
  print("engine over NumPy per core: whole arm, from enrolment on", fmt::format("{:.2f}, {:.2f}", c.engine / c.numpy, c.engine_from_enrolment / c.numpy));
  print("weekly means compared, more than 4 standard errors apart", fmt::format("{}, {}", c.compared, c.apart));
  print("largest difference", fmt::format("{:.1f} standard errors ({})", c.largest, c.note));
  return c.apart == 0 ? 0 : 1;
}

int run() {
  const core::KernelLevel level = core::kernel_level();
  print("kernel level (ALONGSIDE_KERNEL forces another)", std::string(core::label(level)));
  const Parts parts = measure_parts(level);
  print_parts(parts);
  for (int families : {small, large})
    for (const ArmSpeed& speed : measure_arms(families, parts)) print_arm(speed);
  print(fmt::format("{} families: two threads over one (wall)", small), fmt::format("{:.2f}", thread_ratio(small, 40)));
  print(fmt::format("{} families: two threads over one (wall)", large), fmt::format("{:.2f}", thread_ratio(large, 2)));
  print_shares(small, time_shares(small, 20));
  print_shares(large, time_shares(large, 1));
  print("variance of incremental net benefit, own luck over common luck", fmt::format("{:.1f}", variance_ratio(small, 100)));
  const EconomicsSpeed economics = time_economics();
  print("cea of 10,000 draws x 6 options, one thread (about 1 s sought)", fmt::format("{:.2f} s", economics.cea));
  print("EVPPI of 20 groups from 10,000 draws, one thread (about 5 s sought)", fmt::format("{:.2f} s", economics.evppi));
  return print_comparison(compare_with_numpy(large));
}

}  // namespace

int main() {
  try {
    return run();
  } catch (const std::exception& e) {
    fmt::print(stderr, "alongside_bench: {}\n", e.what());
    return 2;
  }
}
