// cea, voi and equity on a result file, as a user meets them.
#include <algorithm>
#include <cmath>

#include "analysis/economics/result_equity.hpp"
#include "analysis/economics/voi_tables.hpp"
#include "tests/analysis/economics/result_bench.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::economics;
using namespace alongside::economics::testing;
using Catch::Matchers::Contains;

namespace {

/// Exit code 65 (or another), nothing on standard output, one line on standard error that holds `part`.
void refuses(const std::string& arguments, const std::string& part, int code = 65) {
  const test::Ran ran = small_result().run(arguments);
  INFO(arguments << "\n" << ran.err);
  CHECK(ran.code == code);
  CHECK(ran.out.empty());
  CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  CHECK(ran.err.find(part) != std::string::npos);
}

double number(const nlohmann::json& value) { return value.get<double>(); }

}  // namespace

TEST_CASE("cea on a result: plain sentences first, the reference case before any other view, hours in every perspective") {
  const test::Ran ran = small_result().run("cea small.h5 --perspective societal");
  REQUIRE(ran.code == 0);
  const std::size_t reference = ran.out.find("Reference case: NHS and personal social services"), asked = ran.out.find("Also asked: all costs"), safety = ran.out.find("Safety beside it, phone:");
  REQUIRE(reference == 0);
  CHECK(asked != std::string::npos);
  CHECK(safety != std::string::npos);
  CHECK(ran.out.find("Efficiency frontier [reference case]") < ran.out.find("Efficiency frontier [societal, mother]"));
  CHECK(safety < ran.out.find("Efficiency frontier"));
  CHECK_THAT(ran.out, Contains("Hours that volunteers give per 1,000 births: phone ") && Contains("volunteer_time") && Contains("At £20,000 per QALY"));
  // Support for feeding is judged by mothers breastfeeding, before QALYs.
  CHECK(ran.out.find("feeding calls: ") < ran.out.find("QALYs than usual care"));
  CHECK_THAT(ran.out, Contains("mothers breastfeeding at 6 weeks than with usual care") && Contains("mothers breastfeeding at 26 weeks"));
  const auto default_case = small_result().run("cea small.h5");
  CHECK(default_case.out.find("Also asked") == std::string::npos);
}

TEST_CASE("cea's numbers on a result are those of the same draws as a table") {
  const record::Result result = small_result().open();
  const Accounts accounts = read_accounts(result, 0);
  const Valued valued = value_accounts(accounts, {});
  std::string csv = "draw,cost_usual,effect_usual,cost_phone,effect_phone,cost_feeding,effect_feeding\n";
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
    csv += std::to_string(accounts.worlds[w].draw);
    for (Eigen::Index arm = 0; arm < 3; ++arm) csv += fmt::format(",{:.17g},{:.17g}", valued.cost(static_cast<Eigen::Index>(w), arm), valued.effect(static_cast<Eigen::Index>(w), arm));
    csv += "\n";
  }
  small_result().bench().write("draws.csv", csv);
  const auto from_table = small_result().json("cea --psa draws.csv"), from_result = small_result().json("cea small.h5");
  for (const char* title : {"Uncertainty of the decision", "Decision at each threshold", "Acceptability curve"}) {
    const auto a = table_titled(from_table, title).at("rows"), b = table_titled(from_result, title).at("rows");
    REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i)
      for (const char* column : {"EVPI", "CEAF", "NMB", "P(best)"})
        if (a[i].contains(column)) CHECK(number(a[i].at(column)) == Approx(number(b[i].at(column))).epsilon(1e-9).margin(1e-9));
  }
  CHECK(table_titled(from_result, "Uncertainty of the decision").at("rows")[1].at("draws") == "corrected");
}

TEST_CASE("results that cannot answer are refused with one clear line") {
  const auto& small = small_result();
  REQUIRE(small.run("run small.toml -o base.h5 --draws 0 --replicates 3").code == 0);
  refuses("cea base.h5", "has no draws of the uncertain parameters");
  refuses("voi base.h5", "has no draws of the uncertain parameters");
  CHECK(small.run("cea base.h5 --base-case").code == 0);
  refuses("cea small.h5 --base-case", "holds draws of the uncertain parameters");
  refuses("cea small.h5 --point 1", "no point 1");
  refuses("cea small.h5 --reference fone", "did you mean \"phone\"?");
  refuses("cea small.h5 --price coordinater=5", "did you mean \"coordinator\"?");
  refuses("cea small.h5 --price coordinator=-5", "negative");
  refuses("cea small.h5 --threshold=-5", "negative");
  refuses("cea small.h5 --price-year 1990", "outside the inflation index");
  refuses("cea small.h5 --discount 1.5", "not from 0 to below 1");
  refuses("cea small.h5 --perspective nhs", "nhs_pss, commissioner, public_sector, societal", 64);
  refuses("cea small.h5 --health father", "mother_partner", 64);
  refuses("cea small.h5 --value-set eq5d5l", "eq5d3l, sf6d", 64);
  refuses("cea small.h5 --discount nicely", "nice, green_book, none", 64);
  refuses("cea small.h5 --price-year last", "no financial year", 64);
  refuses("cea small.h5 --price coordinator", "item=pence is wanted", 64);
  refuses("cea small.h5 --psa draws.csv", "give either a result", 64);
  refuses("cea --psa draws.csv --perspective societal", "does not go with a table", 64);
  refuses("voi small.h5 --parameters utility.slop", "did you mean \"utility.slope\"?");
  refuses("voi small.h5 --parameters zebra.*", "is not in the draws");
  refuses("cea small.toml", "not");
  small.bench().write("one.toml", "format = 1\nreplicates = 2\n[population]\nfamilies = 64\nhorizon = 8\n[uncertainty]\ndraws = 2\nvary = \"all\"\n[[arm]]\nname = \"alone\"\n");
  REQUIRE(small.run("run one.toml -o one.h5").code == 0);
  refuses("cea one.h5", "one arm only, \"alone\"");
}

TEST_CASE("voi on a result: groups by prefix, never worth more than everything, population in births") {
  REQUIRE(small_result().run("run small.toml -o many.h5 --draws 60 --replicates 1").code == 0);
  const auto answer = small_result().json("voi many.h5 --threshold 20000 --population 5000 --horizon 5");
  const auto perfect = table_titled(answer, "Value of perfect information"), partial = table_titled(answer, "Value of partial");
  CHECK_THAT(perfect.at("notes")[0].get<std::string>(), Contains("5,000 births a year"));
  const double people = 5000 * (1 + 1 / 1.035 + 1 / std::pow(1.035, 2) + 1 / std::pow(1.035, 3) + 1 / std::pow(1.035, 4));
  for (const auto& row : partial.at("rows")) CHECK(number(row.at("population EVPPI")) == Approx(people / 1000 * number(row.at("EVPPI"))).epsilon(1e-9).margin(1e-6));
  std::vector<std::string> labels;
  for (const auto& row : partial.at("rows")) labels.push_back(row.at("parameters"));
  CHECK(std::ranges::find(labels, "price") != labels.end());
  CHECK(std::ranges::find(labels, "utility") != labels.end());
}

TEST_CASE("parameter groups: names, prefixes, all, each, by prefix") {
  const std::vector<std::string> names{"price.call", "price.wage", "utility.slope", "each"};
  const auto labels = [&](const std::vector<std::vector<std::string>>& wanted) {
    std::vector<std::pair<std::string, std::size_t>> out;
    for (const ParameterGroup& group : parameter_groups(names, wanted)) out.emplace_back(group.label, group.names.size());
    return out;
  };
  using Labels = std::vector<std::pair<std::string, std::size_t>>;
  CHECK(labels({{"price.*"}, {"utility.slope", "price.call"}}) == Labels{{"price.*", 2}, {"utility.slope + price.call", 2}});
  CHECK(labels({{"price."}}) == Labels{{"price.", 2}});
  CHECK(labels({{"all"}}) == Labels{{"all", 4}});
  CHECK(labels({{"by-prefix"}}) == Labels{{"price", 2}, {"utility", 1}, {"each", 1}});
  CHECK(labels({{"each"}}) == Labels{{"each", 1}});  // a parameter of that name comes first
  CHECK(labels({{"price.call", "price.*"}}) == Labels{{"price.call + price.*", 2}});
  CHECK_THROWS_AS(parameter_groups(names, {{"prise.*"}}), DataError);
}

TEST_CASE("equity on a result: groups add up to the whole, no aversion leaves health alone") {
  const record::Result result = small_result().open();
  const Accounts accounts = read_accounts(result, 0);
  ResultEquityQuestion question;
  question.views = {{InequalityIndex::atkinson, 0}, {InequalityIndex::atkinson, 1}, {InequalityIndex::atkinson, 10.95}, {InequalityIndex::kolm, 0.15}};
  question.basis.baseline = baselines().front().qale;
  question.basis.shares = opportunity_distributions().front().shares;
  const Valued valued = value_accounts(accounts, {});
  const double gain = valued.effect.col(1).mean() - valued.effect.col(0).mean(), cost = valued.cost.col(1).mean() - valued.cost.col(0).mean();
  const std::vector<Grouped> all = group_outcomes(result, accounts, question);
  REQUIRE(all.size() == 3);
  for (const Grouped& grouped : all) {
    double gained = 0, displaced = 0, families = 0, supported = 0;
    for (const GroupOutcome& one : grouped.outcomes[1]) gained += one.gain.mean, displaced += one.displaced.mean, families += one.families, supported += one.supported * one.families;
    CHECK(families == Approx(1000));
    CHECK(gained == Approx(gain).epsilon(1e-4));  // families' own sums are in single precision
    CHECK(displaced == Approx(cost / 13000).epsilon(1e-9));
    CHECK(supported > 0);
    for (const GroupOutcome& one : grouped.outcomes[0]) CHECK((one.gain.mean == 0 && one.net.mean == 0 && one.supported == 0));
  }
  const std::vector<PlanePoint> plane = equity_plane(result, accounts, question);
  REQUIRE(plane.size() == 8);
  for (const PlanePoint& point : plane) {
    CHECK(point.total.mean == Approx(point.health.mean + point.equity.mean).margin(1e-9));
    if (point.aversion == 0) CHECK(point.equity.mean == Approx(0).margin(1e-9));
  }
  CHECK(plane[0].health.mean == Approx(gain - cost / 13000).epsilon(1e-3));
  // The least deprived live longest: the more aversion, the lower the equivalent.
  CHECK(plane[0].ede_before > plane[1].ede_before);
  CHECK(plane[1].ede_before > plane[2].ede_before);
}

TEST_CASE("equity as a command: the sweep, the reason without a baseline, own baselines and their mistakes") {
  const auto& small = small_result();
  const auto answer = small.json("equity small.h5");
  const auto plane = table_titled(answer, "Equity-impact plane");
  CHECK(plane.at("rows").size() == 8);  // two arms, Atkinson 0, 1, 3.5 and 10.95
  CHECK(plane.at("rows")[3].at("aversion") == 10.95);
  const auto none = small.json("equity small.h5 --baseline none");
  CHECK_THROWS(table_titled(none, "Equity-impact plane"));
  CHECK(none.at("summary").dump().find("No equally distributed equivalent is printed") != std::string::npos);
  small.bench().write("qale.csv", "quintile,qale,share\n1,75,0.1\n2,73,0.15\n3,70,0.2\n4,67,0.25\n5,63,0.3\n");
  const auto own = small.json("equity small.h5 --baseline ./qale.csv");
  CHECK(number(table_titled(own, "Equity-impact plane").at("rows")[0].at("EDE before")) == Approx(69.6).margin(1));
  small.bench().write("short.csv", "quintile,qale\n1,75\n2,73\n3,70\n4,67\n");
  small.bench().write("sum.csv", "quintile,qale,share\n1,75,0.1\n2,73,0.1\n3,70,0.2\n4,67,0.25\n5,63,0.3\n");
  small.bench().write("twice.csv", "quintile,qale\n1,75\n1,73\n3,70\n4,67\n5,63\n");
  refuses("equity small.h5 --baseline ./short.csv", "a quintile is missing");
  refuses("equity small.h5 --baseline ./sum.csv", "sum to 0.95");
  refuses("equity small.h5 --baseline ./twice.csv", "stands twice");
  refuses("equity small.h5 --baseline love_koh", "love_koh_2015", 64);
  refuses("equity small.h5 --cost 100", "does not go with a result", 64);
  refuses("equity small.h5 --opportunity 0", "not positive");
  refuses("equity small.h5 --aversion=-1", "negative");
}

TEST_CASE("run --until: rounds keep their worlds, end at the error that was asked for, and equal one run of that size") {
  const auto& small = small_result();
  // Without draws: the error of QALYs over replicates.
  REQUIRE(small.run("run small.toml -o until.h5 --draws 0 --replicates 8 --until mcse=0.12:qalys").code == 0);
  const record::Result until = record::Result::open(small.bench() / "until.h5");
  const std::int64_t replicates = until.integer("replicates");
  REQUIRE(replicates > 8);
  REQUIRE(small.run(fmt::format("run small.toml -o once.h5 --draws 0 --replicates {}", replicates)).code == 0);
  CHECK(test::same_bytes(small.bench() / "until.h5", small.bench() / "once.h5"));
  // Asked again, it is there already; asked for less, too.
  const auto again = small.run("run small.toml -o until.h5 --draws 0 --replicates 8 --until mcse=0.12:qalys");
  CHECK(again.code == 0);
  CHECK_THAT(again.out, Contains("is finished already"));
  // With draws, more draws.
  REQUIRE(small.run("run small.toml -o draws.h5 --draws 8 --replicates 2 --until mcse=15000").code == 0);
  const record::Result draws = record::Result::open(small.bench() / "draws.h5");
  CHECK(draws.integer("replicates") == 2);
  CHECK(draws.integer("draws") >= 8);
  refuses("run small.toml -o x.h5 --until mcse=0", "not positive");
  refuses("run small.toml -o x.h5 --until 0.5", "mcse=NUMBER", 64);
  refuses("run small.toml -o x.h5 --until mcse=1:", "mcse=NUMBER", 64);
  refuses("run small.toml -o x.h5 --part 1/2 --until mcse=1", "does not go with --part", 64);
  // Another scenario's result is not outgrown.
  const auto other = small.run("run small.toml -o once.h5 --seed 99 --draws 0 --until mcse=1:qalys");
  CHECK(other.code == 65);
  CHECK_THAT(other.err, Contains("holds the result of another plan"));
}

TEST_CASE("plan advises how to split a time into draws and replicates") {
  const auto ran = small_result().run("plan small.toml --minutes 5 --threads 2");
  REQUIRE(ran.code == 0);
  CHECK_THAT(ran.out, Contains("advice: --draws ") && Contains("naive EVPI too high by"));
  refuses("plan small.toml --minutes 0", "above 0", 64);
}
