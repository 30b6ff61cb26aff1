#pragma once
// What a yearly sum of cash buys: for each design the largest scale that it affords, whom that reaches, and what it takes to
// be worth its money.

#include <string>
#include <vector>

#include "analysis/economics/budget.hpp"

namespace alongside::economics {

struct CashQuestion {
  double cash = 0;               ///< pounds a year for the programme
  double threshold = 20000;      ///< pounds per QALY, for break-even
  double shortfall = 0.25;       ///< share of supporters not found, one-way scenario
  double pay_rise = 0.05;        ///< rise of the programme's wages, one-way scenario
};

/// One design under one assumption. Money in pounds; NaN where there is nothing to divide by.
struct CashAnswer {
  std::string arm, assumption;
  double scale = 0;              ///< of the programme as simulated, 0 to 1
  double peak = 0;               ///< its dearest year
  double left_over = 0;          ///< of the cash in that year
  double of_births = 0, of_eligible = 0, of_at_risk = 0;  ///< shares supported
  double helped = 0;             ///< families given support in a year of births
  double per_supported = 0;      ///< programme cash of all years / families given support in them
  double cases_averted = 0;      ///< in a year of births, at the follow-up
  double per_case = 0;           ///< programme cash / cases averted
};

/// When a design is just worth its money at the threshold, by means over draws in the reference case.
struct BreakEven {
  std::string arm;
  double per_supported = 0;      ///< programme cost per family supported up to which it is worth it; discounted, set-up as annuity
  double now = 0;                ///< what it costs
  double take_up = 0;            ///< share of those offered that must take it up, workforce unchanged; NaN when none does or up to 1
  double take_up_now = 0;
};

struct CashBudget {
  std::string follow_up;         ///< at which cases are counted; empty without follow-ups
  std::vector<CashAnswer> answers;
  std::vector<BreakEven> break_even;
};

/// Answers for every arm that costs the programme anything. Throws DataError when the cash is not positive.
CashBudget spend_cash(const record::Result& result, const BudgetBase& base, const BudgetQuestion& question, const CashQuestion& cash);

}  // namespace alongside::economics
