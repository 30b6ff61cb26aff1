#include <algorithm>
#include <cmath>

#include "analysis/economics/gam.hpp"

namespace alongside::economics {
namespace {

using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Knots for cubic B-splines: inner ones at quantiles of the distinct values, ends repeated four times.
std::vector<double> knots_of(std::vector<double> values, int inner) {
  std::vector<double> knots(4, values.front());
  for (int i = 1; i <= inner; ++i) {
    const double at = static_cast<double>(i) / (inner + 1) * static_cast<double>(values.size() - 1);
    const auto below = static_cast<std::size_t>(at);
    const double next = values[std::min(below + 1, values.size() - 1)];
    knots.push_back(values[below] + (at - std::floor(at)) * (next - values[below]));
  }
  knots.insert(knots.end(), 4, values.back());
  return knots;
}

/// Values at x of all B-splines of a degree that are not zero there (Cox-de Boor recursion); `span` with knots[span] <= x.
void b_splines(const std::vector<double>& knots, std::size_t span, int degree, double x, double* out) {
  out[0] = 1;
  for (int d = 1; d <= degree; ++d) {
    double carried = 0;
    for (int r = 0; r < d; ++r) {
      const double right = knots[span + r + 1], left = knots[span + r + 1 - d];
      const double share = right > left ? out[r] / (right - left) : 0;
      out[r] = carried + (right - x) * share;
      carried = (x - left) * share;
    }
    out[d] = carried;
  }
}

std::size_t span_of(const std::vector<double>& knots, double x) {
  const auto last = knots.end() - 5;  // the last span that has a width
  const auto it = std::upper_bound(knots.begin() + 3, last + 1, x);
  return static_cast<std::size_t>(std::min(it - knots.begin() - 1, last - knots.begin()));
}

/// Integral of products of second derivatives: these are linear between knots, so Simpson's rule is exact.
MatrixXd bend_penalty(const std::vector<double>& knots) {
  const auto k = static_cast<Eigen::Index>(knots.size()) - 4;
  MatrixXd penalty = MatrixXd::Zero(k, k);
  const auto second = [&](std::size_t span, double x) {
    double linear[2];
    b_splines(knots, span, 1, x, linear);
    VectorXd level = VectorXd::Zero(k + 2);  // coefficients of linear splines, then differenced twice
    level[static_cast<Eigen::Index>(span) - 1] = linear[0];
    level[static_cast<Eigen::Index>(span)] = linear[1];
    for (int degree = 2; degree <= 3; ++degree) {
      VectorXd next = VectorXd::Zero(k + 2);
      for (Eigen::Index j = 0; j < k + 3 - degree; ++j) {
        const auto i = static_cast<std::size_t>(j);
        const double a = knots[i + degree] - knots[i], b = knots[i + degree + 1] - knots[i + 1];
        next[j] = degree * ((a > 0 ? level[j] / a : 0) - (b > 0 ? (j + 1 < k + 2 ? level[j + 1] : 0) / b : 0));
      }
      level = next;
    }
    return VectorXd(level.head(k));
  };
  for (std::size_t span = 3; span + 4 < knots.size(); ++span) {
    const double a = knots[span], b = knots[span + 1];
    if (!(b > a)) continue;
    for (const auto& [x, weight] : {std::pair{a, 1.0}, {(a + b) / 2, 4.0}, {b, 1.0}}) {
      const VectorXd value = second(span, x);
      penalty.noalias() += (b - a) / 6 * weight * value * value.transpose();
    }
  }
  return penalty;
}

}  // namespace

SplineColumns spline_columns(const VectorXd& parameter, int size) {
  const Eigen::Index n = parameter.size();
  SplineColumns out{VectorXd::Zero(n), MatrixXd(n, 0)};
  const double centre = parameter.mean();
  const double sd = std::sqrt((parameter.array() - centre).square().mean());
  if (!(sd > 1e-12 * std::max(std::abs(centre), 1e-300))) return out;
  out.line = (parameter.array() - centre) / sd;
  std::vector<double> distinct(out.line.data(), out.line.data() + n);
  std::sort(distinct.begin(), distinct.end());
  distinct.erase(std::unique(distinct.begin(), distinct.end()), distinct.end());
  size = std::min(size, static_cast<int>(distinct.size()) - 2);
  if (size < 1) return out;

  const int inner = std::max(0, size - 2);
  const std::vector<double> knots = knots_of(std::move(distinct), inner);
  const auto k = static_cast<Eigen::Index>(knots.size()) - 4;
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(bend_penalty(knots));
  // The two smallest eigenvalues belong to straight lines. What remains: columns divided by the root of their bend.
  const Eigen::Index bends = std::min<Eigen::Index>(size, k - 2);
  MatrixXd turn(k, bends);
  for (Eigen::Index j = 0; j < bends; ++j) turn.col(j) = eigen.eigenvectors().col(2 + j) / std::sqrt(eigen.eigenvalues()[2 + j]);
  out.bends.resize(n, bends);
  double values[4];
  for (Eigen::Index i = 0; i < n; ++i) {
    const std::size_t span = span_of(knots, out.line[i]);
    b_splines(knots, span, 3, out.line[i], values);
    const Eigen::Map<const Eigen::RowVector4d> local(values);
    out.bends.row(i).noalias() = local * turn.middleRows(static_cast<Eigen::Index>(span) - 3, 4);
  }
  // Against constant and line only the bend is left; shrinking a bend then never shrinks a straight effect.
  out.bends.rowwise() -= out.bends.colwise().mean().eval();
  const Eigen::RowVectorXd slope = out.line.transpose() * out.bends / static_cast<double>(n);
  out.bends.noalias() -= out.line * slope;
  return out;
}

}  // namespace alongside::economics
