#include "analysis/explore/rank_correlation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "analysis/economics/resampling.hpp"
#include "analysis/explore/percentiles.hpp"
#include "analysis/trial/distributions.hpp"
#include "sim/core/error.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;

/// Columns of values in rank order, so that resamples of the rows can be ranked again in one walk.
class Ranking {
 public:
  explicit Ranking(const Eigen::MatrixXd& values) : values_(values) {
    for (Index c = 0; c < values.cols(); ++c) {
      std::vector<Index> order(static_cast<std::size_t>(values.rows()));
      std::iota(order.begin(), order.end(), Index{0});
      std::ranges::sort(order, {}, [&](Index i) { return values(i, c); });
      orders_.push_back(std::move(order));
    }
  }

  /// Correlations of the columns' ranks when each row stands as often as its weight says; ties share their mean rank.
  Eigen::MatrixXd correlations(const Eigen::VectorXd& weights) const {
    Eigen::MatrixXd r(values_.rows(), values_.cols());
    const double total = weights.sum();
    for (Index c = 0; c < values_.cols(); ++c) {
      const std::vector<Index>& order = orders_[static_cast<std::size_t>(c)];
      double before = 0;
      for (std::size_t first = 0; first < order.size();) {
        double tied = 0;
        std::size_t last = first;
        for (; last < order.size() && values_(order[last], c) == values_(order[first], c); ++last) tied += weights[order[last]];
        for (std::size_t i = first; i < last; ++i) r(order[i], c) = before + (tied + 1) / 2 - (total + 1) / 2;
        before += tied;
        first = last;
      }
      r.col(c).array() *= weights.array().sqrt();
      const double length = r.col(c).norm();
      if (length > 0) r.col(c) /= length;
    }
    return r.transpose() * r;
  }

 private:
  const Eigen::MatrixXd& values_;
  std::vector<std::vector<Index>> orders_;
};

/// Partial correlations of the inputs with the output, which is the last column: the regression's t statistics turned back,
/// r = b / sqrt(b^2 + s^2 c). Nothing when the inputs are a straight line in each other.
std::optional<Eigen::VectorXd> partial(const Eigen::MatrixXd& correlations) {
  const Index k = correlations.cols() - 1;
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(correlations.topLeftCorner(k, k));
  if (!lu.isInvertible() || lu.rcond() < 1e-10) return std::nullopt;
  const Eigen::MatrixXd inverse = lu.inverse();
  const Eigen::VectorXd with_y = correlations.col(k).head(k), slopes = inverse * with_y;
  const double left = std::max(1 - with_y.dot(slopes), 0.0);
  Eigen::VectorXd out(k);
  for (Index i = 0; i < k; ++i) {
    const double square = slopes[i] * slopes[i] + left * inverse(i, i);
    out[i] = square > 0 ? slopes[i] / std::sqrt(square) : 0;
  }
  return out;
}

double p_value(double r, double df) {
  if (std::abs(r) >= 1) return 0;
  return estimation::two_sided_p(r * std::sqrt(df / (1 - r * r)), df);
}

}  // namespace

RankCorrelations rank_correlations(const Experiment& e, const Resampling& resampling) {
  const Eigen::VectorXd means = point_means(e.y);
  std::vector<Index> whole;
  for (Index p = 0; p < e.points(); ++p)
    if (!std::isnan(means[p])) whole.push_back(p);
  const Index k = e.x.cols(), n = static_cast<Index>(whole.size());
  if (n < k + 3) throw DataError(fmt::format("{} points with values for {} inputs (partial correlations need at least {}) take more points", n, k, k + 3));
  Eigen::MatrixXd values(n, k + 1);
  values.leftCols(k) = e.x(whole, Eigen::all);
  values.col(k) = means(whole);
  for (Index c = 0; c <= k; ++c)
    if (values.col(c).minCoeff() == values.col(c).maxCoeff())
      throw DataError(fmt::format("{} is the same at every point (it has no ranks) {}", c == k ? e.what : e.inputs[static_cast<std::size_t>(c)], c == k ? "choose another output" : "leave it out"));
  const Ranking ranking(values);
  const Eigen::MatrixXd correlations = ranking.correlations(Eigen::VectorXd::Ones(n));
  const auto partials = partial(correlations);
  if (!partials) throw DataError("the inputs give each other away (the ranks of one are a straight line in those of the others) leave one out");
  std::vector<std::vector<double>> resampled(static_cast<std::size_t>(k));
  economics::Words words(resampling.seed);
  for (int b = 0; b < resampling.resamples; ++b) {
    Eigen::VectorXd times = Eigen::VectorXd::Zero(n);
    for (Index i = 0; i < n; ++i) times[static_cast<Index>(words.below(static_cast<std::size_t>(n)))] += 1;
    const auto one = partial(ranking.correlations(times));
    for (Index i = 0; one && i < k; ++i) resampled[static_cast<std::size_t>(i)].push_back((*one)[i]);
  }
  RankCorrelations out{{}, noise_of(e.y), static_cast<std::size_t>(n)};
  for (Index i = 0; i < k; ++i) {
    auto& of_input = resampled[static_cast<std::size_t>(i)];
    if (of_input.empty()) of_input.push_back((*partials)[i]);
    out.inputs.push_back({e.inputs[static_cast<std::size_t>(i)], percentile_interval((*partials)[i], std::move(of_input)), correlations(i, k),
                          p_value((*partials)[i], static_cast<double>(n - 1 - k))});
  }
  return out;
}

}  // namespace alongside::explore
