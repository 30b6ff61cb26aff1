#pragma once
// A scenario with everything that simulating its worlds needs. Immutable, shared by all threads.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/process/observation.hpp"
#include "sim/process/run.hpp"
#include "sim/record/boxes.hpp"
#include "sim/sampling/design.hpp"
#include "sim/trial/analyst.hpp"

namespace alongside::run {

/// Lengths that hold every world of the study: the largest over its points and draws.
struct Extent {
  int weeks = 0;         ///< of the calendar, lead-in included
  int horizon = 0;       ///< weeks that a family is followed
  int years = 0;
  double families = 0;   ///< expected in one world
  double family_weeks = 0;  ///< expected in one world, all arms together
};

/// Makes the call-back that analyses a scenario's trials; null: none.
using AnalystFactory = std::function<std::unique_ptr<const trial::Analyst>(const scenario::Scenario&, const declare::Catalogue&)>;

class Study {
 public:
  /// The catalogue and the processes must outlive the study. Throws DataError when the scenario's trial makes no sense.
  Study(scenario::Scenario scenario, const declare::Catalogue& catalogue,
        std::span<const process::Process* const> processes = process::week(), const AnalystFactory& analyst = {});
  Study(const Study&) = delete;
  Study& operator=(const Study&) = delete;

  const scenario::Scenario& scenario() const { return scenario_; }
  const declare::Catalogue& catalogue() const { return catalogue_; }
  const sampling::Design& design() const { return design_; }
  const world::Layout& columns() const { return columns_; }
  std::span<const process::Process* const> processes() const { return processes_; }
  const Extent& extent() const { return extent_; }
  std::size_t arms() const { return scenario_.arms.size(); }
  /// The trial, if the scenario is one.
  const std::optional<trial::Plan>& trial() const { return trial_; }
  const trial::Analyst* analyst() const { return analyst_.get(); }
  /// Runs of each world: arms, or regimes of a trial.
  std::size_t runs() const { return trial_ ? trial_->regimes.size() : arms(); }
  /// Points, draws and replicates.
  record::TaskPlace lengths() const { return {design_.points(), design_.draws(), scenario_.replicates}; }
  /// Names and weeks of the follow-ups, as the first arm has them.
  process::FollowUpPlan follow_ups() const;
  /// Identity of the luck of one arm of one world; the same for all arms and points unless the scenario says otherwise.
  world::WorldId world_id(const record::TaskPlace& place, std::size_t arm) const;
  /// Whether every arm of a task runs on the same world.
  bool shares_world() const { return trial_ || scenario_.common != scenario::Common::none; }
  /// Whether the families of a replicate are recorded.
  bool records_families(std::size_t replicate) const;

 private:
  std::optional<trial::Plan> find_trial() const;
  Extent find_extent() const;

  scenario::Scenario scenario_;
  const declare::Catalogue& catalogue_;
  std::span<const process::Process* const> processes_;
  sampling::Design design_;
  world::Layout columns_;
  std::optional<trial::Plan> trial_;
  std::unique_ptr<const trial::Analyst> analyst_;
  Extent extent_;
};

}  // namespace alongside::run
