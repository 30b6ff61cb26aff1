#include "analysis/economics/plane.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>
#include <numbers>
#include <vector>

#include "analysis/economics/resampling.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {

Cloud cloud_of(const Eigen::VectorXd& added_effect, const Eigen::VectorXd& added_cost) {
  ALONGSIDE_EXPECTS(added_effect.size() == added_cost.size() && added_effect.size() >= 2);
  Eigen::MatrixX2d points(added_effect.size(), 2);
  points << added_effect, added_cost;
  Cloud cloud;
  cloud.draws = static_cast<double>(points.rows());
  cloud.mean = points.colwise().mean().transpose();
  points.rowwise() -= cloud.mean.transpose();
  cloud.covariance = points.transpose() * points / (cloud.draws - 1);
  return cloud;
}

Ellipse ellipse_of(const Cloud& cloud, double level) {
  ALONGSIDE_EXPECTS(level > 0 && level < 1);
  // Axes in units of each SD: cost and effect differ by orders of magnitude, which would cost digits.
  const Eigen::Vector2d sd = cloud.covariance.diagonal().cwiseMax(0).cwiseSqrt();
  const double rho = sd.prod() > 0 ? cloud.covariance(0, 1) / sd.prod() : 0;
  const double radius = std::sqrt(-2 * std::log(1 - level));  // chi-square with 2 df is exponential
  const Eigen::Vector2d up(std::numbers::sqrt2 / 2, std::numbers::sqrt2 / 2), down(std::numbers::sqrt2 / 2, -std::numbers::sqrt2 / 2);
  const Eigen::Vector2d along = radius * std::sqrt(std::max(0.0, 1 + rho)) * up.cwiseProduct(sd);
  const Eigen::Vector2d across = radius * std::sqrt(std::max(0.0, 1 - rho)) * down.cwiseProduct(sd);
  return rho >= 0 ? Ellipse{cloud.mean, along, across} : Ellipse{cloud.mean, across, along};
}

Quadrants quadrants_of(const Eigen::VectorXd& added_effect, const Eigen::VectorXd& added_cost) {
  Quadrants q;
  const double share = 1.0 / static_cast<double>(added_effect.size());
  for (Eigen::Index i = 0; i < added_effect.size(); ++i) {
    const bool better = added_effect[i] > 0, dearer = added_cost[i] >= 0;
    (better ? (dearer ? q.north_east : q.south_east) : (dearer ? q.north_west : q.south_west)) += share;
  }
  return q;
}

std::string RatioInterval::text() const {
  if (!std::isfinite(low) || !std::isfinite(high)) return "not defined: the effect does not differ";
  switch (kind) {
    case Kind::interval: return fmt::format("{:.6g} to {:.6g}", low, high);
    case Kind::outside: return fmt::format("no interval (the difference in effect may be 0): all ratios but {:.6g} to {:.6g}", low, high);
    case Kind::everything: return "no interval (both differences may be 0): any ratio";
  }
  throw InternalError("unknown kind of interval");
}

RatioInterval fieller(const Eigen::Vector2d& mean, const Eigen::Matrix2d& covariance, double level) {
  ALONGSIDE_EXPECTS(level > 0 && level < 1);
  const double z = boost::math::quantile(boost::math::normal(), (1 + level) / 2);
  // {R : (mc - R me)^2 <= z^2 (vcc - 2 R vec + R^2 vee)} = {R : a R^2 - 2 b R + c <= 0}.
  const double a = mean[0] * mean[0] - z * z * covariance(0, 0);
  const double b = mean[0] * mean[1] - z * z * covariance(0, 1);
  const double c = mean[1] * mean[1] - z * z * covariance(1, 1);
  const double discriminant = b * b - a * c;
  if (a <= 0 && discriminant <= 0) return {RatioInterval::Kind::everything, 0, 0};
  if (a == 0) return {RatioInterval::Kind::everything, 0, 0};
  const double root = std::sqrt(std::max(0.0, discriminant));
  const auto [low, high] = std::minmax({(b - root) / a, (b + root) / a});
  return {a > 0 ? RatioInterval::Kind::interval : RatioInterval::Kind::outside, low, high};
}

RatioInterval bootstrap_ratio(const Eigen::VectorXd& added_effect, const Eigen::VectorXd& added_cost, double level, int resamples,
                              std::uint64_t seed) {
  ALONGSIDE_EXPECTS(level > 0 && level < 1 && resamples >= 100);
  const Cloud cloud = cloud_of(added_effect, added_cost);
  const Eigen::Vector2d sd = cloud.covariance.diagonal().cwiseSqrt().cwiseMax(1e-300);
  const Eigen::Vector2d middle = cloud.mean.cwiseQuotient(sd);
  const auto n = static_cast<std::size_t>(added_effect.size());
  Words words(seed);
  std::vector<std::pair<double, double>> found;  // angle from the mean's direction, ratio
  int over = 0;
  for (int r = 0; r < resamples; ++r) {
    double effect = 0, cost = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const auto from = static_cast<Eigen::Index>(words.below(n));
      effect += added_effect[from];
      cost += added_cost[from];
    }
    over += (effect > 0) != (cloud.mean[0] > 0);
    const Eigen::Vector2d point = Eigen::Vector2d(effect, cost).cwiseQuotient(sd);
    found.emplace_back(std::atan2(middle[0] * point[1] - middle[1] * point[0], middle.dot(point)), cost / effect);
  }
  std::sort(found.begin(), found.end());
  const double tail = (1 - level) / 2;
  const auto at = [&](double p) { return found[std::min<std::size_t>(found.size() - 1, static_cast<std::size_t>(p * resamples))].second; };
  if (over > tail * resamples) return {RatioInterval::Kind::everything, 0, 0};
  const auto [low, high] = std::minmax({at(tail), at(1 - tail)});
  return {RatioInterval::Kind::interval, low, high};
}

}  // namespace alongside::economics
