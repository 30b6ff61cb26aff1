#include "analysis/explore/sparse_regression.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace alongside::explore {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr int most_updates = 200;
constexpr double irrelevant = 1e4;   ///< precision of a coefficient, in values of order one, at which its term leaves
constexpr double least_noise = 1e-12;
constexpr double free_precision = 1e-6;

/// The normal equations of the terms that stay.
struct Sums {
  const MatrixXd products;  ///< terms' terms
  const VectorXd with;      ///< terms' values
  const double squares;     ///< values' values
  const double count;

  MatrixXd products_of(const std::vector<Index>& kept) const {
    const auto n = static_cast<Index>(kept.size());
    MatrixXd some(n, n);
    for (Index i = 0; i < n; ++i)
      for (Index j = 0; j < n; ++j) some(i, j) = products(kept[static_cast<std::size_t>(i)], kept[static_cast<std::size_t>(j)]);
    return some;
  }
  VectorXd with_of(const std::vector<Index>& kept) const {
    VectorXd some(static_cast<Index>(kept.size()));
    for (std::size_t i = 0; i < kept.size(); ++i) some[static_cast<Index>(i)] = with[kept[i]];
    return some;
  }
};

/// Mean and covariance of the coefficients for given precisions.
void solve(SparseFit& fit, const MatrixXd& products, const VectorXd& with, const std::vector<double>& precision) {
  const auto n = static_cast<Index>(fit.terms.size());
  MatrixXd inverse = products / fit.noise;
  for (Index i = 0; i < n; ++i) inverse(i, i) += precision[static_cast<std::size_t>(fit.terms[static_cast<std::size_t>(i)])];
  fit.covariance = inverse.llt().solve(MatrixXd::Identity(n, n));
  fit.coefficients = fit.covariance * with / fit.noise;
}

}  // namespace

SparseFit fit_sparsely(const MatrixXd& terms, const VectorXd& values) {
  const Sums sums{terms.transpose() * terms, terms.transpose() * values, values.squaredNorm(), static_cast<double>(values.size())};
  SparseFit fit;
  fit.terms.resize(static_cast<std::size_t>(terms.cols()));
  std::iota(fit.terms.begin(), fit.terms.end(), Index{0});
  fit.noise = 0.1;
  std::vector<double> precision(fit.terms.size(), 1.0);
  precision[0] = free_precision;
  for (int update = 0; update < most_updates; ++update) {
    const MatrixXd products = sums.products_of(fit.terms);
    const VectorXd with = sums.with_of(fit.terms);
    solve(fit, products, with, precision);
    double well_determined = 1, change = 0;
    std::vector<Index> kept{0};
    for (std::size_t i = 1; i < fit.terms.size(); ++i) {
      const auto at = static_cast<Index>(i), term = fit.terms[i];
      double& own = precision[static_cast<std::size_t>(term)];
      const double share = std::max(1e-12, 1 - own * fit.covariance(at, at)), size = fit.coefficients[at] * fit.coefficients[at];
      const double next = size > 0 ? share / size : 2 * irrelevant;
      change = std::max(change, std::abs(std::log(next / own)));
      own = next;
      well_determined += share;
      if (own < irrelevant) kept.push_back(term);
    }
    const double left = sums.squares - 2 * fit.coefficients.dot(with) + fit.coefficients.dot(products * fit.coefficients);
    fit.noise = std::max(least_noise, left / std::max(1.0, sums.count - well_determined));
    const bool settled = kept.size() == fit.terms.size() && change < 0.01;
    fit.terms = std::move(kept);
    if (settled) break;
  }
  solve(fit, sums.products_of(fit.terms), sums.with_of(fit.terms), precision);
  return fit;
}

}  // namespace alongside::explore
