// Numbers as people read them.

#include <cmath>
#include <limits>

#include "analysis/report/intervals.hpp"
#include "tests/catch.hpp"

using namespace alongside;
using report::Interval;
using report::WorldValues;

namespace {
const double none = std::numeric_limits<double>::quiet_NaN();
}

TEST_CASE("numbers are rounded to what their interval leaves of them") {
  const auto text = [](const Interval& i, report::Style style = {}) {
    const report::WrittenInterval w = report::written(i, style);
    return w.middle + " (" + w.range + ")";
  };
  CHECK(text({134102.5, 131893, 136312}, {"£", "", 0}) == "£134,000 (£132,000 to £136,000)");
  CHECK(text({-2977.9, -3460, -2495}, {"£", "", 0}) == "−£3,000 (−£3,500 to −£2,500)");
  CHECK(text({2.7752, 2.708, 2.842}) == "2.78 (2.71 to 2.84)");
  CHECK(text({241, 237, 245}) == "241 (237 to 245)");
  CHECK(text({92.8, 92.1, 93.6}, {"", "%", 1}) == "92.8% (92.1% to 93.6%)");
  CHECK(text({-0.0001, -0.4, 0.4}, {"", "", 1}) == "0.0 (−0.4 to 0.4)");
  CHECK(report::written({1234567, none, none}, {"£", "", 0}).middle == "£1,230,000");
  CHECK(report::written({1234567, none, none}, {"£", "", 0}).range.empty());
  CHECK(report::written(none, 2) == "–");
  CHECK(report::written(std::numeric_limits<double>::infinity(), 0) == "–");
  CHECK(report::written(-1234.5, 1) == "−1,234.5");
}

TEST_CASE("chances never claim certainty") {
  CHECK(report::chance_text(1) == "more than 99%");
  CHECK(report::chance_text(0) == "less than 1%");
  CHECK(report::chance_text(0.974) == "97%");
}

TEST_CASE("quantiles after Hyndman and Fan, type 7") {
  const std::vector<double> sorted{1, 2, 4, 8};
  CHECK(report::quantile(sorted, 0) == 1);
  CHECK(report::quantile(sorted, 0.5) == Approx(3));
  CHECK(report::quantile(sorted, 0.9) == Approx(6.8));  // R: quantile(c(1, 2, 4, 8), 0.9)
  CHECK(report::quantile(sorted, 1) == 8);
  CHECK(std::isnan(report::quantile({}, 0.5)));
}

TEST_CASE("intervals: t over worlds without draws, quantiles of draws' means with them") {
  // R: t.test(c(1, 2, 4, 8))$conf.int is -1.1759431 to 8.6759431
  const Interval worlds = report::interval({1, 4, 1, {1, 2, 4, 8}}, 0);
  CHECK(worlds.middle == Approx(3.75));
  CHECK(worlds.low == Approx(-1.1759431));
  CHECK(worlds.high == Approx(8.6759431));
  // Three draws of two worlds each: means 2, 3, 10.
  const Interval draws = report::interval({3, 2, 1, {1, 3, 2, 4, 9, 11}}, 0);
  CHECK(draws.middle == Approx(5));
  CHECK(draws.low == Approx(2.05));
  CHECK(draws.high == Approx(9.65));
  // Paired: the same difference in every world has no width.
  const Interval paired = report::interval_of_difference({1, 3, 2, {1, 2, 5, 6, 9, 10}}, 1, 0);
  CHECK(paired.middle == Approx(1));
  CHECK(paired.high - paired.low == Approx(0).margin(1e-12));
  // A world without a value is left out; one world has no interval.
  CHECK(report::interval({1, 3, 1, {1, none, 3}}, 0).middle == Approx(2));
  CHECK(std::isnan(report::interval({1, 1, 1, {5}}, 0).low));
}
