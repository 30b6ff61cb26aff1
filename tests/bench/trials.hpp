#pragma once
// How long simulated trials take, and their analysis beside R's.

#include <string>
#include <vector>

namespace alongside::bench {

/// One method and R's counterpart on the same data sets of 24 clusters of 20, one core each.
struct FitSpeed {
  std::string method, counterpart;
  double milliseconds = 0;    ///< a fit, from rows to estimate, SE and df
  double counterpart_ms = 0;  ///< 0: not to be had
  double furthest = 0;        ///< largest difference of estimates and of standard errors, in standard errors
  std::string note;           ///< why there is no counterpart
};
std::vector<FitSpeed> time_fits();

/// Largest difference that counts as the same answer, in standard errors: R's optimisers stop at about 1e-4 of one.
inline constexpr double same_answer = 2e-3;

/// A study of 10,000 cluster trials of 480 families, 26 weeks of each, without counterfactual runs, from scenario to result file.
struct TrialsSpeed {
  std::size_t trials = 0, methods = 0;
  double seconds = 0;                                ///< on the wall, two threads
  double building = 0, simulating = 0, analysing = 0;  ///< seconds of both threads
};
TrialsSpeed time_trials();

}  // namespace alongside::bench
