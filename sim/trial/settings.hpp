#pragma once
// What makes a scenario a trial: the design, what is asked of it, and which truths are worked out beside it.

#include <string>
#include <vector>

#include "sim/process/process.hpp"

namespace alongside::trial {

using declare::Declarations;
using declare::Grade;
using declare::Kind;
using declare::Parameter;
using declare::Purpose;
using declare::Scope;
using declare::Table;

extern const Parameter design_choice, truth_choice, workforce_choice, ratio, families_wanted, families_per_cluster, lost_clusters, threshold;
extern const Table endpoint_table, method_table;
extern const Declarations settings_part;

/// Which regimes beside the trial itself are run: none; those for total, spill-over and roll-out effects; or also those
/// with the same staff and without spill-over.
enum class Truth { full, total, none };

/// Who supports everybody in a roll-out: as many hours a family as the trial's supported arm had, or the same people.
enum class Workforce { per_family, fixed };

/// Whether the scenario is a trial.
bool is_trial(const world::Row& row);

/// What is measured of a family at a follow-up.
enum class Outcome { score, is_case, any_feeding, exclusive_feeding, qaly, cost, feeding_time };
std::string_view label(Outcome outcome);

/// An outcome at a follow-up, under a name.
struct Endpoint {
  std::string name;
  Outcome outcome = Outcome::score;
  std::size_t follow_up = 0;  ///< counted from 0; of a cohort design: every period counts
  bool binary() const { return outcome == Outcome::is_case || outcome == Outcome::any_feeding || outcome == Outcome::exclusive_feeding; }
};

/// The endpoints of a scenario: its rows of [trial.endpoint], or the score at the first follow-up. `follow_ups` is how many
/// there are. Throws DataError for a follow-up that is not there.
std::vector<Endpoint> endpoints(const scenario::CellMap& cells, const world::Row& row, std::size_t follow_ups);

/// Names of the methods that the scenario asks for: rows of [trial.method] that are not switched off; empty: the usual ones.
std::vector<std::string> methods(const scenario::CellMap& cells, const world::Row& row);

}  // namespace alongside::trial
