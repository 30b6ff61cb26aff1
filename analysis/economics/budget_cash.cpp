#include "analysis/economics/budget_cash.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/report/world_values.hpp"
#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
double ratio(double a, double b) { return b > 0 ? a / b : missing; }

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum;
}

/// Reach of one arm at full scale, means over worlds.
struct Reach {
  double families = 0, eligible = 0, at_risk = 0, supported = 0, at_risk_supported = 0;
};

std::vector<Reach> reach_of(const record::Result& result, const Accounts& accounts) {
  std::vector<Reach> out(accounts.arms.size());
  const struct {
    const char* field;
    double Reach::*to;
  } fields[] = {{"families", &Reach::families}, {"eligible", &Reach::eligible}, {"at_risk", &Reach::at_risk}, {"supported", &Reach::supported}, {"at_risk_supported", &Reach::at_risk_supported}};
  for (const auto& one : fields) {
    const std::vector<double> values = read_for_worlds(result, fmt::format("/summary_by/deprivation/{}", one.field), accounts);
    const std::size_t strata = values.size() / (accounts.worlds.size() * out.size());
    for (std::size_t i = 0; i < values.size(); ++i) out[i / strata % out.size()].*one.to += values[i] / static_cast<double>(accounts.worlds.size());
  }
  return out;
}

/// Probable cases at the follow-up nearest to 12 weeks, share of families by arm; empty without follow-ups.
struct Cases {
  std::string follow_up;
  std::vector<double> share;
};

Cases cases_of(const record::Result& result, const Accounts& accounts) {
  Cases cases;
  if (!result.has("/follow_ups/cases")) return cases;
  const std::vector<std::int64_t> weeks = result.integers("/follow_ups/at_week");
  std::size_t best = 0;
  for (std::size_t f = 1; f < weeks.size(); ++f)
    if (std::abs(weeks[f] - 12) < std::abs(weeks[best] - 12)) best = f;
  cases.follow_up = std::get<std::vector<std::string>>(result.axis("follow_up").values)[best];
  const report::WorldValues share = report::ratio(report::read_follow_up(result, "/follow_ups/cases", accounts.point, best), report::read_follow_up(result, "/follow_ups/families", accounts.point, best));
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) cases.share.push_back(report::estimate(share, arm).mean);
  return cases;
}

/// The programme's cash by year at a constant scale, wages raised.
class ProgrammeCash {
 public:
  ProgrammeCash(const BudgetBase& base, const BudgetQuestion& question, std::size_t arm, double pay_rise) : base_(base), question_(question), arm_(arm), rise_(pay_rise) {}

  std::vector<double> by_year(double scale, double place) const {
    const Scaling scaling{std::vector<double>(base_.accounts.years, scale), place};
    std::vector<double> cash(base_.accounts.years, 0.0);
    for (std::size_t i = 0; i < base_.accounts.items.size(); ++i) {
      const AccountItem& item = base_.accounts.items[i];
      for (std::size_t y = 0; item.payer == "programme" && y < cash.size(); ++y)
        cash[y] += scaled_cash(base_, question_, scaling, arm_, i, y) * (item.input == "labour" ? 1 + rise_ : 1);
    }
    return cash;
  }
  double peak(double scale, double place) const { return std::ranges::max(by_year(scale, place)); }

  /// The largest scale up to `most` whose dearest year the cash covers; cash rises with scale, in steps.
  double largest(double cash, double place, double most) const {
    if (peak(most, place) <= cash) return most;
    double low = 0, high = most;
    for (int i = 0; i < 50; ++i) {
      const double middle = (low + high) / 2;
      (peak(middle, place) <= cash ? low : high) = middle;
    }
    return low < 1e-9 ? 0 : low;
  }

 private:
  const BudgetBase& base_;
  const BudgetQuestion& question_;
  std::size_t arm_;
  double rise_;
};

BreakEven break_even_of(const BudgetBase& base, const BudgetQuestion& question, const CashQuestion& cash, const Reach& reach, std::size_t arm, const Eigen::MatrixXd& costs, const Valued& valued) {
  const Accounts& a = base.accounts;
  const auto column = static_cast<Eigen::Index>(arm), reference = static_cast<Eigen::Index>(base.reference);
  double programme = 0, delivery = 0, others = 0;
  const std::size_t arms = a.arms.size();
  for (std::size_t w = 0; w < a.worlds.size(); ++w)
    for (std::size_t i = 0; i < a.items.size(); ++i) {
      const AccountItem& item = a.items[i];
      const double own = costs(static_cast<Eigen::Index>(w * arms + arm), static_cast<Eigen::Index>(i)), usual = costs(static_cast<Eigen::Index>(w * arms + base.reference), static_cast<Eigen::Index>(i));
      const bool counts = std::ranges::find(question.view.perspective.payers, item.payer) != question.view.perspective.payers.end();
      if (item.payer == "programme") programme += own;
      if (item.payer == "programme" && item.category == "delivery") delivery += own;
      if (item.payer != "programme" && counts) others += own - usual;
    }
  const double n = static_cast<double>(a.worlds.size());
  programme /= n, delivery /= n, others /= n;
  const double worth = cash.threshold * (valued.effect.col(column).mean() - valued.effect.col(reference).mean()) - others;  // per 1,000 births
  const double supported = reach.families > 0 ? 1000 * reach.supported / reach.families : 0;
  BreakEven out{a.arms[arm], ratio(worth, supported), ratio(programme, supported), missing, missing};
  const YearlyFlows& f = base.flows;
  out.take_up_now = ratio(sum_of(f.accepted[arm]), sum_of(f.offered[arm]));
  // With the workforce as it is, only what is spent on contacts follows take-up.
  const double needed = worth > delivery ? (programme - delivery) / (worth - delivery) * out.take_up_now : missing;
  if (needed <= 1) out.take_up = needed;
  return out;
}

}  // namespace

CashBudget spend_cash(const record::Result& result, const BudgetBase& base, const BudgetQuestion& question, const CashQuestion& cash) {
  if (!(cash.cash > 0)) throw DataError(fmt::format("--cash {} is not positive (it is what the programme may spend in a year)", cash.cash));
  const Accounts& a = base.accounts;
  const std::vector<Reach> reach = reach_of(result, a);
  const Cases cases = cases_of(result, a);
  const double place = question.births > 0 ? question.births / base.births : 1, births = place * base.births;
  const Viewpoint view = question.view;
  const Eigen::MatrixXd costs = item_costs(a, view);
  const Valued valued = value_accounts(a, view);
  CashBudget out;
  out.follow_up = cases.follow_up;
  const struct {
    std::string text;
    double shortfall, pay_rise;
  } assumptions[] = {{"as planned", 0, 0}, {fmt::format("{:.3g}% of supporters not found", 100 * cash.shortfall), cash.shortfall, 0}, {fmt::format("wages {:.3g}% higher", 100 * cash.pay_rise), 0, cash.pay_rise}};
  for (std::size_t arm = 0; arm < a.arms.size(); ++arm) {
    if (ledger_total(base, arm, "programme") <= 0) continue;
    for (const auto& assumption : assumptions) {
      const ProgrammeCash programme(base, question, arm, assumption.pay_rise);
      CashAnswer one;
      one.arm = a.arms[arm];
      one.assumption = assumption.text;
      one.scale = programme.largest(cash.cash, place, 1) * (1 - assumption.shortfall);
      const std::vector<double> spent = programme.by_year(one.scale, place);
      one.peak = one.scale > 0 ? std::ranges::max(spent) : 0;
      one.left_over = cash.cash - one.peak;
      const Reach& r = reach[arm];
      one.of_births = one.scale * ratio(r.supported, r.families);
      one.of_eligible = one.scale * std::min(1.0, ratio(r.supported, r.eligible));
      one.of_at_risk = one.scale * ratio(r.at_risk_supported, r.at_risk);
      one.helped = one.of_births * births;
      const double years = static_cast<double>(base.birth_years);
      one.per_supported = one.scale > 0 ? ratio(sum_of(spent), one.helped * years) : missing;
      if (!cases.share.empty()) {
        one.cases_averted = one.scale * births * (cases.share[base.reference] - cases.share[arm]);
        one.per_case = one.scale > 0 ? ratio(sum_of(spent), one.cases_averted * years) : missing;
      } else {
        one.cases_averted = one.per_case = missing;
      }
      out.answers.push_back(std::move(one));
    }
    if (arm != base.reference) out.break_even.push_back(break_even_of(base, question, cash, reach[arm], arm, costs, valued));
  }
  return out;
}

}  // namespace alongside::economics
