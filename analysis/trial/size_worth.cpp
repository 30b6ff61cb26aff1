#include "analysis/trial/size_worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/economics/resampling.hpp"
#include "analysis/economics/voi.hpp"
#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

constexpr int sizes_tried = 5, resamples = 200;

/// EVSI a family as it rises with size: unit_normal_gain(mean, sd sqrt(reach n / (n + half))).
struct GainCurve {
  double mean = 0, sd = 0, reach = 0, half = 1;
  double at(double size) const { return economics::unit_normal_gain(mean, sd * std::sqrt(reach * size / (size + half))); }
};

/// Least squares over a grid of both parameters that closes in on its best point three times.
GainCurve fit_gain(const std::vector<int>& sizes, const std::vector<double>& gain, double mean, double sd) {
  GainCurve best{mean, sd, 0, 1};
  double reach_low = 0, reach_high = 2, half_low = std::log(sizes.front() / 50.0), half_high = std::log(sizes.back() * 50.0), least = std::numeric_limits<double>::infinity();
  for (int round = 0; round < 4; ++round) {
    constexpr int grid = 24;
    const double reach_step = (reach_high - reach_low) / grid, half_step = (half_high - half_low) / grid;
    double reach = best.reach, half = std::log(best.half);
    for (int i = 0; i <= grid; ++i)
      for (int j = 0; j <= grid; ++j) {
        const GainCurve curve{mean, sd, reach_low + i * reach_step, std::exp(half_low + j * half_step)};
        double sum = 0;
        for (std::size_t k = 0; k < sizes.size(); ++k) sum += std::pow(gain[k] - curve.at(sizes[k]), 2);
        if (sum < least) least = sum, best = curve, reach = curve.reach, half = std::log(curve.half);
      }
    reach_low = std::max(0.0, reach - 2 * reach_step), reach_high = reach + 2 * reach_step;
    half_low = half - 2 * half_step, half_high = half + 2 * half_step;
  }
  return best;
}

class Search {
 public:
  Search(const WorthQuestion& question, const TrialRules& rules, const WorthSimulator& simulate) : q_(question), rules_(rules), simulate_(simulate) {}

  WorthAnswer run() {
    WorthAnswer out;
    benefit_ = simulate_.benefit(0, q_.draws);
    visit(first());
    out.affordable = affordable();
    for (int i = 1; i < sizes_tried; ++i) visit(whole(first() * std::pow(static_cast<double>(out.affordable) / first(), static_cast<double>(i) / (sizes_tried - 1))));
    std::vector<double> gain;
    for (const SizeWorth& v : visits_) gain.push_back(v.worth.study.evsi.value);
    const GainCurve curve = fit_gain(sizes(), gain, benefit_.mean(), standard_deviation(benefit_));
    const int best = highest(curve, benefit_.mean(), out.affordable);
    for (SizeWorth& v : visits_) v.fitted = enbs(curve, benefit_.mean(), v.size);
    interval(out);
    out.best = judge(best);
    out.best.fitted = enbs(curve, benefit_.mean(), best);
    out.state = !(out.best.fitted > 0) ? WorthAnswer::State::none : best == out.affordable ? WorthAnswer::State::at_high : best == first() ? WorthAnswer::State::at_low : WorthAnswer::State::found;
    out.visits = visits_;
    return out;
  }

 private:
  int first() const { return (q_.low + q_.step - 1) / q_.step * q_.step; }
  int whole(double size) const { return static_cast<int>(std::max(1.0, std::round(size / q_.step))) * q_.step; }

  static SizeWorth worth(int size, const DesignTrials& trials, const Eigen::VectorXd& benefit, const TrialRules& rules) {
    return {size, trials.clusters, trials.supported + trials.control, worth_of_design(benefit, trials, rules), 0};
  }

  void visit(int size) {
    if (!visits_.empty() && size <= visits_.back().size) return;
    trials_.push_back(simulate_.trials(size, 0, q_.draws));
    visits_.push_back(worth(size, trials_.back(), benefit_, rules_));
  }

  /// By all draws, of which the search has used half: where the mean benefit is near 0 the value hangs on it, and more draws tell
  /// it better. The curve is smooth, so the choice has hardly picked what was lucky in them.
  SizeWorth judge(int size) const {
    const Eigen::VectorXd fresh = simulate_.benefit(q_.draws, q_.draws);
    Eigen::VectorXd benefit(benefit_.size() + fresh.size());
    benefit << benefit_, fresh;
    return worth(size, simulate_.trials(size, 0, 2 * q_.draws), benefit, rules_);
  }

  std::vector<int> sizes() const {
    std::vector<int> out;
    for (const SizeWorth& v : visits_) out.push_back(v.size);
    return out;
  }

  /// Numbers that grow with the size, as they did at the largest tried.
  double of_size(double total, double size) const { return total / visits_.back().size * size; }
  double years() const { return visits_.back().worth.years; }
  double research(double size) const { return research_cost(rules_, of_size(visits_.back().clusters, size), of_size(visits_.back().families, size), years()); }

  /// Largest size within bounds and budget.
  int affordable() const {
    if (research(first()) > q_.budget)
      throw DataError(fmt::format("a trial with {} communities costs {:.0f} pounds (the budget is {:.0f}) raise --budget, or lower --communities", first(), research(first()), q_.budget));
    int size = first();
    while (size + q_.step <= q_.high && research(size + q_.step) <= q_.budget) size += q_.step;
    return size;
  }

  double enbs(const GainCurve& curve, double mean, double size) const {
    const DesignTrials& t = trials_.back();
    const double lost = mean > 0 ? of_size(t.control, size) * mean : -of_size(t.supported, size) * mean;
    return economics::population_value(study_plan(rules_, years()), curve.at(size)) - research(size) - lost;
  }

  int highest(const GainCurve& curve, double mean, int affordable) const {
    int best = first();
    for (int size = first(); size <= affordable; size += q_.step)
      if (enbs(curve, mean, size) > enbs(curve, mean, best)) best = size;
    return best;
  }

  void interval(WorthAnswer& out) const {
    economics::Words words(20261128);
    const Eigen::Index n = benefit_.size();
    std::vector<double> found;
    for (int b = 0; b < resamples; ++b) {
      std::vector<Eigen::Index> rows;
      for (Eigen::Index i = 0; i < n; ++i) rows.push_back(static_cast<Eigen::Index>(words.below(static_cast<std::size_t>(n))));
      const Eigen::VectorXd benefit = benefit_(rows);
      std::vector<double> gain;
      for (const DesignTrials& t : trials_) gain.push_back(economics::value_of_study(options_of(benefit), t.summaries(rows, Eigen::all), 0).value);
      found.push_back(highest(fit_gain(sizes(), gain, benefit.mean(), standard_deviation(benefit)), benefit.mean(), out.affordable));
    }
    std::ranges::sort(found);
    const auto at = [&](double share) { return found[static_cast<std::size_t>(std::clamp(share * resamples, 0.0, resamples - 1.0))]; };
    out.low = at((1 - q_.level) / 2), out.high = at((1 + q_.level) / 2);
  }

  const WorthQuestion& q_;
  const TrialRules& rules_;
  const WorthSimulator& simulate_;
  Eigen::VectorXd benefit_;
  std::vector<DesignTrials> trials_;
  std::vector<SizeWorth> visits_;
};

}  // namespace

WorthAnswer search_worth(const WorthQuestion& question, const TrialRules& rules, const WorthSimulator& simulate) {
  if (question.draws < fewest_draws) throw UsageError(fmt::format("{} draws of the uncertain parameters are too few to value a trial by regression (at least {}; some hundreds for errors that are small)", question.draws, fewest_draws));
  if (question.step < 1 || question.low < 1 || question.high / question.step * question.step < question.low) throw UsageError(fmt::format("no multiple of {} lies from {} to {}", question.step, question.low, question.high));
  return Search(question, rules, simulate).run();
}

}  // namespace alongside::estimation
