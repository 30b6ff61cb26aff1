#pragma once
// Numbers as people read them: rounded to what their uncertainty leaves of them.

#include <string>
#include <string_view>

namespace alongside::report {

/// A number with an interval around it; NaN ends when there is none.
struct Interval {
  double middle, low, high;
};

/// How a measure is written.
struct Style {
  std::string_view before = "";  ///< "£"
  std::string_view after = "";   ///< "%"
  int most_decimals = 3;
};

/// A number with thousands separators, a true minus sign and so many decimals (negative: rounded to tens, hundreds ...).
/// "–" for what is not finite.
std::string written(double value, int decimals, Style style = {});

/// Decimals that a number deserves when its interval is so wide on each side: the last digit kept is worth at most half
/// of `half_width`. Without a width, three significant digits of the value.
int decimals_for(double value, double half_width, const Style& style);

/// "£134,000" and "£132,000 to £136,000", rounded alike; `range` is empty without an interval.
struct WrittenInterval {
  std::string middle, range;
};
WrittenInterval written(const Interval& interval, Style style = {});

/// A chance in words that do not claim more than they know: "more than 99%", "97%", "less than 1%".
std::string chance_text(double probability);

}  // namespace alongside::report
