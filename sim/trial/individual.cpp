// Individually randomised, two arms or more.

#include "sim/trial/individual.hpp"

namespace alongside::trial {
namespace {

const Declarations declarations{.name = "trial_individual", .text = "Families are randomised one by one; two arms or more."};

}  // namespace

extern const Design individual_design;
const Design individual_design{&declarations, Clustering::none, false, make_allocation<IndividualAllocation>};

}  // namespace alongside::trial
