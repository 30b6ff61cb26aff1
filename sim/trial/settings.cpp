#include "sim/trial/settings.hpp"

#include "sim/core/error.hpp"

namespace alongside::trial {

const Parameter design_choice{.name = "trial.design", .kind = Kind::choice, .high = 7, .value = 0,
    .labels = {"none", "individual", "cluster", "stepped wedge", "waiting list", "partially nested", "factorial", "cohort multiple"},
    .scope = Scope::trial, .grade = Grade::definition, .text = "How the trial allocates support; \"none\" compares programmes without a trial. The first arm is control."};
const Parameter truth_choice{.name = "trial.truth", .kind = Kind::choice, .high = 2, .value = 1, .labels = {"full", "total", "none"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "Which counterfactual runs accompany every trial: none, those for total, spill-over and roll-out effects, or also a roll-out with the same staff and one without spill-over."};
const Parameter workforce_choice{.name = "trial.workforce", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"per family", "fixed"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "Supporters of the roll-out that bias is measured against: as many hours a family as in the trial's supported arm, or the same people (needs truth = \"full\")."};
const Parameter ratio{.name = "trial.ratio", .unit = "ratio", .low = 0.05, .high = 20, .value = 1, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Families (clusters in a cluster trial) allocated to each supported arm for every one in control."};
const Parameter families_wanted{.name = "trial.families", .kind = Kind::count, .unit = "family", .low = 0, .high = 16000000, .value = 0, .scope = Scope::trial,
    .grade = Grade::definition, .text = "Families to randomise, after which recruitment ends; 0 takes all that come."};
const Parameter families_per_cluster{.name = "trial.families_per_cluster", .kind = Kind::count, .unit = "family", .low = 0, .high = 16000000, .value = 0, .scope = Scope::trial,
    .grade = Grade::definition, .text = "The same for each community (in a stepped wedge for each community and period)."};
const Parameter lost_clusters{.name = "trial.lost_clusters", .unit = "share", .low = 0, .high = 1, .value = 0, .scope = Scope::trial, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Chance that a whole community drops out of follow-up."};
const Parameter threshold{.name = "trial.threshold", .unit = "GBP per QALY", .low = 0, .high = 1000000, .value = 20000, .scope = Scope::trial, .grade = Grade::definition,
    .source = "NICE PMG36: 20,000 to 30,000", .text = "Willingness to pay for the within-trial net benefit."};

const Table endpoint_table{.name = "trial.endpoint", .text = "Endpoints by name: an outcome at a follow-up. Without one: the score at the first follow-up.", .scope = Scope::trial,
    .columns = {
        {.name = "outcome", .kind = Kind::choice, .high = 6, .value = 0, .labels = {"score", "case", "any feeding", "exclusive feeding", "qaly", "cost", "time to stop feeding"},
         .scope = Scope::trial, .grade = Grade::definition, .text = "What is measured."},
        {.name = "follow_up", .kind = Kind::count, .unit = "", .low = 1, .high = 64, .value = 1, .scope = Scope::trial, .grade = Grade::definition,
         .text = "At which follow-up, counted from 1 in the order of [follow_up]; a cohort design measures at the end of every period instead."},
    }};

const Table method_table{.name = "trial.method", .text = "Methods of analysis by name (alongside estimate --list). Without one: the usual ones of the design.", .scope = Scope::trial,
    .columns = {{.name = "use", .kind = Kind::choice, .high = 1, .value = 1, .labels = {"no", "yes"}, .scope = Scope::trial, .grade = Grade::definition, .text = "Whether the method is used."}}};

const Declarations settings_part{.name = "trial", .text = "What makes a scenario a trial.",
    .parameters = {&design_choice, &truth_choice, &workforce_choice, &ratio, &families_wanted, &families_per_cluster, &lost_clusters, &threshold},
    .tables = {&endpoint_table, &method_table}};

bool is_trial(const world::Row& row) { return row.i(design_choice) != 0; }

std::string_view label(Outcome outcome) { return endpoint_table.columns[0].labels[static_cast<std::size_t>(outcome)]; }

std::vector<Endpoint> endpoints(const scenario::CellMap& cells, const world::Row& row, std::size_t follow_ups) {
  std::vector<Endpoint> all;
  const std::vector<std::string>& names = cells.rows(endpoint_table).names;
  for (std::size_t r = 0; r < names.size(); ++r) {
    const double* values = row.values() + cells.table_row(endpoint_table, r);
    all.push_back({names[r], static_cast<Outcome>(static_cast<int>(values[0])), static_cast<std::size_t>(values[1]) - 1});
    if (all.back().follow_up >= follow_ups)
      throw DataError(fmt::format("trial.endpoint.{}.follow_up = {} (there are {} follow-ups) add one to [follow_up], or name an earlier one", names[r], values[1], follow_ups));
  }
  if (all.empty()) all.push_back({"primary", Outcome::score, 0});
  return all;
}

std::vector<std::string> methods(const scenario::CellMap& cells, const world::Row& row) {
  std::vector<std::string> all;
  const std::vector<std::string>& names = cells.rows(method_table).names;
  for (std::size_t r = 0; r < names.size(); ++r)
    if (row.values()[cells.table_row(method_table, r)] != 0) all.push_back(names[r]);
  return all;
}

}  // namespace alongside::trial
