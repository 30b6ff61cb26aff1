#include "analysis/trial/glmm.hpp"

#include "analysis/trial/functions.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::estimation {
namespace {

class GlmmSolver {
 public:
  GlmmSolver(const Design& design, int points)
      : design_(design), p_(design.columns()), rule_(gauss_hermite(points)), mode_(Vector::Zero(static_cast<Eigen::Index>(design.clusters()))) {}

  GlmmFit solve() {
    GlmmFit fit;
    Vector theta = Vector::Zero(p_ + 1);  // beta, sigma; sigma 0 gives the plain logistic model
    if (!climb(theta, p_, fit)) return fit;
    const Vector plain = theta;
    const double plain_criterion = fit.criterion;
    theta[p_] = 0.5;
    if (!climb(theta, p_ + 1, fit) && fit.state != GlmmFit::State::boundary) return fit;
    if (theta[p_] < 1e-3 || fit.criterion > plain_criterion) {
      theta = plain;
      if (!climb(theta, p_, fit)) return fit;
      fit.state = GlmmFit::State::boundary;
    }
    fit.beta = theta.head(p_);
    fit.sigma = theta[p_];
    return fit;
  }

 private:
  /// Newton with halving over the first `free` parameters; leaves criterion, covariance and state in `fit`.
  bool climb(Vector& theta, Eigen::Index free, GlmmFit& fit) {
    mode_.setZero();
    double value = evaluate(theta);
    for (fit.iterations = 1; fit.iterations <= 100; ++fit.iterations) {
      Matrix information = (complete_ - spread_).topLeftCorner(free, free);
      Eigen::LLT<Matrix> factor(information);
      if (factor.info() != Eigen::Success) factor.compute(complete_.topLeftCorner(free, free));
      if (factor.info() != Eigen::Success) return stop(fit, GlmmFit::State::singular);
      Vector step = Vector::Zero(p_ + 1);
      step.head(free) = factor.solve(score_.head(free));
      const bool settled = step.array().abs().maxCoeff() < 1e-9;
      Vector next = theta;
      double found = value;
      for (int half = 0; half < 30; ++half, step *= 0.5) {
        next = theta + step;
        next[p_] = std::fabs(next[p_]);  // the likelihood is even in sigma
        found = evaluate(next);
        if (found >= value - 1e-12 * std::fabs(value)) break;
      }
      theta = next;
      value = found;
      if (theta.head(p_).array().abs().maxCoeff() > 15 || theta[p_] > 15) return stop(fit, GlmmFit::State::separated);
      if (free > p_ && theta[p_] < 1e-3) return stop(fit, GlmmFit::State::boundary);
      if (settled) {
        information = (complete_ - spread_).topLeftCorner(free, free);
        factor.compute(information);
        if (factor.info() != Eigen::Success) return stop(fit, GlmmFit::State::singular);
        fit.covariance = Matrix::Zero(p_ + 1, p_ + 1);
        fit.covariance.topLeftCorner(free, free) = factor.solve(Matrix::Identity(free, free));
        fit.criterion = -2 * value;
        fit.state = GlmmFit::State::converged;
        return true;
      }
    }
    return stop(fit, GlmmFit::State::not_converged);
  }

  static bool stop(GlmmFit& fit, GlmmFit::State why) {
    fit.state = why;
    return false;
  }

  /// Log likelihood at theta, with score_, complete_ (expected complete-data information) and spread_ (variance of the
  /// complete-data score) summed over clusters: information = complete - spread.
  double evaluate(const Vector& theta) {
    const Eigen::Index q = p_ + 1;
    score_ = Vector::Zero(q);
    complete_ = spread_ = Matrix::Zero(q, q);
    eta_ = design_.x * theta.head(p_);
    double log_likelihood = 0;
    for (std::size_t c = 0; c < design_.clusters(); ++c) log_likelihood += cluster(c, theta[p_]);
    return log_likelihood;
  }

  /// Mode and curvature of the cluster's log joint density in u, where the random effect is sigma u.
  double find_mode(std::size_t c, double sigma) {
    const auto first = static_cast<Eigen::Index>(design_.start[c]), last = static_cast<Eigen::Index>(design_.start[c + 1]);
    double u = sigma > 0 ? mode_[static_cast<Eigen::Index>(c)] : 0, curvature = 1;
    for (int step = 0; step < 50; ++step) {
      double slope = -u;
      curvature = 1;
      for (Eigen::Index i = first; i < last; ++i) {
        const double p = 1 / (1 + exponential(-(eta_[i] + sigma * u)));
        slope += sigma * (design_.sum[i] - design_.count[i] * p);
        curvature += sigma * sigma * design_.count[i] * p * (1 - p);
      }
      const double move = slope / curvature;
      u += std::clamp(move, -2.0, 2.0);
      if (std::fabs(move) < 1e-8) break;
    }
    mode_[static_cast<Eigen::Index>(c)] = u;
    return curvature;
  }

  double cluster(std::size_t c, double sigma) {
    const auto first = static_cast<Eigen::Index>(design_.start[c]), last = static_cast<Eigen::Index>(design_.start[c + 1]);
    const double scale = std::sqrt(2 / find_mode(c, sigma)), mode = mode_[static_cast<Eigen::Index>(c)];
    const Eigen::Index nodes = sigma > 0 ? rule_.node.size() : 1, q = p_ + 1;
    log_weight_.resize(nodes);
    scores_.setZero(q, nodes);
    weights_.resize(last - first, nodes);
    for (Eigen::Index j = 0; j < nodes; ++j) {
      const double z = sigma > 0 ? rule_.node[j] : 0, u = sigma > 0 ? mode + scale * z : 0;
      double value = sigma > 0 ? logarithm(rule_.weight[j] * scale) + z * z - 0.5 * u * u - 0.5 * log_two_pi : 0;
      for (Eigen::Index i = first; i < last; ++i) {
        const double eta = eta_[i] + sigma * u, tail = exponential(-std::fabs(eta));
        const double p = eta > 0 ? 1 / (1 + tail) : tail / (1 + tail);
        value += design_.sum[i] * eta - design_.count[i] * (std::max(eta, 0.0) + logarithm(1 + tail));
        const double residual = design_.sum[i] - design_.count[i] * p;
        scores_.col(j).head(p_) += residual * design_.x.row(i).transpose();
        scores_(p_, j) += residual * u;
        weights_(i - first, j) = design_.count[i] * p * (1 - p);
      }
      log_weight_[j] = value;
    }
    return gather(first, last, sigma, mode, scale);
  }

  double gather(Eigen::Index first, Eigen::Index last, double sigma, double mode, double scale) {
    const double highest = log_weight_.maxCoeff();
    Vector share(log_weight_.size());
    for (Eigen::Index j = 0; j < share.size(); ++j) share[j] = exponential(log_weight_[j] - highest);
    const double sum = share.sum();
    share /= sum;
    const Vector mean = scores_ * share;
    score_ += mean;
    for (Eigen::Index j = 0; j < share.size(); ++j) {
      const Vector apart = scores_.col(j) - mean;
      spread_.noalias() += share[j] * apart * apart.transpose();
    }
    for (Eigen::Index i = first; i < last; ++i) {
      double w0 = 0, w1 = 0, w2 = 0;
      for (Eigen::Index j = 0; j < share.size(); ++j) {
        const double u = sigma > 0 ? mode + scale * rule_.node[j] : 0, w = share[j] * weights_(i - first, j);
        w0 += w;
        w1 += w * u;
        w2 += w * u * u;
      }
      const auto row = design_.x.row(i);
      complete_.topLeftCorner(p_, p_).noalias() += w0 * row.transpose() * row;
      complete_.col(p_).head(p_) += w1 * row.transpose();
      complete_.row(p_).head(p_) += w1 * row;
      complete_(p_, p_) += w2;
    }
    return highest + logarithm(sum);
  }

  const Design& design_;
  Eigen::Index p_;
  Quadrature rule_;
  Vector mode_, eta_, score_, log_weight_;
  Matrix complete_, spread_, scores_, weights_;
};

}  // namespace

double GlmmFit::icc() const { return sigma * sigma / (sigma * sigma + M_PI * M_PI / 3); }

GlmmFit fit_glmm(const Design& design, int points) { return GlmmSolver(design, points).solve(); }

Quadrature gauss_hermite(int points) {
  Matrix jacobi = Matrix::Zero(points, points);
  for (int i = 1; i < points; ++i) jacobi(i, i - 1) = jacobi(i - 1, i) = std::sqrt(0.5 * i);
  const Eigen::SelfAdjointEigenSolver<Matrix> eigen(jacobi);
  return {eigen.eigenvalues(), std::sqrt(M_PI) * eigen.eigenvectors().row(0).transpose().array().square().matrix()};
}

}  // namespace alongside::estimation
