#pragma once
// Studies of some uncertain parameters: what they would be worth by their size (EVSI), and net of their cost (ENBS).

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/economics/draws.hpp"
#include "analysis/economics/evsi.hpp"
#include "analysis/economics/voi.hpp"

namespace alongside::economics {

/// Parameters that are looked at together.
struct ParameterGroup {
  std::string label;
  std::vector<std::string> names;
};

/// Their draws, a column each; all of them must be in the draws.
Eigen::MatrixXd columns_of(const DrawMeans& means, const ParameterGroup& group);

/// Regressions on many parameters at once need this many draws.
inline constexpr Eigen::Index fewest_draws_for_groups = 50;

/// What knowing a group of parameters perfectly would be worth.
struct KnownGroup {
  ParameterGroup group;
  ConditionalBenefit benefit;
  InformationValue value;  ///< EVPPI
};
/// EVPPI of a group whose parameters the draws hold. `nmb`: draws x options. Throws DataError for too few draws.
KnownGroup know(const DrawMeans& means, const Eigen::MatrixXd& nmb, const ParameterGroup& group, int redraws, std::uint64_t seed);

/// Sizes of studies, and how many observations today's knowledge is worth.
struct StudySizes {
  std::vector<double> sizes;        ///< participants, 0 or more
  std::vector<double> prior_sizes;  ///< n0 above 0: one for all groups, or one per group
  double prior_size(std::size_t group) const { return prior_sizes.size() == 1 ? prior_sizes[0] : prior_sizes[group]; }
  /// Up to where the best size is looked for: ten times the largest.
  double most() const;
};
/// Throws DataError for sizes that cannot be, and for fewer or more prior sizes than groups.
void check_sizes(const StudySizes& sizes, std::size_t groups);

/// Studies to value: of which parameters (words as parameter_groups takes them), of which sizes, at what cost and for whom.
struct StudyQuestion {
  std::vector<std::vector<std::string>> groups{{"by-prefix"}};
  StudySizes sizes;
  StudyPlan plan;
};

/// EVSI of a study of the group by Gaussian approximation. Its se is that of the EVPPI, shrunk as the value is.
InformationValue value_of_sample(const KnownGroup& known, double n, double prior_size);

/// Studies of one group by their size.
struct StudyCurve {
  std::string label;
  std::vector<StudyWorth> studies;  ///< rising in n, from one participant; no study is worth 0
  StudyWorth best;                  ///< all 0 where none is worth its cost
};
/// The curve up to a study of `most` participants, in whole ones and closer where studies are small, and its best size.
StudyCurve study_curve(const KnownGroup& known, double prior_size, double most, const StudyPlan& plan);

}  // namespace alongside::economics
