#pragma once
// What a trial's result will hold, the same for every world of a study: regimes, contrasts, endpoints, occasions.

#include <string>
#include <vector>

#include "sim/process/observation.hpp"
#include "sim/trial/design.hpp"

namespace alongside::trial {

/// One way in which a world is run.
struct RegimeSpec {
  enum class Kind {
    nobody,     ///< everybody in the first arm
    trial,      ///< as the trial allocates; of several programmes, those families that are allocated to one
    everybody,  ///< every eligible family is offered the arm's programme
  };
  std::string name;
  Kind kind;
  std::size_t arm = 0;                              ///< of everybody; of trial: 0, or a second programme's arm
  Workforce workforce = Workforce::per_family;      ///< of everybody
  bool spills = true;                               ///< spill-over, cross-over and displacement
};

/// Two groups of arms that are compared.
struct Contrast {
  std::string name;
  std::vector<int> side;  ///< by arm: 0 control, 1 supported, -1 left out
  /// Pairs (supported, control) of arms whose roll-outs the true effect averages; control 0 is the regime "nobody".
  std::vector<std::pair<std::size_t, std::size_t>> truths;
};

struct Plan {
  std::vector<RegimeSpec> regimes;
  std::vector<Contrast> contrasts;
  std::vector<std::string> endpoints;   ///< names
  std::size_t occasions = 0;            ///< most at any point
  std::vector<std::string> occasion_names;
  std::size_t periods = 1, sequences = 1;  ///< most at any point
  Truth truth = Truth::total;

  /// Index of the trial's regime in which an arm's families live.
  int find_trial(std::size_t arm) const;
  /// Index of a regime; -1 when it is not run.
  int find(RegimeSpec::Kind kind, std::size_t arm = 0, Workforce workforce = Workforce::per_family, bool spills = true) const;
};

/// Makes the plan from the rows of all design points, one of each arm. Throws DataError when the scenario's trial makes no
/// sense: one arm, control and supported swapped, no follow-up, a sweep over what decides the axes.
Plan make_plan(const scenario::Scenario& scenario, const declare::Catalogue& catalogue, const std::vector<std::vector<double>>& first_arm_rows);

}  // namespace alongside::trial
