#include "sim/process/catalogue.hpp"
#include "sim/sampling/uncertainty.hpp"
#include "tests/catch.hpp"

using namespace alongside;

TEST_CASE("every spread that the model declares can be drawn from, and spans what it says") {
  const declare::Catalogue catalogue = process::model_catalogue();
  const auto check = [](const declare::Parameter& p) {
    if (p.spread.shape == declare::Shape::none) return;
    INFO(p.name << ": " << p.spread.low << " to " << p.spread.high << ", bounds " << p.low << " to " << p.high);
    CHECK(p.kind != declare::Kind::choice);
    REQUIRE(p.spread.low < p.spread.high);
    // Draws are cut at the bounds, which must leave most of the spread standing.
    CHECK((p.low <= p.spread.low && p.spread.high <= p.high));
    if (p.spread.shape == declare::Shape::logitnormal) CHECK((p.spread.low > 0 && p.spread.high < 1));
    if (p.spread.shape == declare::Shape::lognormal) CHECK(p.spread.low > 0);
    double last = p.low;
    for (const double u : {1e-9, 0.025, 0.5, 0.975, 1 - 1e-9}) {
      const double x = sampling::quantile(p, p.spread, u);
      CHECK((x >= last && x <= p.high));
      last = x;
    }
  };
  for (const declare::Parameter* p : catalogue.parameters()) check(*p);
  for (const declare::Table* table : catalogue.tables())
    for (const declare::Parameter& column : table->columns) check(column);
}
