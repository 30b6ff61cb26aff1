// Two by two factorial: arms are control, the first programme, the second, and both; each is compared at the margins.

#include "sim/trial/individual.hpp"

namespace alongside::trial {
namespace {

const Declarations declarations{.name = "trial_factorial", .text = "Four arms: control, A, B, and both; each is compared over the levels of the other."};

}  // namespace

extern const Design factorial_design;
const Design factorial_design{&declarations, Clustering::none, false, make_allocation<IndividualAllocation>};

}  // namespace alongside::trial
