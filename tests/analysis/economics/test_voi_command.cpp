// The command `voi` as a user meets it.
#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/analysis/economics/support.hpp"
#include "tests/catch.hpp"

using namespace alongside::economics::testing;

namespace {

void refuses(const std::string& arguments, const std::string& part, int exit = 65) {
  const Ran ran = run_program(arguments);
  INFO(arguments << "\n" << ran.err);
  CHECK(ran.exit == exit);
  CHECK(ran.out.empty());
  CHECK(std::count(ran.err.begin(), ran.err.end(), '\n') == 1);
  CHECK(ran.err.find(part) != std::string::npos);
}

}  // namespace

TEST_CASE("voi answers E9 in JSON, with population value and the best study") {
  const TemporaryFile file(reference_text("chemo_psa.csv.gz"));
  const Ran ran = run_program("voi --psa " + file.path() + " --parameters 'p_side_effects_t2;p_side_effects_t2,logor_side_effects' --threshold 20000 --format json"
                              " --n 0,50,500 --prior-n 20 --population 46000 --horizon 10 --rate 0.035 --rule continuous --setup 7.5e6 --per-participant 35000");
  REQUIRE(ran.exit == 0);
  const auto answer = nlohmann::json::parse(ran.out);
  const auto tables = answer.at("tables");
  CHECK(agrees(tables[0].at("rows")[0].at("EVPI"), "368.6050962"));
  CHECK(tables[0].at("notes")[0].get<std::string>().find("(continuous)") != std::string::npos);
  CHECK(tables[1].at("rows")[0].at("EVPPI").get<double>() == Approx(262).margin(1.5));
  CHECK(tables[1].at("rows")[1].at("EVPPI").get<double>() == Approx(333.6).margin(3));
  CHECK(tables[2].at("rows")[0].at("EVSI") == 0);
  CHECK(tables[2].at("rows")[0].at("ENBS") == 0);
  const auto row = tables[2].at("rows")[1];
  const double people = 46000 * (1 - std::exp(-0.35)) / 0.035;
  CHECK(row.at("ENBS").get<double>() == Approx(people * row.at("EVSI").get<double>() - 7.5e6 - 50 * 35000.0).epsilon(1e-9));
  CHECK(tables[3].at("rows")[0].at("ENBS").get<double>() >= row.at("ENBS").get<double>());
  CHECK(answer.at("summary")[0].get<std::string>().find("perfect information is worth 368.6") != std::string::npos);
}

TEST_CASE("voi takes replicates' noise off its bound, and cea prints naive and corrected") {
  // Two options, truth N(1, 1) between 200 draws, 4 rows each with noise SD 4, from a fixed pattern of quantiles.
  std::string text = "draw,cost_a,effect_a,cost_b,effect_b,p\n";
  std::uint64_t state = 1;
  const auto uniform = [&] {
    state = state * 6364136223846793005ULL + 1442695040888963407ULL;
    return (static_cast<double>(state >> 11) + 0.5) * 0x1p-53;
  };
  const auto normal = [&] { return std::sqrt(-2 * std::log(uniform())) * std::cos(6.283185307179586 * uniform()); };
  for (int i = 0; i < 200; ++i) {
    const double truth = 1 + normal();
    for (int r = 0; r < 4; ++r) text += std::to_string(i) + ",0,0," + std::to_string(-truth - 4 * normal()) + ",0," + std::to_string(truth) + "\n";
  }
  const TemporaryFile file(text);
  const Ran ran = run_program("cea --psa " + file.path() + " --threshold 0 --grid 0:0:1 --format json");
  REQUIRE(ran.exit == 0);
  const auto answer = nlohmann::json::parse(ran.out);
  const auto rows = answer.at("tables")[5].at("rows");
  CHECK(rows[0].at("draws") == "naive");
  CHECK(rows[1].at("draws") == "corrected");
  // Noise 16/4 on a variance of 1: the naive EVPI is L(1, sqrt 5) = 0.48, the corrected L(1, 1) = 0.083. Half way between them.
  CHECK(rows[0].at("EVPI").get<double>() > 0.28);
  CHECK(rows[1].at("EVPI").get<double>() < 0.28);
  CHECK(rows[1].at("noise share").get<double>() == Approx(0.8).margin(0.2));
  const Ran voi = run_program("voi --psa " + file.path() + " --threshold 0 --parameters each --format json");
  REQUIRE(voi.exit == 0);
  CHECK(nlohmann::json::parse(voi.out).at("tables")[0].at("rows")[0].at("draws") == "corrected for noise");
  const Ran people = run_program("cea --psa " + file.path() + " --threshold 0 --rows independent-people");
  CHECK(people.out.find("people per draw") != std::string::npos);
}

TEST_CASE("voi answers E10 from a table of EVSI by study size") {
  const TemporaryFile file(reference_text("chemo_evsi_20000.csv.gz"));
  const Ran ran = run_program("voi --evsi " + file.path() + " --population 46000 --horizon 10 --rate 0.035 --rule continuous --setup 7.5e6 --per-participant 35000 --format json");
  REQUIRE(ran.exit == 0);
  const auto rows = nlohmann::json::parse(ran.out).at("tables")[0].at("rows");
  double best = -1e300;
  for (const auto& row : rows) {
    if (row.at("n") == 50) CHECK(agrees(row.at("ENBS"), "48163756.3"));
    if (row.at("n") == 1000) CHECK(agrees(row.at("ENBS"), "74743016.23"));
    best = std::max(best, row.at("ENBS").get<double>());
  }
  CHECK(best > 74743016);
  // Without discounting the multiplier is people x years, and one line says who is meant.
  const Ran flat = run_program("voi --evsi " + file.path() + " --population 100 --horizon 10 --rate 0 --format json");
  CHECK(nlohmann::json::parse(flat.out).at("tables")[0].at("rows")[0].at("population EVSI").get<double>() == Approx(1000 * 147.926237561566).epsilon(1e-12));
  refuses("voi --evsi " + file.path(), "needs --population", 64);
  const TemporaryFile bad("n,evsi\n-5,1\n");
  refuses("voi --evsi " + bad.path() + " --population 10", "n -5 is negative");
}

TEST_CASE("bad options of voi are refused with one clear line") {
  const TemporaryFile file(reference_text("chemo_psa.csv.gz"));
  const std::string psa = "voi --psa " + file.path();
  refuses(psa + " --parameters p_side_effect_t2", "did you mean \"p_side_effects_t2\"?");
  refuses(psa + " --parameters zebra", "they hold p_side_effects_t1, p_side_effects_t2, logor_side_effects");
  refuses(psa + " --threshold -1", "negative");
  refuses(psa + " --population -1", "negative");
  refuses(psa + " --parameters logor_side_effects --n 50 --prior-n 0", "not positive");
  refuses(psa + " --parameters 'logor_side_effects;p_side_effects_t1' --n 50 --prior-n 1,2,3", "3 prior sizes for 2 groups");
  refuses(psa + " --parameters logor_side_effects --n 50", "needs --prior-n", 64);
  refuses(psa + " --n 50 --prior-n 3", "needs --parameters", 64);
  refuses(psa + " --horizon 5", "needs --population", 64);
  refuses(psa + " --population 5 --rule weekly", "not known", 64);
  refuses(psa + " --parameters ',a'", "empty entry", 64);
  refuses("voi", "--psa", 64);
}
