#pragma once
// Fitting a stochastic simulator to summary targets: a global search, Gauss-Newton steps to the posterior's mode, and iterated
// importance sampling from the normal approximation there.
//
// Parameters live on the scale on which each one's prior is a standard normal. The simulator is run with common random numbers, so
// that the objective is smooth. References: Nelder & Mead are not used; the global search is controlled random search with local
// mutation (Kaelo & Ali 2006) as NLopt has it; Gauss-Newton with a prior: Tarantola 2005, eq. 3.51; mixture weights over
// all rounds: Cornuet and others 2012 (adaptive multiple importance sampling).

#include <Eigen/Dense>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace alongside::explore {

using Point = Eigen::VectorXd;

/// How many worlds an evaluation is worth: the search makes do with few.
enum class Effort { search, full };

/// What the fit asks of the simulator. Each must be a pure function of its arguments.
struct Simulator {
  /// Simulated targets, one row for each point.
  std::function<Eigen::MatrixXd(const std::vector<Point>&, Effort)> simulate;
  /// Covariance of observed minus simulated near a point: sampling, discrepancy, differences between settings, Monte Carlo error.
  std::function<Eigen::MatrixXd(const Point&)> covariance;
};

struct CalibrationPlan {
  std::uint64_t seed = 1;
  int search_evaluations = 600;
  int search_starts = 2;       ///< Gauss-Newton starts: the prior's centre, and the best points of the search
  int most_steps = 10;         ///< Gauss-Newton steps
  double difference = 0.2;     ///< step of finite differences, in prior standard deviations
  int samples = 600;           ///< in each round of importance sampling
  int most_rounds = 6;
  double wanted_size = 500;    ///< effective sample size that ends the rounds
};

/// What one round of importance sampling gave: of all samples so far.
struct Round {
  std::size_t samples;
  double effective_size;
};

struct Calibration {
  Point mode, mean;              ///< of the posterior
  Eigen::MatrixXd covariance;    ///< of the posterior
  Eigen::MatrixXd laplace;       ///< normal approximation at the mode
  Eigen::VectorXd simulated;     ///< targets at the mean, at full effort
  Eigen::VectorXd mean_error;    ///< Monte Carlo standard error of the mean, by parameter
  double search_objective = 0;   ///< -log posterior of the best point of the search, at the search's effort
  std::vector<double> objectives;  ///< -log posterior at the mode that each Gauss-Newton start found, at full effort
  std::vector<Round> rounds;
  double effective_size = 0;
};

/// Tells how far it is: a stage and a share of it.
using Tell = std::function<void(const std::string&)>;

/// Fits. `targets` on the scale on which they are compared. Deterministic for a plan and a simulator.
Calibration calibrate(const Eigen::VectorXd& targets, Eigen::Index parameters, const Simulator& simulator, const CalibrationPlan& plan, const Tell& tell);

}  // namespace alongside::explore
