#include "analysis/explore/experiment.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>
#include <optional>

#include "sim/core/error.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;

/// Where a layout has row `part` of base point `base`: part 0 is A, 1 to k are AB, k + 1 is B.
struct Layout {
  const char* name;
  Index block;  ///< rows of one base point, or 0 when whole matrices follow each other
  Index row(Index part, Index base, Index k, Index bases) const {
    if (block == 0) return (part == 0 ? 0 : part == k + 1 ? 1 : part + 1) * bases + base;
    return base * block + (part == k + 1 ? block - 1 : part);
  }
};

/// The first row that breaks the pattern, or nothing.
std::optional<Index> misfit(const Experiment& e, const Layout& layout, Index bases) {
  const Index k = e.x.cols();
  for (Index j = 0; j < bases; ++j) {
    const auto a = e.x.row(layout.row(0, j, k, bases)), b = e.x.row(layout.row(k + 1, j, k, bases));
    for (Index i = 0; i < k; ++i) {
      const Index at = layout.row(i + 1, j, k, bases);
      for (Index c = 0; c < k; ++c)
        if (e.x(at, c) != (c == i ? b[c] : a[c])) return at;
    }
  }
  return std::nullopt;
}

}  // namespace

SaltelliRows find_saltelli(const Experiment& e) {
  const Index k = e.x.cols();
  const Layout layouts[] = {{"A, AB, B", k + 2}, {"A, AB, BA, B", 2 * k + 2}, {"matrices", 0}};
  std::optional<Index> first;
  for (const Layout& layout : layouts) {
    const Index per_base = layout.block == 0 ? k + 2 : layout.block, bases = e.points() / per_base;
    if (bases < 2 || bases * per_base != e.points()) continue;
    if (const auto wrong = misfit(e, layout, bases)) {
      if (!first) first = wrong;
      continue;
    }
    SaltelliRows rows;
    rows.ab.resize(static_cast<std::size_t>(k));
    for (Index j = 0; j < bases; ++j) {
      rows.a.push_back(layout.row(0, j, k, bases));
      rows.b.push_back(layout.row(k + 1, j, k, bases));
      for (Index i = 0; i < k; ++i) rows.ab[static_cast<std::size_t>(i)].push_back(layout.row(i + 1, j, k, bases));
    }
    return rows;
  }
  throw DataError(fmt::format("{} points of {} inputs are no Saltelli design ({}) make one with [sweep] method = \"saltelli\", or alongside sensitivity --design saltelli", e.points(), k,
                              first ? fmt::format("point {} differs from A in another input than its own", *first)
                                    : fmt::format("it has a multiple of {} points, at least {}", k + 2, 2 * (k + 2))));
}

std::vector<std::vector<MorrisStep>> find_morris(const Experiment& e) {
  const Index k = e.x.cols(), length = k + 1;
  const auto refuse = [&](const std::string& why) {
    throw DataError(fmt::format("{} points of {} inputs are no Morris design ({}) make one with [sweep] method = \"morris\", or alongside sensitivity --design morris", e.points(), k, why));
  };
  if (e.points() < 2 * length || e.points() % length != 0) refuse(fmt::format("it has a multiple of {} points, at least {}", length, 2 * length));
  std::vector<std::vector<MorrisStep>> walks;
  for (Index start = 0; start < e.points(); start += length) {
    std::vector<MorrisStep> steps;
    std::vector<bool> moved(static_cast<std::size_t>(k), false);
    for (Index at = start + 1; at < start + length; ++at) {
      Index changed = -1, count = 0;
      for (Index c = 0; c < k; ++c)
        if (e.x(at, c) != e.x(at - 1, c)) changed = c, ++count;
      if (count != 1) refuse(fmt::format("point {} differs from the one before in {} inputs", at, count));
      if (moved[static_cast<std::size_t>(changed)]) refuse(fmt::format("point {} moves {} a second time", at, e.inputs[static_cast<std::size_t>(changed)]));
      moved[static_cast<std::size_t>(changed)] = true;
      steps.push_back({at - 1, at, static_cast<std::size_t>(changed)});
    }
    walks.push_back(std::move(steps));
  }
  return walks;
}

Eigen::VectorXd point_means(const Eigen::MatrixXd& y) {
  Eigen::VectorXd means(y.rows());
  for (Index p = 0; p < y.rows(); ++p) {
    double sum = 0;
    Index count = 0;
    for (Index w = 0; w < y.cols(); ++w)
      if (!std::isnan(y(p, w))) sum += y(p, w), ++count;
    means[p] = count > 0 ? sum / static_cast<double>(count) : std::numeric_limits<double>::quiet_NaN();
  }
  return means;
}

Noise noise_of(const Eigen::MatrixXd& y) {
  std::vector<Index> whole;
  for (Index p = 0; p < y.rows(); ++p)
    if (!y.row(p).hasNaN()) whole.push_back(p);
  const auto n = static_cast<double>(whole.size()), r = static_cast<double>(y.cols());
  Noise noise;
  if (n < 2) return noise;
  const Eigen::MatrixXd values = y(whole, Eigen::all);
  const Eigen::VectorXd of_point = values.rowwise().mean();
  noise.between = (of_point.array() - of_point.mean()).square().sum() / (n - 1);
  if (r < 2) return noise;
  const Eigen::RowVectorXd of_world = values.colwise().mean();
  const Eigen::MatrixXd residual = ((values.colwise() - of_point).rowwise() - of_world).array() + values.mean();
  const double interaction = residual.squaredNorm() / ((n - 1) * (r - 1));
  // Mean square of worlds = interaction + n x variance of worlds.
  const double worlds = (of_world.array() - of_world.mean()).square().sum() / (r - 1) - interaction / n;
  noise.of_mean = interaction / r;
  noise.independent = (interaction + std::max(worlds, 0.0)) / r;
  noise.known = true;
  return noise;
}

}  // namespace alongside::explore
