#include "analysis/report/intervals.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/trial/distributions.hpp"

namespace alongside::report {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return values.empty() ? none : sum / static_cast<double>(values.size());
}

void drop_missing(std::vector<double>& values) { std::erase_if(values, [](double x) { return std::isnan(x); }); }

template <class Get>
Interval over(const WorldValues& v, Get get) {
  std::vector<double> units, within;
  for (std::size_t d = 0; d < v.draws; ++d) {
    within.clear();
    for (std::size_t r = 0; r < v.replicates; ++r) within.push_back(get(d, r));
    if (v.draws == 1) return interval_over(within, Over::worlds);
    drop_missing(within);
    units.push_back(mean_of(within));
  }
  return interval_over(units, Over::draws);
}

}  // namespace

double quantile(const std::vector<double>& sorted, double p) {
  if (sorted.empty()) return none;
  const double at = p * static_cast<double>(sorted.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (at - static_cast<double>(below)) * (sorted[above] - sorted[below]);
}

Interval interval_over(std::vector<double> values, Over over) {
  drop_missing(values);
  const double mean = mean_of(values), n = static_cast<double>(values.size());
  if (values.size() < 2) return {mean, none, none};
  if (over == Over::draws) {
    std::ranges::sort(values);
    return {mean, quantile(values, 0.025), quantile(values, 0.975)};
  }
  double squares = 0;
  for (const double x : values) squares += (x - mean) * (x - mean);
  const double half = estimation::t_quantile(0.975, n - 1) * std::sqrt(squares / (n - 1) / n);
  return {mean, mean - half, mean + half};
}

Interval interval(const WorldValues& values, std::size_t arm) {
  return over(values, [&](std::size_t d, std::size_t r) { return values.at(d, r, arm); });
}

Interval interval_of_difference(const WorldValues& values, std::size_t arm, std::size_t from) {
  return over(values, [&](std::size_t d, std::size_t r) { return values.at(d, r, arm) - values.at(d, r, from); });
}

}  // namespace alongside::report
