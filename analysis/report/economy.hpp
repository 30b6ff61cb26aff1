#pragma once
// Costs and health of a result as the report speaks of them: the reference case, by arm, at any threshold.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/frontier.hpp"
#include "analysis/economics/valuation.hpp"
#include "analysis/economics/wording.hpp"
#include "analysis/report/material.hpp"

namespace alongside::report {

/// Money and health of every arm. Differences are from the first arm.
class Economy {
 public:
  /// Nothing when the result holds no ledger, or one arm only.
  static std::unique_ptr<Economy> read(const record::Result& result, const ReportOptions& options);

  const std::vector<std::string>& arms() const { return accounts.arms; }
  bool uncertain() const { return accounts.uncertain; }
  /// Net monetary benefit of an arm over the first, pounds per 1,000 births, with its interval over draws or worlds.
  Interval gain(std::size_t arm, double threshold) const;
  Interval added_cost(std::size_t arm) const;
  Interval added_effect(std::size_t arm) const;
  /// The decision at a threshold, noise inside draws taken off where replicates allow. Chances mean something only when
  /// parameters were drawn.
  economics::Decision decide(double threshold) const;
  /// The threshold of the text at which the choice is least sure: where knowing everything would be worth most.
  double doubtful_threshold() const;

  economics::Accounts accounts;
  economics::Viewpoint view;
  economics::Valued valued;           ///< [world][arm]
  economics::DrawMeans means;         ///< a row per draw; without draws a row per world
  bool corrected = false;             ///< whether noise inside draws can be taken off
  std::vector<double> cost, effect;   ///< mean by arm
  std::vector<economics::Place> places;
  economics::Wording wording;
  std::vector<double> thresholds;     ///< that the text speaks of, rising

 private:
  Economy() = default;
  Interval over(const Eigen::VectorXd& values) const;
};

}  // namespace alongside::report
