#include "analysis/trial/mixed.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/trial/mixed_parts.hpp"

namespace alongside::estimation {
namespace {
using namespace mixed;

/// Score and expected information of the profiled criterion (log likelihood scale).
struct Direction {
  Vector score;
  Matrix information;
};

class MixedSolver {
 public:
  MixedSolver(const Design& design, Between between, Likelihood likelihood)
      : design_(design), between_(between), likelihood_(likelihood), q_(parameters(between)), sums_(cluster_sums(design, between)) {}

  MixedFit solve() {
    MixedFit fit;
    Vector ratio = best_start();
    if (!at_.good) {
      fit.state = MixedFit::State::singular;
      return fit;
    }
    for (fit.iterations = 1; fit.iterations <= 200; ++fit.iterations) {
      const Direction direction = derivatives(ratio);
      const Vector step = projected_step(ratio, direction);
      const double before = at_.criterion;
      const bool still = (step.array().abs() / (ratio.array().abs() + 1e-3)).maxCoeff() < 1e-9 || !improve(ratio, step);
      // Two parameters may share a flat ridge: there the criterion settles long before they do.
      if (still || (q_ > 1 && before - at_.criterion < 1e-12 * std::fabs(before))) {
        finish(ratio, fit);
        return fit;
      }
    }
    return fit;
  }

 private:
  bool evaluate_at(const Vector& ratio, Profile& out) const {
    evaluate(sums_, between_, likelihood_, ratio, out);
    return out.good;
  }

  Vector best_start() {
    Vector best;
    Profile trial;
    for (const Vector& point : starting_points(between_))
      if (evaluate_at(point, trial) && (best.size() == 0 || trial.criterion < at_.criterion)) {
        best = point;
        std::swap(at_, trial);
      }
    return best;
  }

  Direction derivatives(const Vector& ratio) const {
    const Eigen::Index p = design_.columns();
    Vector trace = Vector::Zero(q_), square = Vector::Zero(q_);
    Matrix cross = Matrix::Zero(q_, q_);
    std::vector<Matrix> inner(static_cast<std::size_t>(q_), Matrix::Zero(p, p)), gammas(static_cast<std::size_t>(q_));
    const bool reml = likelihood_ == Likelihood::reml;
    Vector pulled_row(p);
    for (std::size_t c = 0; c < sums_.size(); ++c) {
      const ClusterAt& at = at_.at[c];
      if (between_ == Between::intercept) {  // scalars, no temporaries
        const double s = at.s(0, 0), pulled = (sums_[c].zy[0] - sums_[c].xz.col(0).dot(at_.beta)) * s / sums_[c].zz(0, 0);
        trace[0] += s;
        square[0] += pulled * pulled;
        cross(0, 0) += s * s;
        if (!reml) continue;
        inner[0].noalias() += at.c * at.c.transpose();
        pulled_row.noalias() = at_.bread * at.c.col(0);
        cross(0, 0) -= 2 * s * at.c.col(0).dot(pulled_row);
        continue;
      }
      const Vector residual = sums_[c].zy - sums_[c].xz.transpose() * at_.beta;
      const Vector pulled = residual - sums_[c].zz * (at.w * residual);  // Z'H^-1 e
      for (Eigen::Index k = 0; k < q_; ++k) {
        Matrix& gamma = gammas[static_cast<std::size_t>(k)];
        if (c == 0 || sums_[c].period != sums_[c - 1].period) gamma = derivative(between_, ratio, sums_[c].period, k);
        trace[k] += gamma.cwiseProduct(at.s).sum();
        square[k] += pulled.dot(gamma * pulled);
        if (reml) inner[static_cast<std::size_t>(k)].noalias() += at.c * gamma * at.c.transpose();
        for (Eigen::Index l = 0; l <= k; ++l) {
          const Matrix both = gamma * at.s * gammas[static_cast<std::size_t>(l)];
          cross(k, l) += both.cwiseProduct(at.s).sum();
          if (reml) cross(k, l) -= 2 * (at.c * both * at.c.transpose()).cwiseProduct(at_.bread).sum();
        }
      }
    }
    return assemble(trace, square, cross, inner);
  }

  Direction assemble(Vector trace, const Vector& square, Matrix cross, const std::vector<Matrix>& inner) const {
    const bool reml = likelihood_ == Likelihood::reml;
    const double df = reml ? design_.rows - static_cast<double>(design_.columns()) : design_.rows;
    std::vector<Matrix> scaled;
    for (const Matrix& matrix : inner) scaled.push_back(at_.bread * matrix);
    for (Eigen::Index k = 0; k < q_; ++k) {
      if (reml) trace[k] -= scaled[static_cast<std::size_t>(k)].trace();
      for (Eigen::Index l = 0; l <= k; ++l) {
        if (reml) cross(k, l) += (scaled[static_cast<std::size_t>(k)] * scaled[static_cast<std::size_t>(l)]).trace();
        cross(l, k) = cross(k, l);
      }
    }
    return {0.5 * (square / at_.sigma2 - trace), 0.5 * (cross - trace * trace.transpose() / df)};
  }

  /// Fisher step with parameters at a bound and pushed outwards held there.
  Vector projected_step(const Vector& ratio, const Direction& direction) const {
    Matrix information = direction.information;
    Vector score = direction.score;
    for (Eigen::Index k = 0; k < q_; ++k) {
      const bool low = ratio[k] <= lower_bound(between_, k) && score[k] <= 0;
      const bool high = ratio[k] >= upper_bound(between_, k) && score[k] >= 0;
      // With tau^2 = 0 the decay has no meaning: its information is 0 and it stays where it is.
      if (low || high || information(k, k) < 1e-12) {
        information.row(k).setZero();
        information.col(k).setZero();
        information(k, k) = 1;
        score[k] = 0;
      }
    }
    const Eigen::LDLT<Matrix> factor(information);
    Vector step = factor.solve(score);
    if (!step.allFinite() || step.dot(score) < 0) step = score.cwiseQuotient(information.diagonal());
    for (Eigen::Index k = 0; k < q_; ++k)
      step[k] = std::clamp(ratio[k] + step[k], lower_bound(between_, k), upper_bound(between_, k)) - ratio[k];
    return step;
  }

  /// Halves the step until the criterion falls; false when it no longer can.
  bool improve(Vector& ratio, Vector step) {
    Profile trial;
    for (int half = 0; half < 30; ++half, step *= 0.5) {
      Vector next = ratio + step;
      into_bounds(between_, next);
      if (!evaluate_at(next, trial) || !(trial.criterion < at_.criterion + 1e-13 * std::fabs(at_.criterion))) continue;
      const bool moved = trial.criterion < at_.criterion || half == 0;
      ratio = next;
      std::swap(at_, trial);
      return moved;
    }
    return false;
  }

  void finish(const Vector& ratio, MixedFit& fit) {
    fit.beta = at_.beta;
    fit.covariance = at_.sigma2 * at_.bread;
    fit.within = at_.sigma2;
    fit.ratio = ratio;
    fit.criterion = at_.criterion;
    fit.state = MixedFit::State::converged;
    for (Eigen::Index k = 0; k < q_; ++k)
      if (ratio[k] <= lower_bound(between_, k) + 1e-10 || ratio[k] >= upper_bound(between_, k)) fit.state = MixedFit::State::boundary;
    Vector inside = ratio;
    if (into_bounds(between_, inside)) fit.state = MixedFit::State::boundary;
    add_inference(design_, sums_, between_, at_, fit);
  }

  const Design& design_;
  Between between_;
  Likelihood likelihood_;
  Eigen::Index q_;
  std::vector<ClusterSums> sums_;
  Profile at_;
};

}  // namespace

double MixedFit::icc(Between between) const {
  const double shared = ratio[0] + (between == Between::nested ? ratio[1] : 0);
  return shared / (1 + shared);
}

MixedFit fit_mixed(const Design& design, Between between, Likelihood likelihood) {
  return MixedSolver(design, between, likelihood).solve();
}

}  // namespace alongside::estimation
