#include "analysis/economics/mars.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr Index most_terms = 51, most_rows = 3000, knots_per_parent = 15, parents_tried = 12;
constexpr double df_per_knot = 3;
constexpr double least_gain = 2e-4;  // share of the total sum of squares

/// One factor of a term: the parameter itself, or its part above a knot.
struct Factor {
  Index parameter;
  bool hinge;
  double knot;
};

/// A term is a product of at most two factors; no factors: the constant.
using Term = std::vector<Factor>;

VectorXd column_of(const Term& term, const MatrixXd& x) {
  VectorXd out = VectorXd::Ones(x.rows());
  for (const Factor& f : term) {
    if (f.hinge) out.array() *= (x.col(f.parameter).array() - f.knot).max(0.0);
    else out.array() *= x.col(f.parameter).array();
  }
  return out;
}

/// What the forward pass carries: orthonormal columns of the chosen terms and the residuals left.
struct Forward {
  const MatrixXd& x;
  MatrixXd q;  // n x M
  MatrixXd residual;
  std::vector<Term> terms;
  std::vector<double> worth;  // best gain that a child of each term promised last time

  void add(const Term& term, const VectorXd& column) {
    VectorXd rest = column;
    for (int twice = 0; twice < 2; ++twice) rest -= q * (q.transpose() * rest);  // twice is enough (Kahan)
    const double size = rest.norm();
    terms.push_back(term);
    worth.push_back(1e300);
    q.conservativeResize(Eigen::NoChange, q.cols() + 1);
    q.rightCols(1) = size > 1e-9 * column.norm() ? VectorXd(rest / size) : VectorXd::Zero(rest.size());
    residual -= q.rightCols(1) * (q.rightCols(1).transpose() * residual);
  }
};

struct Candidate {
  double gain = 0;
  Index parent = -1, parameter = -1;
  bool line_only = false;
  double knot = 0;
};

std::vector<double> knots_for(const VectorXd& parent, const VectorXd& x) {
  std::vector<double> seen;
  for (Index i = 0; i < x.size(); ++i)
    if (parent[i] != 0) seen.push_back(x[i]);
  std::sort(seen.begin(), seen.end());
  std::vector<double> knots;
  for (Index k = 1; k <= knots_per_parent && !seen.empty(); ++k) {
    const double knot = seen[static_cast<std::size_t>(k) * seen.size() / (knots_per_parent + 1)];
    if ((knots.empty() || knot > knots.back()) && knot > seen.front()) knots.push_back(knot);
  }
  return knots;
}

/// Best child of one parent in one parameter: the line, or line and hinge at the best knot. Gains need only Q'H and R'H.
Candidate best_child(const Forward& state, const VectorXd& parent, Index parameter) {
  Candidate best;
  const VectorXd line = parent.cwiseProduct(state.x.col(parameter));
  VectorXd rest = line - state.q * (state.q.transpose() * line);
  const double size = rest.norm();
  const bool has_line = size > 1e-7 * line.norm();
  double line_gain = 0;
  Eigen::RowVectorXd by_line = Eigen::RowVectorXd::Zero(state.residual.cols());
  if (has_line) {
    rest /= size;
    by_line = rest.transpose() * state.residual;
    line_gain = by_line.squaredNorm();
  } else {
    rest.setZero();
  }
  const std::vector<double> knots = knots_for(parent, state.x.col(parameter));
  best = {line_gain, 0, parameter, true, 0};
  if (knots.empty()) return best;
  MatrixXd hinges(state.x.rows(), static_cast<Index>(knots.size()));
  for (Index k = 0; k < hinges.cols(); ++k)
    hinges.col(k) = parent.array() * (state.x.col(parameter).array() - knots[static_cast<std::size_t>(k)]).max(0.0);
  const MatrixXd on_q = state.q.transpose() * hinges;
  const Eigen::RowVectorXd on_line = rest.transpose() * hinges;
  const MatrixXd on_residual = state.residual.transpose() * hinges - by_line.transpose() * on_line;
  double hinge_gain = 0;
  for (Index k = 0; k < hinges.cols(); ++k) {
    const double whole = hinges.col(k).squaredNorm();
    const double left = whole - on_q.col(k).squaredNorm() - on_line[k] * on_line[k];
    if (left < 1e-6 * whole) continue;
    const double gain = on_residual.col(k).squaredNorm() / left;
    if (gain > hinge_gain) {
      hinge_gain = gain;
      best.knot = knots[static_cast<std::size_t>(k)];
    }
  }
  best.line_only = hinge_gain < 0.02 * line_gain;
  best.gain = line_gain + (best.line_only ? 0 : hinge_gain);
  return best;
}

std::vector<Term> forward_terms(const MatrixXd& x, const MatrixXd& y) {
  Forward state{x, MatrixXd(x.rows(), 0), y, {}, {}};
  state.add({}, VectorXd::Ones(x.rows()));
  const double total = std::max(1e-300, state.residual.squaredNorm());
  while (static_cast<Index>(state.terms.size()) + 2 <= std::min(most_terms, x.rows() / 4)) {
    std::vector<Index> order(state.terms.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = static_cast<Index>(i);
    std::stable_sort(order.begin(), order.end(), [&](Index a, Index b) { return state.worth[static_cast<std::size_t>(a)] > state.worth[static_cast<std::size_t>(b)]; });
    Candidate best;
    for (std::size_t i = 0; i < std::min<std::size_t>(order.size(), parents_tried); ++i) {
      const Term& term = state.terms[static_cast<std::size_t>(order[i])];
      double promise = 0;
      if (term.size() < 2) {
        const VectorXd parent = column_of(term, x);
        for (Index p = 0; p < x.cols(); ++p) {
          if (!term.empty() && term[0].parameter == p) continue;
          Candidate child = best_child(state, parent, p);
          child.parent = order[i];
          promise = std::max(promise, child.gain);
          if (child.gain > best.gain) best = child;
        }
      }
      state.worth[static_cast<std::size_t>(order[i])] = promise;
    }
    // Terms outside the short list age upwards, so that none is forgotten.
    for (std::size_t i = parents_tried; i < order.size(); ++i) state.worth[static_cast<std::size_t>(order[i])] *= 1.5;
    if (best.gain < least_gain * total) break;
    Term child = state.terms[static_cast<std::size_t>(best.parent)];
    child.push_back({best.parameter, false, 0});
    state.add(child, column_of(child, x));
    if (best.line_only) continue;
    child.back() = {best.parameter, true, best.knot};
    state.add(child, column_of(child, x));
  }
  return state.terms;
}

/// Deletes terms one by one, the least useful first, and keeps the set of the lowest generalised cross-validation.
std::vector<Index> backward_choice(const MatrixXd& gram, const MatrixXd& cross, double square, double n, const std::vector<Term>& terms) {
  std::vector<Index> kept;
  for (Index i = 0; i < gram.rows(); ++i) kept.push_back(i);
  std::vector<Index> best = kept;
  double best_score = 1e300;
  for (;;) {
    const MatrixXd a = gram(kept, kept);
    MatrixXd ridged = a;
    ridged.diagonal() *= 1 + 1e-10;
    const MatrixXd inverse = ridged.ldlt().solve(MatrixXd::Identity(a.rows(), a.cols()));
    const MatrixXd b = cross(kept, Eigen::all);
    const MatrixXd beta = inverse * b;
    const double rss = std::max(0.0, square - (beta.array() * b.array()).sum());
    double knots = 0;
    for (const Index i : kept)
      for (const Factor& f : terms[static_cast<std::size_t>(i)]) knots += f.hinge;
    const double cost = static_cast<double>(kept.size()) + df_per_knot * knots / 2;
    const double score = rss / std::pow(std::max(1e-3, 1 - cost / n), 2);
    if (score < best_score) {
      best_score = score;
      best = kept;
    }
    if (kept.size() == 1) return best;
    std::size_t least = 1;
    double least_rise = 1e300;
    for (std::size_t i = 1; i < kept.size(); ++i) {
      const auto j = static_cast<Index>(i);
      const double rise = beta.row(j).squaredNorm() / std::max(1e-300, inverse(j, j));
      if (rise < least_rise) {
        least_rise = rise;
        least = i;
      }
    }
    kept.erase(kept.begin() + static_cast<std::ptrdiff_t>(least));
  }
}

MatrixXd standardised(const MatrixXd& values) {
  MatrixXd out = values.rowwise() - values.colwise().mean();
  for (Index c = 0; c < out.cols(); ++c) {
    const double sd = std::sqrt(out.col(c).squaredNorm() / static_cast<double>(out.rows()));
    if (sd > 0) out.col(c) /= sd;
  }
  return out;
}

}  // namespace

Fit fit_mars(const MatrixXd& parameters, const MatrixXd& y) {
  ALONGSIDE_EXPECTS(parameters.rows() == y.rows() && parameters.cols() >= 1);
  const Index n = y.rows();
  if (n < 50) throw DataError(fmt::format("{} draws are too few for a regression on {} parameters (at least 50)", n, parameters.cols()));
  const MatrixXd x = standardised(parameters), scaled = standardised(y);
  const Index rows = std::min(n, most_rows);
  MatrixXd x_part(rows, x.cols()), y_part(rows, y.cols());
  for (Index i = 0; i < rows; ++i) {  // evenly spread rows: draws are in no order that matters
    x_part.row(i) = x.row(i * n / rows);
    y_part.row(i) = scaled.row(i * n / rows);
  }
  const std::vector<Term> terms = forward_terms(x_part, y_part);
  MatrixXd basis(n, static_cast<Index>(terms.size()));
  for (std::size_t t = 0; t < terms.size(); ++t) basis.col(static_cast<Index>(t)) = column_of(terms[t], x);
  const MatrixXd gram = basis.transpose() * basis, cross = basis.transpose() * scaled;
  const std::vector<Index> kept = backward_choice(gram, cross, scaled.squaredNorm(), static_cast<double>(n), terms);

  Fit fit;
  fit.basis = basis(Eigen::all, kept);
  MatrixXd a = gram(kept, kept);
  a.diagonal() *= 1 + 1e-10;
  const Eigen::LLT<MatrixXd> llt(a);
  const Eigen::RowVectorXd centre = y.colwise().mean();
  fit.coefficients = llt.solve(fit.basis.transpose() * (y.rowwise() - centre));
  fit.coefficients.row(0) += centre;
  fit.root.assign(static_cast<std::size_t>(y.cols()), MatrixXd(llt.matrixL()));
  fit.effective_df = VectorXd::Constant(y.cols(), static_cast<double>(kept.size()));
  const MatrixXd residual = y - fit.fitted();
  fit.residual_covariance = residual.transpose() * residual / std::max(1.0, static_cast<double>(n - static_cast<Index>(kept.size())));
  return fit;
}

}  // namespace alongside::economics
