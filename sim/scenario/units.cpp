#include "sim/scenario/units.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cmath>
#include <vector>

namespace alongside::scenario {
namespace {

enum class Dimension { none, time, share, money, distance, person, contact };

/// The one table of units. Months and years are the mean ones: 1 year = 365.25 days, 1 month = a twelfth of it.
struct Word {
  std::string_view name;
  Dimension dimension;
  double factor;  ///< in minutes, shares, pence, miles, persons or contacts
};
constexpr double minutes_a_day = 1440;
constexpr double minutes_a_year = 365.25 * minutes_a_day;
constexpr Word words[] = {
    {"minute", Dimension::time, 1},
    {"minutes", Dimension::time, 1},
    {"min", Dimension::time, 1},
    {"hour", Dimension::time, 60},
    {"hours", Dimension::time, 60},
    {"day", Dimension::time, minutes_a_day},
    {"days", Dimension::time, minutes_a_day},
    {"week", Dimension::time, 7 * minutes_a_day},
    {"weeks", Dimension::time, 7 * minutes_a_day},
    {"month", Dimension::time, minutes_a_year / 12},
    {"months", Dimension::time, minutes_a_year / 12},
    {"year", Dimension::time, minutes_a_year},
    {"years", Dimension::time, minutes_a_year},
    {"share", Dimension::share, 1},
    {"%", Dimension::share, 0.01},
    {"percent", Dimension::share, 0.01},
    {"pence", Dimension::money, 1},
    {"penny", Dimension::money, 1},
    {"p", Dimension::money, 1},
    {"pound", Dimension::money, 100},
    {"pounds", Dimension::money, 100},
    {"mile", Dimension::distance, 1},
    {"miles", Dimension::distance, 1},
    {"km", Dimension::distance, 1 / 1.609344},
    {"person", Dimension::person, 1},
    {"persons", Dimension::person, 1},
    {"people", Dimension::person, 1},
    {"contact", Dimension::contact, 1},
    {"contacts", Dimension::contact, 1},
};

/// A unit is at most one word over one word.
struct Unit {
  Dimension top = Dimension::none, bottom = Dimension::none;
  double factor = 1;
};

/// The same kind of quantity. A rate of a pure number may be written in percent ("3.5% per year").
bool alike(const Unit& a, const Unit& b) {
  const auto pure = [](Dimension d) { return d == Dimension::none || d == Dimension::share; };
  const bool rates_of_pure = a.bottom != Dimension::none && pure(a.top) && pure(b.top);
  return a.bottom == b.bottom && (a.top == b.top || rates_of_pure);
}

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

const Word* find_word(std::string_view name) {
  for (const Word& word : words)
    if (word.name == name) return &word;
  return nullptr;
}

/// "hours per month", "per week", "minutes", "a week" after a number; nothing when a word is not in the table.
std::optional<Unit> parse_unit(std::string_view text) {
  Unit unit;
  std::string_view top = trim(text), bottom;
  if (top.starts_with("per ")) {
    bottom = trim(top.substr(4));
    top = {};
  } else if (const auto at = top.find(" per "); at != std::string_view::npos) {
    bottom = trim(top.substr(at + 5));
    top = trim(top.substr(0, at));
  } else if (top.starts_with("a ")) {
    bottom = trim(top.substr(2));
    top = {};
  }
  if (!top.empty()) {
    const Word* word = find_word(top);
    if (!word) return std::nullopt;
    unit.top = word->dimension;
    unit.factor = word->factor;
  }
  if (!bottom.empty()) {
    const Word* word = find_word(bottom);
    if (!word) return std::nullopt;
    unit.bottom = word->dimension;
    unit.factor /= word->factor;
  }
  return unit;
}

/// Takes a decimal number off the front of the text.
std::optional<double> take_number(std::string_view& text) {
  std::string_view digits = text;
  if (digits.starts_with('+')) digits.remove_prefix(1);
  double value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || !std::isfinite(value)) return std::nullopt;
  text = trim(digits.substr(static_cast<std::size_t>(end - digits.data())));
  return value;
}

/// A converted value without the last bits of noise, so that 29 pence written as £0.29 is a whole number.
double tidy(double value) {
  const std::string text = fmt::format("{:.15g}", value);
  double tidied = value;
  std::from_chars(text.data(), text.data() + text.size(), tidied);
  return tidied;
}

std::string refusal(std::string_view text, std::string_view declared, std::string_view why) {
  return fmt::format("\"{}\" cannot be read ({}) write {}", text, why, accepted_forms(declared));
}

/// "1 in 12".
std::optional<double> one_in(std::string_view rest, double first) {
  if (!rest.starts_with("in ")) return std::nullopt;
  std::string_view second_text = trim(rest.substr(3));
  const auto second = take_number(second_text);
  if (!second || !second_text.empty() || *second <= 0) return std::nullopt;
  return first / *second;
}

}  // namespace

std::string shortest(double value) {
  if (value == 0) return "0";
  return fmt::format("{}", value);
}

std::string with_unit(double value, std::string_view unit) {
  if (unit.empty() || unit == "share") return shortest(value);
  const bool many = value != 1 && find_word(unit) && find_word(fmt::format("{}s", unit));
  return fmt::format("{} {}{}", shortest(value), unit, many ? "s" : "");
}

std::string accepted_forms(std::string_view declared) {
  if (declared.empty()) return "a plain number";
  const std::optional<Unit> unit = parse_unit(declared);
  const std::string number = declared.starts_with("per ") ? fmt::format("a number {}", declared)
                             : declared == "share"        ? std::string("a share from 0 to 1")
                                                          : fmt::format("a number in the unit {}", declared);
  if (!unit) return number;
  std::string_view example;
  if (unit->bottom == Dimension::time && unit->top == Dimension::time) example = "2 hours per week";
  else if (unit->bottom == Dimension::time) example = unit->top == Dimension::none ? "2 per month" : "";
  else if (unit->bottom != Dimension::none) example = "";
  else if (unit->top == Dimension::time) example = unit->factor < minutes_a_day ? "1.5 hours" : "3 months";
  else if (unit->top == Dimension::share) example = "10%";
  else if (unit->top == Dimension::money) example = "£12.21";
  else if (unit->top == Dimension::distance) example = "5 km";
  return example.empty() ? number : fmt::format("{}, or text such as \"{}\"", number, example);
}

Quantity read_quantity(std::string_view text, std::string_view declared) {
  std::string_view rest = trim(text);
  bool pounds = false;
  for (const std::string_view sign : {"£", "GBP "})
    if (rest.starts_with(sign)) {
      rest = trim(rest.substr(sign.size()));
      pounds = true;
    }
  const std::optional<double> number = take_number(rest);
  if (!number) return {std::nullopt, refusal(text, declared, "it does not start with a number")};
  if (rest.empty() && !pounds) return {number, ""};
  if (!pounds && rest == trim(declared)) return {number, ""};

  const std::optional<Unit> target = parse_unit(declared);
  const std::string expected = declared.empty() ? std::string("a plain number is expected") : fmt::format("the expected unit is \"{}\"", declared);
  if (!target) return {std::nullopt, refusal(text, declared, expected)};
  if (target->top == Dimension::share && target->bottom == Dimension::none && !pounds)
    if (const auto share = one_in(rest, *number)) return {tidy(*share), ""};
  const std::optional<Unit> unit = parse_unit(pounds ? fmt::format("pounds {}", rest) : std::string(rest));
  if (!unit) return {std::nullopt, refusal(text, declared, fmt::format("the unit \"{}\" is not known here", rest))};
  if (!alike(*unit, *target)) return {std::nullopt, refusal(text, declared, expected)};
  if (unit->factor == target->factor) return {number, ""};
  const double value = tidy(*number * unit->factor / target->factor);
  if (!std::isfinite(value)) return {std::nullopt, refusal(text, declared, "it is too large")};
  return {value, ""};
}

}  // namespace alongside::scenario
