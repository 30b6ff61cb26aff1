#pragma once
// What individually randomised designs share.

#include "sim/trial/randomise.hpp"

namespace alongside::trial {

/// Families are randomised one by one and offered their arm's support at once.
class IndividualAllocation : public Allocation {
 public:
  explicit IndividualAllocation(const Setting& setting) : Allocation(setting), randomiser_(setting), weights_(arm_weights(setting)) {}
  int allocate(const Candidate& candidate) override { return randomiser_.next(candidate); }
  std::uint16_t offered_at(const Candidate& candidate, int arm) const override { return arm > 0 ? static_cast<std::uint16_t>(candidate.week) : never; }
  double not_offered_per_offered(std::uint16_t) const override {
    double supported = 0;
    for (std::size_t a = 1; a < weights_.size(); ++a) supported += weights_[a];
    return weights_[0] / supported;
  }

 private:
  Randomiser randomiser_;
  std::vector<double> weights_;
};

template <class Kind>
std::unique_ptr<Allocation> make_allocation(const Setting& setting) {
  return std::make_unique<Kind>(setting);
}

}  // namespace alongside::trial
