#pragma once
// Follow-ups and the value of health.

#include "sim/process/process.hpp"

namespace alongside::process {
extern const Table follow_up;
/// Names and weeks of the follow-ups that the scenario asks for, in order.
struct FollowUpPlan {
  std::vector<std::string> names;
  std::vector<int> weeks;
  bool from_birth = true;
};
/// The value set that health is valued with: utility = intercept - slope x score, of which a share follows changes.
extern const Parameter &utility_intercept, &utility_slope, &utility_causal_share;

FollowUpPlan follow_up_plan(const scenario::CellMap& cells, const declare::Catalogue& catalogue, const double* row);
}  // namespace alongside::process
