#pragma once
// Power of stepped-wedge and other longitudinal cluster trials with any schedule, by generalised least squares on
// cluster-period means.

#include <Eigen/Dense>
#include <string_view>

#include "analysis/trial/power.hpp"

namespace alongside::power {

/// Who is treated when. Rows are sequences, columns periods.
struct Schedule {
  Eigen::MatrixXd condition;  ///< 0 control, 1 support, between: part of the effect; NaN: not observed (transition)
  Eigen::VectorXd clusters;   ///< clusters of each sequence (may be fractional when solving)
  Eigen::MatrixXd size;       ///< people in a cluster-period

  Eigen::Index sequences() const { return condition.rows(); }
  Eigen::Index periods() const { return condition.cols(); }
};

/// The standard wedge: sequence s switches after period s, `baseline` periods before the first switch and `extra` periods
/// at the end with everyone treated; in the `transition` periods after its switch a cluster is not observed.
struct Wedge {
  int sequences = 4;
  int baseline = 1, extra = 0, transition = 0;
  double per_sequence = 1, size = 1;
};
Schedule wedge(const Wedge& wedge);

/// From text such as "0111,0011,0.11,0001" (a dot is a period not observed), all sequences with as many clusters and the
/// same size. Throws UsageError on other characters or ragged rows.
Schedule parse_schedule(std::string_view text, double per_sequence, double size);

/// Variances of one person's outcome around the fixed effects.
struct Components {
  double within = 1;   ///< sigma^2 inside a cluster-period
  double tau2 = 0;     ///< cluster, in one period
  double cac = 1;      ///< cluster autocorrelation between different periods (nested exchangeable)
  double decay = 1;    ///< multiplied in for every period apart (discrete-time decay); 1 for none
  double person = 0;   ///< individual autocorrelation of the within part (closed cohort)
  double eta2 = 0;     ///< random treatment effect
  double tau_eta = 0;  ///< correlation of cluster and treatment effects
};
/// Components of a total variance: tau2 = icc x total, the rest within.
Components components(double total_variance, double icc);

/// Variance of the treatment effect: [(sum Z'V^-1 Z)^-1] with Z = (periods, condition). Throws UsageError when the
/// schedule cannot tell the effect from the periods.
double treatment_variance(const Schedule& schedule, const Components& components);

/// The same when the within variance differs by condition (generalised linear models): `within` by sequence x period.
double treatment_variance(const Schedule& schedule, const Components& components, const Eigen::MatrixXd& within);

/// Weights w_s with which effects at exposure time s = 1, 2, ... enter the expected immediate-effect estimate
/// (Kenny et al. 2022): E = sum w_s delta_s, sum w_s = 1.
Eigen::VectorXd exposure_weights(const Schedule& schedule, const Components& components);

/// Variance of the exposure-time model's plain average of effects (time-averaged effect).
double exposure_average_variance(const Schedule& schedule, const Components& components);

/// Hussey and Hughes (2007) eq. 8 for the standard wedge schedule without missing periods; sigma2 is the variance of a
/// cluster-period mean (within / N).
double hussey_hughes_variance(const Schedule& schedule, double sigma2, double tau2);

/// Corrected Woertman design effect (Baio et al. 2015): K people per cluster-period, J steps of T measurements, B
/// baseline measurements, on the total size of an individually randomised trial.
double woertman_design_effect(double per_period, double steps, double measurements, double baseline, double icc);

/// Xia et al. (2021): power for a logit or log link with conditional effects, by the variance at the alternative and at
/// the null. `intercept` and `effect` are on the link scale, tau2 and eta2 of `components` too.
enum class DiscreteLink { logit, log };
double discrete_power(const Schedule& schedule, const Components& components, DiscreteLink link, double intercept, double effect, double alpha);

/// Counts by normal approximation: within SD the mean of the two Poisson SDs, tau2 = icc / (1 - icc) of its square
/// (Baio et al. 2015).
double count_power(const Schedule& schedule, double rate, double rate_ratio, double icc, const Test& test);

}  // namespace alongside::power
