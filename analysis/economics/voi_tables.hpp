#pragma once
// What `voi` prints: the value of knowing parameters, of studies, for a population, in sentences and tables.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/voi.hpp"

namespace alongside::economics {

/// What to value. Groups are lists of parameter names.
struct VoiQuestion {
  std::vector<double> thresholds{20000, 30000};
  std::vector<std::vector<std::string>> groups;     ///< parameters to know perfectly
  std::vector<std::vector<std::string>> summaries;  ///< columns that are summary statistics of a simulated study, one group per study
  std::vector<double> sizes;                        ///< study sizes for the Gaussian approximation
  std::vector<double> prior_sizes;                  ///< n0: one for all groups, or one per group
  std::optional<StudyPlan> plan;                    ///< population and costs; empty: per person only
  int redraws = 200;
  int resamples = 200;
  std::uint64_t seed = 20220102;
};

/// Value of information of draws. Throws DataError for parameters that are not in the draws and for fewer or more prior
/// sizes than groups.
Answer analyse_value_of_information(const DrawMeans& means, const VoiQuestion& question);

}  // namespace alongside::economics
