#pragma once
// Regression designs with equal rows of a cluster collapsed into cells: exact for every model here, and the reason
// why a fit costs microseconds.

#include <Eigen/Dense>
#include <cstdint>
#include <span>
#include <vector>

#include "analysis/trial/sample.hpp"

namespace alongside::estimation {

using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// Cells of equal covariates inside a cluster and period, with what the outcomes sum to.
struct Design {
  Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor> x;  ///< cells x columns
  Vector count, sum, square;          ///< by cell: rows, sum of outcomes, sum of squared outcomes
  std::vector<std::int32_t> period;   ///< by cell
  std::vector<std::size_t> start{0};  ///< cells of cluster c: start[c] up to start[c + 1]
  double rows = 0;                    ///< sum of counts
  Vector contrast;                    ///< the effect is contrast' beta

  std::size_t clusters() const { return start.size() - 1; }
  Eigen::Index columns() const { return x.cols(); }
  double cluster_size(std::size_t cluster) const {
    return count.segment(static_cast<Eigen::Index>(start[cluster]),
                         static_cast<Eigen::Index>(start[cluster + 1] - start[cluster])).sum();
  }
};

/// Whether the baseline covariate stands in the model.
enum class Adjust { none, baseline };

/// Intercept, arm (and baseline, centred): the parallel comparison. The effect is the arm's coefficient.
Design parallel_design(const Sample& sample, Adjust adjust);

/// Period effects and the condition: Hussey and Hughes (2007) eq. 1. The effect is the condition's coefficient.
Design stepped_design(const Sample& sample);

/// Period effects and one effect for each number of periods since the switch; the effect is their plain average over
/// the exposure times seen (ETI model, time-averaged effect: Kenny et al. 2022).
Design exposure_design(const Sample& sample);

/// Any design: `x` is rows x columns, rows sorted by cluster; the effect is the coefficient of `effect`.
Design row_design(const Matrix& x, std::span<const double> outcome, std::span<const std::int32_t> cluster, Eigen::Index effect);

/// Whether X'X can be inverted (pivots of its Cholesky factor against 1e-10 of the diagonal).
bool full_rank(const Design& design);

}  // namespace alongside::estimation
