#include "analysis/economics/budget.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/economics/draws.hpp"
#include "analysis/economics/world_means.hpp"
#include "sim/core/error.hpp"
#include "sim/declare/column.hpp"

namespace alongside::economics {
namespace {

using Table = std::vector<std::vector<double>>;

/// Mean over worlds of a tally kept by year: [arm][year].
Table yearly(const record::Result& result, const Accounts& accounts, const char* tally) {
  const std::string path = fmt::format("/yearly/{}", tally);
  if (!result.has(path)) throw DataError(fmt::format("{}: no {} (a budget needs it; the run was made by an older program) run it again", result.path(), path));
  const std::vector<double> values = read_for_worlds(result, path, accounts);
  Table out(accounts.arms.size(), std::vector<double>(accounts.years, 0.0));
  for (std::size_t i = 0; i < values.size(); ++i) out[i / accounts.years % accounts.arms.size()][i % accounts.years] += values[i] / static_cast<double>(accounts.worlds.size());
  return out;
}

YearlyFlows read_flows(const record::Result& result, const Accounts& accounts) {
  const auto of = [&](const char* tally) { return yearly(result, accounts, tally); };
  return {of("enrolled"), of("eligible"), of("offered"), of("accepted"), of("support_started_first"), of("gave_up_waiting"), of("contacts_planned"), of("contacts_received"),
          of("contacts_rationed"), of("supporters_active"), of("supporters_left"), of("supporters_joined"), of("supporters_trained"), of("supporters_applied"), of("coordinators"), of("programme_running")};
}

/// Shares of the weeks lived in each year by families enrolled in each year of births, spread evenly over it.
std::vector<double> lag_of(const std::vector<double>& enrolled, std::size_t birth_years, std::size_t horizon) {
  const std::size_t years = enrolled.size();
  std::vector<double> lag(years * birth_years, 0.0);
  for (std::size_t b = 0; b < birth_years; ++b)
    for (std::size_t week = 0; week < 52; ++week)
      for (std::size_t lived = 0; lived < horizon; ++lived)
        if (const std::size_t y = (b * 52 + week + lived) / 52; y < years) lag[y * birth_years + b] += enrolled[b];
  for (std::size_t y = 0; y < years; ++y) {
    double sum = 0;
    for (std::size_t b = 0; b < birth_years; ++b) sum += lag[y * birth_years + b];
    for (std::size_t b = 0; b < birth_years; ++b) lag[y * birth_years + b] = sum > 0 ? lag[y * birth_years + b] / sum : b + 1 == birth_years ? 1 : 0;
  }
  return lag;
}

/// Undiscounted pounds by cell, and the programme's by unit.
void add_cash(BudgetBase& base, const Viewpoint& view) {
  const Accounts& a = base.accounts;
  const std::size_t arms = a.arms.size(), items = a.items.size(), years = a.years;
  base.cells.assign(arms * items * years, 0.0);
  Table programme(arms * years, std::vector<double>(a.worlds.size(), 0.0));
  std::vector<double> prices;
  for (std::size_t w = 0; w < a.worlds.size(); ++w) {
    if (w == 0 || a.worlds[w].draw != a.worlds[w - 1].draw) prices = prices_of(a, view, a.worlds[w].draw);
    for (std::size_t arm = 0; arm < arms; ++arm)
      for (std::size_t i = 0; i < items; ++i)
        for (std::size_t y = 0; y < years; ++y) {
          const double pounds = static_cast<double>(declare::pence(a.quantity(w, arm, i, y), prices[i], a.items[i].per)) / 100;
          base.cells[(arm * items + i) * years + y] += pounds / static_cast<double>(a.worlds.size());
          if (a.items[i].payer == "programme") programme[arm * years + y][w] += pounds;
        }
  }
  for (const std::vector<double>& by_world : programme) base.units.push_back(over_units(a, by_world));
}

double mean_price(const BudgetBase& base, const Viewpoint& view, std::size_t item) {
  double sum = 0;
  for (std::size_t d = 0; d < base.accounts.draws; ++d) sum += prices_of(base.accounts, view, d)[item] / static_cast<double>(base.accounts.draws);
  return sum / 100;
}

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum;
}

/// Set-up as cash: at the start, and at each new contract while families still enrol.
double set_up_cash(const BudgetBase& base, const BudgetQuestion& question, const std::vector<double>& uptake, std::size_t arm, std::size_t item, std::size_t year) {
  const auto first = static_cast<std::size_t>(std::ranges::find_if(uptake, [](double share) { return share > 0; }) - uptake.begin());
  if (first == uptake.size() || year < first) return 0;
  if (question.set_up == SetUp::spread) return base.cell(arm, item, year);
  double charged = 0;
  for (std::size_t y = 0; y < base.accounts.years; ++y) charged += base.cell(arm, item, y);
  const double contract = std::max(1.0, std::round(base.accounts.contract_years(0, arm)));
  const bool starts = year < base.birth_years && std::fmod(static_cast<double>(year - first), contract) == 0;
  return charged > 0 && starts ? mean_price(base, question.view, item) : 0;
}

}  // namespace

double whole_persons(double share, double persons) {
  const double full = std::max(1.0, std::round(persons));
  return share > 0 ? std::ceil(share * full - 1e-9) / full : 0;
}

BudgetBase budget_base(const record::Result& result, const BudgetQuestion& question) {
  BudgetBase base;
  base.accounts = read_accounts(result, question.point);
  base.reference = question.reference ? option_index(base.accounts.arms, *question.reference) : 0;
  base.flows = read_flows(result, base.accounts);
  const std::vector<double>& enrolled = base.flows.enrolled[base.reference];
  for (std::size_t y = 0; y < enrolled.size(); ++y)
    if (enrolled[y] > 0) base.birth_years = y + 1;
  base.births = sum_of(enrolled) / static_cast<double>(base.birth_years);
  const auto& ages = std::get<std::vector<std::int64_t>>(result.axis("age_week").values);
  base.lag = lag_of(enrolled, base.birth_years, ages.size());
  add_cash(base, question.view);
  return base;
}

double scaled_cash(const BudgetBase& base, const BudgetQuestion& question, const Scaling& scaling, std::size_t arm, std::size_t item, std::size_t year) {
  const AccountItem& what = base.accounts.items[item];
  const double full = base.cell(arm, item, year);
  const auto uptake = [&](std::size_t y) { return scaling.uptake[std::min(y, scaling.uptake.size() - 1)]; };
  if (what.payer == "nhs" || what.payer == "social_care") {
    double reached = 0;
    for (std::size_t b = 0; b < base.birth_years; ++b) reached += base.lag[year * base.birth_years + b] * uptake(b);
    const double usual = base.cell(base.reference, item, year);
    return scaling.place * (usual + reached * (full - usual));
  }
  if (what.behaviour == set_up_behaviour) return set_up_cash(base, question, scaling.uptake, arm, item, year);
  if (what.behaviour == "fixed") return uptake(year) > 0 ? full : 0;
  const double share = scaling.place * uptake(year);
  if (what.behaviour == "stepped") {
    const double weeks = base.flows.running_weeks[arm][year];
    return weeks > 0 ? full * whole_persons(share, base.flows.coordinator_weeks[arm][year] / weeks) : full;
  }
  double cash = share * full;
  if ((what.category == "recruitment" || what.category == "training") && year > 0 && uptake(year) > uptake(year - 1)) {
    // Growth beyond what the run itself recruited: the cost of one who joins times those the larger scale needs more.
    double all = 0;
    for (std::size_t y = 0; y < base.accounts.years; ++y) all += base.cell(arm, item, y);
    const double joining = sum_of(base.flows.joining[arm]), weeks = base.flows.running_weeks[arm][year];
    if (joining > 0 && weeks > 0) cash += scaling.place * (uptake(year) - uptake(year - 1)) * base.flows.active_weeks[arm][year] / weeks * all / joining;
  }
  return cash;
}

double ledger_total(const BudgetBase& base, std::size_t arm, const std::string& payer) {
  double sum = 0;
  for (std::size_t i = 0; i < base.accounts.items.size(); ++i)
    for (std::size_t y = 0; base.accounts.items[i].payer == payer && y < base.accounts.years; ++y) sum += base.cell(arm, i, y);
  return sum;
}

}  // namespace alongside::economics
