#pragma once
// Simulated trials of one scenario at any size: communities are added or taken with their families.

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/trial/estimator.hpp"
#include "analysis/trial/size.hpp"
#include "analysis/trial/size_worth.hpp"
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
  /// `worlds`: how many are told apart by number; where parameters vary, each has a draw of its own. Throws DataError when the
  /// scenario is no trial, or sweeps, UsageError when there is no room for so many worlds.
  SizeScenario(std::string path, const scenario::Overrides& overrides, const declare::Catalogue& catalogue, std::uint64_t worlds);

  /// The study at a size. `truth`: of trial.truth. `analyst` as run::Study takes it.
  std::unique_ptr<run::Study> study(int communities, const TrialWay& way, const char* truth, const run::AnalystFactory& analyst) const;

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

/// Trials and roll-outs by draw of the uncertain parameters, analysed by the scenario's own methods.
class WorthWorlds {
 public:
  WorthWorlds(const SizeScenario& scenario, TrialWay way, std::size_t contrast, double uncosted, unsigned threads)
      : scenario_(scenario), way_(std::move(way)), contrast_(contrast), uncosted_(uncosted), threads_(threads) {}

  /// The trial of every draw, in its first world.
  estimation::DesignTrials trials(int size, std::uint32_t first, std::uint32_t draws);
  /// The roll-out's net benefit in every draw, mean of its next two worlds, at the scenario's own size. Throws DataError when no
  /// endpoint has one.
  Eigen::VectorXd benefit(std::uint32_t first, std::uint32_t draws);

 private:
  const run::Study& study(int size);

  const SizeScenario& scenario_;
  TrialWay way_;
  std::size_t contrast_;
  double uncosted_;
  unsigned threads_;
  std::map<int, std::unique_ptr<run::Study>> studies_;
};

/// The first method, of those that the scenario asks for or that its design usually has, that suits an endpoint.
const estimation::Estimator& first_method(const run::Study& study, std::size_t contrast, std::size_t endpoint);

}  // namespace alongside::cli
