#pragma once
// A scenario with everything that simulating its worlds needs. Immutable, shared by all threads.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "sim/process/observation.hpp"
#include "sim/process/run.hpp"
#include "sim/record/boxes.hpp"
#include "sim/sampling/design.hpp"

namespace alongside::run {

/// Lengths that hold every world of the study: the largest over its points and draws.
struct Extent {
  int weeks = 0;         ///< of the calendar, lead-in included
  int horizon = 0;       ///< weeks that a family is followed
  int years = 0;
  double families = 0;   ///< expected in one world
  double family_weeks = 0;  ///< expected in one world, all arms together
};

class Study {
 public:
  /// The catalogue and the processes must outlive the study.
  Study(scenario::Scenario scenario, const declare::Catalogue& catalogue,
        std::span<const process::Process* const> processes = process::week());
  Study(const Study&) = delete;
  Study& operator=(const Study&) = delete;

  const scenario::Scenario& scenario() const { return scenario_; }
  const declare::Catalogue& catalogue() const { return catalogue_; }
  const sampling::Design& design() const { return design_; }
  const world::Layout& columns() const { return columns_; }
  std::span<const process::Process* const> processes() const { return processes_; }
  const Extent& extent() const { return extent_; }
  std::size_t arms() const { return scenario_.arms.size(); }
  /// Points, draws and replicates.
  record::TaskPlace lengths() const { return {design_.points(), design_.draws(), scenario_.replicates}; }
  /// Names and weeks of the follow-ups, as the first arm has them.
  process::FollowUpPlan follow_ups() const;
  /// Identity of the luck of one arm of one world; the same for all arms and points unless the scenario says otherwise.
  world::WorldId world_id(const record::TaskPlace& place, std::size_t arm) const;
  /// Whether every arm of a task runs on the same world.
  bool shares_world() const { return scenario_.common != scenario::Common::none; }
  /// Whether the families of a replicate are recorded.
  bool records_families(std::size_t replicate) const;

 private:
  Extent find_extent() const;

  scenario::Scenario scenario_;
  const declare::Catalogue& catalogue_;
  std::span<const process::Process* const> processes_;
  sampling::Design design_;
  world::Layout columns_;
  Extent extent_;
};

}  // namespace alongside::run
