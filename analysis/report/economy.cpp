#include "analysis/report/economy.hpp"

#include <algorithm>

#include "analysis/economics/two_level.hpp"

namespace alongside::report {
namespace {

using Eigen::Index;

std::vector<double> column_means(const Eigen::MatrixXd& values) {
  std::vector<double> out;
  for (Index d = 0; d < values.cols(); ++d) out.push_back(values.col(d).mean());
  return out;
}

/// Without draws every world is a row of its own.
economics::DrawMeans rows_of(const economics::Accounts& accounts, const economics::Valued& valued) {
  if (accounts.uncertain) return economics::average_replicates(economics::draws_of(accounts, valued));
  economics::Draws draws;
  draws.options = accounts.arms, draws.cost = valued.cost, draws.effect = valued.effect;
  draws.parameter.resize(valued.cost.rows(), 0);
  return economics::average_replicates(draws);
}

}  // namespace

std::unique_ptr<Economy> Economy::read(const record::Result& result, const ReportOptions& options) {
  if (!result.has("/ledger/quantity") || !result.has("/ledger/price")) return nullptr;
  if (result.dataset("/ledger/quantity").shape[3] < 2) return nullptr;
  std::unique_ptr<Economy> e(new Economy);
  if (options.view) e->view = *options.view;
  e->accounts = economics::read_accounts(result, options.point, e->view.value_set ? economics::Detail::person_weeks : economics::Detail::as_valued);
  e->valued = economics::value_accounts(e->accounts, e->view);
  e->means = rows_of(e->accounts, e->valued);
  e->corrected = e->uncertain() && economics::noise_correctable(e->means).possible;
  e->cost = column_means(e->means.cost), e->effect = column_means(e->means.effect);
  e->places = economics::efficiency_frontier(e->cost, e->effect);
  e->wording = economics::result_wording();
  e->thresholds = options.thresholds;
  if (e->thresholds.empty()) e->thresholds = {economics::reference_threshold().low, economics::reference_threshold().high};
  std::ranges::sort(e->thresholds);
  return e;
}

Interval Economy::over(const Eigen::VectorXd& values) const {
  return interval_over({values.data(), values.data() + values.size()}, uncertain() ? Over::draws : Over::worlds);
}

Interval Economy::added_cost(std::size_t arm) const { return over(means.cost.col(static_cast<Index>(arm)) - means.cost.col(0)); }
Interval Economy::added_effect(std::size_t arm) const { return over(means.effect.col(static_cast<Index>(arm)) - means.effect.col(0)); }

Interval Economy::gain(std::size_t arm, double threshold) const {
  const Eigen::MatrixXd nmb = economics::net_monetary_benefit(means.cost, means.effect, threshold);
  return over(nmb.col(static_cast<Index>(arm)) - nmb.col(0));
}

economics::Decision Economy::decide(double threshold) const {
  if (!corrected) return economics::decide(economics::net_monetary_benefit(means.cost, means.effect, threshold), threshold);
  return economics::decide(economics::corrected_net_benefit(means, threshold), threshold);
}

double Economy::doubtful_threshold() const {
  return *std::ranges::max_element(thresholds, {}, [&](double threshold) { return decide(threshold).evpi; });
}

}  // namespace alongside::report
