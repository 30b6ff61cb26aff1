#pragma once
// What a trial report tells beside the effect: the flow of families (CONSORT), arms at every occasion, realised
// correlation, contamination, uptake and loss.

#include <array>

#include "sim/trial/truth.hpp"

namespace alongside::trial {

struct FactText {
  std::string_view name, unit, text;
};

/// Families on their way into and through the trial. Steps before randomisation are counted by arm only where communities
/// are allocated; otherwise they stand in the first arm, for the trial as a whole.
std::span<const FactText> flow_texts();
std::vector<std::int64_t> flow(const Plan& plan, const Conducted& trial);  ///< [arm][step]

/// Sums over the randomised families of each arm (in a stepped wedge, of each condition) at each occasion, by regime.
std::span<const FactText> arm_texts();
std::vector<double> by_arm(const Numbers& numbers, const Plan& plan, const Conducted& trial, std::size_t regime);  ///< [fact][arm][occasion]

/// Families by sequence (in a cluster trial: arm) and period of a design that allocates communities.
std::span<const FactText> cell_texts();
std::vector<std::int64_t> by_cell(const Plan& plan, const Conducted& trial);  ///< [fact][sequence][period]

/// One number of a world for a contrast and endpoint.
std::span<const FactText> world_texts();
std::vector<double> world_facts(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint);

}  // namespace alongside::trial
