#pragma once
// What a scenario may write instead of a number in the declared unit: "90 minutes", "2 per month", "10%", "£12.21".

#include <optional>
#include <string>
#include <string_view>

namespace alongside::scenario {

/// A number read from text, or why not ("problem (why) suggestion").
struct Quantity {
  std::optional<double> value;
  std::string problem;
};

/// Reads text as a number in the declared unit, converting time, rates, shares, money and distance. A declared
/// unit that is not in the table of units accepts only numbers and itself.
Quantity read_quantity(std::string_view text, std::string_view declared);

/// How values of a unit may be written, for messages: "a number of minutes, or text such as \"1.5 hours\"".
std::string accepted_forms(std::string_view declared);

/// The shortest text that reads back to the same number, with whole numbers bare.
std::string shortest(double value);

/// A value with its unit for people: "0.9", "60 minutes", "2 per week".
std::string with_unit(double value, std::string_view unit);

}  // namespace alongside::scenario
