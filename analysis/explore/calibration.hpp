#pragma once
// Fitting a stochastic simulator to summary targets by iterated emulation: a global search for where to start, then rounds of runs
// that are drawn from what is known so far, an emulator of the targets fitted to them, and the posterior under that emulator by
// Markov chain Monte Carlo.
//
// Parameters live on the scale on which each one's prior is a standard normal. Why not importance sampling or ABC on the runs
// themselves: with some sixty parameters their weights collapse on a few samples, and a run's own chance, small beside a target's
// error though it is, moves the log likelihood of forty targets by several units. The emulator averages that chance over all runs, and
// what it cannot tell (uncertain coefficients, lack of fit) is added to each target's variance. References: Kennedy & O'Hagan 2001, J R
// Stat Soc B 63:425; iterated design from the current posterior: Li & Marzouk 2014 (SIAM J Sci Comput 36:A1163); jackknife over groups of
// runs: Quenouille 1956.

#include <Eigen/Dense>

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace alongside::explore {

using Point = Eigen::VectorXd;

/// What the fit asks of the simulator. Each must be a pure function of its arguments. Values that cannot be told are NaN.
struct Simulator {
  /// Simulated targets of a point in few and always the same worlds: smooth and cheap, for the search.
  std::function<Eigen::VectorXd(const Point&)> search;
  /// Simulated targets, one row for each point; point i in worlds of its own, those of number first + i (modulo 2^32).
  std::function<Eigen::MatrixXd(const std::vector<Point>&, std::uint32_t first)> runs;
  /// Covariance of observed minus simulated near a point: sampling, discrepancy, differences between settings.
  std::function<Eigen::MatrixXd(const Point&)> covariance;
};

struct CalibrationPlan {
  std::uint64_t seed = 1;
  int search_evaluations = 200;
  int samples = 400;           ///< runs in each round
  int least_rounds = 4;
  int most_rounds = 6;
  double settled = 0.1;        ///< root mean square move of the mean, in posterior standard deviations, that ends the rounds
  int repeats = 12;            ///< runs at a round's centre, which tell chance from lack of fit
  double wanted_size = 400;    ///< effective sample size of the chain, of the parameter that mixes worst
};

/// What one round gave.
struct Round {
  std::size_t runs;       ///< of all rounds so far, repeats included
  double moved;           ///< root mean square move of the mean since the last round, in posterior standard deviations
  double missed;          ///< root mean square error of the last round's emulator at this round's runs, in the deviations that it claimed
  double objective;       ///< -log posterior at the mode, but for a constant
};

struct Calibration {
  Point mode, mean;              ///< of the posterior
  Eigen::MatrixXd covariance;    ///< of the posterior
  Eigen::VectorXd simulated, simulated_error;  ///< targets at the mean, over the repeats, and their Monte Carlo standard errors
  Eigen::VectorXd mean_error;    ///< Monte Carlo standard error of the mean, by parameter: of the runs (jackknife) and of the chain
  Eigen::VectorXd lack_of_fit;   ///< of the emulator, by target: a standard deviation
  double search_objective = 0, centre_objective = 0;  ///< of the search's best point and of the prior's centre, in the search's worlds
  std::vector<Round> rounds;
  double effective_size = 0;     ///< of the chain
};

/// Tells how far it is: a stage and a share of it.
using Tell = std::function<void(const std::string&)>;

/// Fits. `targets` on the scale on which they are compared. Deterministic for a plan and a simulator.
Calibration calibrate(const Eigen::VectorXd& targets, Eigen::Index parameters, const Simulator& simulator, const CalibrationPlan& plan, const Tell& tell);

}  // namespace alongside::explore
