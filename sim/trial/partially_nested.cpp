// Partially nested: families are randomised one by one, and those of the supported arm hang together by the supporter whom
// they share (Moerbeek & Wong 2008; Candlish et al. 2018).

#include "sim/trial/individual.hpp"

namespace alongside::trial {
namespace {

const Declarations declarations{.name = "trial_partially_nested", .text = "As individual, analysed with supporters as clusters of the supported arm."};

}  // namespace

extern const Design partially_nested_design;
const Design partially_nested_design{&declarations, Clustering::supporter, false, make_allocation<IndividualAllocation>};

}  // namespace alongside::trial
