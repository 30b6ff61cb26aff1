// Budgets: uptake curves, reconciliation with the ledger, what a sum of cash buys.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/economics/budget_cash.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/economics/result_bench.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::economics;
using namespace alongside::economics::testing;
using Catch::Matchers::Contains;

namespace {

double total(const ArmBudget& arm, const std::string& payer) {
  double sum = 0;
  for (const BudgetLine& line : arm.lines)
    if (line.payer == payer) sum = std::accumulate(line.cash.begin(), line.cash.end(), sum);
  return sum;
}

BudgetQuestion asked(const char* uptake = "constant", SetUp set_up = SetUp::spread) {
  BudgetQuestion question;
  question.uptake = parse_uptake(uptake);
  question.set_up = set_up;
  return question;
}

}  // namespace

TEST_CASE("uptake curves begin and end where they say") {
  const auto curve = [](const char* text) { return uptake_by_year(parse_uptake(text), 5); };
  CHECK(curve("constant") == std::vector<double>(5, 1.0));
  CHECK(curve("constant:0.8") == std::vector<double>(5, 0.8));
  const std::vector<double> line = curve("linear:0.2:1:3");
  for (const auto& [year, share] : {std::pair{0, 0.2}, {1, 0.6}, {2, 1.0}, {4, 1.0}}) CHECK(line[static_cast<std::size_t>(year)] == Approx(share));
  CHECK(curve("step:0.5:0.9:3") == std::vector<double>{0.5, 0.5, 0.9, 0.9, 0.9});
  const std::vector<double> s = curve("logistic:0.1:0.9:5");
  CHECK(s[0] == Approx(0.1));
  CHECK(s[2] == Approx(0.5));
  CHECK(s[4] == Approx(0.9));
  CHECK(s[1] - s[0] < s[2] - s[1]);
  CHECK_THROWS_AS(parse_uptake("steep"), UsageError);
  CHECK_THROWS_AS(parse_uptake("linear:0.2"), UsageError);
  CHECK_THROWS_AS(parse_uptake("linear:a:b:c"), UsageError);
  CHECK_THROWS_AS(parse_uptake("constant:1.2"), DataError);
  CHECK_THROWS_AS(parse_uptake("step:0:1:0"), DataError);
}

TEST_CASE("at full scale the cash is the ledger's, payer by payer, but for set-up that is paid at once") {
  const record::Result result = small_result().open();
  const BudgetQuestion spread = asked(), paid = asked("constant", SetUp::paid);
  const BudgetBase base = budget_base(result, spread);
  CHECK(base.birth_years == 2);
  CHECK(base.births == Approx(240).epsilon(0.1));
  const Budget a = project_budget(result, base, spread), b = project_budget(result, base, paid);
  for (std::size_t arm = 0; arm < 3; ++arm)
    for (const char* payer : {"programme", "nhs", "social_care", "family", "volunteer"}) {
      CHECK(total(a.arms[arm], payer) == Approx(ledger_total(base, arm, payer)).margin(1e-6));
      if (std::string(payer) != "programme") CHECK(total(b.arms[arm], payer) == Approx(ledger_total(base, arm, payer)).margin(1e-6));
    }
  // Set-up is charged for less than its three years here, so paying it at once costs more.
  CHECK(total(b.arms[1], "programme") > total(a.arms[1], "programme"));
  CHECK(total(a.arms[0], "programme") == 0);
  for (std::size_t y = 0; y < base.accounts.years; ++y) {
    CHECK(a.arms[1].low[y] <= a.arms[1].programme[y]);
    CHECK(a.arms[1].high[y] >= a.arms[1].programme[y]);
  }
}

TEST_CASE("half the uptake: half of what varies, all of what is fixed, whole coordinators; births scale the place") {
  const record::Result result = small_result().open();
  const BudgetBase base = budget_base(result, asked());
  const Scaling half{std::vector<double>(base.accounts.years, 0.5), 1};
  for (std::size_t i = 0; i < base.accounts.items.size(); ++i) {
    const AccountItem& item = base.accounts.items[i];
    const double full = base.cell(1, i, 0), now = scaled_cash(base, asked(), half, 1, i, 0);
    INFO(item.name);
    if (item.behaviour == "fixed") CHECK(now == full);
    else if (item.payer == "nhs") CHECK(now == Approx((full + base.cell(0, i, 0)) / 2));
    else if (item.behaviour == "stepped") CHECK((now <= full && now >= full / 2));
    else if (item.behaviour == "variable") CHECK(now == Approx(full / 2));
  }
  CHECK(whole_persons(1, 1.3) == 1);
  CHECK(whole_persons(0.5, 4) == 0.5);
  CHECK(whole_persons(0.6, 4) == 0.75);
  CHECK(whole_persons(0.01, 1.3) == 1);
  CHECK(whole_persons(0, 4) == 0);
  BudgetQuestion twice = asked();
  twice.births = 2 * base.births;
  const Budget once = project_budget(result, base, asked()), doubled = project_budget(result, base, twice);
  CHECK(total(doubled.arms[0], "nhs") == Approx(2 * total(once.arms[0], "nhs")));
  CHECK(doubled.arms[1].demand[0].births == Approx(2 * once.arms[1].demand[0].births));
}

TEST_CASE("growth takes more starters than the run itself had, and their training costs more than its share") {
  const record::Result result = small_result().open();
  const BudgetQuestion growing = asked("linear:0.5:1:2");
  const BudgetBase base = budget_base(result, growing);
  const Budget budget = project_budget(result, base, growing), flat = project_budget(result, base, asked());
  CHECK(budget.arms[1].staff[1].joining > flat.arms[1].staff[1].joining);
  const auto training = [](const ArmBudget& arm) { return std::ranges::find(arm.lines, "training", &BudgetLine::category)->cash; };
  CHECK(training(budget.arms[1])[1] > training(flat.arms[1])[1]);
  CHECK(training(budget.arms[1])[0] == Approx(training(flat.arms[1])[0] / 2));
}

TEST_CASE("cash buys a scale that it covers and no more; a rise of wages and missing supporters buy less") {
  const record::Result result = small_result().open();
  const BudgetQuestion question = asked("constant", SetUp::paid);
  const BudgetBase base = budget_base(result, question);
  double last = -1;
  for (const double cash : {5000.0, 45000.0, 60000.0, 80000.0, 1e6}) {
    const CashBudget found = spend_cash(result, base, question, {cash, 20000, 0.25, 0.05});
    REQUIRE(found.answers.size() == 6);
    const CashAnswer &planned = found.answers[0], &missing = found.answers[1], &dear = found.answers[2];
    CHECK(planned.peak <= cash);
    CHECK(planned.scale >= last);
    CHECK(missing.scale == Approx(0.75 * planned.scale));
    CHECK(dear.scale <= planned.scale);
    // Coordinators and set-up are shared by fewer families where supporters are missing.
    if (planned.scale > 0) CHECK(missing.per_supported > planned.per_supported);
    if (planned.scale > 0) CHECK(dear.per_supported > 0);
    last = planned.scale;
    if (cash == 5000) CHECK(planned.scale == 0);
    if (cash == 1e6) {
      CHECK(planned.scale == 1);
      // At full scale everybody whom the run supported is helped.
      const std::vector<double> supported = read_for_worlds(result, "/summary_by/deprivation/supported", base.accounts);
      double sum = 0;
      for (std::size_t i = 0; i < supported.size(); ++i)
        if (i / 5 % 3 == 1) sum += supported[i];
      CHECK(planned.helped == Approx(sum / static_cast<double>(base.accounts.worlds.size()) / 2));
      CHECK(planned.of_at_risk > planned.of_births);
    }
  }
  CHECK_THROWS_AS(spend_cash(result, base, question, {0, 20000, 0.25, 0.05}), DataError);
}

TEST_CASE("budget as a command") {
  const auto& small = small_result();
  const auto ran = small.run("budget small.h5 --cash 150000");
  REQUIRE(ran.code == 0);
  CHECK_THAT(ran.out, Contains("a year buys phone at") && Contains("families in the most deprived fifth are never reached") && Contains("Reconciliation with the ledger"));
  for (const char* bad : {" inf", " nan", "-0.00 ", "-nan"}) CHECK(ran.out.find(bad) == std::string::npos);
  const auto answer = small.json("budget small.h5");
  // Kept: a loop over part of a temporary outlives it.
  const auto rows = table_titled(answer, "Reconciliation").at("rows");
  for (const auto& row : rows) {
    CHECK(row.at("scale and uptake").get<double>() == Approx(0).margin(1e-6));
    CHECK(row.at("ledger").get<double>() + row.at("set-up charged in it").get<double>() + row.at("set-up paid").get<double>() == Approx(row.at("cash").get<double>()).epsilon(1e-9));
  }
  const auto refused = [&](const std::string& options, int code, const std::string& part) {
    const auto bad = small.run("budget small.h5 " + options);
    INFO(options << bad.err);
    CHECK(bad.code == code);
    CHECK(std::count(bad.err.begin(), bad.err.end(), '\n') == 1);
    CHECK_THAT(bad.err, Contains(part));
  };
  refused("--cash 0", 65, "not positive");
  refused("--cash=-1", 65, "negative");
  refused("--births 0", 65, "nobody");
  refused("--pay-rise 2 --cash 1", 65, "above 1");
  refused("--shortfall 0.1", 64, "needs --cash");
  refused("--uptake fast", 64, "constant, linear, logistic or step");
  refused("--set-up later", 64, "paid or spread");
  refused("--reference nobody", 65, "no option");
}
