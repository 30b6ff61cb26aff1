#pragma once
// Probabilistic analysis as numbers: costs and effects of every option in every draw of the parameters.
// A file of draws and a simulation result both become `Draws`; everything after this line is the same.

#include <Eigen/Dense>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/data/table.hpp"

namespace alongside::economics {

/// What one row of draws is, when a draw has several: a replicate world, or one of independent people.
enum class RowUnit { replicate_world, independent_person };

/// Rows of costs and effects by option, with the parameters behind them.
struct Draws {
  std::vector<std::string> options;     ///< K names, at least 2
  Eigen::MatrixXd cost;                 ///< rows x K, in money
  Eigen::MatrixXd effect;               ///< rows x K, e.g. QALYs
  std::vector<std::string> parameters;  ///< P names, in the order of the columns of `parameter`
  Eigen::MatrixXd parameter;            ///< rows x P
  std::vector<std::string> draw;        ///< draw of each row, rows of one draw together or not; empty: each row its own
  RowUnit unit = RowUnit::replicate_world;
};

/// Draws averaged over their replicates, with what the averaging hides.
struct DrawMeans {
  std::vector<std::string> options;
  Eigen::MatrixXd cost;    ///< N x K means of the draw's rows
  Eigen::MatrixXd effect;  ///< N x K
  std::vector<std::string> parameters;
  Eigen::MatrixXd parameter;       ///< N x P
  Eigen::VectorXd replicates;      ///< N, rows in each draw
  Eigen::MatrixXd within;          ///< 2K x 2K pooled within-draw covariance of (costs, effects) of one row; 0 if unknown
  double within_df = 0;            ///< its degrees of freedom, sum of (n_i - 1)
  std::size_t replicated = 0;      ///< draws with at least two rows
  RowUnit unit = RowUnit::replicate_world;

  Eigen::Index draws() const { return cost.rows(); }
  Eigen::Index option_count() const { return cost.cols(); }
};

/// Reads columns cost_<option>, effect_<option> and parameters (every other numeric column but the draw column).
/// `draw_column` groups rows; when empty, a column named "draw" does if there is one. Throws DataError when an
/// option lacks one of its columns, fewer than two options or rows are there, or a used cell is not a finite number.
Draws read_draws(const data::CsvTable& table, std::string_view draw_column = {});

/// Averages rows of the same draw and pools the variance within draws. Throws DataError when a parameter differs
/// between rows of one draw.
DrawMeans average_replicates(const Draws& draws);

/// Index of an option by name; throws DataError with the nearest name.
std::size_t option_index(const std::vector<std::string>& options, std::string_view name);

/// Net monetary benefit, threshold x effect - cost, N x K (Stinnett & Mullahy 1998).
inline Eigen::MatrixXd net_monetary_benefit(const Eigen::MatrixXd& cost, const Eigen::MatrixXd& effect, double threshold) {
  return threshold * effect - cost;
}

/// Net health benefit, effect - cost / threshold, N x K; threshold > 0 (Stinnett & Mullahy 1998).
Eigen::MatrixXd net_health_benefit(const Eigen::MatrixXd& cost, const Eigen::MatrixXd& effect, double threshold);

/// Standard error of the mean of independent values, n >= 2.
double mcse_of_mean(const Eigen::VectorXd& values);

/// Differences of every column of an N x K matrix to its column `reference`: N x K with zeros in that column.
Eigen::MatrixXd increments(const Eigen::MatrixXd& values, std::size_t reference);

}  // namespace alongside::economics
