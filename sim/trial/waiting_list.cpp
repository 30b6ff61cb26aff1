// Waiting list: control families are offered support too, some weeks after randomisation.

#include <algorithm>

#include "sim/trial/individual.hpp"

namespace alongside::trial {
namespace {

const Parameter wait_weeks{.name = "trial.wait_weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 520, .value = 26, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Weeks after randomisation in which control families are offered support, in a waiting-list design."};

class WaitingList final : public IndividualAllocation {
 public:
  explicit WaitingList(const Setting& setting) : IndividualAllocation(setting), wait_(setting.row.i(wait_weeks)) {}
  std::uint16_t offered_at(const Candidate& candidate, int arm) const override {
    return static_cast<std::uint16_t>(std::min<int>(candidate.week + (arm > 0 ? 0 : wait_), never - 1));
  }

 private:
  int wait_;
};

const Declarations declarations{.name = "trial_waiting_list", .text = "As individual, and control families are offered support later.", .parameters = {&wait_weeks}};

}  // namespace

extern const Design waiting_list_design;
const Design waiting_list_design{&declarations, Clustering::none, false, make_allocation<WaitingList>};

}  // namespace alongside::trial
