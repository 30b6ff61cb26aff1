#include "analysis/economics/voi.hpp"

#include <algorithm>
#include <boost/math/distributions/normal.hpp>
#include <cmath>

#include "analysis/economics/mars.hpp"
#include "analysis/economics/resampling.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

/// Gain of choosing by fitted values, per draw, over the option that is best on average by them.
VectorXd gains(const MatrixXd& fitted) {
  Index best = 0;
  fitted.colwise().mean().maxCoeff(&best);
  return fitted.rowwise().maxCoeff() - fitted.col(best);
}

/// A root C of the covariance, C C' = covariance, that stands zero eigenvalues.
MatrixXd covariance_root(const MatrixXd& covariance) {
  const Eigen::SelfAdjointEigenSolver<MatrixXd> eigen(covariance);
  return eigen.eigenvectors() * eigen.eigenvalues().cwiseMax(0).cwiseSqrt().asDiagonal();
}

}  // namespace

RegressionMethod method_for(Index parameters) { return parameters <= 4 ? RegressionMethod::gam : RegressionMethod::mars; }

std::string method_text(RegressionMethod method) { return method == RegressionMethod::gam ? "spline GAM" : "MARS"; }

ConditionalBenefit condition_on(const MatrixXd& nmb, const MatrixXd& parameters) {
  ConditionalBenefit out;
  Index best = 0;
  nmb.colwise().mean().maxCoeff(&best);
  MatrixXd y(nmb.rows(), nmb.cols() - 1);
  for (Index d = 0; d < nmb.cols(); ++d) {
    if (d == best) continue;
    y.col(static_cast<Index>(out.columns.size())) = nmb.col(d) - nmb.col(best);
    out.columns.push_back(d);
  }
  out.method = method_for(parameters.cols());
  out.fit = out.method == RegressionMethod::gam ? fit_gam(parameters, y) : fit_mars(parameters, y);
  out.fitted = MatrixXd::Zero(nmb.rows(), nmb.cols());
  const MatrixXd fitted = out.fit.fitted();
  for (std::size_t j = 0; j < out.columns.size(); ++j) out.fitted.col(out.columns[j]) = fitted.col(static_cast<Index>(j));
  return out;
}

double InformationValue::total_se() const { return std::hypot(se, mcse); }

InformationValue value_of_partial_information(const ConditionalBenefit& known, int redraws, std::uint64_t seed) {
  InformationValue out;
  const VectorXd gain = gains(known.fitted);
  const double n = static_cast<double>(gain.size());
  out.value = gain.mean();
  out.mcse = std::sqrt((gain.array() - out.value).square().sum() / (n - 1) / n);
  out.df = known.fit.effective_df.maxCoeff();
  if (redraws < 2) return out;

  const Fit& fit = known.fit;
  const MatrixXd spread = covariance_root(fit.residual_covariance);
  Words words(seed);
  VectorXd values(redraws);
  MatrixXd z(fit.coefficients.rows(), fit.coefficients.cols()), beta = z;
  for (int b = 0; b < redraws; ++b) {
    for (Index i = 0; i < z.size(); ++i) z.data()[i] = words.normal();
    z = z * spread.transpose();
    for (Index d = 0; d < beta.cols(); ++d)
      beta.col(d) = fit.coefficients.col(d) + fit.root[static_cast<std::size_t>(d)].triangularView<Eigen::Lower>().transpose().solve(z.col(d));
    const MatrixXd redrawn = fit.basis * beta;
    const double top = std::max(0.0, redrawn.colwise().mean().maxCoeff());
    values[b] = redrawn.rowwise().maxCoeff().cwiseMax(0).mean() - top;
  }
  out.bias = values.mean() - out.value;
  out.se = std::sqrt((values.array() - values.mean()).square().sum() / (redraws - 1));
  return out;
}

InformationValue value_of_sample_gaussian(const ConditionalBenefit& known, double n, double n0) {
  ALONGSIDE_EXPECTS(n >= 0 && n0 > 0);
  const double shrink = std::sqrt(n / (n + n0));
  const Eigen::RowVectorXd centre = known.fitted.colwise().mean();
  const VectorXd gain = gains((shrink * (known.fitted.rowwise() - centre)).rowwise() + centre);
  const double count = static_cast<double>(gain.size());
  InformationValue out;
  out.value = gain.mean();
  out.mcse = std::sqrt((gain.array() - out.value).square().sum() / (count - 1) / count);
  out.df = known.fit.effective_df.maxCoeff();
  return out;
}

double unit_normal_gain(double mean, double sd) {
  ALONGSIDE_EXPECTS(sd >= 0);
  if (sd == 0) return 0;
  const boost::math::normal normal;
  // By symmetry with -|mean|: no large terms that cancel.
  const double z = std::abs(mean) / sd;
  return sd * boost::math::pdf(normal, z) - std::abs(mean) * boost::math::cdf(boost::math::complement(normal, z));
}

double value_of_sample_normal(double mean, double prior_sd, double data_variance) {
  ALONGSIDE_EXPECTS(prior_sd >= 0 && data_variance >= 0);
  if (prior_sd == 0) return 0;
  return unit_normal_gain(mean, prior_sd / std::sqrt(1 + data_variance / (prior_sd * prior_sd)));
}

double people_reached(const StudyPlan& plan) {
  ALONGSIDE_EXPECTS(plan.delay >= 0);
  if (plan.delay >= plan.horizon) return 0;
  return population_multiplier(plan.yearly_people, plan.horizon, plan.rate, plan.rule) -
         population_multiplier(plan.yearly_people, plan.delay, plan.rate, plan.rule);
}

double population_value(const StudyPlan& plan, double value) { return people_reached(plan) / plan.people_per_value * value; }

double expected_net_benefit_of_sampling(const StudyPlan& plan, double n, double evsi) {
  if (n == 0) return 0;
  return population_value(plan, evsi) - plan.setup - n * plan.per_participant;
}

BestSize best_study_size(const ConditionalBenefit& known, double n0, const StudyPlan& plan, double most) {
  const auto at = [&](double n) {
    const double evsi = value_of_sample_gaussian(known, n, n0).value;
    return BestSize{n, evsi, expected_net_benefit_of_sampling(plan, n, evsi)};
  };
  double low = 1, high = std::floor(most);
  while (high - low > 2) {
    const double a = std::floor(low + (high - low) * 0.382), b = std::ceil(low + (high - low) * 0.618);
    (at(a).enbs < at(b).enbs ? low : high) = at(a).enbs < at(b).enbs ? a : b;
  }
  BestSize best;  // no study
  for (double n = low; n <= high; ++n)
    if (const BestSize found = at(n); found.enbs > best.enbs) best = found;
  return best;
}

}  // namespace alongside::economics
