#include "analysis/explore/calibration_tables.hpp"

#include <fmt/format.h>

#include <cmath>

namespace alongside::explore {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;

constexpr double half_width = 1.959963984540054;
/// Standard deviations above this share of the prior's count as left where they were.
constexpr double left_alone = 0.9;

data::OutputTable round_table(const Calibration& found) {
  data::OutputTable table{"Rounds", {"round", "runs so far", "the mean moved", "emulator's misses", "objective at the mode"}, {}, {}};
  for (std::size_t r = 0; r < found.rounds.size(); ++r) {
    const Round& round = found.rounds[r];
    table.rows.push_back({static_cast<long long>(r + 1), static_cast<long long>(round.runs), data::Number{round.moved, 2}, data::Number{round.missed, 2}, data::Number{round.objective, 2}});
  }
  table.notes = {"The mean moved: root mean square over the parameters, in posterior standard deviations. Emulator's misses: how far the last round's emulator was off at this round's runs, in the deviations that it claimed; 1 is right.",
                 fmt::format("Effective sample size of the chain, of the parameter that mixes worst: {:.0f}.", found.effective_size)};
  if (found.centre_objective > 0) table.notes.push_back(fmt::format("The search's best point had an objective of {:.2f}, the prior's centre {:.2f}.", found.search_objective, found.centre_objective));
  return table;
}

data::OutputTable target_table(const CalibrationDescription& description, const Calibration& found) {
  data::OutputTable table{"Fit of every target", {"target", "study", "what", "observed", "simulated", "MC error", "z", "lack of fit"}, {}, {}};
  double sum = 0;
  for (std::size_t t = 0; t < description.targets.size(); ++t) {
    const FittedTarget& target = description.targets[t];
    const double simulated = found.simulated[static_cast<Index>(t)], z = (simulated - target.observed) / target.deviation;
    sum += z * z;
    table.rows.push_back({target.id, target.study, target.what + target.note, data::Number{target.observed, 3}, data::Number{simulated, 3}, data::Number{found.simulated_error[static_cast<Index>(t)], 3}, data::Number{z, 2},
                          data::Number{found.lack_of_fit[static_cast<Index>(t)] / target.deviation, 2}});
  }
  table.notes = {fmt::format("At the posterior's mean; z by standard error and discrepancy alone, and in their units also what the emulator cannot follow (lack of fit). Sum of z squared: {:.1f} over {} targets.", sum, description.targets.size())};
  return table;
}

std::string natural_interval(const FittedParameter& p, double centre, double sd) {
  return fmt::format("{:.4g} to {:.4g}", p.natural(centre - half_width * sd), p.natural(centre + half_width * sd));
}

data::OutputTable parameter_table(const CalibrationDescription& description, const Calibration& found) {
  data::OutputTable table{"Parameters", {"parameter", "prior 95%", "posterior 95%", "centre", "now", "posterior SD / prior SD", "error of the mean", "what the targets say"}, {}, {}};
  std::size_t left = 0;
  for (std::size_t i = 0; i < description.parameters.size(); ++i) {
    const FittedParameter& p = description.parameters[i];
    const auto at = static_cast<Index>(i);
    const double sd = std::sqrt(found.covariance(at, at));
    const bool alone = sd > left_alone;
    left += alone ? 1 : 0;
    table.rows.push_back({p.name, natural_interval(p, 0, 1), natural_interval(p, found.mean[at], sd), data::Number{p.natural(found.mean[at]), 4}, data::Number{p.current, 4}, data::Number{sd, 2},
                          data::Number{found.mean_error[at], 2}, std::string(alone ? "left at its prior" : sd > 0.5 ? "narrowed" : "identified")});
  }
  table.notes = {fmt::format("{} of {} parameters are left at their prior: the targets say nothing of them alone (posterior SD above {} of the prior's).", left, description.parameters.size(), left_alone),
                 "Error of the mean: Monte Carlo standard error (of the runs, by the jackknife, and of the chain), in prior standard deviations."};
  return table;
}

data::OutputTable correlation_table(const CalibrationDescription& description, const MatrixXd& correlation) {
  constexpr double strong = 0.3;
  data::OutputTable table{"Strong correlations of the posterior", {"parameter", "with", "correlation"}, {}, {}};
  for (Index i = 0; i < correlation.rows(); ++i)
    for (Index j = i + 1; j < correlation.cols(); ++j)
      if (std::abs(correlation(i, j)) >= strong)
        table.rows.push_back({description.parameters[static_cast<std::size_t>(i)].name, description.parameters[static_cast<std::size_t>(j)].name, data::Number{correlation(i, j), 2}});
  return table;
}

MatrixXd correlations(const MatrixXd& covariance) {
  const Eigen::VectorXd sd = covariance.diagonal().cwiseSqrt();
  return sd.cwiseInverse().asDiagonal() * covariance * sd.cwiseInverse().asDiagonal();
}

/// Leaves out small correlations and rounds the others; shrinks all until a distribution has them.
MatrixXd thinned(const MatrixXd& all) {
  constexpr double small = 0.1, least_eigenvalue = 0.01;
  for (double kept = 1; kept > 0; kept -= 0.02) {
    MatrixXd thin = all.unaryExpr([&](double r) { return std::abs(r) < small ? 0.0 : std::round(1000 * kept * r) / 1000; });
    thin.diagonal().setOnes();
    if (Eigen::SelfAdjointEigenSolver<MatrixXd>(thin, Eigen::EigenvaluesOnly).eigenvalues().minCoeff() >= least_eigenvalue) return thin;
  }
  return MatrixXd::Identity(all.rows(), all.cols());
}

}  // namespace

std::vector<data::OutputTable> calibration_tables(const CalibrationDescription& description, const Calibration& found) {
  return {round_table(found), target_table(description, found), parameter_table(description, found), correlation_table(description, correlations(found.covariance))};
}

std::string posterior_toml(std::span<const std::string> names, const Calibration& found, const std::string& command) {
  std::string text = fmt::format("# What a calibration found; written by:  {}\n"
                                 "# Each parameter's declared spread is its prior. On the scale on which the prior is a standard normal, the posterior is normal, with\n"
                                 "# this shift and scale (0 and 1: as the prior). Correlations are on that scale; those below 0.1 are left out.\n"
                                 "# Effective sample size {:.0f}.\nformat = 1\n\n[uncertainty.posterior]\n", command, found.effective_size);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto at = static_cast<Index>(i);
    text += fmt::format("\"{}\" = {{ shift = {:.3f}, scale = {:.3f} }}\n", names[i], found.mean[at], std::sqrt(found.covariance(at, at)));
  }
  const MatrixXd r = thinned(correlations(found.covariance));
  std::string rows;
  for (std::size_t i = 0; i < names.size(); ++i) {
    std::string with;
    for (std::size_t j = i + 1; j < names.size(); ++j)
      if (const double value = r(static_cast<Index>(i), static_cast<Index>(j)); value != 0) with += fmt::format("{}\"{}\" = {:.3f}", with.empty() ? "" : ", ", names[j], value);
    if (!with.empty()) rows += fmt::format("\"{}\" = {{ {} }}\n", names[i], with);
  }
  if (!rows.empty()) text += "\n[uncertainty.correlation]\n" + rows;
  return text;
}

}  // namespace alongside::explore
