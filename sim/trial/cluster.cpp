// Cluster trial: communities are randomised, and with them every family.

#include "sim/trial/clusters.hpp"
#include "sim/trial/individual.hpp"

namespace alongside::trial {
namespace {

class ClusterTrial final : public Allocation {
 public:
  explicit ClusterTrial(const Setting& setting) : Allocation(setting), drawn_(allocate_clusters(setting)) {}
  int allocate(const Candidate& candidate) override { return foreseen(candidate); }
  int foreseen(const Candidate& candidate) const override { return drawn_.arm[candidate.community]; }
  std::uint16_t offered_at(const Candidate& candidate, int arm) const override { return arm > 0 ? static_cast<std::uint16_t>(candidate.week) : never; }
  std::uint16_t begins(std::uint16_t community, int arm) const override { return drawn_.arm[community] == arm ? 0 : never; }
  double not_offered_per_offered(std::uint16_t community) const override { return drawn_.arm[community] > 0 ? 0 : 1; }
  std::span<const std::uint8_t> possible() const override { return drawn_.possible; }
  int sequence(std::uint16_t community) const override { return drawn_.arm[community]; }

 private:
  ClusterAllocation drawn_;
};

const Declarations declarations{.name = "trial_cluster", .text = "Communities are randomised, and with them every family."};

}  // namespace

extern const Design cluster_design;
const Design cluster_design{&declarations, Clustering::community, false, make_allocation<ClusterTrial>};

}  // namespace alongside::trial
