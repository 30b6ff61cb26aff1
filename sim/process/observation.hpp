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
FollowUpPlan follow_up_plan(const scenario::CellMap& cells, const declare::Catalogue& catalogue, const double* row);
}  // namespace alongside::process
