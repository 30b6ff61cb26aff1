#include "analysis/trial/gee.hpp"

#include "analysis/trial/functions.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::estimation {
namespace {

struct Mean {
  double mu, slope, variance;  ///< mean, d mu / d eta, variance function
};

Mean mean_of(double eta, Link link) {
  if (link == Link::identity) return {eta, 1, 1};
  if (link == Link::log) {
    const double mu = exponential(std::min(eta, 700.0));
    return {mu, mu, mu};
  }
  const double mu = 1 / (1 + exponential(-eta));
  return {mu, mu * (1 - mu), mu * (1 - mu)};
}

/// Residual sums of one cluster: what phi and alpha are made of.
struct Residuals {
  double squares = 0, cross = 0, pairs = 0;
};

class GeeSolver {
 public:
  GeeSolver(const Design& design, Link link) : design_(design), link_(link), p_(design.columns()) {}

  GeeFit solve(Working working) {
    GeeFit fit;
    fit.beta = start();
    for (fit.iterations = 1; fit.iterations <= 100; ++fit.iterations) {
      if (working == Working::exchangeable) {
        estimate_alpha(fit);
        if (!alpha_in_range(fit.alpha)) return state(fit, GeeFit::State::out_of_range);
      }
      const Vector step = equations(fit);
      if (step.size() == 0) return state(fit, GeeFit::State::singular);
      fit.beta += step;
      const double size = (step.array().abs() / (fit.beta.array().abs() + 1e-3)).maxCoeff();
      if (!std::isfinite(size) || fit.beta.array().abs().maxCoeff() > 1e8) return fit;
      if (link_ != Link::identity && fit.beta.array().abs().maxCoeff() > 30) return fit;
      if (size < 1e-11 || (link_ == Link::identity && working == Working::independence)) return finish(fit, working);
    }
    return fit;
  }

 private:
  static GeeFit state(GeeFit& fit, GeeFit::State why) {
    fit.state = why;
    return fit;
  }

  GeeFit finish(GeeFit& fit, Working working) {
    const double alpha = fit.alpha;
    estimate_alpha(fit);
    if (working == Working::independence) fit.alpha = 0;
    else if (!alpha_in_range(fit.alpha)) fit.alpha = alpha;
    if (equations(fit).size() == 0) return state(fit, GeeFit::State::singular);
    return state(fit, GeeFit::State::converged);
  }

  /// Least squares on a working response whose mean the link can take.
  Vector start() const {
    Vector target = design_.sum.array() / design_.count.array();
    if (link_ != Link::identity) {
      const double overall = design_.sum.sum() / design_.rows;
      for (Eigen::Index i = 0; i < target.size(); ++i) {
        const double mu = std::max((design_.sum[i] + overall) / (design_.count[i] + 1), 1e-8);
        target[i] = link_ == Link::log ? logarithm(mu) : logarithm(mu / std::max(1 - mu, 1e-8));
      }
    }
    const Matrix gram = design_.x.transpose() * design_.count.asDiagonal() * design_.x;
    return gram.ldlt().solve(design_.x.transpose() * (design_.count.array() * target.array()).matrix());
  }

  bool alpha_in_range(double alpha) const {
    double largest = 1;
    for (std::size_t c = 0; c < design_.clusters(); ++c) largest = std::max(largest, design_.cluster_size(c));
    return alpha < 0.999 && 1 + (largest - 1) * alpha > 1e-6;
  }

  void estimate_alpha(GeeFit& fit) const {
    double squares = 0, cross = 0, pairs = 0;
    for (std::size_t c = 0; c < design_.clusters(); ++c) {
      double sum = 0, own = 0, m = 0;
      for (auto i = static_cast<Eigen::Index>(design_.start[c]); i < static_cast<Eigen::Index>(design_.start[c + 1]); ++i) {
        const Mean at = mean_of(design_.x.row(i).dot(fit.beta), link_);
        const double n = design_.count[i], s = design_.sum[i];
        sum += (s - n * at.mu) / std::sqrt(at.variance);
        own += (design_.square[i] - 2 * at.mu * s + n * at.mu * at.mu) / at.variance;
        m += n;
      }
      squares += own;
      cross += 0.5 * (sum * sum - own);
      pairs += 0.5 * m * (m - 1);
    }
    const double p = static_cast<double>(p_);
    fit.phi = squares / std::max(design_.rows - p, 1.0);
    fit.alpha = pairs > p && fit.phi > 0 ? cross / ((pairs - p) * fit.phi) : 0;
  }

  /// Fills bread, gram and score at beta and alpha; returns the Fisher step, empty when singular.
  Vector equations(GeeFit& fit) const {
    const std::size_t k = design_.clusters();
    fit.gram.assign(k, Matrix::Zero(p_, p_));
    fit.score.assign(k, Vector::Zero(p_));
    Matrix total = Matrix::Zero(p_, p_);
    Vector sum = Vector::Zero(p_), row(p_), rows(p_);
    for (std::size_t c = 0; c < k; ++c) {
      double residual = 0, m = 0;
      rows.setZero();
      for (auto i = static_cast<Eigen::Index>(design_.start[c]); i < static_cast<Eigen::Index>(design_.start[c + 1]); ++i) {
        const Mean at = mean_of(design_.x.row(i).dot(fit.beta), link_);
        const double root = std::sqrt(at.variance), n = design_.count[i];
        const double e = (design_.sum[i] - n * at.mu) / root;
        row = design_.x.row(i).transpose() * (at.slope / root);
        fit.gram[c].noalias() += n * row * row.transpose();
        fit.score[c].noalias() += e * row;
        rows.noalias() += n * row;
        residual += e;
        m += n;
      }
      // Inverse of (1 - a) I + a J: Sherman and Morrison.
      const double shared = fit.alpha / (1 + (m - 1) * fit.alpha), scale = 1 / (1 - fit.alpha);
      fit.gram[c].noalias() -= shared * rows * rows.transpose();
      fit.score[c].noalias() -= (shared * residual) * rows;
      fit.gram[c] *= scale;
      fit.score[c] *= scale;
      total += fit.gram[c];
      sum += fit.score[c];
    }
    const Eigen::LLT<Matrix> factor(total);
    if (factor.info() != Eigen::Success) return {};
    fit.bread = factor.solve(Matrix::Identity(p_, p_));
    return fit.bread * sum;
  }

  const Design& design_;
  Link link_;
  Eigen::Index p_;
};

enum class Power { half, one };

/// (I - A B)^-power u, power 1/2 or 1, by the symmetric matrix L'AL that I - AB is similar to (B = LL').
Vector correct(const Matrix& gram, const Matrix& lower, const Vector& score, Power power) {
  const Eigen::SelfAdjointEigenSolver<Matrix> eigen(lower.transpose() * gram * lower);
  const Vector left = (1 - eigen.eigenvalues().array()).max(1e-10);
  const Vector scale = power == Power::half ? Vector(left.cwiseSqrt().cwiseInverse()) : Vector(left.cwiseInverse());
  const Vector inside = eigen.eigenvectors().transpose() * (lower.transpose() * score);
  return lower.transpose().triangularView<Eigen::Upper>().solve(eigen.eigenvectors() * (scale.array() * inside.array()).matrix());
}

}  // namespace

Matrix GeeFit::covariance(Sandwich which) const {
  const Matrix lower = Eigen::LLT<Matrix>(bread).matrixL();
  Matrix meat = Matrix::Zero(bread.rows(), bread.cols());
  for (std::size_t c = 0; c < score.size(); ++c) {
    Vector u = score[c];
    if (which == Sandwich::kauermann_carroll) u = correct(gram[c], lower, u, Power::half);
    if (which == Sandwich::mancl_derouen) u = correct(gram[c], lower, u, Power::one);
    if (which == Sandwich::fay_graubard) {
      const Vector leverage = (gram[c] * bread).diagonal();
      u.array() /= (1 - leverage.array().min(0.75)).sqrt();
    }
    meat.noalias() += u * u.transpose();
  }
  return bread * meat * bread;
}

GeeFit fit_gee(const Design& design, Link link, Working working) {
  GeeFit fit = GeeSolver(design, link).solve(working);
  if (fit.usable() || working == Working::independence) return fit;
  GeeFit plain = GeeSolver(design, link).solve(Working::independence);
  if (plain.state == GeeFit::State::converged) plain.state = GeeFit::State::independence_fallback;
  return plain;
}

}  // namespace alongside::estimation
