#include "analysis/report/world_values.hpp"

#include <cmath>
#include <limits>

#include "sim/core/error.hpp"

namespace alongside::report {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Moments {
  double mean = none, deviation = none;
  std::size_t count = 0;
};

Moments moments(const std::vector<double>& values) {
  Moments m;
  double sum = 0;
  for (const double x : values)
    if (!std::isnan(x)) sum += x, ++m.count;
  if (m.count == 0) return m;
  m.mean = sum / static_cast<double>(m.count);
  if (m.count < 2) return m;
  double squares = 0;
  for (const double x : values)
    if (!std::isnan(x)) squares += (x - m.mean) * (x - m.mean);
  m.deviation = std::sqrt(squares / static_cast<double>(m.count - 1));
  return m;
}

double error_of(const Moments& m) { return m.count < 2 ? none : m.deviation / std::sqrt(static_cast<double>(m.count)); }

template <class Get>
Estimate over_worlds(const WorldValues& v, Get get) {
  std::vector<double> of_draws;
  Moments within;
  for (std::size_t d = 0; d < v.draws; ++d) {
    std::vector<double> values;
    for (std::size_t r = 0; r < v.replicates; ++r) values.push_back(get(d, r));
    within = moments(values);
    of_draws.push_back(within.mean);
  }
  if (v.draws == 1) return {within.mean, error_of(within), none};
  const Moments between = moments(of_draws);
  return {between.mean, error_of(between), between.deviation};
}

WorldValues read_box(const record::Result& result, const std::string& path, record::Slab slab) {
  const record::DatasetInfo& info = result.dataset(path);
  if (info.shape.size() != slab.start.size()) throw DataError(fmt::format("{}: {} has {} axes ({} are wanted)", result.path(), path, info.shape.size(), slab.start.size()));
  if (slab.start[0] >= info.shape[0]) throw DataError(fmt::format("{}: no point {} (there are {}, counted from 0)", result.path(), slab.start[0], info.shape[0]));
  for (std::size_t axis = 1; axis < 4; ++axis) slab.count[axis] = info.shape[axis];
  WorldValues v{info.shape[1], info.shape[2], info.shape[3], result.numbers(path, slab)};
  // Whole numbers have no mark of their own for a world that failed.
  const std::vector<double> status = result.numbers("/task_status", {{slab.start[0], 0, 0}, {1, v.draws, v.replicates}});
  for (std::size_t i = 0; i < v.values.size(); ++i)
    if (status[i / v.arms] != 0) v.values[i] = none;
  return v;
}

}  // namespace

WorldValues read_worlds(const record::Result& result, const std::string& path, std::size_t point) {
  return read_box(result, path, {{point, 0, 0, 0}, {1, 1, 1, 1}});
}

WorldValues read_follow_up(const record::Result& result, const std::string& path, std::size_t point, std::size_t follow_up) {
  return read_box(result, path, {{point, 0, 0, 0, follow_up}, {1, 1, 1, 1, 1}});
}

WorldValues ratio(const WorldValues& numerator, const WorldValues& denominator) {
  WorldValues out = numerator;
  for (std::size_t i = 0; i < out.values.size(); ++i) out.values[i] = denominator.values[i] == 0 ? none : numerator.values[i] / denominator.values[i];
  return out;
}

Estimate estimate(const WorldValues& values, std::size_t arm) {
  return over_worlds(values, [&](std::size_t d, std::size_t r) { return values.at(d, r, arm); });
}

Estimate difference(const WorldValues& values, std::size_t arm, std::size_t from) {
  return over_worlds(values, [&](std::size_t d, std::size_t r) { return values.at(d, r, arm) - values.at(d, r, from); });
}

}  // namespace alongside::report
