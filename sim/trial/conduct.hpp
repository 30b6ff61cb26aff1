#pragma once
// A trial in one world: recruitment, allocation, and the world under every regime.

#include "sim/process/run.hpp"
#include "sim/trial/plan.hpp"
#include "sim/trial/regimes.hpp"

namespace alongside::trial {

/// A scenario's numbers at one point and draw.
struct Numbers {
  const declare::Catalogue& catalogue;
  const scenario::Scenario& scenario;
  const std::vector<std::vector<double>>& rows;  ///< by arm
  world::Row row(std::size_t arm) const { return {catalogue, rows[arm].data()}; }
};

/// What one regime left behind.
struct RegimeRun {
  process::ArmResult result;
  process::TrialLog log;
  std::vector<double> row;  ///< that it ran with
};

/// A conducted trial.
struct Conducted {
  const world::World& world;
  const Design& design;
  std::unique_ptr<Allocation> allocation;
  Roster roster;
  std::vector<Endpoint> endpoints;
  process::FollowUpPlan follow_ups;
  Measured measured;
  Occasions occasions;          ///< when they fall
  std::vector<RegimeRun> runs;  ///< by regime of the plan
};

extern const Declarations conduct_part;

/// Runs the trial of one world. Throws DataError when the scenario's numbers contradict each other.
Conducted conduct(const Plan& plan, const Numbers& numbers, const world::World& world, process::Families families,
                  std::span<const process::Process* const> processes);

}  // namespace alongside::trial
