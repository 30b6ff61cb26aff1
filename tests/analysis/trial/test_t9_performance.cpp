// Reference case T9: performance measures against rsimsum on MIsim (White 2010).

#include "analysis/trial/performance.hpp"
#include "sim/core/error.hpp"
#include "tests/analysis/trial/reference_data.hpp"

using namespace alongside;
using namespace alongside::estimation;
using reference::check_digits;

namespace {

struct Columns {
  std::vector<double> b, se;
  Replicates view() const { return {b, se, {}, {}}; }
};

Columns method(const char* name) {
  const auto table = reference::table("misim.csv.gz");
  const auto methods = table.texts("method");
  const auto b = table.numbers("b"), se = table.numbers("se");
  Columns out;
  for (std::size_t i = 0; i < b.size(); ++i)
    if (methods[i] == name) out.b.push_back(b[i]), out.se.push_back(se[i]);
  return out;
}

void check(const Measured& measured, double value, double mcse) {
  check_digits(measured.value, value, 1e-8);
  check_digits(measured.mcse, mcse, 1e-8);
}

}  // namespace

TEST_CASE("T9: complete cases") {
  const Columns cc = method("CC");
  const Performance p = performance(cc.view(), .5);
  CHECK(p.used == 1000);
  check(p.bias, .01676616085, .004778675701);
  check(p.empirical_se, .1511149941, .003380724779);
  check(p.mse, .02309400986, .001133838872);
  check(p.model_se, .1470962659, .0005274099306);
  check(p.relative_error, -2.659384196, 2.205481733);
  check(p.coverage, .943, .007331507348);
  CHECK(p.bias_eliminated_coverage.value == Approx(.940));
  check(p.rejection, .946, .007147307185);
}

TEST_CASE("T9: multiple imputation") {
  const Columns cc = method("CC"), t = method("MI_T"), logt = method("MI_LOGT");
  const Performance p = performance(t.view(), .5), q = performance(logt.view(), .5);
  check(p.bias, -.001190835088, .004250976709);
  check(p.empirical_se, .1344276868, .003007398533);
  check(p.mse, .01805415027, .0009112248762);
  check(p.model_se, .1338345606, .000585636229);
  check(p.relative_error, -.441223261, 2.269521574);
  check(p.coverage, .943, .007331507348);
  check(p.rejection, .963, .005969170797);
  check(q.bias, .000923098661, .004174410066);
  check(q.empirical_se, .132006437, .00295323065);
  check(q.mse, .01740912581, .0008812805134);
  check(q.model_se, .1349412824, .0006046040954);
  check(q.relative_error, 2.223259341, 2.332338214);
  check(q.coverage, .949, .006956938982);
  CHECK(p.bias_eliminated_coverage.value == Approx(.943));
  CHECK(q.bias_eliminated_coverage.value == Approx(.949));
  check(q.rejection, .969, .005480784615);
  check(relative_precision(cc.view(), t.view()), 26.36816126, 3.842379113);
  check(relative_precision(cc.view(), logt.view()), 31.04634101, 3.937472645);
}

TEST_CASE("missing estimates are counted and left out") {
  const double nan = std::nan("");
  const std::vector<double> b{1, nan, 3, 2}, se{1, nan, 1, .5};
  const Performance p = performance({b, se, {}, {}}, 2);
  CHECK(p.used == 3);
  CHECK(p.missing == 1);
  CHECK(p.bias.value == 0);
  CHECK(p.empirical_se.value == 1);
  CHECK(std::isnan(performance({std::span(b).first(2), std::span(se).first(2), {}, {}}, 2).bias.value));
  CHECK_THROWS_AS(performance({b, std::span(se).first(2), {}, {}}, 2), DataError);
}

TEST_CASE("paired difference in rejection rates") {
  // Rejected by a: 1, 1, 0, 0; by b: 1, 0, 1, 1: discordant counts 1 and 2 of 4.
  const std::vector<double> a{5, 5, 0, 0}, b{5, 0, 5, 5}, se{1, 1, 1, 1};
  const Measured m = rejection_difference({a, se, {}, {}}, {b, se, {}, {}});
  CHECK(m.value == Approx(.25));
  CHECK(m.mcse == Approx(std::sqrt(3 - .25) / 4));
}
