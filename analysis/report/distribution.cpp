#include "analysis/report/distribution.hpp"

#include "analysis/economics/rules.hpp"

namespace alongside::report {

std::unique_ptr<Distribution> Distribution::read(const record::Result& result, const Economy& economy, std::size_t point) {
  if (!result.has("/summary_by/deprivation/eligible")) return nullptr;
  economics::ResultEquityQuestion question;
  question.point = point;
  question.view = economy.view;
  const economics::BaselineHealth& baseline = economics::baselines().front();
  const economics::OpportunityShares& shares = economics::opportunity_distributions().front();
  question.basis.baseline = baseline.qale;
  question.basis.baseline_text = baseline.source.text;
  question.basis.shares = shares.shares;
  question.basis.shares_text = shares.source.text;
  question.basis.money_per_health = economics::opportunity_costs().front().pounds_per_qaly;
  auto distribution = std::make_unique<Distribution>();
  for (const economics::Aversion& aversion : economics::aversions())
    if (aversion.index == "atkinson") question.views.push_back({economics::InequalityIndex::atkinson, aversion.value}), distribution->aversion = aversion.value;
  distribution->answer = economics::analyse_result_equity(result, question);
  distribution->groups = economics::group_outcomes(result, economy.accounts, question);
  distribution->points = economics::equity_plane(result, economy.accounts, question);
  return distribution;
}

}  // namespace alongside::report
