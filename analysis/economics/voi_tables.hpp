#pragma once
// What `voi` prints: the value of knowing parameters, of studies, for a population, in sentences and tables.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/studies.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {

/// Groups as they are asked for, each a list of words: a parameter's name; a prefix with a star or a dot at its end
/// ("price.*", "price."); "all". A lone word "each" makes a group of every parameter, "by-prefix" one of every first part of
/// a name. Throws DataError for words that match nothing, with the nearest name.
std::vector<ParameterGroup> parameter_groups(const std::vector<std::string>& parameters, const std::vector<std::vector<std::string>>& wanted);

/// What to value.
struct VoiQuestion {
  std::vector<double> thresholds{20000, 30000};
  std::vector<ParameterGroup> groups;     ///< parameters to know perfectly
  std::vector<ParameterGroup> summaries;  ///< columns that are summary statistics of a simulated study, one group per study
  StudySizes sizes;                       ///< for the Gaussian approximation
  std::optional<StudyPlan> plan;                    ///< population and costs; empty: per person only
  Wording wording;                                  ///< of the sentences
  int redraws = 200;
  int resamples = 200;
  std::uint64_t seed = 20220102;
};

/// Net benefit of studies whose EVSI is known from elsewhere: columns n and evsi (per person, or per what the plan says), and
/// perhaps se; other columns are shown beside them. Throws DataError for sizes or values that cannot be.
Answer analyse_studies(const data::CsvTable& table, const StudyPlan& plan);

/// Value of information of draws. Throws DataError for parameters that are not in the draws and for fewer or more prior
/// sizes than groups.
Answer analyse_value_of_information(const DrawMeans& means, const VoiQuestion& question);

}  // namespace alongside::economics
