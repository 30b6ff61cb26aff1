// Cohort multiple randomised trial: families consent to being observed; some of them, by lot, are offered support, and the
// others never hear of it (Relton et al. 2010).

#include "sim/core/random.hpp"
#include "sim/trial/individual.hpp"

namespace alongside::trial {
namespace {

const Parameter selected{.name = "trial.selected", .unit = "share", .low = 0.001, .high = 0.999, .value = 0.3, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Share of the cohort drawn by lot for an offer, in a cohort multiple trial; trial.ratio does not apply."};
constexpr Purpose lot_word{"trial.lot", "Whether a family of the cohort is drawn for an offer, and of which programme."};

class CohortMultiple final : public Allocation {
 public:
  explicit CohortMultiple(const Setting& setting) : Allocation(setting), selected_(setting.row(selected)) {}
  int allocate(const Candidate& candidate) override {
    const core::Words4 w = core::threefry({candidate.family, 0, setting_.world.id.world, lot_word.code}, setting_.world.id.key);
    if (core::unit_double(w[0]) >= selected_) return 0;
    return 1 + static_cast<int>((std::uint64_t{w[1]} * (setting_.arms - 1)) >> 32);
  }
  std::uint16_t offered_at(const Candidate& candidate, int arm) const override { return arm > 0 ? static_cast<std::uint16_t>(candidate.week) : never; }
  double not_offered_per_offered(std::uint16_t) const override { return (1 - selected_) / selected_; }

 private:
  double selected_;
};

const Declarations declarations{.name = "trial_cohort_multiple", .text = "Families drawn by lot from an observed cohort are offered support.",
    .parameters = {&selected}, .purposes = {&lot_word}};

}  // namespace

extern const Design cohort_multiple_design;
const Design cohort_multiple_design{&declarations, Clustering::none, false, make_allocation<CohortMultiple>};

}  // namespace alongside::trial
