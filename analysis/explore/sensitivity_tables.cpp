#include "analysis/explore/sensitivity_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::explore {
namespace {

using data::Number;
using data::OutputTable;

std::vector<std::string> noise_notes(const Noise& noise, Eigen::Index worlds) {
  if (!noise.known) return {"Each point has one value, so that the noise of agents cannot be told from effects; several replicates would tell."};
  const double share = noise.between > 0 ? 100 * noise.of_mean / noise.between : 0;
  return {fmt::format("Noise of agents: {:.3g}% of the variance of the points' means over {} worlds; it would be {:.3g} times as much if every point had worlds of its own. "
                      "It is taken off what is shown, unless a column says otherwise.",
                      share, worlds, noise.of_mean > 0 ? noise.independent / noise.of_mean : 1.0)};
}

template <class Row, class Strength>
std::vector<Row> strongest_first(std::vector<Row> rows, const Strength& strength) {
  std::ranges::stable_sort(rows, std::greater<>(), strength);
  return rows;
}

OutputTable sobol_table(const Experiment& e, const Resampling& resampling) {
  const SobolIndices found = sobol_indices(e, resampling);
  OutputTable table{fmt::format("Sobol' indices of {}", e.what), {"input", "first_order", "first_low", "first_high", "total", "total_low", "total_high"}, {}, {}};
  for (const SobolIndex& i : strongest_first(found.inputs, [](const SobolIndex& one) { return one.total.value; }))
    table.rows.push_back({i.input, Number{i.first.value, 4}, Number{i.first.low, 4}, Number{i.first.high, 4}, Number{i.total.value, 4}, Number{i.total.low, 4}, Number{i.total.high, 4}});
  table.notes.push_back(fmt::format("{} base points; the output's mean is {:.6g}, its variance over the inputs {:.6g}. low and high are 95% bootstrap intervals.", found.base_points,
                                    found.mean, found.variance));
  std::ranges::move(noise_notes(found.noise, e.worlds()), std::back_inserter(table.notes));
  return table;
}

OutputTable morris_table(const Experiment& e, const MorrisScale& scale, const Resampling& resampling) {
  const MorrisEffects found = morris_effects(e, scale, resampling);
  OutputTable table{fmt::format("Elementary effects on {}", e.what), {"input", "mu_star", "mu_star_low", "mu_star_high", "mu", "sigma", "noise"}, {}, {}};
  const std::vector<MorrisEffect> rows = strongest_first(found.inputs, [](const MorrisEffect& one) { return one.magnitude.value; });
  // About five significant digits of the largest effect.
  const double largest = rows.front().magnitude.value;
  const int digits = largest > 0 ? std::clamp(4 - static_cast<int>(std::floor(std::log10(largest))), 0, 12) : 4;
  for (const MorrisEffect& i : rows)
    table.rows.push_back({i.input, Number{i.magnitude.value, digits}, Number{i.magnitude.low, digits}, Number{i.magnitude.high, digits}, Number{i.mean, digits}, Number{i.spread, digits},
                          Number{found.noise.known ? i.noise : NAN, digits}});
  table.notes.push_back(fmt::format("{} trajectories. An effect is the change of the output per whole range of the input; mu_star is the mean of its size, mu its mean, sigma its standard deviation. "
                                    "low and high are a 95% bootstrap interval.", found.trajectories));
  std::ranges::move(noise_notes(found.noise, e.worlds()), std::back_inserter(table.notes));
  if (found.noise.known) table.notes.push_back("noise is the standard deviation of one effect by the luck of agents alone: an input without any effect has a mu_star of 0.8 times that.");
  return table;
}

OutputTable prcc_table(const Experiment& e, const Resampling& resampling) {
  const RankCorrelations found = rank_correlations(e, resampling);
  OutputTable table{fmt::format("Partial rank correlations with {}", e.what), {"input", "prcc", "low", "high", "p", "rank_correlation"}, {}, {}};
  for (const RankCorrelation& i : strongest_first(found.inputs, [](const RankCorrelation& one) { return std::abs(one.partial.value); }))
    table.rows.push_back({i.input, Number{i.partial.value, 4}, Number{i.partial.low, 4}, Number{i.partial.high, 4}, Number{i.p, 4}, Number{i.plain, 4}});
  table.notes.push_back(fmt::format("{} points. Only effects that go one way are seen. low and high are a 95% bootstrap interval.", found.points));
  std::vector<std::string> notes = noise_notes(found.noise, e.worlds());
  if (found.noise.known) notes[0] = notes[0].substr(0, notes[0].find(" It is taken off")) + " It weakens the correlations.";
  std::ranges::move(notes, std::back_inserter(table.notes));
  return table;
}

}  // namespace

Method parse_method(const std::string& name) {
  const std::vector<std::string> names{"sobol", "morris", "prcc"};
  for (std::size_t i = 0; i < names.size(); ++i)
    if (name == names[i]) return static_cast<Method>(i);
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("--method \"{}\" is not known ({})", name, did_you_mean(near, "sobol, morris or prcc")));
}

Method method_for(const Experiment& experiment) {
  const auto fits = [&](const auto& find) {
    try {
      find(experiment);
      return true;
    } catch (const DataError&) {
      return false;
    }
  };
  if (fits(find_saltelli)) return Method::sobol;
  return fits(find_morris) ? Method::morris : Method::prcc;
}

OutputTable sensitivity_table(const Experiment& experiment, Method method, const MorrisScale& scale, const Resampling& resampling) {
  if (method == Method::sobol) return sobol_table(experiment, resampling);
  return method == Method::morris ? morris_table(experiment, scale, resampling) : prcc_table(experiment, resampling);
}

}  // namespace alongside::explore
