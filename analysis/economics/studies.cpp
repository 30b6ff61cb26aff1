#include "analysis/economics/studies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::economics {

Eigen::MatrixXd columns_of(const DrawMeans& means, const ParameterGroup& group) {
  Eigen::MatrixXd out(means.draws(), static_cast<Eigen::Index>(group.names.size()));
  for (std::size_t j = 0; j < group.names.size(); ++j)
    out.col(static_cast<Eigen::Index>(j)) = means.parameter.col(std::ranges::find(means.parameters, group.names[j]) - means.parameters.begin());
  return out;
}

KnownGroup know(const DrawMeans& means, const Eigen::MatrixXd& nmb, const ParameterGroup& group, int redraws, std::uint64_t seed) {
  KnownGroup known{group, condition_on(nmb, columns_of(means, group)), {}};
  known.value = value_of_partial_information(known.benefit, redraws, seed);
  return known;
}

double StudySizes::most() const { return 10 * std::max(1.0, sizes.empty() ? 1.0 : *std::ranges::max_element(sizes)); }

void check_sizes(const StudySizes& sizes, std::size_t groups) {
  if (sizes.sizes.empty()) return;
  if (sizes.prior_sizes.size() != 1 && sizes.prior_sizes.size() != groups)
    throw DataError(fmt::format("{} prior sizes for {} groups (give one --prior-n for all, or one per group)", sizes.prior_sizes.size(), groups));
  for (const double n0 : sizes.prior_sizes)
    if (!(n0 > 0)) throw DataError(fmt::format("prior size {} is not positive (it is the number of observations that today's knowledge is worth)", n0));
  for (const double n : sizes.sizes)
    if (!(n >= 0)) throw DataError(fmt::format("study size {} is negative", n));
}

InformationValue value_of_sample(const KnownGroup& known, double n, double prior_size) {
  InformationValue value = value_of_sample_gaussian(known.benefit, n, prior_size);
  value.se = known.value.value > 0 ? known.value.se * value.value / known.value.value : 0.0;
  return value;
}

StudyCurve study_curve(const KnownGroup& known, double prior_size, double most, const StudyPlan& plan) {
  constexpr int steps = 60;
  const auto study = [&](double n) { return worth_of_study(plan, n, value_of_sample(known, n, prior_size)); };
  StudyCurve curve{known.group.label, {}, study(best_study_size(known.benefit, prior_size, plan, most).n)};
  double last = 0;
  for (int i = 1; i <= steps; ++i) {
    const double share = static_cast<double>(i) / steps, n = std::round(most * share * share);
    if (n > last) curve.studies.push_back(study(n));
    last = n;
  }
  return curve;
}

}  // namespace alongside::economics
