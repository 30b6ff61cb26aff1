#pragma once
// What a programme costs whom in which year, and the people it takes: cash, undiscounted, for births that go on for as long as
// they do in the run (Sullivan et al. 2014, ISPOR budget impact good practice II).

#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/accounts.hpp"
#include "analysis/economics/uptake.hpp"
#include "analysis/economics/valuation.hpp"

namespace alongside::economics {

/// How set-up is booked: as cash when it is spent, again at each new contract, or spread over the contract as in the ledger.
enum class SetUp { paid, spread };

struct BudgetQuestion {
  Viewpoint view;                        ///< its price year and prices; nothing is discounted
  std::size_t point = 0;
  std::optional<std::string> reference;  ///< arm; the first without
  Uptake uptake;
  double births = 0;                     ///< a year in the place; 0: as simulated
  SetUp set_up = SetUp::paid;
};

/// Quantities of a run by year, means over worlds: [arm][year] per world, unscaled.
struct YearlyFlows {
  std::vector<std::vector<double>> enrolled, eligible, offered, accepted, started, gave_up, planned, received, rationed;
  std::vector<std::vector<double>> active_weeks, leaving, joining, trained, applying, coordinator_weeks, running_weeks;
};

/// The run's own numbers that every budget starts from, at full scale.
struct BudgetBase {
  Accounts accounts;
  std::size_t reference = 0;
  std::size_t birth_years = 1;           ///< years in which families enrol
  double births = 0;                     ///< families enrolled in a year of births, mean
  YearlyFlows flows;
  std::vector<double> cells;             ///< [arm][item][year] pounds, mean over worlds, penny rounding by world; without set-up paid
  std::vector<std::vector<double>> units;  ///< programme cash at full scale by independent unit: [arm x year][unit]
  std::vector<double> lag;               ///< [year][birth year] share of the weeks lived in a year by families of a birth year
  double cell(std::size_t arm, std::size_t item, std::size_t year) const { return cells[(arm * accounts.items.size() + item) * accounts.years + year]; }
};

/// Reads what a budget needs. Throws DataError when the result lacks it.
BudgetBase budget_base(const record::Result& result, const BudgetQuestion& question);

/// How the programme is scaled in each year: shares of full scale, and the place against the simulated one.
struct Scaling {
  std::vector<double> uptake;  ///< by year; the last holds for later years
  double place = 1;
};

/// A share of full scale in whole persons, at full scale the run's own number: 1 stays 1, and no share above 0 gets by without
/// anybody.
double whole_persons(double share, double persons);

/// Cash of one item in one year, pounds. Set-up and fixed items do not scale; stepped items in whole persons; the programme's
/// others by uptake, with recruiting and training for growth on top; services by what families of all years so far have been
/// reached.
double scaled_cash(const BudgetBase& base, const BudgetQuestion& question, const Scaling& scaling, std::size_t arm, std::size_t item, std::size_t year);

/// One payer and category: pounds by year.
struct BudgetLine {
  std::string payer, category;
  std::vector<double> cash;
};
/// People in one year, at the scale of that year. Flows are per month.
struct StaffYear {
  double active = 0, leaving = 0, joining = 0, training_places = 0, applying = 0, coordinators = 0;
  double volunteer_hours = 0;  ///< in the year
};
/// Families in one year, at the scale of that year.
struct DemandYear {
  double births = 0, eligible = 0, offered = 0, accepted = 0, supported = 0, unmet = 0;  ///< unmet: took the offer up, never got support
  double rationed_share = 0;   ///< of planned contacts, without hours or places for them
};
struct ArmBudget {
  std::string arm;
  std::vector<BudgetLine> lines;
  std::vector<double> programme, low, high;  ///< programme cash by year, and the central 95% over draws (or worlds)
  std::vector<StaffYear> staff;
  std::vector<DemandYear> demand;
  double wait_median = 0, wait_90 = 0;       ///< weeks to the first supporter or group, of families that got one; NaN without any
  std::vector<double> never_reached;         ///< share of families by fifth, most deprived first, at full scale
  std::vector<double> never_reached_eligible;
};
struct Budget {
  std::vector<double> uptake;
  std::vector<ArmBudget> arms;
};
Budget project_budget(const record::Result& result, const BudgetBase& base, const BudgetQuestion& question);

/// The ledger's own total of a payer over all years, pounds, undiscounted: what the cash at full scale comes to but for set-up.
double ledger_total(const BudgetBase& base, std::size_t arm, const std::string& payer);

}  // namespace alongside::economics
