#pragma once
// What a trial is worth before it is run: the cost of a design, what its data would change (EVSI), what a reader who takes its
// estimate at face value would gain, and the expected net benefit of sampling (Strong et al. 2015; Kunst et al. 2020).

#include <Eigen/Dense>
#include <limits>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/evsi.hpp"
#include "analysis/trial/trial_result.hpp"

namespace alongside::estimation {

/// What a trial costs, in pounds, and for whom its answer matters. None of the defaults has been observed: they are assumed
/// (November 2026), printed with every answer, and set by options.
struct TrialRules {
  double fixed = 250000;       ///< protocol, approvals, statistician, publication
  double per_cluster = 3000;   ///< opening a community that is randomised as a whole
  double per_family = 150;     ///< recruitment and follow-up of a family
  double per_year = 100000;    ///< trial team, for each year until the trial reports
  double population = 0;       ///< eligible families a year whom the decision concerns; above 0
  double horizon = 10;         ///< years from now during which it does
  double rate = 0.035;         ///< discount rate a year
  double years = std::numeric_limits<double>::quiet_NaN();  ///< from now until the trial reports, whatever its design; NaN: `around` and what it takes to recruit and follow up
  double around = 1.5;         ///< years of approvals before recruitment and of analysis after the last follow-up
  double uncosted_rollout = 0; ///< pounds a family that a roll-out would cost beyond what the model counts (any sign)
};

/// Net benefit of usual care, 0, and of a roll-out: draws x 2.
Eigen::MatrixXd options_of(const Eigen::VectorXd& benefit);

/// Between draws, with n - 1.
double standard_deviation(const Eigen::VectorXd& values);

/// Draws that a regression of net benefit takes at least.
inline constexpr std::uint32_t fewest_draws = 30;

/// Years from now until a trial reports that recruits and follows up for so many weeks: families before that do not benefit.
double years_until_report(const TrialRules& rules, double weeks);

/// For whom and how long the answer of a trial matters that reports after so many years.
economics::StudyPlan study_plan(const TrialRules& rules, double years);

/// Cost of a trial's research, pounds.
double research_cost(const TrialRules& rules, double clusters, double families, double years);

/// One design's simulated trials, one trial to a draw of the parameters.
struct DesignTrials {
  Eigen::MatrixXd summaries;        ///< draws x numbers that the trial reports; may have no column
  Eigen::VectorXd estimate, error;  ///< its net-benefit estimate and standard error; empty: it reports none
  double clusters = 0;              ///< randomised as a whole, mean
  double supported = 0, control = 0;  ///< families randomised, mean
  double weeks = 0;                 ///< from the opening of recruitment to the last follow-up, mean
};

/// What one method reported in every draw's trial; NaN where it gave no answer.
struct ReportedNumbers {
  std::size_t endpoint = 0;
  bool net_benefit = false;
  std::vector<double> estimate, se;
};

/// What a reader of the trial learns from: its net benefit, and of each other endpoint the first method's estimate, three
/// numbers at most (a regression on more needs thousands of draws). `uncosted` as in TrialRules. Arms and clusters are left
/// to the caller.
DesignTrials summarise_trials(const std::vector<ReportedNumbers>& reported, double uncosted);

struct DesignWorth {
  economics::StudyWorth study;
  economics::InformationValue face;  ///< gain of the face-value reader, per family; NaN value: no estimate
  double years = 0;                  ///< until the trial reports
  double research = 0, lost = 0;     ///< cost of the research; net benefit lost by those in the worse arm
};

/// `benefit`: incremental net benefit of the roll-out in every draw, the same for all designs and from other worlds than the
/// trials', so that no luck leaks. The prior of the face-value reader is the mean and spread of it. A design without families
/// is no trial: all 0.
DesignWorth worth_of_design(const Eigen::VectorXd& benefit, const DesignTrials& trials, const TrialRules& rules);

/// The rules as a table.
data::OutputTable rule_table(const TrialRules& rules);

/// Designs of a study, ranked by ENBS. The benefit of all is that of point `reference`. Needs 30 draws or more with two
/// replicates or more each, and a contrast with the true net benefit. Throws DataError otherwise.
economics::Answer trial_worth(const TrialResult& result, std::size_t reference, std::size_t contrast, const TrialRules& rules);

}  // namespace alongside::estimation
