// The designs, in order: a design is one file and one line here, and one label of trial.design (settings.cpp).

#include "sim/trial/clusters.hpp"
#include "sim/trial/conduct.hpp"
#include "sim/trial/randomise.hpp"
#include "sim/trial/recruitment.hpp"
#include "sim/trial/stepped_wedge.hpp"

namespace alongside::trial {

extern const Design individual_design, cluster_design, stepped_wedge_design, waiting_list_design, partially_nested_design, factorial_design, cohort_multiple_design;

std::span<const Design* const> designs() {
  static const Design* const list[] = {
      &individual_design,
      &cluster_design,
      &stepped_wedge_design,
      &waiting_list_design,
      &partially_nested_design,
      &factorial_design,
      &cohort_multiple_design,
  };
  return list;
}

const Design& design_of(const world::Row& row) { return *designs()[static_cast<std::size_t>(row.i(design_choice)) - 1]; }

Measured measured(const world::Row& row) {
  return design_of(row).stepped && row.i(cohort_choice) != static_cast<int>(Cohort::cross_section) ? Measured::every_period : Measured::at_follow_ups;
}

std::size_t occasions(const world::Row& row, std::size_t follow_ups) {
  return measured(row) == Measured::every_period ? static_cast<std::size_t>(stepped_periods(row)) : follow_ups;
}

int Allocation::preparation() const { return setting_.world.time.lead_in; }

std::optional<Cell> Allocation::cell(const Place& place, std::size_t, int) const { return Cell{place.arm, 0}; }

std::span<const Declarations* const> all_declarations() {
  static const std::vector<const Declarations*> list = [] {
    std::vector<const Declarations*> all{&settings_part, &recruitment_part, &randomise_part, &clusters_part, &conduct_part};
    for (const Design* design : designs()) all.push_back(design->declarations);
    return all;
  }();
  return list;
}

}  // namespace alongside::trial
