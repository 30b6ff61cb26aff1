#include "analysis/economics/budget_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/economics/result_cea.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {
namespace {

using data::Cell;
using data::Number;
using data::OutputTable;

Number pounds(double value) { return {value, 0}; }
std::string percent(double share) { return std::isnan(share) ? "-" : fmt::format("{:.{}f}%", 100 * share, share < 0.0995 ? 1 : 0); }

double sum_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum;
}

OutputTable by_years(std::string title, std::vector<std::string> columns, std::size_t years) {
  OutputTable table{std::move(title), std::move(columns), {}, {}};
  for (std::size_t y = 0; y < years; ++y) table.columns.push_back(fmt::format("year {}", y + 1));
  table.columns.push_back("all years");
  return table;
}

void add_years(std::vector<Cell>& row, const std::vector<double>& values) {
  for (const double v : values) row.emplace_back(pounds(v));
  row.emplace_back(pounds(sum_of(values)));
}

OutputTable cash_table(const Budget& budget, const BudgetBase& base) {
  OutputTable table = by_years("Cash by payer and category, GBP, undiscounted", {"arm", "payer", "category"}, base.accounts.years);
  for (const ArmBudget& arm : budget.arms)
    for (const BudgetLine& line : arm.lines) {
      if (sum_of(line.cash) == 0) continue;
      std::vector<Cell> row{arm.arm, line.payer, line.category};
      add_years(row, line.cash);
      table.rows.push_back(std::move(row));
    }
  table.notes.push_back("Payers family and volunteer: time at its price; nobody is sent that bill.");
  return table;
}

/// Cash by payer with the difference to the reference.
OutputTable impact_table(const Budget& budget, const BudgetBase& base) {
  OutputTable table = by_years(fmt::format("Budget impact by payer, GBP, against {}", base.accounts.arms[base.reference]), {"arm", "payer"}, base.accounts.years);
  const auto by_payer = [&](const ArmBudget& arm, const std::string& payer) {
    std::vector<double> sum(base.accounts.years, 0.0);
    for (const BudgetLine& line : arm.lines)
      for (std::size_t y = 0; line.payer == payer && y < sum.size(); ++y) sum[y] += line.cash[y];
    return sum;
  };
  for (std::size_t a = 0; a < budget.arms.size(); ++a) {
    if (a == base.reference) continue;
    std::vector<double> total(base.accounts.years, 0.0);
    for (const char* payer : {"programme", "nhs", "social_care"}) {
      std::vector<double> change = by_payer(budget.arms[a], payer);
      const std::vector<double> usual = by_payer(budget.arms[base.reference], payer);
      for (std::size_t y = 0; y < change.size(); ++y) change[y] -= usual[y], total[y] += change[y];
      std::vector<Cell> row{budget.arms[a].arm, std::string(payer)};
      add_years(row, change);
      table.rows.push_back(std::move(row));
    }
    std::vector<Cell> row{budget.arms[a].arm, std::string("together")};
    add_years(row, total);
    table.rows.push_back(std::move(row));
  }
  return table;
}

OutputTable staff_table(const Budget& budget) {
  OutputTable table{"People", {"arm", "year", "uptake", "supporters active", "leave a month", "to start a month", "training places a month", "applicants a month", "coordinators", "volunteer hours"}, {}, {}};
  for (const ArmBudget& arm : budget.arms)
    for (std::size_t y = 0; y < arm.staff.size(); ++y) {
      const StaffYear& s = arm.staff[y];
      if (s.active == 0 && s.applying == 0) continue;
      table.rows.push_back({arm.arm, static_cast<long long>(y + 1), Number{budget.uptake[y], 2}, Number{s.active, 1}, Number{s.leaving, 2}, Number{s.joining, 2}, Number{s.training_places, 2},
                            Number{s.applying, 2}, Number{s.coordinators, 2}, Number{s.volunteer_hours, 0}});
    }
  table.notes.push_back("Means over the weeks in which the programme runs; year 1 includes the lead-in, when most supporters are found. A training place is one person who finishes; not all of them take on families.");
  return table;
}

OutputTable demand_table(const Budget& budget) {
  OutputTable table{"Demand and waiting", {"arm", "year", "births", "eligible", "offered", "take it up", "supported", "unmet", "unmet share", "contacts without hours", "wait, median weeks", "wait, 90% within"}, {}, {}};
  for (const ArmBudget& arm : budget.arms)
    for (std::size_t y = 0; y < arm.demand.size(); ++y) {
      const DemandYear& d = arm.demand[y];
      if (d.births == 0 && d.supported == 0) continue;
      table.rows.push_back({arm.arm, static_cast<long long>(y + 1), Number{d.births, 0}, Number{d.eligible, 0}, Number{d.offered, 0}, Number{d.accepted, 0}, Number{d.supported, 0}, Number{d.unmet, 1},
                            Number{d.accepted > 0 ? d.unmet / d.accepted : std::nan(""), 3}, Number{d.rationed_share, 3}, Number{arm.wait_median, 0}, Number{arm.wait_90, 0}});
    }
  table.notes.push_back("Unmet: took the offer up in the year and got no supporter in it. Contacts without hours: share of planned contacts. Waits: of families that got a supporter or a group, all years together.");
  return table;
}

OutputTable reach_table(const Budget& budget) {
  OutputTable table{"Never reached, share of families by deprivation at full scale", {"arm", "of", "most deprived fifth", "second fifth", "middle fifth", "fourth fifth", "least deprived fifth"}, {}, {}};
  for (const ArmBudget& arm : budget.arms)
    for (const auto& [of, shares] : {std::pair{"all families", &arm.never_reached}, {"eligible families", &arm.never_reached_eligible}}) {
      std::vector<Cell> row{arm.arm, std::string(of)};
      for (const double share : *shares) row.emplace_back(Number{share, 3});
      table.rows.push_back(std::move(row));
    }
  return table;
}

OutputTable reconciliation_table(const Budget& budget, const BudgetBase& base, const BudgetQuestion& question) {
  OutputTable table{"Reconciliation with the ledger, all years, GBP", {"arm", "payer", "ledger", "set-up charged in it", "set-up paid", "scale and uptake", "cash"}, {}, {}};
  const Accounts& a = base.accounts;
  for (std::size_t arm = 0; arm < a.arms.size(); ++arm)
    for (const char* payer : {"programme", "nhs", "social_care", "family", "volunteer"}) {
      const double ledger = ledger_total(base, arm, payer);
      double cash = 0, charged = 0, paid = 0;
      for (const BudgetLine& line : budget.arms[arm].lines) cash += line.payer == payer ? sum_of(line.cash) : 0;
      for (std::size_t i = 0; i < a.items.size(); ++i)
        for (std::size_t y = 0; a.items[i].payer == payer && a.items[i].behaviour == set_up_behaviour && y < a.years; ++y) {
          charged += base.cell(arm, i, y);
          paid += scaled_cash(base, question, {budget.uptake, question.births > 0 ? question.births / base.births : 1}, arm, i, y);
        }
      if (ledger == 0 && cash == 0) continue;
      // What is left of pennies in sums of doubles is no change of scale.
      const double change = cash - (ledger - charged + paid), told = std::abs(change) < 1e-6 * std::max(1.0, cash) ? 0 : change;
      table.rows.push_back({a.arms[arm], std::string(payer), Number{ledger, 2}, Number{0.0 - charged, 2}, Number{paid, 2}, Number{told, 2}, Number{cash, 2}});
    }
  table.notes.push_back("ledger - set-up charged + set-up paid + change by scale and uptake = cash; at full scale the change is 0.");
  return table;
}

OutputTable cash_answer_table(const CashBudget& found, double cash) {
  OutputTable table{fmt::format("What {} pounds a year buy", plain(cash)),
                    {"arm", "assumption", "scale", "dearest year", "left over", "of births", "of eligible", "of those at risk", "families helped a year", "cost per family supported", "cases averted a year",
                     "cost per case averted"}, {}, {}};
  for (const CashAnswer& one : found.answers)
    table.rows.push_back({one.arm, one.assumption, Number{one.scale, 3}, pounds(one.peak), pounds(one.left_over), Number{one.of_births, 3}, Number{one.of_eligible, 3}, Number{one.of_at_risk, 3},
                          Number{one.helped, 1}, pounds(one.per_supported), Number{one.cases_averted, 2}, pounds(one.per_case)});
  table.notes.push_back("At risk: measured score at enrolment of instrument.risk_threshold or more (10 of the EPDS unless the scenario says otherwise).");
  table.notes.push_back("Scale: of the programme as simulated, with whole coordinators, so that a smaller scale which saves one can be cheaper per family; 1 is all of it. Cost per family and per case: all of the programme's cash over all who are helped.");
  table.notes.push_back(found.follow_up.empty() ? "The run has no follow-up, so cases averted are not known." : fmt::format("Cases averted: probable cases at follow-up {}, in all families, against the reference.", found.follow_up));
  return table;
}

OutputTable break_even_table(const CashBudget& found, double threshold) {
  OutputTable table{fmt::format("Break-even at {} pounds per QALY", plain(threshold)), {"arm", "worth per family supported, up to", "costs per family supported", "take-up now", "take-up needed"}, {}, {}};
  for (const BreakEven& one : found.break_even)
    table.rows.push_back({one.arm, pounds(one.per_supported), pounds(one.now), Number{one.take_up_now, 3}, Number{one.take_up, 3}});
  table.notes.push_back("By means over draws, discounted, set-up as an annuity. Take-up needed: with the workforce unchanged; empty where no take-up would do.");
  return table;
}

void cash_sentences(const CashBudget& found, const CashQuestion& cash, Answer& answer) {
  const Wording w = result_wording();
  for (const CashAnswer& one : found.answers) {
    if (one.assumption != "as planned") continue;
    if (one.scale == 0) {
      answer.summary.push_back(fmt::format("{} a year does not pay for {} at any scale: setting it up and one coordinator alone cost more.", w.money(cash.cash), one.arm));
      continue;
    }
    std::string text = fmt::format("{} a year buys {} at {} of the planned scale: {} families helped a year, {} of births, {} of those eligible and {} of those at risk, for {} each", w.money(cash.cash), one.arm,
                                   percent(one.scale), plain(one.helped >= 10 ? std::round(one.helped) : one.helped), percent(one.of_births), percent(one.of_eligible), percent(one.of_at_risk), w.money(one.per_supported));
    if (std::isfinite(one.per_case)) text += fmt::format(", and {} for each case averted", w.money(one.per_case));
    else if (std::isfinite(one.cases_averted)) text += "; it averts no case on average, so a cost per case is not defined";
    if (one.scale == 1 && one.left_over > 0) text += fmt::format("; {} is left over in the dearest year", w.money(one.left_over));
    answer.summary.push_back(text + ".");
  }
  for (const BreakEven& one : found.break_even)
    if (std::isfinite(one.per_supported))
      answer.summary.push_back(fmt::format("{} is worth its money at {} per QALY up to {} per family supported; it costs {}{}.", one.arm, w.money(cash.threshold), w.money(std::max(0.0, one.per_supported)), w.money(one.now),
                                           std::isfinite(one.take_up) ? fmt::format(", and needs {} of those offered to take it up ({} do)", percent(one.take_up), percent(one.take_up_now)) : ""));
}

std::string waiting(double median, double ninety) {
  const auto weeks = [](double n) { return fmt::format("{} week{}", plain(n), n == 1 ? "" : "s"); };
  if (ninety == 0) return "Nine in ten families do not wait";
  if (median == 0) return fmt::format("Half of the families do not wait, nine in ten wait {} or less", weeks(ninety));
  return fmt::format("Half of the families wait {} or less, nine in ten {} or less", weeks(median), weeks(ninety));
}

void year_sentences(const Budget& budget, const BudgetBase& base, Answer& answer) {
  const Wording w = result_wording();
  for (std::size_t a = 0; a < budget.arms.size(); ++a) {
    const ArmBudget& arm = budget.arms[a];
    if (sum_of(arm.programme) == 0) continue;
    std::string text = fmt::format("{} costs the programme", arm.arm);
    for (std::size_t y = 0; y < base.birth_years; ++y)
      text += fmt::format("{} {} in year {}{}", y == 0 ? "" : ",", w.money(arm.programme[y]), y + 1,
                          std::isnan(arm.low[y]) ? "" : fmt::format(" (95% of {}: {} to {})", base.accounts.uncertain ? "draws" : "worlds", w.money(arm.low[y]), w.money(arm.high[y])));
    double tail = 0;
    for (std::size_t y = base.birth_years; y < arm.programme.size(); ++y) tail += arm.programme[y];
    if (tail > 0) text += fmt::format(", and {} to see the last families through", w.money(tail));
    const StaffYear& last = arm.staff[base.birth_years - 1];
    text += fmt::format(". It needs {} supporters and {} coordinator{}", plain(std::round(last.active)), fmt::format("{:.1f}", last.coordinators), last.coordinators == 1 ? "" : "s");
    text += fmt::format("; in year {}, {:.1f} a month leave, so {:.1f} must start, {:.1f} finish training and {:.1f} apply", base.birth_years, last.leaving, last.joining, last.training_places, last.applying);
    if (std::isfinite(arm.wait_median)) text += ". " + waiting(arm.wait_median, arm.wait_90);
    text += fmt::format("; {} of families in the most deprived fifth are never reached, {} in the least.", percent(arm.never_reached.front()), percent(arm.never_reached.back()));
    answer.summary.push_back(text);
  }
}

}  // namespace

Answer analyse_budget(const record::Result& result, const BudgetQuestion& question, const std::optional<CashQuestion>& cash) {
  const BudgetBase base = budget_base(result, question);
  const Budget budget = project_budget(result, base, question);
  Answer answer;
  const double births = question.births > 0 ? question.births : base.births;
  answer.summary.push_back(fmt::format("Cash for a place of {} births a year, {} year{} of births, undiscounted, prices of {}; {}; set-up {}.", plain(std::round(births)), base.birth_years, base.birth_years == 1 ? "" : "s",
                                       financial_year(question.view.price_year), question.uptake.text(), question.set_up == SetUp::paid ? "paid when it is spent" : "spread over the contract"));
  if (base.accounts.failed > 0) answer.summary.push_back(worlds_sentence(base.accounts));
  if (base.birth_years == 1)
    answer.summary.push_back("Births last one year in this run: later years are its run-out. For several years of births run the scenario with population.arrival_weeks = \"3 years\" and as many families.");
  if (cash) {
    const CashBudget found = spend_cash(result, base, question, *cash);
    cash_sentences(found, *cash, answer);
    answer.tables.push_back(cash_answer_table(found, cash->cash));
    if (!found.break_even.empty()) answer.tables.push_back(break_even_table(found, cash->threshold));
  }
  year_sentences(budget, base, answer);
  for (OutputTable& table : std::vector<OutputTable>{impact_table(budget, base), staff_table(budget), demand_table(budget), reach_table(budget), cash_table(budget, base), reconciliation_table(budget, base, question)})
    answer.tables.push_back(std::move(table));
  return answer;
}

}  // namespace alongside::economics
