// Searching a trial's size: the probit curve against R, sizes against a closed form that is exact, bounds, failures.

#include "analysis/economics/resampling.hpp"
#include "analysis/trial/power_parallel.hpp"
#include "analysis/trial/size.hpp"
#include "sim/core/error.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::estimation;

namespace {

/// The balanced cluster trial with normal outcomes, `size` clusters of 20, by the cluster-level t test: the estimate is normal
/// and its squared standard error an independent chi-squared, so the trial need not be simulated family by family.
struct NormalTrials {
  double effect = 0.4;
  std::uint64_t seed = 1;
  double missing = 0;  ///< share of trials without an answer

  SimulatedTrials operator()(int size, std::uint32_t first, std::uint32_t count) const {
    const double variance = 4 * (icc + (1 - icc) / 20) / size, df = size - 2;
    SimulatedTrials out;
    for (std::uint32_t i = first; i < first + count; ++i) {
      economics::Words words(seed * 1000003 + i);
      const bool none = words.uniform() < missing;
      const double estimate = effect + std::sqrt(variance) * words.normal();
      double squares = 0;
      for (int k = 0; k < size - 2; ++k) squares += std::pow(words.normal(), 2);
      const double nan = std::nan("");
      out.estimate.push_back(none ? nan : estimate);
      out.se.push_back(none ? nan : std::sqrt(variance * squares / df));
      out.df.push_back(none ? nan : df);
      out.p.push_back(nan);
      out.families.push_back(20.0 * size);
      out.weeks.push_back(52);
    }
    return out;
  }

  static constexpr double icc = 0.05;
  double power(int size) const { return power::cluster_t_power(effect, {20, icc, 0, power::SizeRule::eldridge}, size / 2.0, 0.05); }
  /// The smallest even number of clusters whose exact power is enough.
  int exact(double wanted) const {
    int size = 4;
    while (power(size) < wanted) size += 2;
    return size;
  }
};

SizeQuestion asked(double power, std::uint32_t worlds) {
  SizeQuestion q;
  q.power = power, q.worlds = worlds, q.step = 2, q.start = 12;
  return q;
}

/// 40 replicates at sizes 9, 16 and 25, of which the first 14, 22 and 33 reject.
std::vector<SizeTrials> nested_trials() {
  std::vector<SizeTrials> out;
  for (const auto& [size, yes] : {std::pair{9.0, 14}, {16.0, 22}, {25.0, 33}}) {
    out.push_back({size, {}});
    for (int r = 0; r < 40; ++r) out.back().rejected.push_back(r < yes ? 1 : 0);
  }
  return out;
}

}  // namespace

TEST_CASE("the power curve is R's probit regression with its cluster-robust covariance") {
  const PowerCurve curve = fit_power_curve(nested_trials(), Intercept::free, 0.05);
  CHECK(curve.intercept == Approx(-2.393191939153).epsilon(1e-8));
  CHECK(curve.slope == Approx(0.652982821901).epsilon(1e-8));
  CHECK(curve.covariance[0] == Approx(0.2682249065784).epsilon(1e-7));
  CHECK(curve.covariance[1] == Approx(-0.0596460033569).epsilon(1e-7));
  CHECK(curve.covariance[2] == Approx(0.0149036343025).epsilon(1e-7));
  CHECK(curve.size_for(0.8) == Approx(24.5411490517).epsilon(1e-8));
  const PowerCurve::Ends ends = curve.interval(0.8, 0.95);
  CHECK(ends.low == Approx(19.5042385464).epsilon(1e-6));
  CHECK(ends.high == Approx(33.4857152449).epsilon(1e-6));
  CHECK(fit_power_curve(nested_trials(), Intercept::held, 0.05).slope == Approx(0.547074436638).epsilon(1e-8));
}

TEST_CASE("the size found is that of the exact power, and the power there is what it is") {
  // Exact: noncentral t, methods 5.4. Intervals at 99.99%, so that one check fails by chance once in 10,000.
  const NormalTrials trials;
  for (const double wanted : {0.7, 0.8, 0.9}) {
    SizeQuestion q = asked(wanted, 40000);
    q.level = 0.9999;
    const SizeAnswer a = search_size(q, trials);
    INFO("power " << wanted << ": " << a.size << " (" << a.low << " to " << a.high << "), exact " << trials.exact(wanted));
    CHECK(a.state == SizeAnswer::State::found);
    CHECK(a.low <= trials.exact(wanted));
    CHECK(a.high >= trials.exact(wanted));
    CHECK(a.high - a.low <= 4);
    CHECK(trials.power(a.size) >= wanted - 0.01);
    CHECK(std::abs(a.size - trials.exact(wanted)) <= 2);
    CHECK(a.power_low <= trials.power(a.size));
    CHECK(a.power_high >= trials.power(a.size));
    CHECK(a.closed_form == Approx(trials.exact(wanted)).margin(2.5));
    CHECK(a.families == Approx(20.0 * a.size));
    CHECK_FALSE(a.held_intercept);
  }
}

TEST_CASE("the interval of the size holds the exact size about as often as it says") {
  int held = 0;
  constexpr int searches = 300;
  for (int s = 0; s < searches; ++s) {
    const NormalTrials trials{.seed = static_cast<std::uint64_t>(100 + s)};
    const SizeAnswer a = search_size(asked(0.8, 1000), trials);
    held += a.low <= trials.exact(0.8) && trials.exact(0.8) <= a.high;
  }
  // Ends are rounded up to even numbers, which can only lengthen the interval here; 4 MCSE of 95% below it is 90%.
  INFO(held << " of " << searches);
  CHECK(held >= searches * 9 / 10);
}

TEST_CASE("more power needs more clusters, and the search ends at its bounds") {
  const NormalTrials trials;
  int before = 0;
  for (const double wanted : {0.5, 0.6, 0.7, 0.8, 0.9, 0.95}) {
    const int size = search_size(asked(wanted, 8000), trials).size;
    CHECK(size > before);
    before = size;
  }
  SizeQuestion narrow = asked(0.8, 2000);
  narrow.high = 14;
  const SizeAnswer above = search_size(narrow, trials);
  CHECK(above.state == SizeAnswer::State::not_reached);
  CHECK(above.size == 14);
  CHECK(above.power_high < 0.8);
  SizeQuestion high = asked(0.8, 2000);
  high.low = 80, high.start = 90;
  const SizeAnswer below = search_size(high, trials);
  CHECK(below.state == SizeAnswer::State::at_low);
  CHECK(below.size == 80);
  CHECK(below.power_low > 0.8);
  const SizeAnswer nothing = search_size(asked(0.8, 2000), NormalTrials{.effect = 0});
  CHECK(nothing.state == SizeAnswer::State::not_reached);
  CHECK(nothing.power_low < 0.05);
  CHECK(nothing.power_high > 0.05);
}

TEST_CASE("few trials search with a held intercept; trials without an answer are counted, and not as misses") {
  const SizeAnswer few = search_size(asked(0.8, 200), NormalTrials{});
  CHECK(few.state == SizeAnswer::State::found);
  CHECK(std::abs(few.size - NormalTrials{}.exact(0.8)) <= 8);
  const SizeAnswer gaps = search_size(asked(0.8, 20000), NormalTrials{.missing = 0.3});
  CHECK(static_cast<double>(gaps.missing) == Approx(3000).margin(4 * std::sqrt(10000 * 0.3 * 0.7)));
  CHECK(std::abs(gaps.size - NormalTrials{}.exact(0.8)) <= 2);
  CHECK_THROWS_AS(search_size(asked(0.8, 400), NormalTrials{.missing = 1}), DataError);
  CHECK_THROWS_AS(search_size(asked(0.8, 100), NormalTrials{}), UsageError);
  CHECK_THROWS_AS(search_size(asked(1, 400), NormalTrials{}), UsageError);
  CHECK_THROWS_AS(search_size(asked(0.04, 400), NormalTrials{}), UsageError);
}
