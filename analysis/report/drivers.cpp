#include "analysis/report/drivers.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <numeric>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/drivers.hpp"
#include "analysis/economics/studies.hpp"

namespace alongside::report {
namespace {

using Eigen::Index;

constexpr std::size_t shown = 10;

/// Position of the draw whose parameter lies at a quantile.
Index draw_at(const Eigen::VectorXd& parameter, double p) {
  std::vector<Index> order(static_cast<std::size_t>(parameter.size()));
  std::iota(order.begin(), order.end(), Index{0});
  std::ranges::sort(order, {}, [&](Index i) { return parameter[i]; });
  return order[static_cast<std::size_t>(std::lround(p * static_cast<double>(order.size() - 1)))];
}

Driver driver(const Economy& economy, const Eigen::MatrixXd& nmb, const Lead& lead, Index p) {
  const Eigen::VectorXd parameter = economy.means.parameter.col(p);
  const economics::ConditionalBenefit known = economics::condition_on(nmb, parameter);
  const economics::InformationValue value = economics::value_of_partial_information(known, 100, 1);
  // Fitted values are of every option against the one that is best on average.
  const auto fitted_lead = [&](Index i) { return known.fitted(i, static_cast<Index>(lead.best)) - known.fitted(i, static_cast<Index>(lead.other)); };
  const Index low = draw_at(parameter, 0.025), high = draw_at(parameter, 0.975);
  return {economy.means.parameters[static_cast<std::size_t>(p)], value.value, value.total_se(), parameter[low], parameter[high], fitted_lead(low), fitted_lead(high)};
}

}  // namespace

Lead lead_of(const Economy& economy, double threshold) {
  const auto benefit = [&](std::size_t arm) { return threshold * economy.effect[arm] - economy.cost[arm]; };
  std::size_t best = 0;
  for (std::size_t arm = 1; arm < economy.arms().size(); ++arm)
    if (benefit(arm) > benefit(best)) best = arm;
  const auto other = static_cast<std::size_t>(economics::strongest_rival(economics::net_monetary_benefit(economy.means.cost, economy.means.effect, threshold), static_cast<Index>(best)));
  return {best, other, benefit(best) - benefit(other)};
}

std::vector<Driver> drivers_of(const Economy& economy) {
  if (!economy.uncertain() || economy.means.draws() < economics::fewest_draws_for_groups || economy.means.parameters.empty()) return {};
  const double threshold = economy.doubtful_threshold();
  const Lead lead = lead_of(economy, threshold);
  const Eigen::MatrixXd nmb = economics::net_monetary_benefit(economy.means.cost, economy.means.effect, threshold);
  const Eigen::VectorXd gap = nmb.col(static_cast<Index>(lead.best)) - nmb.col(static_cast<Index>(lead.other));
  std::vector<Driver> drivers;
  for (const economics::Leaning& one : economics::leanings(economy.means.parameter, gap, shown))
    if (one.correlation != 0) drivers.push_back(driver(economy, nmb, lead, one.parameter));
  // What knowing is worth first; where that is nothing, how far the lead moves.
  std::ranges::stable_sort(drivers, std::greater{}, [](const Driver& d) { return std::pair(d.worth, std::abs(d.lead_high - d.lead_low)); });
  return drivers;
}

}  // namespace alongside::report
