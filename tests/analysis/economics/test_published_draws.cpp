// Cases E1-E3: draws and mean tables of public packages, to the digits that those packages give.
#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/frontier.hpp"
#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using namespace alongside::economics;
using namespace alongside::economics::testing;

namespace {

DrawMeans means_of(const std::string& name) { return average_replicates(read_draws(reference_table(name))); }

Decision decision_at(const DrawMeans& means, double threshold) {
  return decide(net_monetary_benefit(means.cost, means.effect, threshold), threshold);
}

}  // namespace

TEST_CASE("E1: BCEA Vaccine, means, ICER, CEAC, EVPI") {
  const DrawMeans means = means_of("vaccine_psa.csv.gz");
  REQUIRE(means.draws() == 1000);
  CHECK(agrees(means.effect.col(0).mean(), "-0.0010559463948"));
  CHECK(agrees(means.effect.col(1).mean(), "-0.0008053699575"));
  CHECK(agrees(means.cost.col(0).mean(), "9.655463519"));
  CHECK(agrees(means.cost.col(1).mean(), "14.691446390"));
  const double effect = means.effect.col(1).mean() - means.effect.col(0).mean(), cost = means.cost.col(1).mean() - means.cost.col(0).mean();
  CHECK(agrees(effect, "0.0002505764373"));
  CHECK(agrees(cost, "5.035982871"));
  CHECK(agrees(pair_ratio(cost, effect).icer, "20097.59148"));

  struct Row { double k; const char *eib, *ceac, *evpi; };
  for (const Row& row : {Row{20000, "-0.024454125", "0.457", "2.5056271"}, Row{25000, "1.2284281", "0.529", "2.414467"}, Row{30000, "2.4813102", "0.586", "2.3735717"}}) {
    const Decision d = decision_at(means, row.k);
    CHECK(agrees(d.mean_nmb[1] - d.mean_nmb[0], row.eib));
    CHECK(agrees(d.p_best[1], row.ceac));
    CHECK(agrees(d.evpi, row.evpi));
  }
}

TEST_CASE("E1: the CEAF follows the highest mean net benefit, not the highest probability") {
  const DrawMeans means = means_of("vaccine_psa.csv.gz");
  CHECK(agrees(decision_at(means, 20000).ceaf, "0.543"));
  const Decision after = decision_at(means, 20100);
  CHECK(after.optimal == 1);
  CHECK(agrees(after.ceaf, "0.460"));
  CHECK(after.ceaf < after.p_best.maxCoeff());
}

TEST_CASE("E1: the break-even on the default grid is 20,100") {
  const DrawMeans means = means_of("vaccine_psa.csv.gz");
  double found = -1;
  for (double k = 0; k <= 50000 && found < 0; k += 100)
    if (decision_at(means, k).optimal == 1) found = k;
  CHECK(found == 20100);
}

TEST_CASE("E2: BCEA Smoking, four options") {
  const DrawMeans means = means_of("smoking_psa.csv.gz");
  const char* effects[] = {"0.4105067698", "0.6987463456", "0.8953644524", "1.1330265823"};
  const char* costs[] = {"0", "45.73316058", "94.91903544", "143.30075546"};
  for (int d = 0; d < 4; ++d) {
    CHECK(agrees(means.effect.col(d).mean(), effects[d]));
    CHECK(agrees(means.cost.col(d).mean(), costs[d]));
  }
  const char* ratios[] = {"198.3347072", "224.6650587", "203.5735354"};
  for (int d = 0; d < 3; ++d)
    CHECK(agrees(pair_ratio(means.cost.col(3).mean() - means.cost.col(d).mean(), means.effect.col(3).mean() - means.effect.col(d).mean()).icer, ratios[d]));
  struct Row { double k; std::size_t optimal; const char* p[4]; const char* evpi; };
  for (const Row& row : {Row{250, 3, {"0.054", "0.264", "0.278", "0.404"}, "45.774078"}, Row{150, 0, {"0.374", "0.352", "0.126", "0.148"}, "20.867542"}}) {
    const Decision d = decision_at(means, row.k);
    CHECK(d.optimal == row.optimal);
    for (int i = 0; i < 4; ++i) CHECK(agrees(d.p_best[i], row.p[i]));
    CHECK(agrees(d.evpi, row.evpi));
  }
}

TEST_CASE("E3: six strategies with strong and extended dominance") {
  const std::vector<std::string> names{"E", "D", "C", "B", "A", "UC"};
  const auto places = efficiency_frontier(std::vector<double>{55000, 35000, 25000, 10000, 12000, 5000}, std::vector<double>{5, 4, 3, 2, 1.5, 1});
  const char* order[] = {"UC", "B", "D", "E", "A", "C"};
  for (int i = 0; i < 6; ++i) CHECK(names[places[i].option] == order[i]);
  CHECK(std::isnan(places[0].icer));
  CHECK(places[1].icer == 5000);
  CHECK(places[2].icer == 12500);
  CHECK(places[3].icer == 20000);
  CHECK(places[4].standing == Standing::dominated);
  CHECK(names[*places[4].by] == "B");
  CHECK(places[5].standing == Standing::extended_dominated);
  CHECK(names[*places[5].by] == "B");
}

TEST_CASE("E3: HIV screening (Paltiel 2006)") {
  std::vector<double> effect{277.25, 277.57, 277.78, 277.83, 277.76};
  for (double& e : effect) e /= 12;
  const auto places = efficiency_frontier(std::vector<double>{26000, 27000, 28020, 28440, 29440}, effect);
  CHECK(places[1].icer == Approx(37500).epsilon(1e-9));
  CHECK(places[2].icer == Approx(58285.71429).epsilon(1e-9));
  CHECK(places[3].icer == Approx(100800).epsilon(1e-9));
  CHECK((places[4].option == 4 && places[4].standing == Standing::dominated));
}

TEST_CASE("E3: ties leave one option on the frontier") {
  const auto places = efficiency_frontier(std::vector<double>{163771.0, 164848.7, 163765.1}, std::vector<double>{6.48273, 6.52861, 6.52861});
  CHECK((places[0].option == 2 && places[0].standing == Standing::frontier));
  CHECK((places[1].standing == Standing::dominated && places[2].standing == Standing::dominated));
}

TEST_CASE("E3: C. difficile, 11 strategies") {
  const data::CsvTable table = reference_table("cdiff_icers.csv.gz");
  const auto names = table.texts("Strategy"), standing = table.texts("Status"), ratios = table.texts("ICER");
  const auto places = efficiency_frontier(table.numbers("Cost"), table.numbers("Effect"));
  REQUIRE(places.size() == 11);
  // The file's ratios come from unrounded means, its means carry 10 decimals: 11 digits can agree.
  const char* icers[] = {"", "2769.8547092", "4065.0310525", "5056.2216470", "8504.2160617", "38362.651995"};
  const char* order[] = {"s3", "s27", "s33", "s31", "s43", "s44"};
  for (int i = 0; i < 6; ++i) {
    CHECK(names[places[i].option] == order[i]);
    if (i > 0) CHECK(agrees(places[i].icer, icers[i]));
  }
  for (const Place& p : places) {
    if (standing[p.option] == "ED") CHECK(p.standing == Standing::extended_dominated);
    if (standing[p.option] == "D") CHECK(p.standing == Standing::dominated);
    if (standing[p.option] == "ND") CHECK(p.standing == Standing::frontier);
  }
}

TEST_CASE("equal options, options on a line and undefined ratios are told in words") {
  const auto places = efficiency_frontier(std::vector<double>{1, 2, 3, 1}, std::vector<double>{1, 2, 3, 1});
  CHECK(places[1].icer == 1);
  CHECK(places[2].icer == 1);
  CHECK((places[3].standing == Standing::same_as_another && *places[3].by == 0));
  for (const auto& [cost, effect] : {std::pair{0.0, 0.0}, {1.0, 0.0}, {-1.0, 0.0}, {1.0, -1.0}, {-1.0, 1.0}, {-1.0, 0.0}}) {
    const PairRatio ratio = pair_ratio(cost, effect);
    CHECK(std::isnan(ratio.icer));
    CHECK(ratio.meaning.find(effect == 0 ? "undefined" : "dominate") != std::string::npos);
    CHECK(ratio.meaning.find("inf") == std::string::npos);
  }
}
