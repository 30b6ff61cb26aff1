#pragma once
// Results by group of families: deprivation, language, place of living.

#include <array>
#include <vector>

#include "sim/process/run.hpp"

namespace alongside::process {

/// Finds the strata of families, and adds up what becomes of them.
class Strata {
 public:
  explicit Strata(const Binding& binding);

  /// Stratum of a family in each grouping.
  std::array<std::size_t, groupings> places(const world::World& world, std::uint32_t family) const;
  /// Counts a family that is eligible for the programme, when it enrols.
  void count_eligible(Run& run, std::uint32_t family) const;
  /// Counts a family at the end of its horizon.
  void count_finished(Run& run, std::uint32_t family) const;
  /// Adds what families gained since the last call as that year's health.
  void close_year(Run& run, int year);

 private:
  int case_threshold_, risk_threshold_;
  std::vector<double> before_;  ///< health of each stratum at the end of the year before
  Slot<float> qaly_;
  Slot<std::uint8_t> quintile_, language_, phase_, score_, measured_;
  Slot<std::uint16_t> traits_, contacts_;
  Slot<std::uint32_t> cost_;
};

}  // namespace alongside::process
