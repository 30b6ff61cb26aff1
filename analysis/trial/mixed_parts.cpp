#include "analysis/trial/mixed_parts.hpp"

#include "analysis/trial/functions.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::estimation::mixed {

namespace {

constexpr double most_correlated = 0.9999;

/// Z of a random slope: an intercept and the column that the contrast picks.
void add_slopes(const Design& design, Eigen::Index first, Eigen::Index last, ClusterSums& sums) {
  const Eigen::Index p = design.columns();
  sums.period = {0, 1};
  sums.xz = Matrix::Zero(p, 2);
  sums.zz = Matrix::Zero(2, 2);
  sums.zy = Vector::Zero(2);
  for (Eigen::Index i = first; i < last; ++i) {
    const Eigen::Vector2d z(1, design.x.row(i).dot(design.contrast));
    sums.xz.noalias() += design.count[i] * design.x.row(i).transpose() * z.transpose();
    sums.zz.noalias() += design.count[i] * z * z.transpose();
    sums.zy += design.sum[i] * z;
  }
}

}  // namespace

std::vector<ClusterSums> cluster_sums(const Design& design, Between between) {
  std::vector<ClusterSums> all(design.clusters());
  const Eigen::Index p = design.columns();
  for (std::size_t c = 0; c < all.size(); ++c) {
    ClusterSums& sums = all[c];
    const auto first = static_cast<Eigen::Index>(design.start[c]), last = static_cast<Eigen::Index>(design.start[c + 1]);
    std::vector<Eigen::Index> place;
    for (Eigen::Index i = first; i < last; ++i) {
      const std::int32_t period = between == Between::intercept || between == Between::slope ? 0 : design.period[static_cast<std::size_t>(i)];
      if (sums.period.empty() || sums.period.back() != period) sums.period.push_back(period);
      place.push_back(static_cast<Eigen::Index>(sums.period.size()) - 1);
    }
    const auto t = static_cast<Eigen::Index>(sums.period.size());
    sums.xx = Matrix::Zero(p, p);
    sums.xz = Matrix::Zero(p, t);
    sums.xy = Vector::Zero(p);
    sums.zz = Matrix::Zero(t, t);
    sums.zy = Vector::Zero(t);
    for (Eigen::Index i = first; i < last; ++i) {
      const Eigen::Index z = place[static_cast<std::size_t>(i - first)];
      const auto row = design.x.row(i);
      sums.xx.noalias() += design.count[i] * row.transpose() * row;
      sums.xz.col(z) += design.count[i] * row.transpose();
      sums.xy += design.sum[i] * row.transpose();
      sums.zy[z] += design.sum[i];
      sums.zz(z, z) += design.count[i];
      sums.yy += design.square[i];
      sums.rows += design.count[i];
    }
    if (between == Between::slope) add_slopes(design, first, last, sums);
  }
  return all;
}

Matrix structure(Between between, const Vector& ratio, const std::vector<std::int32_t>& period) {
  const auto t = static_cast<Eigen::Index>(period.size());
  if (between == Between::slope) return (Matrix(2, 2) << ratio[0], ratio[1], ratio[1], ratio[2]).finished();
  Matrix gamma = Matrix::Constant(t, t, ratio[0]);
  if (between == Between::nested) gamma.diagonal().array() += ratio[1];
  if (between == Between::decay)
    for (Eigen::Index i = 0; i < t; ++i)
      for (Eigen::Index j = 0; j < i; ++j)
        gamma(i, j) = gamma(j, i) = ratio[0] * power_of(ratio[1], period[static_cast<std::size_t>(i)] - period[static_cast<std::size_t>(j)]);
  return gamma;
}

Matrix derivative(Between between, const Vector& ratio, const std::vector<std::int32_t>& period, Eigen::Index k) {
  const auto t = static_cast<Eigen::Index>(period.size());
  if (between == Between::intercept || (between == Between::nested && k == 0)) return Matrix::Ones(t, t);
  if (between == Between::nested) return Matrix::Identity(t, t);
  if (between == Between::slope) return (Matrix(2, 2) << (k == 0), (k == 1), (k == 1), (k == 2)).finished().cast<double>();
  Matrix out = Matrix::Constant(t, t, k == 0 ? 1.0 : 0.0);
  for (Eigen::Index i = 0; i < t; ++i)
    for (Eigen::Index j = 0; j < i; ++j) {
      const int gap = period[static_cast<std::size_t>(i)] - period[static_cast<std::size_t>(j)];
      out(i, j) = out(j, i) = k == 0 ? power_of(ratio[1], gap) : ratio[0] * gap * power_of(ratio[1], gap - 1);
    }
  return out;
}

Eigen::Index parameters(Between between) { return between == Between::intercept ? 1 : between == Between::slope ? 3 : 2; }

double lower_bound(Between between, Eigen::Index k) { return between == Between::slope && k == 1 ? -1e6 : 0; }

double upper_bound(Between between, Eigen::Index k) { return between == Between::decay && k == 1 ? 0.999 : 1e6; }

bool into_bounds(Between between, Vector& ratio) {
  if (between != Between::slope) return false;
  const double most = most_correlated * std::sqrt(ratio[0] * ratio[2]);
  const bool outside = std::fabs(ratio[1]) >= most;
  ratio[1] = std::clamp(ratio[1], -most, most);
  return outside;
}

std::vector<Vector> starting_points(Between between) {
  std::vector<Vector> points;
  for (const double first : {0.0, 0.01, 0.05, 0.2, 1.0, 5.0}) {
    if (between == Between::intercept) points.push_back(Vector::Constant(1, first));
    else if (between == Between::slope)
      for (const double second : {0.0, 0.01, 0.05, 0.2, 1.0}) points.push_back((Vector(3) << first, 0, second).finished());
    else if (between == Between::nested)
      for (const double second : {0.0, 0.02, 0.2}) points.push_back((Vector(2) << first, second).finished());
    else if (first > 0)
      for (const double r : {0.3, 0.7, 0.95}) points.push_back((Vector(2) << first, r).finished());
  }
  return points;
}

void evaluate(const ClusterSums& sums, const Matrix& gamma, ClusterAt& out) {
  const Eigen::Index t = gamma.rows();
  if (t == 1) {
    const double h = 1 + sums.zz(0, 0) * gamma(0, 0);
    out.w.resize(1, 1);
    out.s.resize(1, 1);
    out.w(0, 0) = gamma(0, 0) / h;
    out.s(0, 0) = sums.zz(0, 0) / h;
    out.c = sums.xz / h;
    out.log_det = logarithm(h);
    return;
  }
  // W = Gamma (I + Z'Z Gamma)^-1, which needs no inverse of Gamma.
  const Matrix inner = Matrix::Identity(t, t) + sums.zz * gamma;
  const Eigen::PartialPivLU<Matrix> factor(inner);
  const Matrix inverse = factor.inverse();
  out.w = gamma * inverse;
  out.s = inverse * sums.zz;
  out.c = sums.xz * inverse.transpose();
  out.log_det = logarithm(std::fabs(factor.determinant()));
}

void evaluate(const std::vector<ClusterSums>& sums, Between between, Likelihood likelihood, const Vector& ratio, Profile& out) {
  const Eigen::Index p = sums[0].xx.rows();
  Matrix xx = Matrix::Zero(p, p);
  Vector xy = Vector::Zero(p);
  double yy = 0, rows = 0, log_det = 0;
  out.at.resize(sums.size());
  Matrix gamma;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    if (c == 0 || sums[c].period != sums[c - 1].period) gamma = structure(between, ratio, sums[c].period);
    evaluate(sums[c], gamma, out.at[c]);
    const ClusterAt& at = out.at[c];
    const ClusterSums& own = sums[c];
    xx += own.xx;
    xy += own.xy;
    yy += own.yy;
    rows += own.rows;
    log_det += at.log_det;
    if (own.zz.rows() == 1) {  // a random intercept: scalars, no temporaries
      const double w = at.w(0, 0), wzy = w * own.zy[0];
      xx.noalias() -= (w * own.xz) * own.xz.transpose();
      xy -= wzy * own.xz.col(0);
      yy -= wzy * own.zy[0];
      continue;
    }
    const Vector wzy = at.w * own.zy;
    xx.noalias() -= own.xz * at.w * own.xz.transpose();
    xy.noalias() -= own.xz * wzy;
    yy -= own.zy.dot(wzy);
  }
  const Eigen::LLT<Matrix> factor(xx);
  out.good = factor.info() == Eigen::Success;
  if (!out.good) return;
  out.bread = factor.solve(Matrix::Identity(p, p));
  out.beta = factor.solve(xy);
  const double residual = yy - xy.dot(out.beta);
  const double df = likelihood == Likelihood::reml ? rows - static_cast<double>(p) : rows;
  out.good = df > 0 && residual > 1e-12 * std::fabs(yy);
  if (!out.good) return;
  out.sigma2 = residual / df;
  out.criterion = df * (1 + log_two_pi + logarithm(out.sigma2)) + log_det;
  if (likelihood == Likelihood::reml)
    for (Eigen::Index k = 0; k < factor.rows(); ++k) out.criterion += 2 * logarithm(factor.matrixLLT()(k, k));
}

}  // namespace alongside::estimation::mixed
