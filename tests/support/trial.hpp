#pragma once
// Simulated trials in tests: a scenario as text, many worlds side by side, their estimates and truths as columns.

#include <string>
#include <string_view>
#include <vector>

#include "sim/run/task.hpp"
#include "tests/support/model.hpp"

namespace alongside::tests {

class TrialModel {
 public:
  /// `set`: changes such as "trial.consent=0.5".
  explicit TrialModel(const std::string& toml, const std::vector<std::string>& set = {});

  const run::Study& study() const { return study_; }
  /// Replicate worlds, reduced; on all cores. Kept for the questions below.
  void simulate(std::uint32_t replicates);
  const std::vector<trial::Reduced>& worlds() const { return worlds_; }
  /// Arms' (regimes') results of each world.
  const std::vector<std::vector<process::ArmResult>>& regimes() const { return regimes_; }

  /// One number in every world: contrast and endpoint are the first unless given.
  std::vector<double> estimates(std::string_view method, std::string_view statistic = "estimate", std::size_t contrast = 0, std::size_t endpoint = 0) const;
  std::vector<double> truths(std::string_view estimand, std::size_t contrast = 0, std::size_t endpoint = 0) const;
  std::vector<double> facts(std::string_view fact, std::size_t contrast = 0, std::size_t endpoint = 0) const;
  std::vector<double> flow(std::string_view step, std::size_t arm) const;
  /// Share of worlds whose estimate lies within its interval of a truth, and of those rejected.
  double coverage(std::string_view method, double truth) const;
  double rejections(std::string_view method) const;

 private:
  declare::Catalogue catalogue_;
  run::Study study_;
  std::vector<trial::Reduced> worlds_;
  std::vector<std::vector<process::ArmResult>> regimes_;
};

/// Differences pair by pair, and ratios of means with a standard error by the delta method.
std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b);
Estimate ratio_of_means(const std::vector<double>& a, const std::vector<double>& b);

}  // namespace alongside::tests
