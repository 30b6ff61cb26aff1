#include "analysis/economics/gam.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Columns that share one smoothness; the first block of a design is unpenalised.
struct Block {
  Index from, count;
};

struct Design {
  MatrixXd basis;
  std::vector<Block> blocks;
};

MatrixXd products(const MatrixXd& a, const MatrixXd& b) {
  MatrixXd out(a.rows(), a.cols() * b.cols());
  for (Index i = 0; i < a.cols(); ++i)
    for (Index j = 0; j < b.cols(); ++j) out.col(i * b.cols() + j) = a.col(i).cwiseProduct(b.col(j));
  return out;
}

/// Bends per parameter in terms of each order: wiggly main effects, coarse interactions, so that p stays near 260 at most.
constexpr int main_bends = 10;
int bends_in(std::size_t order) { return order == 2 ? 3 : order == 3 ? 2 : 1; }

/// Interaction of a set of parameters: one unpenalised product of lines, and a block for every choice of line or bend each
/// (pairs), or one for all the rest (higher orders, where there is little to tell them apart).
void add_interaction(const std::vector<SplineColumns>& columns, const std::vector<std::size_t>& members, MatrixXd& fixed,
                     std::vector<MatrixXd>& smooth) {
  const std::size_t order = members.size();
  MatrixXd rest(fixed.rows(), 0);
  for (std::size_t bent = 0; bent < (std::size_t{1} << order); ++bent) {
    MatrixXd term = MatrixXd::Ones(fixed.rows(), 1);
    for (std::size_t m = 0; m < order; ++m) {
      const SplineColumns& c = columns[members[m]];
      const Index wanted = std::min<Index>(bends_in(order), c.bends.cols());
      term = (bent >> m) & 1 ? products(term, c.bends.leftCols(wanted)) : products(term, c.line);
    }
    if (bent == 0) {
      fixed.conservativeResize(Eigen::NoChange, fixed.cols() + 1);
      fixed.rightCols(1) = term;
    } else if (order == 2) {
      if (term.cols() > 0) smooth.push_back(term);
    } else {
      rest.conservativeResize(Eigen::NoChange, rest.cols() + term.cols());
      rest.rightCols(term.cols()) = term;
    }
  }
  if (rest.cols() > 0) smooth.push_back(rest);
}

Design make_design(const MatrixXd& parameters) {
  const Index n = parameters.rows();
  std::vector<SplineColumns> columns;
  for (Index p = 0; p < parameters.cols(); ++p) {
    SplineColumns c = spline_columns(parameters.col(p), std::min<int>(main_bends, static_cast<int>(n / 10)));
    if (!c.line.isZero(0)) columns.push_back(std::move(c));
  }
  MatrixXd fixed = MatrixXd::Ones(n, 1);
  std::vector<MatrixXd> smooth;
  for (const SplineColumns& c : columns) {
    fixed.conservativeResize(Eigen::NoChange, fixed.cols() + 1);
    fixed.rightCols(1) = c.line;
    if (c.bends.cols() > 0) smooth.push_back(c.bends);
  }
  for (std::size_t order = 2; order <= columns.size(); ++order)
    for (std::size_t set = 0; set < (std::size_t{1} << columns.size()); ++set) {
      std::vector<std::size_t> members;
      for (std::size_t p = 0; p < columns.size(); ++p)
        if ((set >> p) & 1) members.push_back(p);
      if (members.size() == order) add_interaction(columns, members, fixed, smooth);
    }
  Design design{std::move(fixed), {}};
  design.blocks.push_back({0, design.basis.cols()});
  for (const MatrixXd& block : smooth) {
    if (design.basis.cols() + block.cols() > n / 3) break;  // few draws: drop the highest interactions first
    design.blocks.push_back({design.basis.cols(), block.cols()});
    design.basis.conservativeResize(Eigen::NoChange, design.basis.cols() + block.cols());
    design.basis.rightCols(block.cols()) = block;
  }
  return design;
}

/// X'X, X'y and what the smoothness search needs of them.
struct Moments {
  MatrixXd gram;   // X'X
  MatrixXd cross;  // X'Y
  VectorXd square; // y'y per response
  double n;
};

/// Smoothness by REML: lambda_j <- sigma^2 (m_j/lambda_j - tr(A^-1 S_j)) / beta'S_j beta x lambda_j, A = X'X + S.
struct Solution {
  VectorXd beta;
  MatrixXd root;
  double df = 0;
};

Solution smooth_fit(const Moments& moments, const std::vector<Block>& blocks, Index response) {
  const Index p = moments.gram.rows();
  VectorXd penalty = VectorXd::Zero(p), lambda = VectorXd::Zero(static_cast<Index>(blocks.size()));
  for (std::size_t j = 1; j < blocks.size(); ++j)
    lambda[static_cast<Index>(j)] = std::max(1e-300, moments.gram.diagonal().segment(blocks[j].from, blocks[j].count).mean());
  Solution out;
  // The unpenalised columns get a trace of ridge, so that equal columns (a parameter given twice) do no harm.
  penalty.head(blocks[0].count).setConstant(1e-9 * moments.n);
  penalty[0] = 0;
  for (int step = 0; step < 100; ++step) {
    for (std::size_t j = 1; j < blocks.size(); ++j) penalty.segment(blocks[j].from, blocks[j].count).setConstant(lambda[static_cast<Index>(j)]);
    MatrixXd a = moments.gram;
    a.diagonal() += penalty;
    const Eigen::LLT<MatrixXd> llt(a);
    ALONGSIDE_EXPECTS(llt.info() == Eigen::Success);
    out.root = llt.matrixL();
    out.beta = llt.solve(moments.cross.col(response));
    const MatrixXd inverse_root = out.root.triangularView<Eigen::Lower>().solve(MatrixXd::Identity(p, p));
    const VectorXd inverse_diagonal = inverse_root.colwise().squaredNorm().transpose();
    out.df = static_cast<double>(p) - penalty.dot(inverse_diagonal);
    const double rss = std::max(0.0, moments.square[response] - 2 * out.beta.dot(moments.cross.col(response)) + out.beta.dot(moments.gram * out.beta));
    const double variance = rss / std::max(1.0, moments.n - out.df);
    double change = 0;
    for (std::size_t j = 1; j < blocks.size(); ++j) {
      const double now = lambda[static_cast<Index>(j)];
      const double free = std::max(1e-12, static_cast<double>(blocks[j].count) - now * inverse_diagonal.segment(blocks[j].from, blocks[j].count).sum());
      const double size = std::max(1e-300, out.beta.segment(blocks[j].from, blocks[j].count).squaredNorm());
      const double scale = moments.gram.diagonal().segment(blocks[j].from, blocks[j].count).mean();
      const double next = std::clamp(variance * free / size, 1e-9 * scale, 1e9 * scale);
      change = std::max(change, std::abs(std::log(next / now)));
      lambda[static_cast<Index>(j)] = next;
    }
    if (change < 0.01) break;
  }
  return out;
}

}  // namespace

Fit fit_gam(const MatrixXd& parameters, const MatrixXd& y) {
  ALONGSIDE_EXPECTS(parameters.rows() == y.rows() && parameters.cols() >= 1);
  if (y.rows() < 20) throw DataError(fmt::format("{} draws are too few for a regression (at least 20)", y.rows()));
  Design design = make_design(parameters);
  Moments moments;
  moments.n = static_cast<double>(y.rows());
  moments.gram = MatrixXd::Zero(design.basis.cols(), design.basis.cols());
  moments.gram.selfadjointView<Eigen::Lower>().rankUpdate(design.basis.transpose());
  moments.gram.triangularView<Eigen::StrictlyUpper>() = moments.gram.transpose();
  // Responses centred and brought to unit size: digits survive net benefits of 1e6 that differ by pounds.
  const Eigen::RowVectorXd centre = y.colwise().mean();
  MatrixXd scaled = y.rowwise() - centre;
  VectorXd size = (scaled.colwise().squaredNorm().transpose() / moments.n).cwiseSqrt();
  for (Index d = 0; d < size.size(); ++d) size[d] = size[d] > 0 ? size[d] : 1;
  scaled.array().rowwise() /= size.transpose().array();
  moments.cross = design.basis.transpose() * scaled;
  moments.square = scaled.colwise().squaredNorm().transpose();

  Fit fit;
  fit.coefficients.resize(design.basis.cols(), y.cols());
  fit.effective_df.resize(y.cols());
  for (Index d = 0; d < y.cols(); ++d) {
    Solution solution = smooth_fit(moments, design.blocks, d);
    fit.coefficients.col(d) = solution.beta * size[d];
    fit.coefficients(0, d) += centre[d];
    fit.effective_df[d] = solution.df;
    fit.root.push_back(std::move(solution.root));
  }
  fit.basis = std::move(design.basis);
  const MatrixXd residual = y - fit.fitted();
  fit.residual_covariance = residual.transpose() * residual / std::max(1.0, moments.n - fit.effective_df.maxCoeff());
  return fit;
}

}  // namespace alongside::economics
