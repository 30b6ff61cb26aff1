// Measures the engine, its roof and NumPy, the economics, and trials and their analysis beside R, in one go, and prints one
// table. Exit code 1: the engine and NumPy, or the estimators and R, disagree.
//
// alongside_bench [engine] [economics] [trials]: sections to measure; none: all.
// Rates are per second of processor time of one thread, medians of five. The roof is what a family-week would take
// if it were only random words, exp, log and normal calls, and its state read and written, each at its bare cost.

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <span>
#include <string_view>

#include "sim/core/error.hpp"
#include "tests/bench/economics.hpp"
#include "tests/bench/engine.hpp"
#include "tests/bench/trials.hpp"

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

/// Whether R gives the same answers.
int print_fits(const std::vector<FitSpeed>& fits) {
  int code = 0;
  for (const FitSpeed& f : fits) {
    const std::string what = fmt::format("24 clusters x 20: {}, a fit", f.method);
    if (f.counterpart_ms == 0) {
      print(what, fmt::format("{:.4f} ms ({})", f.milliseconds, f.note));
      continue;
    }
    print(what, fmt::format("{:.4f} ms", f.milliseconds));
    print("  " + f.counterpart + ", a fit; times as long", fmt::format("{:.2f} ms, {:.0f}", f.counterpart_ms, f.counterpart_ms / f.milliseconds));
    const bool same = f.furthest <= same_answer;
    print("  largest difference in estimate and SE", fmt::format("{:.1e} standard errors{}", f.furthest, same ? "" : "  NOT THE SAME ANSWER"));
    code = same ? code : 1;
  }
  return code;
}

void print_trials(const TrialsSpeed& t) {
  print(fmt::format("{} cluster trials of 480 families x 26 weeks, {} methods, two threads (about 60 s sought)", t.trials, t.methods), fmt::format("{:.1f} s on the wall", t.seconds));
  print("  seconds of both threads in building, simulation, analysis", fmt::format("{:.1f}, {:.1f}, {:.1f}", t.building, t.simulating, t.analysing));
}

int bench_engine() {
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
  return print_comparison(compare_with_numpy(large));
}

int bench_economics() {
  const EconomicsSpeed economics = time_economics();
  print("cea of 10,000 draws x 6 options, one thread (about 1 s sought)", fmt::format("{:.2f} s", economics.cea));
  print("EVPPI of 20 groups from 10,000 draws, one thread (about 5 s sought)", fmt::format("{:.2f} s", economics.evppi));
  return 0;
}

int bench_trials() {
  const int code = print_fits(time_fits());
  print_trials(time_trials());
  return code;
}

constexpr struct {
  std::string_view name;
  int (*run)();
} sections[] = {{"engine", bench_engine}, {"economics", bench_economics}, {"trials", bench_trials}};

/// The sections that are named, or all.
int run(std::span<char*> names) {
  int code = 0;
  for (const std::string_view name : names)
    if (std::ranges::none_of(sections, [&](const auto& s) { return s.name == name; })) throw UsageError(fmt::format("no section \"{}\" (engine, economics or trials; none: all)", name));
  for (const auto& section : sections)
    if (names.empty() || std::ranges::any_of(names, [&](std::string_view name) { return name == section.name; })) code = std::max(code, section.run());
  return code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(std::span(argv, static_cast<std::size_t>(argc)).subspan(1));
  } catch (const std::exception& e) {
    fmt::print(stderr, "alongside_bench: {}\n", e.what());
    return 2;
  }
}
