#include "sim/scenario/units.hpp"
#include "tests/catch.hpp"

using alongside::scenario::accepted_forms;
using alongside::scenario::read_quantity;
using alongside::scenario::shortest;
using alongside::scenario::with_unit;

namespace {
double value(const char* text, const char* unit) {
  const auto quantity = read_quantity(text, unit);
  INFO(text << " in " << unit << ": " << quantity.problem);
  REQUIRE(quantity.value);
  return *quantity.value;
}
}  // namespace

TEST_CASE("text with a unit is converted to the declared unit") {
  CHECK(value("1.5 hours", "minute") == 90);
  CHECK(value("90 minutes", "hour") == 1.5);
  CHECK(value("90", "minute") == 90);
  CHECK(value("26 weeks", "week") == 26);
  CHECK(value("2 years", "week") == Approx(730.5 / 7).epsilon(1e-14));
  CHECK(value("3 months", "week") == Approx(3 * 365.25 / 12 / 7).epsilon(1e-14));
  CHECK(value("2 per month", "per week") == Approx(2 / (365.25 / 12 / 7)).epsilon(1e-14));
  CHECK(value("1 a week", "per week") == 1);
  CHECK(value("52 per year", "per week") == Approx(52 * 7 / 365.25).epsilon(1e-14));
  CHECK(value("2 hours per week", "hours per month") == Approx(2 * 365.25 / 12 / 7).epsilon(1e-14));
  CHECK(value("10%", "share") == 0.1);
  CHECK(value("12.5 %", "share") == 0.125);
  CHECK(value("1 in 4", "share") == 0.25);
  CHECK(value("8 km", "mile") == Approx(4.97096954).epsilon(1e-8));
  CHECK(value("12 people", "person") == 12);
  CHECK(value("3.5 root EPDS", "root EPDS") == 3.5);
  CHECK(value("3.5% per year", "per year") == 0.035);
}

TEST_CASE("money is pence, and a price in pounds is a whole number of pence") {
  CHECK(value("£12.21", "pence") == 1221);
  CHECK(value("£0.29", "pence") == 29);
  CHECK(value("45p", "pence") == 45);
  CHECK(value("2 pounds", "pence") == 200);
  CHECK(value("£4.35", "pence") == 435);
}

TEST_CASE("a wrong or unknown unit is refused with the expected one") {
  const auto refused = [](const char* text, const char* unit) {
    const auto quantity = read_quantity(text, unit);
    CHECK_FALSE(quantity.value);
    return quantity.problem;
  };
  CHECK(refused("3 weeks", "per week") == "\"3 weeks\" cannot be read (the expected unit is \"per week\") write a number per week, or text such as \"2 per month\"");
  CHECK(refused("10%", "minute") == "\"10%\" cannot be read (the expected unit is \"minute\") write a number in the unit minute, or text such as \"1.5 hours\"");
  CHECK(refused("5 parsecs", "mile") == "\"5 parsecs\" cannot be read (the unit \"parsecs\" is not known here) write a number in the unit mile, or text such as \"5 km\"");
  CHECK(refused("2 hours", "logit") == "\"2 hours\" cannot be read (the expected unit is \"logit\") write a number in the unit logit");
  CHECK(refused("2 hours", "") == "\"2 hours\" cannot be read (a plain number is expected) write a plain number");
  for (const char* text : {"", "hours", "nan", "inf", "1e999", "1,000", "£", "££3", "1 in 0", "- 3", "3 per", "0x10", "2 weeks weeks"}) {
    INFO(text);
    CHECK_FALSE(read_quantity(text, "share").value);
    CHECK_FALSE(read_quantity(text, "pence").value);
  }
}

TEST_CASE("numbers print shortest and read back the same") {
  CHECK(shortest(0.1) == "0.1");
  CHECK(shortest(1000) == "1000");
  CHECK(shortest(-0.0) == "0");
  CHECK(with_unit(2, "hour") == "2 hours");
  CHECK(with_unit(1, "hour") == "1 hour");
  CHECK(with_unit(2, "per week") == "2 per week");
  CHECK(accepted_forms("share") == "a share from 0 to 1, or text such as \"10%\"");
}
