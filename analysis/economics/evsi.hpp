#pragma once
// What a study is worth whose data were simulated: one study per draw of the parameters, summed up in a few numbers. The
// study's data must come from other worlds than those that give the draw's net benefit, so that no luck leaks.

#include <Eigen/Dense>
#include <cstdint>
#include <vector>

#include "analysis/economics/voi.hpp"

namespace alongside::economics {

/// EVSI by regression of net benefit on the study's summaries (Strong, Oakley, Brennan & Breeze 2015): nmb is N x K by option,
/// summaries N x S, a row per draw. Columns that never vary (a study of nobody) count for nothing. In the money of nmb.
/// Throws DataError for too few draws.
InformationValue value_of_study(const Eigen::MatrixXd& nmb, const Eigen::MatrixXd& summaries, int redraws = 200, std::uint64_t seed = 20220103);

/// Gain of a rule that chooses option choice[i] in draw i over the option that is best on average: may be negative. se = 0: the
/// rule is given, not estimated; mcse is over draws. Sizes must agree and choices exist, else contract error.
InformationValue value_of_rule(const Eigen::MatrixXd& nmb, const std::vector<Eigen::Index>& choice);

/// What is known of the incremental net benefit of a new option over the present one before the study.
struct NormalPrior {
  double mean = 0, sd = 1;  ///< sd > 0
};

/// Choices of a reader who takes each reported estimate of the incremental net benefit as unbiased, with its standard error, and
/// combines it with the prior by precision: the new option where the posterior mean is above 0, else the present one. An
/// estimate that is not finite, or without a positive standard error, leaves the prior to decide.
std::vector<Eigen::Index> face_value_choices(const Eigen::VectorXd& estimate, const Eigen::VectorXd& standard_error, const NormalPrior& prior,
                                             Eigen::Index present, Eigen::Index novel);

/// One size or design of a study with what it is worth and costs, per population.
struct StudyWorth {
  double n = 0;
  InformationValue evsi;   ///< per unit of the net benefits
  double population = 0;   ///< EVSI over the people reached
  double cost = 0;         ///< of the study
  double enbs = 0;         ///< population - cost
  double enbs_se = 0;
};
/// Worth of a study under a plan; `cost` is what it costs beyond the plan's own set-up and cost per participant (clusters,
/// net benefit lost by those in the worse arm). n = 0 is no study: all 0.
StudyWorth worth_of_study(const StudyPlan& plan, double n, const InformationValue& evsi, double cost = 0);

/// The study with the highest ENBS, or an empty one where none is above 0.
StudyWorth best_study(const std::vector<StudyWorth>& studies);

}  // namespace alongside::economics
