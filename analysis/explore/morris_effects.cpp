#include "analysis/explore/morris_effects.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/economics/resampling.hpp"
#include "analysis/explore/percentiles.hpp"
#include "sim/core/error.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;

/// The effect of one step over the worlds that both of its points have, and the variance of its noise.
struct Effect {
  double value = 0, noise = 0;
  bool known = false;
};

Effect effect_of(const Experiment& e, const MorrisStep& step, const MorrisScale& scale) {
  const auto column = static_cast<Index>(step.input);
  const double moved = e.x(step.after, column) - e.x(step.before, column);
  const double share = scale.step > 0 ? (moved > 0 ? scale.step : -scale.step) : moved / scale.widths[step.input];
  double sum = 0, squares = 0, r = 0;
  for (Index w = 0; w < e.worlds(); ++w) {
    const double d = (e.y(step.after, w) - e.y(step.before, w)) / share;
    if (std::isnan(d)) continue;
    sum += d, squares += d * d, r += 1;
  }
  if (r == 0) return {};
  const double mean = sum / r;
  return {mean, r < 2 ? 0.0 : (squares - r * mean * mean) / (r - 1) / r, true};
}

MorrisEffect summarise(const std::string& input, const std::vector<Effect>& effects, const Resampling& resampling, std::uint64_t stream) {
  const auto n = static_cast<double>(effects.size());
  MorrisEffect out{input, 0, {}, 0, 0};
  double magnitude = 0, noise = 0, squares = 0;
  for (const Effect& e : effects) out.mean += e.value / n, magnitude += std::abs(e.value) / n, noise += e.noise / n;
  for (const Effect& e : effects) squares += (e.value - out.mean) * (e.value - out.mean) / (n - 1);
  out.spread = std::sqrt(std::max(squares - noise, 0.0));
  out.noise = std::sqrt(noise);
  std::vector<double> resampled;
  economics::Words words(resampling.seed + stream);
  for (int b = 0; b < resampling.resamples; ++b) {
    double sum = 0;
    for (std::size_t t = 0; t < effects.size(); ++t) sum += std::abs(effects[words.below(effects.size())].value);
    resampled.push_back(sum / n);
  }
  out.magnitude = percentile_interval(magnitude, std::move(resampled));
  return out;
}

}  // namespace

MorrisEffects morris_effects(const Experiment& experiment, const MorrisScale& scale, const Resampling& resampling) {
  const std::vector<std::vector<MorrisStep>> walks = find_morris(experiment);
  const std::size_t k = experiment.inputs.size();
  ALONGSIDE_EXPECTS(scale.step > 0 || scale.widths.size() == k);
  std::vector<std::vector<Effect>> effects(k);
  for (const auto& walk : walks)
    for (const MorrisStep& step : walk)
      if (const Effect effect = effect_of(experiment, step, scale); effect.known) effects[step.input].push_back(effect);
  MorrisEffects out;
  out.trajectories = walks.size();
  out.noise = noise_of(experiment.y);
  for (std::size_t i = 0; i < k; ++i) {
    if (effects[i].size() < 2) throw DataError(fmt::format("{} has {} effects with values (two are the least) let the failed worlds run, or take more trajectories", experiment.inputs[i], effects[i].size()));
    out.inputs.push_back(summarise(experiment.inputs[i], effects[i], resampling, i));
  }
  return out;
}

}  // namespace alongside::explore
