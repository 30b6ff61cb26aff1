#include "analysis/trial/size.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/power.hpp"
#include "analysis/trial/trial_result.hpp"
#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
/// Sizes of the rounds over the guess: both sides of it, so that the curve has a slope.
constexpr double rounds[] = {1, 0.6, 1.5, 1, 0.8, 1.2};

void check(const SizeQuestion& q) {
  power::require_between(q.alpha, 0, 1, power::Bounds::open, "alpha");
  power::require_between(q.power, q.alpha, 1, power::Bounds::open, "the wanted power");
  power::require_between(q.level, 0, 1, power::Bounds::open, "the level");
  if (q.step < 1 || q.low < 1 || q.high < q.low) throw UsageError(fmt::format("sizes from {} to {} in steps of {} (from 1, rising, in steps of at least 1)", q.low, q.high, q.step));
  if (q.high / q.step < 1 || q.high / q.step * q.step < q.low) throw UsageError(fmt::format("no multiple of {} lies from {} to {}", q.step, q.low, q.high));
  if (q.worlds < 200) throw UsageError(fmt::format("{} simulated trials are too few to search with (at least 200; some thousands for a narrow interval)", q.worlds));
}

class Search {
 public:
  Search(const SizeQuestion& question, const SizeSimulator& simulate) : q_(question), simulate_(simulate) {}

  SizeAnswer run() {
    const std::uint32_t searching = q_.worlds / 2, pilot = std::max<std::uint32_t>(50, q_.worlds / 16);
    visit(feasible(q_.start), pilot);
    SizeAnswer out;
    out.closed_form = closed_form();
    const auto share = (searching - pilot) / static_cast<std::uint32_t>(std::size(rounds));
    for (const double factor : rounds) visit(feasible(factor * guess()), share);
    conclude(out);
    confirm(out, q_.worlds - searching);
    return out;
  }

 private:
  /// The multiple of the step next to a size, inside the bounds.
  int feasible(double size) const {
    const int first = (q_.low + q_.step - 1) / q_.step, last = q_.high / q_.step;
    return static_cast<int>(std::clamp(std::round(size / q_.step), static_cast<double>(first), static_cast<double>(last))) * q_.step;
  }
  int lowest() const { return feasible(q_.low); }
  int highest() const { return feasible(q_.high); }

  void visit(int size, std::uint32_t count) {
    SizeTrials& trials = trials_[size];
    trials.size = size;
    const SimulatedTrials got = simulate_(size, static_cast<std::uint32_t>(trials.rejected.size()), count);
    const std::vector<std::int8_t> rejected = rejections({got.estimate, got.se, got.df, got.p}, q_.alpha);
    trials.rejected.insert(trials.rejected.end(), rejected.begin(), rejected.end());
    for (std::size_t i = 0; i < got.estimate.size(); ++i) {
      if (!std::isfinite(got.estimate[i]) || !std::isfinite(got.se[i])) continue;
      n_ += 1, effect_ += got.estimate[i], variance_ += size * got.se[i] * got.se[i];
      finite_df_ += std::isfinite(got.df[i]) ? 1 : 0;
      df_ += std::isfinite(got.df[i]) ? got.df[i] / size : 0;
    }
    if (n_ == 0) throw DataError(fmt::format("none of {} simulated trials of size {} gave an estimate (there is no power to speak of) choose another method, or look at one with alongside trial", got.estimate.size(), size));
  }

  /// Size by a Wald test of the mean estimate with the mean variance the method gives, which falls as 1 / size, and df that
  /// rise with size; NaN where the upper bound is not enough.
  double closed_form() const {
    const double effect = effect_ / n_, variance = variance_ / n_;
    if (!(std::fabs(effect) > 0) || !(variance > 0)) return nan;
    const auto power_at = [&](double size) {
      const double df = finite_df_ == n_ ? std::max(1.0, df_ / n_ * size) : std::numeric_limits<double>::infinity();
      return power::power_of(effect, variance / size, {q_.alpha, df, power::Tails::both});
    };
    if (power_at(q_.high) < q_.power) return nan;
    return power::solve_increasing(power_at, q_.power, 1, "size");
  }

  std::vector<SizeTrials> all() const {
    std::vector<SizeTrials> out;
    for (const auto& [size, trials] : trials_) out.push_back(trials);
    return out;
  }

  /// With an intercept of its own where the trials tell a slope, else with that of a normal test.
  PowerCurve curve(bool& held) const {
    const std::vector<SizeTrials> trials = all();
    const PowerCurve free = fit_power_curve(trials, Intercept::free, q_.alpha);
    held = !free.rises;
    return held ? fit_power_curve(trials, Intercept::held, q_.alpha) : free;
  }

  double guess() const {
    bool held = false;
    const PowerCurve curve = this->curve(held);
    const double size = curve.rises ? curve.size_for(q_.power) : closed_form();
    return std::isnan(size) ? q_.high : size;
  }

  /// Without a curve all trials reject, or hardly any, and the search has come to a bound.
  double without_curve() const {
    const auto rejects_enough = [&](int size) {
      const auto at = trials_.find(size);
      return at == trials_.end() ? -1 : static_cast<double>(at->second.rejections()) >= q_.power * static_cast<double>(at->second.answers()) ? 1 : 0;
    };
    if (rejects_enough(lowest()) == 1) return 0;
    const double size = closed_form();
    return rejects_enough(highest()) == 0 || std::isnan(size) ? std::numeric_limits<double>::infinity() : size;
  }

  void conclude(SizeAnswer& out) const {
    const PowerCurve curve = this->curve(out.held_intercept);
    const double size = curve.rises ? curve.size_for(q_.power) : without_curve();
    out.low = out.high = nan;
    if (curve.rises) {
      const PowerCurve::Ends ends = curve.interval(q_.power, q_.level);
      out.low = up(ends.low), out.high = up(ends.high);
    }
    out.state = up(size) <= lowest() ? SizeAnswer::State::at_low : size > highest() ? SizeAnswer::State::not_reached : SizeAnswer::State::found;
    out.size = out.state == SizeAnswer::State::at_low ? lowest() : out.state == SizeAnswer::State::not_reached ? highest() : static_cast<int>(up(size));
    for (const auto& [one, trials] : trials_) {
      const auto answers = static_cast<double>(trials.answers()), share = static_cast<double>(trials.rejections()) / answers;
      out.visits.push_back({one, trials.rejected.size(), trials.rejected.size() - trials.answers(), {share, std::sqrt(share * (1 - share) / answers)}, curve.rises ? curve.power(one) : nan});
    }
  }

  /// The next multiple of the step.
  double up(double size) const { return std::max(1.0, std::ceil(size / q_.step - 1e-9)) * q_.step; }

  void confirm(SizeAnswer& out, std::uint32_t count) const {
    // Numbers above any that the search can have used.
    const SimulatedTrials got = simulate_(out.size, q_.worlds, count);
    const std::vector<std::int8_t> rejected = rejections({got.estimate, got.se, got.df, got.p}, q_.alpha);
    const SizeTrials trials{static_cast<double>(out.size), rejected};
    const auto answers = static_cast<double>(trials.answers()), yes = static_cast<double>(trials.rejections());
    out.fresh = rejected.size(), out.missing = rejected.size() - trials.answers();
    out.families = mean_of(got.families).value, out.weeks = mean_of(got.weeks).value;
    if (answers == 0) throw DataError(fmt::format("none of {} simulated trials of size {} gave an estimate (there is no power to speak of) choose another method", out.fresh, out.size));
    out.power = {yes / answers, std::sqrt(yes / answers * (1 - yes / answers) / answers)};
    const Share ends = wilson(yes, answers, q_.level);
    out.power_low = ends.low, out.power_high = ends.high;
  }

  const SizeQuestion& q_;
  const SizeSimulator& simulate_;
  std::map<int, SizeTrials> trials_;
  double n_ = 0, effect_ = 0, variance_ = 0, df_ = 0, finite_df_ = 0;  ///< sums over answers
};

}  // namespace

Share wilson(double count, double of, double level) {
  const double z = normal_quantile(0.5 + level / 2), p = count / of, zz = z * z / of;
  const double middle = (p + zz / 2) / (1 + zz), half = z / (1 + zz) * std::sqrt(p * (1 - p) / of + zz / (4 * of));
  return {std::max(0.0, middle - half), std::min(1.0, middle + half)};
}

SizeAnswer search_size(const SizeQuestion& question, const SizeSimulator& simulate) {
  check(question);
  return Search(question, simulate).run();
}

}  // namespace alongside::estimation
