// A budget year by year: cash, people, demand, waits, who is never reached.

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/economics/budget.hpp"

namespace alongside::economics {
namespace {

constexpr double missing = std::numeric_limits<double>::quiet_NaN();
constexpr double weeks_per_year = 52;  // of the programme's years

std::vector<BudgetLine> lines_of(const BudgetBase& base, const BudgetQuestion& question, const Scaling& scaling, std::size_t arm) {
  std::vector<BudgetLine> lines;
  for (std::size_t i = 0; i < base.accounts.items.size(); ++i) {
    const AccountItem& item = base.accounts.items[i];
    auto at = std::ranges::find_if(lines, [&](const BudgetLine& line) { return line.payer == item.payer && line.category == item.category; });
    if (at == lines.end()) at = lines.insert(at, {item.payer, item.category, std::vector<double>(base.accounts.years, 0.0)});
    for (std::size_t y = 0; y < base.accounts.years; ++y) at->cash[y] += scaled_cash(base, question, scaling, arm, i, y);
  }
  return lines;
}

/// The value that a share of sorted units lies below.
double quantile(std::vector<double> values, double share) {
  if (values.size() < 2) return missing;
  std::ranges::sort(values);
  const double at = share * static_cast<double>(values.size() - 1);
  const auto below = static_cast<std::size_t>(at);
  const double next = values[std::min(below + 1, values.size() - 1)];
  return values[below] + (at - std::floor(at)) * (next - values[below]);
}

/// Programme cash with its spread: the run's own spread between draws, carried over in proportion.
void add_programme(const BudgetBase& base, ArmBudget& budget, std::size_t arm) {
  for (std::size_t y = 0; y < base.accounts.years; ++y) {
    double cash = 0;
    for (const BudgetLine& line : budget.lines)
      if (line.payer == "programme") cash += line.cash[y];
    const std::vector<double>& units = base.units[arm * base.accounts.years + y];
    double mean = 0;
    for (const double u : units) mean += u / static_cast<double>(units.size());
    const double factor = mean > 0 ? cash / mean : 1;
    budget.programme.push_back(cash);
    budget.low.push_back(factor * quantile(units, 0.025));
    budget.high.push_back(factor * quantile(units, 0.975));
  }
}

std::vector<StaffYear> staff_of(const BudgetBase& base, const Scaling& scaling, std::size_t arm, const BudgetQuestion& question) {
  const YearlyFlows& f = base.flows;
  const Accounts& a = base.accounts;
  double joining = 0, trained = 0, applying = 0;
  for (std::size_t y = 0; y < a.years; ++y) joining += f.joining[arm][y], trained += f.trained[arm][y], applying += f.applying[arm][y];
  std::vector<StaffYear> years;
  for (std::size_t y = 0; y < a.years; ++y) {
    const double share = scaling.place * scaling.uptake[y], weeks = f.running_weeks[arm][y], active = weeks > 0 ? f.active_weeks[arm][y] / weeks : 0;
    // Growth takes more starters than the run had, with the trained and the applicants behind each of them.
    const double growth = y > 0 ? std::max(0.0, scaling.uptake[y] - scaling.uptake[y - 1]) * scaling.place * active : 0;
    const auto monthly = [&](double own, double per_joining) { return weeks > 0 ? (share * own + growth * per_joining) / (weeks / weeks_per_year * 12) : 0; };
    StaffYear year;
    year.active = share * active;
    year.coordinators = weeks > 0 ? whole_persons(share, f.coordinator_weeks[arm][y] / weeks) * f.coordinator_weeks[arm][y] / weeks : 0;
    year.leaving = monthly(f.leaving[arm][y], 0);
    year.joining = monthly(f.joining[arm][y], 1);
    year.training_places = monthly(f.trained[arm][y], joining > 0 ? trained / joining : 0);
    year.applying = monthly(f.applying[arm][y], joining > 0 ? applying / joining : 0);
    for (std::size_t i = 0; i < a.items.size(); ++i) {
      if (a.items[i].payer != "volunteer") continue;
      const double full = base.cell(arm, i, y);
      double quantity = 0;
      for (std::size_t w = 0; w < a.worlds.size(); ++w) quantity += static_cast<double>(a.quantity(w, arm, i, y)) / static_cast<double>(a.items[i].per) / static_cast<double>(a.worlds.size());
      year.volunteer_hours += full > 0 ? quantity * scaled_cash(base, question, scaling, arm, i, y) / full : 0;
    }
    years.push_back(year);
  }
  return years;
}

std::vector<DemandYear> demand_of(const BudgetBase& base, const Scaling& scaling, std::size_t arm) {
  const YearlyFlows& f = base.flows;
  std::vector<DemandYear> years;
  for (std::size_t y = 0; y < base.accounts.years; ++y) {
    const double share = scaling.place * scaling.uptake[y];
    const double left = std::max(0.0, f.accepted[arm][y] - f.started[arm][y]);
    years.push_back({scaling.place * f.enrolled[arm][y], scaling.place * f.eligible[arm][y], share * f.offered[arm][y], share * f.accepted[arm][y], share * f.started[arm][y], share * left,
                     f.planned[arm][y] > 0 ? f.rationed[arm][y] / f.planned[arm][y] : missing});
  }
  return years;
}

/// Smallest whole number of weeks that so many waited at most.
double wait_quantile(const std::vector<double>& counts, double share) {
  double all = 0, below = 0;
  for (const double n : counts) all += n;
  if (all == 0) return missing;
  for (std::size_t week = 0; week < counts.size(); ++week)
    if ((below += counts[week]) >= share * all) return static_cast<double>(week);
  return missing;
}

void add_reach(const record::Result& result, const BudgetBase& base, Budget& budget) {
  const Accounts& a = base.accounts;
  const auto read = [&](const char* field) { return read_for_worlds(result, std::string("/summary_by/deprivation/") + field, a); };
  const std::vector<double> families = read("families"), eligible = read("eligible"), supported = read("supported"), waits = read_for_worlds(result, "/yearly/waits", a);
  const std::size_t arms = a.arms.size(), strata = 5, weeks = waits.size() / (a.worlds.size() * arms);
  for (std::size_t arm = 0; arm < arms; ++arm) {
    std::vector<double> counts(weeks, 0.0);
    for (std::size_t w = 0; w < a.worlds.size(); ++w)
      for (std::size_t week = 0; week < weeks; ++week) counts[week] += waits[(w * arms + arm) * weeks + week];
    budget.arms[arm].wait_median = wait_quantile(counts, 0.5);
    budget.arms[arm].wait_90 = wait_quantile(counts, 0.9);
    for (std::size_t g = strata; g-- > 0;) {  // the file counts deprivation upwards
      double all = 0, could = 0, got = 0;
      for (std::size_t w = 0; w < a.worlds.size(); ++w) {
        const std::size_t at = (w * arms + arm) * strata + g;
        all += families[at], could += eligible[at], got += supported[at];
      }
      budget.arms[arm].never_reached.push_back(all > 0 ? 1 - got / all : missing);
      // Families that get in without being eligible would make this negative.
      budget.arms[arm].never_reached_eligible.push_back(could > 0 ? std::max(0.0, 1 - got / could) : missing);
    }
  }
}

}  // namespace

Budget project_budget(const record::Result& result, const BudgetBase& base, const BudgetQuestion& question) {
  Budget budget;
  budget.uptake = uptake_by_year(question.uptake, base.accounts.years);
  // After the last births nothing grows any more.
  for (std::size_t y = base.birth_years; y < budget.uptake.size(); ++y) budget.uptake[y] = budget.uptake[base.birth_years - 1];
  const Scaling scaling{budget.uptake, question.births > 0 ? question.births / base.births : 1};
  for (std::size_t arm = 0; arm < base.accounts.arms.size(); ++arm) {
    ArmBudget one;
    one.arm = base.accounts.arms[arm];
    one.lines = lines_of(base, question, scaling, arm);
    add_programme(base, one, arm);
    one.staff = staff_of(base, scaling, arm, question);
    one.demand = demand_of(base, scaling, arm);
    budget.arms.push_back(std::move(one));
  }
  add_reach(result, base, budget);
  return budget;
}

}  // namespace alongside::economics
