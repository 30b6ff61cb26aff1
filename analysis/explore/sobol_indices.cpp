#include "analysis/explore/sobol_indices.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/economics/resampling.hpp"
#include "analysis/explore/percentiles.hpp"
#include "sim/core/error.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;

/// Mean difference of two points squared, less its noise.
double squared_difference(const Eigen::MatrixXd& y, Index one, Index other, const std::vector<Index>& worlds) {
  double sum = 0, squares = 0;
  for (const Index w : worlds) {
    const double d = y(one, w) - y(other, w);
    sum += d, squares += d * d;
  }
  const auto r = static_cast<double>(worlds.size());
  const double mean = sum / r, noise = r < 2 ? 0.0 : (squares - r * mean * mean) / (r - 1) / r;
  return mean * mean - noise;
}

/// The mean change from A to AB, and what noise adds to its product with B: their covariance over worlds.
struct Change {
  double mean = 0, noise = 0;
};
Change change_with(const Eigen::MatrixXd& y, Index a, Index ab, Index b, const std::vector<Index>& worlds) {
  double sum = 0, with = 0, products = 0;
  for (const Index w : worlds) {
    const double d = y(ab, w) - y(a, w);
    sum += d, with += y(b, w), products += d * y(b, w);
  }
  const auto r = static_cast<double>(worlds.size());
  return {sum / r, r < 2 ? 0.0 : (products - sum * with / r) / (r - 1) / r};
}

/// What one base point contributes.
struct BasePoint {
  double a, b;                ///< means
  std::vector<Change> first;  ///< by input
  std::vector<double> total;  ///< squared differences of A and AB, by input
};

std::vector<Index> common_worlds(const Eigen::MatrixXd& y, const SaltelliRows& rows, std::size_t j) {
  std::vector<Index> worlds;
  for (Index w = 0; w < y.cols(); ++w) {
    bool all = !std::isnan(y(rows.a[j], w)) && !std::isnan(y(rows.b[j], w));
    for (const auto& ab : rows.ab) all = all && !std::isnan(y(ab[j], w));
    if (all) worlds.push_back(w);
  }
  return worlds;
}

std::vector<BasePoint> base_points(const Eigen::MatrixXd& y, const SaltelliRows& rows) {
  std::vector<BasePoint> points;
  for (std::size_t j = 0; j < rows.base(); ++j) {
    const std::vector<Index> worlds = common_worlds(y, rows, j);
    if (worlds.empty()) continue;
    BasePoint point{y(rows.a[j], worlds).mean(), y(rows.b[j], worlds).mean(), {}, {}};
    for (const auto& ab : rows.ab) {
      point.first.push_back(change_with(y, rows.a[j], ab[j], rows.b[j], worlds));
      point.total.push_back(squared_difference(y, rows.a[j], ab[j], worlds));
    }
    points.push_back(std::move(point));
  }
  return points;
}

/// Sums over base points, each counted as often as it was drawn.
struct Estimate {
  double mean = 0, variance = 0;
  std::vector<double> first, total;
};

template <class Choose>
Estimate estimate(const std::vector<BasePoint>& points, std::size_t inputs, double noise, const Choose& choose) {
  const std::size_t n = points.size();
  Estimate e{0, 0, std::vector<double>(inputs, 0.0), std::vector<double>(inputs, 0.0)};
  std::vector<const BasePoint*> drawn(n);
  for (std::size_t j = 0; j < n; ++j) {
    drawn[j] = &points[choose(j)];
    e.mean += (drawn[j]->a + drawn[j]->b) / static_cast<double>(2 * n);
  }
  for (const BasePoint* point : drawn) {
    e.variance += (point->a - e.mean) * (point->a - e.mean) + (point->b - e.mean) * (point->b - e.mean);
    for (std::size_t i = 0; i < inputs; ++i) {
      e.first[i] += (point->b - e.mean) * point->first[i].mean - point->first[i].noise;
      e.total[i] += point->total[i] / 2;
    }
  }
  e.variance = e.variance / static_cast<double>(2 * n - 1) - noise;
  for (std::size_t i = 0; i < inputs; ++i) e.first[i] /= static_cast<double>(n) * e.variance, e.total[i] /= static_cast<double>(n) * e.variance;
  return e;
}

}  // namespace

SobolIndices sobol_indices(const Experiment& experiment, const Resampling& resampling) {
  const SaltelliRows rows = find_saltelli(experiment);
  const std::vector<BasePoint> points = base_points(experiment.y, rows);
  const std::size_t k = experiment.inputs.size(), n = points.size();
  if (n < 2) throw DataError(fmt::format("{} base points have values (two are the least) let the failed worlds run", n));
  SobolIndices out;
  out.noise = noise_of(experiment.y);
  out.base_points = n;
  const Estimate all = estimate(points, k, out.noise.of_mean, [](std::size_t j) { return j; });
  if (!(all.variance > 0)) throw DataError(fmt::format("{} does not vary over the points beyond its noise (there is no variance to divide) choose another output, wider ranges, or more replicates", experiment.what));
  out.mean = all.mean;
  out.variance = all.variance;
  std::vector<std::vector<double>> first(k), total(k);
  economics::Words words(resampling.seed);
  for (int b = 0; b < resampling.resamples; ++b) {
    const Estimate one = estimate(points, k, out.noise.of_mean, [&](std::size_t) { return words.below(n); });
    if (!(one.variance > 0)) continue;
    for (std::size_t i = 0; i < k; ++i) first[i].push_back(one.first[i]), total[i].push_back(one.total[i]);
  }
  for (std::size_t i = 0; i < k; ++i)
    out.inputs.push_back({experiment.inputs[i], percentile_interval(all.first[i], first[i]), percentile_interval(all.total[i], total[i])});
  return out;
}

}  // namespace alongside::explore
