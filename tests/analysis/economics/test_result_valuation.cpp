// From a result file to costs and QALYs: by hand on one world, and against fresh runs under other rules.
#include "analysis/economics/valuation.hpp"

#include <algorithm>
#include <cmath>

#include "analysis/economics/result_cea.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/economics/result_bench.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::economics;
using namespace alongside::economics::testing;

namespace {

/// Values of one world and arm of a dataset, as the file has them.
std::vector<double> raw(const record::Result& result, const std::string& path, std::size_t draw, std::size_t replicate, std::size_t arm) {
  record::Slab slab{std::vector<std::size_t>(result.dataset(path).shape.size(), 0), result.dataset(path).shape};
  slab.start[1] = draw, slab.start[2] = replicate, slab.start[3] = arm;
  slab.count[0] = slab.count[1] = slab.count[2] = slab.count[3] = 1;
  return result.numbers(path, slab);
}

std::size_t row_of(const Accounts& accounts, std::size_t draw, std::size_t replicate) { return draw * accounts.replicates + replicate; }

/// Cost in the reference case of one world and arm, from the datasets, cell by cell.
double cost_by_hand(const record::Result& result, std::size_t draw, std::size_t replicate, std::size_t arm) {
  const std::vector<double> quantity = raw(result, "/ledger/quantity", draw, replicate, arm), prices = result.numbers("/ledger/price"), per = result.numbers("/ledger/item_per"),
                            price_year = result.numbers("/ledger/item_price_year");
  const std::vector<std::string> payer = result.texts("/ledger/item_payer"), behaviour = result.texts("/ledger/item_behaviour");
  const std::size_t items = per.size(), years = quantity.size() / items / 5;
  const double n = raw(result, "/ledger/contract_years", draw, replicate, arm)[0];
  CHECK(n == 3);
  const double annuity = 3 / (1 + 1 / 1.035 + 1 / (1.035 * 1.035));
  double sum = 0;
  for (std::size_t i = 0; i < items; ++i) {
    if (payer[i] == "family" || payer[i] == "volunteer") continue;
    double price = prices[draw * items + i];
    for (int year = static_cast<int>(price_year[i]) + 1; year <= 2024; ++year)
      for (const PriceRise& rise : inflation_index().rises)
        if (rise.year == year) price *= 1 + rise.percent / 100;
    if (price_year[i] == 2025) price /= 1.03;
    if (behaviour[i] == "set-up") price *= annuity;
    for (std::size_t p = 0; p < 5; ++p)
      for (std::size_t y = 0; y < years; ++y) sum += std::floor(quantity[(i * 5 + p) * years + y] * price / per[i] + 0.5) * std::pow(1.035, -static_cast<double>(y));
  }
  return sum * 10 / raw(result, "/summary/families", draw, replicate, arm)[0];
}

}  // namespace

TEST_CASE("a result is valued cell by cell: quantity x price to the penny, one price year, annuity, 3.5% a year") {
  const record::Result result = small_result().open();
  const Accounts accounts = read_accounts(result, 0);
  REQUIRE(accounts.worlds.size() == 48);
  const Valued valued = value_accounts(accounts, {});
  for (const auto& [draw, replicate, arm] : {std::tuple{0, 0, 1}, {7, 1, 1}, {23, 0, 2}, {23, 1, 0}}) {
    const auto row = static_cast<Eigen::Index>(row_of(accounts, draw, replicate));
    CHECK(valued.cost(row, arm) == Approx(cost_by_hand(result, draw, replicate, arm)).epsilon(1e-12));
    const std::vector<double> health = raw(result, "/ledger/health", draw, replicate, arm);
    double qalys = 0;
    for (std::size_t y = 0; y < accounts.years; ++y) qalys += health[y] * std::pow(1.035, -static_cast<double>(y));
    CHECK(valued.effect(row, arm) == Approx(qalys * 1000 / accounts.worlds[static_cast<std::size_t>(row)].families).epsilon(1e-12));
  }
  CHECK(valued.cost.col(1).mean() > valued.cost.col(0).mean());
}

TEST_CASE("perspectives and scopes of health nest; the ledger's total is the sum of its categories, items and years") {
  const Accounts accounts = read_accounts(small_result().open(), 0);
  Viewpoint view;
  view.discounting = discounting_named("", "none");
  const auto mean_cost = [&](const char* perspective) {
    view.perspective = perspective_named("", perspective);
    return value_accounts(accounts, view).cost.colwise().mean().eval();
  };
  const Eigen::RowVectorXd commissioner = mean_cost("commissioner"), nhs = mean_cost("nhs_pss"), all = mean_cost("societal");
  CHECK(commissioner[0] == 0);
  CHECK(nhs[1] > commissioner[1]);
  CHECK(all[1] > nhs[1]);
  CHECK(all[0] == nhs[0]);
  // By items, and by items and years one at a time.
  const Eigen::MatrixXd items = item_costs(accounts, view);
  double sum = 0;
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) sum += items.row(static_cast<Eigen::Index>(w * 3 + 1)).sum() / static_cast<double>(accounts.worlds.size());
  CHECK(sum == Approx(all[1]).epsilon(1e-12));
  const auto effect = [&](const char* scope) {
    view.health = health_scope_named("", scope);
    return value_accounts(accounts, view).effect.colwise().mean().eval();
  };
  const Eigen::RowVectorXd mother = effect("mother"), both = effect("mother_partner"), supporters = effect("mother_partner_supporters");
  CHECK(both[0] > mother[0]);
  CHECK(supporters[0] == both[0]);
  CHECK(supporters[1] != both[1]);
}

TEST_CASE("discounting: nothing at a rate of 0, more at a higher rate, an annuity is worth what it pays for") {
  CHECK(year_weights(0, DiscountRule::annual, 3) == std::vector<double>{1, 1, 1});
  CHECK(year_weights(0, DiscountRule::continuous, 2) == std::vector<double>{1, 1});
  CHECK(year_weights(0.035, DiscountRule::annual, 3)[2] == Approx(1 / (1.035 * 1.035)).epsilon(1e-12));
  CHECK(year_weights(0.035, DiscountRule::continuous, 1)[0] == Approx((1 - std::exp(-0.035)) / 0.035).epsilon(1e-12));
  CHECK(annuity_rise(3, 0, DiscountRule::annual) == 1);
  // Three yearly payments of rise/3, discounted like any cost, are worth 1.
  const double rise = annuity_rise(3, 0.035, DiscountRule::annual);
  CHECK(rise / 3 * (1 + 1 / 1.035 + 1 / (1.035 * 1.035)) == Approx(1).epsilon(1e-12));
  CHECK(annuity_rise(20, 0.035, DiscountRule::annual) > rise);
}

TEST_CASE("re-pricing a stored result equals a fresh run with those prices") {
  const auto& small = small_result();
  // coordinator, interviews and set-up are of 2024, the price year of the reference case, so pence mean the same in both.
  REQUIRE(small.run("run small.toml -o dear.h5 --draws 0 --replicates 4 --set price.coordinator=123456 --set price.set_up=7654321 --set price.applicant_interview=999").code == 0);
  REQUIRE(small.run("run small.toml -o plain.h5 --draws 0 --replicates 4").code == 0);
  const auto fresh = small.json("cea dear.h5 --base-case");
  const auto again = small.json("cea plain.h5 --base-case --price coordinator=123456,set_up=7654321,price.applicant_interview=999");
  const auto stored = again.at("tables");
  bool seen = false;
  for (const auto& table : stored)
    if (table.at("title") == "Efficiency frontier [nhs_pss, mother]") {
      CHECK(table.at("rows") == table_titled(fresh, "Efficiency frontier").at("rows"));
      seen = true;
    }
  CHECK(seen);
  CHECK(table_titled(again, "Efficiency frontier [reference case]").at("rows") != table_titled(fresh, "Efficiency frontier").at("rows"));
}

TEST_CASE("re-valuing a stored result equals a fresh run with that value set") {
  const auto& small = small_result();
  const ValueSet& sf6d = value_set_named("", "sf6d");
  REQUIRE(small.run(fmt::format("run small.toml -o sf6d.h5 --draws 0 --replicates 4 --set utility.intercept={} --set utility.slope={}", sf6d.intercept, sf6d.slope)).code == 0);
  REQUIRE(small.run("run small.toml -o eq5d.h5 --draws 0 --replicates 4").code == 0);
  Viewpoint view, anew;
  for (Viewpoint* v : {&view, &anew}) v->health = health_scope_named("", "mother_partner_supporters");
  anew.value_set = sf6d;
  const Valued fresh = value_accounts(read_accounts(record::Result::open(small.bench() / "sf6d.h5"), 0), view);
  const Accounts stored = read_accounts(record::Result::open(small.bench() / "eq5d.h5"), 0, Detail::person_weeks);
  const Valued again = value_accounts(stored, anew), before = value_accounts(stored, view);
  // The engine values in single precision: levels agree to 1e-6, and so do differences between arms relative to levels.
  for (Eigen::Index w = 0; w < fresh.effect.rows(); ++w)
    for (Eigen::Index arm = 0; arm < 3; ++arm) {
      CHECK(again.effect(w, arm) == Approx(fresh.effect(w, arm)).epsilon(1e-6));
      CHECK(again.effect(w, arm) != Approx(before.effect(w, arm)).epsilon(1e-3));
      CHECK(again.effect(w, arm) - again.effect(w, 0) == Approx(fresh.effect(w, arm) - fresh.effect(w, 0)).epsilon(1e-4).margin(1e-4));
    }
  CHECK(again.cost == before.cost);
}

TEST_CASE("re-discounting: a stored result under other rates equals the formula on its undiscounted years") {
  const auto& small = small_result();
  const Accounts accounts = read_accounts(small.open(), 0);
  Viewpoint green;
  green.discounting = discounting_named("", "green_book");
  const Valued valued = value_accounts(accounts, green), reference = value_accounts(accounts, {});
  CHECK(valued.cost == reference.cost);  // both at 3.5%
  double by_hand = 0;
  for (std::size_t y = 0; y < accounts.years; ++y) by_hand += accounts.health(5, 1, 0, y) * std::pow(1.015, -static_cast<double>(y));
  CHECK(valued.effect(5, 1) == Approx(by_hand * 1000 / accounts.worlds[5].families).epsilon(1e-12));
  const auto asked = small.json("cea small.h5 --discount 0.035,0.015");
  CHECK(table_titled(asked, "Means over draws [nhs_pss").at("rows")[1].at("effect").get<double>() == Approx(valued.effect.col(1).mean()).epsilon(1e-9));
}

TEST_CASE("re-discounting a stored result equals a fresh run looked at with that rate, and at a rate of 0 what the run itself counted") {
  // A run discounts nothing, so no world depends on a rate: the same study run again, on other threads, and looked at under the
  // rule for the first time gives the same tables as the file that was looked at under another rule before.
  const auto& small = small_result();
  const auto stored_first = small.json("cea small.h5");
  REQUIRE(small.run("run small.toml -o again.h5 --threads 1").code == 0);
  for (const char* rule : {"green_book", "none", "0.05,0.02", "0.03,continuous"}) {
    const std::string option = std::string(" --discount ") + rule;
    CHECK(small.json("cea small.h5" + option) == small.json("cea again.h5" + option));
    CHECK(table_titled(small.json("cea small.h5" + option), "Means over draws [nhs_pss").at("rows") != table_titled(stored_first, "Means over draws").at("rows"));
  }
  const record::Result result = record::Result::open(small.bench() / "again.h5");
  const Accounts accounts = read_accounts(result, 0);
  Viewpoint none;
  none.discounting = discounting_named("", "none");
  const Valued valued = value_accounts(accounts, none);
  for (std::size_t draw = 0; draw < accounts.draws; ++draw)
    for (std::size_t replicate = 0; replicate < accounts.replicates; ++replicate)
      for (std::size_t arm = 0; arm < 3; ++arm)
        CHECK(valued.effect(static_cast<Eigen::Index>(row_of(accounts, draw, replicate)), static_cast<Eigen::Index>(arm)) == Approx(raw(result, "/summary/qalys", draw, replicate, arm)[0]).epsilon(1e-6));
}

TEST_CASE("utilities of 1 give life years, and of no slope the same health in every arm") {
  const auto& small = small_result();
  REQUIRE(small.run("run small.toml -o ones.h5 --draws 0 --replicates 2 --set utility.intercept=1 --set utility.slope=0").code == 0);
  Viewpoint view;
  view.discounting = discounting_named("", "none");
  const Accounts accounts = read_accounts(record::Result::open(small.bench() / "ones.h5"), 0);
  const Valued valued = value_accounts(accounts, view);
  for (Eigen::Index w = 0; w < 2; ++w)
    for (Eigen::Index arm = 0; arm < 3; ++arm) CHECK(valued.effect(w, arm) == Approx(1000 * 60 / 52.1775).epsilon(1e-6));
  view.value_set = value_set_named("", "eq5d3l");
  CHECK_THROWS_AS(value_accounts(read_accounts(record::Result::open(small.bench() / "ones.h5"), 0, Detail::person_weeks), view), DataError);
}

TEST_CASE("a programme that reaches nobody changes no health: the ratio is undefined in words, and cost alone decides") {
  const auto& small = small_result();
  REQUIRE(small.run("run small.toml -o nobody.h5 --draws 12 --replicates 2 --set arms.phone.reach.communities=0 --set 'arms.feeding calls.reach.communities=0'").code == 0);
  const auto ran = small.run("cea nobody.h5");
  REQUIRE(ran.code == 0);
  CHECK(ran.out.find("a cost per QALY is not defined, since the effect is the same") != std::string::npos);
  CHECK(ran.out.find(" inf") == std::string::npos);
  CHECK(ran.out.find(" nan") == std::string::npos);
  const auto answer = small.json("cea nobody.h5 --threshold 0,50000");
  const auto pair = table_titled(answer, "Pairs").at("rows")[0];
  CHECK(pair.at("added effect") == 0);
  CHECK(pair.at("added cost").get<double>() > 0);
  // Kept: a loop over part of a temporary outlives it.
  const auto rows = table_titled(answer, "Decision").at("rows");
  for (const auto& row : rows)
    if (row.at("option") == "usual care") CHECK(row.at("P(best)") == 1);
}

TEST_CASE("a doubled price doubles its own item and no other; a swapped reference flips the signs") {
  const Accounts accounts = read_accounts(small_result().open(), 0);
  Viewpoint dear;
  const auto at = std::ranges::find(accounts.items, "coordinator", &AccountItem::name);
  REQUIRE(at != accounts.items.end());
  double price = 0;
  for (std::size_t d = 0; d < accounts.draws; ++d) price += prices_of(accounts, dear, d)[static_cast<std::size_t>(at - accounts.items.begin())] / static_cast<double>(accounts.draws);
  dear.prices = {{"coordinator", 1e6}};
  const Eigen::MatrixXd before = item_costs(accounts, {}), after = item_costs(accounts, dear);
  dear.prices = {{"coordinator", 2e6}};
  const Eigen::MatrixXd doubled = item_costs(accounts, dear);
  for (Eigen::Index i = 0; i < before.cols(); ++i) {
    if (accounts.items[static_cast<std::size_t>(i)].name == "coordinator") CHECK(doubled.col(i).isApprox(2 * after.col(i), 1e-12));
    else CHECK(doubled.col(i) == before.col(i));
  }
  CHECK(price > 60000);
  const auto forth = small_result().json("cea small.h5"), back = small_result().json("cea small.h5 --reference phone");
  const auto a = table_titled(forth, "Pairs").at("rows")[0], b = table_titled(back, "Pairs").at("rows")[0];
  CHECK(a.at("option") == "phone");
  CHECK(b.at("option") == "usual care");
  CHECK(a.at("added cost").get<double>() == -b.at("added cost").get<double>());
  CHECK(a.at("added effect").get<double>() == -b.at("added effect").get<double>());
}
