#pragma once
// A model's inputs and outputs at the points of a design: from a result file, or from anyone's table.

#include <Eigen/Dense>
#include <cstddef>
#include <string>
#include <vector>

namespace alongside::explore {

/// Points x inputs, and points x worlds: the output of each point in each replicate world, NaN where a world failed. One
/// world, without noise that could be told, when the outputs come from a table.
struct Experiment {
  std::vector<std::string> inputs;
  Eigen::MatrixXd x;
  Eigen::MatrixXd y;
  std::string what;  ///< the output, for headings

  Eigen::Index points() const { return x.rows(); }
  Eigen::Index worlds() const { return y.cols(); }
};

/// The first rows of A, of B, and of A with one column of B, for each base point of a Saltelli design.
struct SaltelliRows {
  std::vector<Eigen::Index> a, b;
  std::vector<std::vector<Eigen::Index>> ab;  ///< [input][base point]
  std::size_t base() const { return a.size(); }
};

/// Finds the design in the order of rows: A, AB1 .. ABk, B for each base point (as SALib and our sweeps write it, with or
/// without the BA rows of second order), or whole matrices A, B, AB1 .. ABk one below the other. Throws DataError, naming the
/// first row that does not fit, when it is none of them.
SaltelliRows find_saltelli(const Experiment& experiment);

/// One step of a Morris trajectory: the rows before and after, and the input that moved.
struct MorrisStep {
  Eigen::Index before, after;
  std::size_t input;
};
/// Trajectories of k + 1 rows, each differing from the last in one input, every input once. Throws DataError likewise.
std::vector<std::vector<MorrisStep>> find_morris(const Experiment& experiment);

/// Variation between worlds.
struct Noise {
  double between = 0;      ///< variance over points of a point's mean, as it stands
  double of_mean = 0;      ///< part of it that is noise: of the interaction of point and world, divided by the worlds
  double independent = 0;  ///< what that part would be if every point had worlds of its own
  bool known = false;      ///< needs two worlds
};
/// Two-way analysis of variance of the outputs, worlds common to all points or not; points with a missing world are left out.
Noise noise_of(const Eigen::MatrixXd& y);

/// The mean of each point over its worlds; NaN where there is none.
Eigen::VectorXd point_means(const Eigen::MatrixXd& y);

/// A number with a bootstrap interval of 95% (percentiles; Efron & Tibshirani 1993).
struct Interval {
  double value = 0, low = 0, high = 0;
};

struct Resampling {
  int resamples = 1000;
  std::uint64_t seed = 1;
};

}  // namespace alongside::explore
