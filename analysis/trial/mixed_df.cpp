#include <cmath>

#include "analysis/trial/mixed_parts.hpp"

namespace alongside::estimation::mixed {
namespace {

/// Sums over clusters that Satterthwaite and Kenward-Roger need, for V = sigma^2 I + Z G Z' with parameters
/// (sigma^2, G's). Index 0 is sigma^2.
struct Pieces {
  std::vector<Matrix> first;                ///< Q_k = X'V^-1 V_k V^-1 X = -P_k
  std::vector<std::vector<Matrix>> second;  ///< Q_kl = X'V^-1 V_k V^-1 V_l V^-1 X
  std::vector<Vector> pulled;               ///< X'V^-1 V_k V^-1 e
  Matrix trace;                             ///< tr(V^-1 V_k V^-1 V_l)
  Matrix quadratic;                         ///< e'V^-1 V_k V^-1 V_l V^-1 e
};

Pieces collect(const std::vector<ClusterSums>& sums, Between between, const Vector& ratio, const Profile& at) {
  const Eigen::Index p = at.bread.rows();
  const auto q = static_cast<std::size_t>(parameters(between)) + 1;
  Pieces out{std::vector<Matrix>(q, Matrix::Zero(p, p)), {}, std::vector<Vector>(q, Vector::Zero(p)),
             Matrix::Zero(static_cast<Eigen::Index>(q), static_cast<Eigen::Index>(q)),
             Matrix::Zero(static_cast<Eigen::Index>(q), static_cast<Eigen::Index>(q))};
  out.second.assign(q, out.first);
  const double v = 1 / at.sigma2;
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const ClusterSums& own = sums[c];
    // V^-1 = v (I - Z W1 Z'), V^-2 = v^2 (I - Z W2 Z'), V^-3 = v^3 (I - Z W3 Z').
    const Matrix w1 = at.at[c].w, nw = own.zz * w1;
    const Matrix w2 = 2 * w1 - w1 * nw, w3 = w1 + w2 - w2 * nw;
    const auto xvx = [&](const Matrix& w) { return Matrix(own.xx - own.xz * w * own.xz.transpose()); };
    const Vector ze = own.zy - own.xz.transpose() * at.beta, xe = own.xy - own.xx * at.beta;
    const double ee = own.yy - 2 * own.xy.dot(at.beta) + at.beta.dot(own.xx * at.beta);
    const Matrix& n = own.zz;
    const Matrix s1 = v * (n - n * w1 * n), s2 = v * v * (n - n * w2 * n);
    const Matrix c1 = v * (own.xz - own.xz * w1 * n), c2 = v * v * (own.xz - own.xz * w2 * n);
    const Vector z1 = v * (ze - n * (w1 * ze)), z2 = v * v * (ze - n * (w2 * ze));
    std::vector<Matrix> g(q);
    for (std::size_t k = 1; k < q; ++k) {
      g[k] = derivative(between, ratio, own.period, static_cast<Eigen::Index>(k) - 1);
      // The decay parameter is r itself, so its derivative carries tau^2 and not tau^2 / sigma^2.
      if (between == Between::decay && k == 2) g[k] *= at.sigma2;
    }
    for (std::size_t k = 0; k < q; ++k) {
      const auto a = static_cast<Eigen::Index>(k);
      out.first[k] += k == 0 ? Matrix(v * v * xvx(w2)) : Matrix(c1 * g[k] * c1.transpose());
      out.pulled[k] += k == 0 ? Vector(v * v * (xe - own.xz * (w2 * ze))) : Vector(c1 * (g[k] * z1));
      for (std::size_t l = 0; l <= k; ++l) {
        const auto b = static_cast<Eigen::Index>(l);
        if (k == 0) {
          out.second[0][0] += v * v * v * xvx(w3);
          out.trace(0, 0) += v * v * (own.rows - (w2 * n).trace());
          out.quadratic(0, 0) += v * v * v * (ee - ze.dot(w3 * ze));
        } else if (l == 0) {
          out.second[k][0] += c1 * g[k] * c2.transpose();
          out.trace(a, 0) += (g[k] * s2).trace();
          out.quadratic(a, 0) += z1.dot(g[k] * z2);
        } else {
          out.second[k][l] += c1 * g[k] * s1 * g[l] * c1.transpose();
          out.trace(a, b) += (g[k] * s1 * g[l] * s1).trace();
          out.quadratic(a, b) += z1.dot(g[k] * s1 * g[l] * z1);
        }
      }
    }
  }
  return out;
}

/// The same for a random intercept, where Z is one column: scalars in place of small matrices.
Pieces collect_intercept(const std::vector<ClusterSums>& sums, const Profile& at) {
  const Eigen::Index p = at.bread.rows();
  Pieces out{{Matrix::Zero(p, p), Matrix::Zero(p, p)}, {}, {Vector::Zero(p), Vector::Zero(p)}, Matrix::Zero(2, 2), Matrix::Zero(2, 2)};
  out.second.assign(2, out.first);
  const double v = 1 / at.sigma2, v2 = v * v, v3 = v2 * v;
  Vector xe(p);
  for (std::size_t c = 0; c < sums.size(); ++c) {
    const ClusterSums& own = sums[c];
    const auto x = own.xz.col(0);
    const double n = own.zz(0, 0), w1 = at.at[c].w(0, 0), w2 = 2 * w1 - w1 * n * w1, w3 = w1 + w2 - w2 * n * w1;
    const double left1 = 1 - n * w1, left2 = 1 - n * w2;  // Z'V^-1 = v left1 Z', Z'V^-2 = v^2 left2 Z'
    const double s1 = v * n * left1, s2 = v2 * n * left2, ze = own.zy[0] - x.dot(at.beta);
    const double z1 = v * left1 * ze, z2 = v2 * left2 * ze;
    xe.noalias() = own.xx * at.beta;
    const double ee = own.yy - 2 * own.xy.dot(at.beta) + at.beta.dot(xe);
    xe = own.xy - xe;
    out.first[0] += v2 * own.xx;
    out.first[0].noalias() -= (v2 * w2 * x) * x.transpose();
    out.first[1].noalias() += (v2 * left1 * left1 * x) * x.transpose();
    out.second[0][0] += v3 * own.xx;
    out.second[0][0].noalias() -= (v3 * w3 * x) * x.transpose();
    out.second[1][0].noalias() += (v3 * left1 * left2 * x) * x.transpose();
    out.second[1][1].noalias() += (v2 * left1 * left1 * s1 * x) * x.transpose();
    out.pulled[0] += v2 * (xe - (w2 * ze) * x);
    out.pulled[1] += (v * left1 * z1) * x;
    out.trace(0, 0) += v2 * (own.rows - w2 * n);
    out.trace(1, 0) += s2;
    out.trace(1, 1) += s1 * s1;
    out.quadratic(0, 0) += v3 * (ee - w3 * ze * ze);
    out.quadratic(1, 0) += z1 * z2;
    out.quadratic(1, 1) += z1 * z1 * s1;
  }
  return out;
}

double satterthwaite(const Matrix& information, const Vector& gradient, double variance) {
  const Eigen::LDLT<Matrix> factor(information);
  if (factor.info() != Eigen::Success || factor.vectorD().minCoeff() <= 0) return std::nan("");
  const double spread = gradient.dot(factor.solve(gradient));
  return spread > 0 ? 2 * variance * variance / spread : std::nan("");
}

}  // namespace

void add_inference(const Design& design, const std::vector<ClusterSums>& sums, Between between, const Profile& at, MixedFit& fit) {
  const Pieces pieces = between == Between::intercept ? collect_intercept(sums, at) : collect(sums, between, fit.ratio, at);
  const Matrix& phi = fit.covariance;
  const Vector weight = phi * design.contrast;
  const double variance = design.contrast.dot(weight);
  std::size_t q = pieces.first.size();
  // With tau^2 = 0 a decay rate has no information: it drops out of the inference.
  if (between == Between::decay && fit.ratio[0] <= 1e-10) q = 2;
  const auto size = static_cast<Eigen::Index>(q);
  Matrix expected(size, size), observed(size, size);
  Vector gradient(size);
  for (std::size_t k = 0; k < q; ++k) {
    const auto a = static_cast<Eigen::Index>(k);
    gradient[a] = weight.dot(pieces.first[k] * weight);  // d(contrast' Phi contrast)
    for (std::size_t l = 0; l <= k; ++l) {
      const auto b = static_cast<Eigen::Index>(l);
      const double projected = pieces.trace(a, b) - 2 * phi.cwiseProduct(pieces.second[k][l]).sum() +
                               (phi * pieces.first[k] * phi * pieces.first[l]).trace();
      const double squares = pieces.quadratic(a, b) - pieces.pulled[k].dot(phi * pieces.pulled[l]);
      expected(a, b) = expected(b, a) = 0.5 * projected;
      observed(a, b) = observed(b, a) = squares - 0.5 * projected;
    }
  }
  fit.effect = design.contrast.dot(fit.beta);
  fit.se = std::sqrt(variance);
  fit.df_kenward_roger = satterthwaite(expected, gradient, variance);
  fit.df_satterthwaite = std::nan("");
  if (fit.state == MixedFit::State::converged && between != Between::decay)
    fit.df_satterthwaite = satterthwaite(observed, gradient, variance);
  if (!std::isfinite(fit.df_satterthwaite)) fit.df_satterthwaite = fit.df_kenward_roger;

  fit.se_kenward_roger = fit.se;
  const Eigen::LDLT<Matrix> factor(expected);
  if (factor.info() != Eigen::Success || factor.vectorD().minCoeff() <= 0) return;
  const Matrix spread = factor.solve(Matrix::Identity(size, size));
  double adjustment = 0;
  for (std::size_t k = 0; k < q; ++k)
    for (std::size_t l = 0; l < q; ++l) {
      const Matrix& second = pieces.second[std::max(k, l)][std::min(k, l)];
      const Matrix inner = second - pieces.first[k] * phi * pieces.first[l];
      adjustment += spread(static_cast<Eigen::Index>(k), static_cast<Eigen::Index>(l)) * weight.dot(inner * weight);
    }
  fit.se_kenward_roger = std::sqrt(variance + 2 * adjustment);
}

}  // namespace alongside::estimation::mixed
