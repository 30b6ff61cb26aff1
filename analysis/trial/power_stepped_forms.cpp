// The published closed forms for stepped wedges, beside the general least squares.

#include <cmath>

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/power_stepped_wedge.hpp"
#include "sim/core/error.hpp"

namespace alongside::power {
namespace {
using Matrix = Eigen::MatrixXd;
using Eigen::Index;
const double unbounded = std::numeric_limits<double>::infinity();
}  // namespace

double hussey_hughes_variance(const Schedule& schedule, double sigma2, double tau2) {
  require_between(sigma2, 0, unbounded, Bounds::open, "the variance of a cluster-period mean");
  require_between(tau2, 0, unbounded, Bounds::closed, "the cluster variance");
  if (!schedule.condition.allFinite()) throw UsageError("the Hussey-Hughes formula has no transition periods (the general variance does)");
  const double clusters = schedule.clusters.sum(), periods = static_cast<double>(schedule.periods());
  const Eigen::VectorXd by_period = schedule.condition.transpose() * schedule.clusters;
  const Eigen::VectorXd by_cluster = schedule.condition.rowwise().sum();
  const double u = by_period.sum(), w = by_period.squaredNorm();
  const double v = schedule.clusters.dot(by_cluster.array().square().matrix());
  const double bottom = (clusters * u - w) * sigma2 + (u * u + clusters * periods * u - periods * w - clusters * v) * tau2;
  if (!(bottom > 0)) throw UsageError("this schedule cannot tell the effect from the periods (in some period both conditions must be observed)");
  return clusters * sigma2 * (sigma2 + periods * tau2) / bottom;
}

double woertman_design_effect(double per_period, double steps, double measurements, double baseline, double icc) {
  require_between(steps, 1, unbounded, Bounds::open, "the number of steps");
  require_between(icc, 0, 1, Bounds::closed, "the ICC");
  const double all = steps * measurements * per_period, before = baseline * per_period;
  return (1 + icc * (all + before - 1)) / (1 + icc * (0.5 * all + before - 1)) * 3 * (1 - icc) / (2 * measurements * (steps - 1 / steps));
}

double discrete_power(const Schedule& schedule, const Components& c, DiscreteLink link, double intercept, double effect, double alpha) {
  require_between(alpha, 0, 1, Bounds::open, "the level alpha");
  // Working variance on the link scale: 1 / (mu (1 - mu)), or 1 / mu.
  const auto within = [&](double size_of_effect) {
    Matrix out(schedule.sequences(), schedule.periods());
    for (Index s = 0; s < out.rows(); ++s)
      for (Index t = 0; t < out.cols(); ++t) {
        const double x = schedule.condition(s, t), eta = intercept + (std::isfinite(x) ? x * size_of_effect : 0);
        const double mu = link == DiscreteLink::log ? std::exp(eta) : 1 / (1 + std::exp(-eta));
        out(s, t) = 1 / (link == DiscreteLink::log ? mu : mu * (1 - mu));
      }
    return out;
  };
  const double null_se = std::sqrt(treatment_variance(schedule, c, within(0)));
  const double se = std::sqrt(treatment_variance(schedule, c, within(effect)));
  const double z = estimation::normal_quantile(1 - alpha / 2), shift = std::fabs(effect);
  return estimation::normal_cdf((shift - z * null_se) / se) + estimation::normal_cdf((-shift - z * null_se) / se);
}

double count_power(const Schedule& schedule, double rate, double rate_ratio, double icc, const Test& test) {
  require_between(rate, 0, unbounded, Bounds::open, "the rate");
  require_between(rate_ratio, 0, unbounded, Bounds::open, "the rate ratio");
  require_between(icc, 0, 1, Bounds::closed, "the ICC");
  const double sd = 0.5 * (std::sqrt(rate) + std::sqrt(rate * rate_ratio));
  Components c;
  c.within = sd * sd;
  c.tau2 = icc / (1 - icc) * c.within;
  return power_of(rate * (rate_ratio - 1), treatment_variance(schedule, c), test);
}

}  // namespace alongside::power
