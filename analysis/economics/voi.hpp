#pragma once
// What more information would be worth: about some parameters (EVPPI), from a study of some size (EVSI), for a population,
// and net of what the study costs (ENBS).

#include <Eigen/Dense>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/economics/discounting.hpp"
#include "analysis/economics/gam.hpp"

namespace alongside::economics {

enum class RegressionMethod { gam, mars };

/// Penalised splines for up to four parameters, MARS beyond.
RegressionMethod method_for(Eigen::Index parameters);
std::string method_text(RegressionMethod method);

/// Fitted net benefit increments given some parameters: what is expected of each option by someone who knows them.
struct ConditionalBenefit {
  Eigen::MatrixXd fitted;  ///< n x K, zero for the option that is best on average
  Fit fit;                 ///< of the K - 1 others
  std::vector<Eigen::Index> columns;  ///< option of each response of the fit
  RegressionMethod method = RegressionMethod::gam;
};

/// Regresses increments of net benefit (n x K) against the best option on parameters (n x P) (Strong, Oakley & Brennan 2014).
/// Throws DataError for too few draws.
ConditionalBenefit condition_on(const Eigen::MatrixXd& nmb, const Eigen::MatrixXd& parameters);

/// A value of information with its errors, in the money of the net benefits.
struct InformationValue {
  double value = 0;
  double se = 0;    ///< from the coefficients' posterior (Strong et al. 2014, section 2.4)
  double mcse = 0;  ///< from the finite number of draws of the parameters
  double bias = 0;  ///< mean over redrawn coefficients - value: an idea of the upward bias
  double df = 0;    ///< effective degrees of freedom of the wiggliest fit
  double total_se() const;
};

/// EVPPI = E max_d g_d - max_d E g_d, from fitted values; `redraws` of the coefficients give se and bias (0: none).
InformationValue value_of_partial_information(const ConditionalBenefit& known, int redraws, std::uint64_t seed);

/// EVSI of a study that is worth n observations when the prior is worth n0: fitted values shrunk towards their mean by
/// sqrt(n / (n + n0)), which is the transformation of Jalal & Alarid-Escudero 2018 (eq. 9) applied to the regression's basis
/// functions. n >= 0, n0 > 0.
InformationValue value_of_sample_gaussian(const ConditionalBenefit& known, double n, double n0);

/// Expected gain E max(0, X) - max(0, E X) of X ~ N(mean, sd^2): m Phi(m/s) + s phi(m/s) - max(0, m) (Raiffa & Schlaifer 1961).
double unit_normal_gain(double mean, double sd);

/// EVSI of two options with a normal prior (mean, prior_sd) on the increment and an estimate of variance `data_variance`:
/// preposterior variance prior_sd^4 / (prior_sd^2 + data_variance) (Willan & Pinto 2005). An infinite variance gives 0.
double value_of_sample_normal(double mean, double prior_sd, double data_variance);

/// Who benefits, for how long, and what a study costs.
struct StudyPlan {
  double yearly_people = 0;
  double horizon = 10;      ///< years from now during which the decision matters
  double rate = 0.035;
  DiscountRule rule = DiscountRule::annual;
  double delay = 0;         ///< years until the study reports: these earlier people do not benefit
  double setup = 0;
  double per_participant = 0;
  double people_per_value = 1;  ///< people whom one net benefit is for: 1,000 where it is per 1,000 births
  std::string people = "people";
};

/// Discounted people whose treatment the study can change: from `delay` to `horizon`.
double people_reached(const StudyPlan& plan);

/// A value of information times the people reached.
double population_value(const StudyPlan& plan, double value);

/// Population EVSI - setup - n x per participant. n = 0 is "no study": 0, without setup. `evsi` is in the money of the net
/// benefits, for as many people as they are.
double expected_net_benefit_of_sampling(const StudyPlan& plan, double n, double evsi);

/// The study size with the highest ENBS under the Gaussian approximation.
struct BestSize {
  double n = 0, evsi = 0, enbs = 0;  ///< n = 0: no study is worth its cost
};
/// Searches whole n in [0, most] by golden section on the unimodal curve; the answer is compared with no study.
BestSize best_study_size(const ConditionalBenefit& known, double n0, const StudyPlan& plan, double most);

}  // namespace alongside::economics
