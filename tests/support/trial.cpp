#include "tests/support/trial.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "analysis/trial/estimator.hpp"
#include "cli/trial_analyst.hpp"

namespace alongside::tests {
namespace {

template <class List>
std::size_t place(const List& list, std::string_view name) {
  for (std::size_t i = 0; i < list.size(); ++i)
    if (list[i].name == name) return i;
  throw InternalError(fmt::format("no \"{}\"", name));
}

}  // namespace

TrialModel::TrialModel(const std::string& toml, const std::vector<std::string>& set)
    : catalogue_(process::model_catalogue()), study_(read_scenario_text(toml, catalogue_, set), catalogue_, process::week(), cli::make_analyst) {}

void TrialModel::simulate(std::uint32_t replicates) {
  worlds_.resize(replicates);
  regimes_.resize(replicates);
  tbb::parallel_for(std::uint32_t{0}, replicates, [&](std::uint32_t r) {
    run::Timings timings;
    run::TaskResult result = run::simulate(study_, {0, 0, r}, core::kernel_level(), timings);
    worlds_[r] = std::move(*result.trial);
    regimes_[r] = std::move(result.arms);
  });
}

std::vector<double> TrialModel::estimates(std::string_view method, std::string_view statistic, std::size_t contrast, std::size_t endpoint) const {
  const std::vector<std::string>& methods = study_.analyst()->methods();
  const auto m = static_cast<std::size_t>(std::ranges::find(methods, method) - methods.begin());
  const auto s = static_cast<std::size_t>(std::ranges::find(trial::statistics, statistic) - std::begin(trial::statistics));
  if (m == methods.size() || s == std::size(trial::statistics)) throw InternalError(fmt::format("no method {} or statistic {}", method, statistic));
  std::vector<double> out;
  for (const trial::Reduced& world : worlds_)
    out.push_back(world.estimates[((contrast * study_.trial()->endpoints.size() + endpoint) * methods.size() + m) * std::size(trial::statistics) + s]);
  return out;
}

std::vector<double> TrialModel::truths(std::string_view estimand, std::size_t contrast, std::size_t endpoint) const {
  std::vector<double> out;
  const std::size_t at = (contrast * study_.trial()->endpoints.size() + endpoint) * trial::estimands + place(trial::estimand_texts(), estimand);
  for (const trial::Reduced& world : worlds_) out.push_back(world.truth[at]);
  return out;
}

std::vector<double> TrialModel::facts(std::string_view fact, std::size_t contrast, std::size_t endpoint) const {
  std::vector<double> out;
  const std::size_t at = (contrast * study_.trial()->endpoints.size() + endpoint) * trial::world_texts().size() + place(trial::world_texts(), fact);
  for (const trial::Reduced& world : worlds_) out.push_back(world.world[at]);
  return out;
}

std::vector<double> TrialModel::flow(std::string_view step, std::size_t arm) const {
  std::vector<double> out;
  for (const trial::Reduced& world : worlds_) out.push_back(static_cast<double>(world.flow[arm * trial::flow_texts().size() + place(trial::flow_texts(), step)]));
  return out;
}

double TrialModel::coverage(std::string_view method, double truth) const {
  const std::vector<double> value = estimates(method), se = estimates(method, "se"), df = estimates(method, "df");
  double covered = 0, n = 0;
  for (std::size_t w = 0; w < value.size(); ++w) {
    estimation::Estimate e;
    e.value = value[w], e.se = se[w], e.df = df[w], e.status = estimation::Status::converged;
    if (std::isnan(value[w])) continue;
    const estimation::Interval ci = estimation::interval(e);
    n += 1, covered += ci.low <= truth && truth <= ci.high;
  }
  return covered / n;
}

double TrialModel::rejections(std::string_view method) const {
  const std::vector<double> value = estimates(method), se = estimates(method, "se"), df = estimates(method, "df"), p = estimates(method, "p");
  double rejected = 0, n = 0;
  for (std::size_t w = 0; w < value.size(); ++w) {
    if (std::isnan(value[w])) continue;
    estimation::Estimate e;
    e.value = value[w], e.se = se[w], e.df = df[w], e.p_value = p[w], e.status = estimation::Status::converged;
    n += 1, rejected += estimation::p_value(e) <= 0.05;
  }
  return rejected / n;
}

std::vector<double> minus(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out;
  for (std::size_t i = 0; i < a.size(); ++i) out.push_back(a[i] - b[i]);
  return out;
}

Estimate ratio_of_means(const std::vector<double>& a, const std::vector<double>& b) {
  const double ratio = estimate(a).mean / estimate(b).mean;
  std::vector<double> apart;
  for (std::size_t i = 0; i < a.size(); ++i) apart.push_back(a[i] - ratio * b[i]);
  return {ratio, estimate(apart).se / std::fabs(estimate(b).mean)};
}

}  // namespace alongside::tests
