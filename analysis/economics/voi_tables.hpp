#pragma once
// What `voi` prints: the value of knowing parameters, of studies, for a population, in sentences and tables.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/voi.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {

/// Parameters that are looked at together.
struct ParameterGroup {
  std::string label;
  std::vector<std::string> names;
};

/// Groups as they are asked for, each a list of words: a parameter's name; a prefix with a star or a dot at its end
/// ("price.*", "price."); "all". A lone word "each" makes a group of every parameter, "by-prefix" one of every first part of
/// a name. Throws DataError for words that match nothing, with the nearest name.
std::vector<ParameterGroup> parameter_groups(const std::vector<std::string>& parameters, const std::vector<std::vector<std::string>>& wanted);

/// What to value.
struct VoiQuestion {
  std::vector<double> thresholds{20000, 30000};
  std::vector<ParameterGroup> groups;     ///< parameters to know perfectly
  std::vector<ParameterGroup> summaries;  ///< columns that are summary statistics of a simulated study, one group per study
  std::vector<double> sizes;                        ///< study sizes for the Gaussian approximation
  std::vector<double> prior_sizes;                  ///< n0: one for all groups, or one per group
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
