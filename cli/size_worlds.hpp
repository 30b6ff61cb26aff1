#pragma once
// Simulated trials of one scenario at any size: communities are added or taken with their families.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/trial/estimator.hpp"
#include "analysis/trial/size.hpp"
#include "sim/run/study.hpp"
#include "sim/scenario/scenario.hpp"

namespace alongside::cli {

/// How the trial differs from its scenario, beside its size.
struct TrialWay {
  std::string cluster_size;  ///< most families randomised in a community; "": as the scenario has it
  std::string follow_up;     ///< week of the endpoint's follow-up; "": as the scenario has it
};

/// The scenario of a trial, and what a search needs to know of it.
class SizeScenario {
 public:
  /// Throws DataError when the scenario is no trial, or sweeps, or its numbers do not fit, UsageError for unknown names.
  SizeScenario(std::string path, const scenario::Overrides& overrides, const declare::Catalogue& catalogue, std::uint32_t worlds);

  /// The study at a size. `analyst` as run::Study takes it.
  std::unique_ptr<run::Study> study(int communities, const TrialWay& way, const run::AnalystFactory& analyst) const;

  const run::Study& own() const { return *own_; }
  int communities() const { return communities_; }
  int step() const;                ///< of the number of communities
  bool by_cluster() const;
  std::string design() const;
  bool uncertain() const { return own_->scenario().draws > 0; }
  void choose_endpoint(std::size_t endpoint) { endpoint_ = endpoint; }

 private:
  std::string path_;
  scenario::Overrides overrides_;
  const declare::Catalogue& catalogue_;
  std::unique_ptr<run::Study> own_;
  int communities_ = 0;
  double families_ = 0, wanted_ = 0;  ///< a community; families to randomise a community, 0: all
  std::size_t endpoint_ = 0;
};

/// Trials by one method, by size. Simulated on `threads` threads; the numbers do not depend on them.
class SizeWorlds {
 public:
  SizeWorlds(const SizeScenario& scenario, TrialWay way, const estimation::Estimator& method, std::size_t contrast, std::size_t endpoint, unsigned threads)
      : scenario_(scenario), way_(std::move(way)), method_(method), contrast_(contrast), endpoint_(endpoint), threads_(threads) {}

  estimation::SimulatedTrials operator()(int size, std::uint32_t first, std::uint32_t count);

 private:
  const SizeScenario& scenario_;
  TrialWay way_;
  const estimation::Estimator& method_;
  std::size_t contrast_, endpoint_;
  unsigned threads_;
  std::map<int, std::unique_ptr<run::Study>> studies_;
};

/// The first method, of those that the scenario asks for or that its design usually has, that suits an endpoint.
const estimation::Estimator& first_method(const run::Study& study, std::size_t contrast, std::size_t endpoint);

}  // namespace alongside::cli
