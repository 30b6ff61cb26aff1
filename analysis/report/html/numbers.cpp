#include "analysis/report/html/numbers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace alongside::report {
namespace {

std::string with_separators(std::string digits) {
  const std::size_t point = std::min(digits.find('.'), digits.size());
  for (std::size_t at = point; at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

/// Distance from the middle to the nearer end; half the width where an end lies on the middle.
double nearer_end(const Interval& i) {
  const double near = std::min(i.middle - i.low, i.high - i.middle);
  return near > 0 ? near : (i.high - i.low) / 2;
}

}  // namespace

std::string written(double value, int decimals, Style style) {
  if (!std::isfinite(value)) return "–";
  const double unit = std::pow(10.0, std::max(-decimals, 0));
  const double kept = decimals < 0 ? std::round(value / unit) * unit : value;
  std::string digits = fmt::format("{:.{}f}", std::abs(kept), std::max(decimals, 0));
  // A number that rounds to nothing has no sign.
  const bool negative = value < 0 && digits.find_first_of("123456789") != std::string::npos;
  return fmt::format("{}{}{}{}", negative ? "−" : "", style.before, with_separators(std::move(digits)), style.after);
}

int decimals_for(double value, double half_width, const Style& style) {
  const bool has_width = std::isfinite(half_width) && half_width > 0;
  const double scale = has_width ? half_width / 2 : std::abs(value) / 100;
  if (!(scale > 0) || !std::isfinite(scale)) return 0;
  return std::clamp(-static_cast<int>(std::floor(std::log10(scale))), -9, style.most_decimals);
}

WrittenInterval written(const Interval& interval, Style style) {
  // The nearer end counts: "18 (1 to 90)", not "20 (0 to 90)".
  const double half_width = nearer_end(interval);
  const int decimals = decimals_for(interval.middle, half_width, style);
  WrittenInterval out{written(interval.middle, decimals, style), ""};
  if (std::isfinite(half_width)) out.range = fmt::format("{} to {}", written(interval.low, decimals, style), written(interval.high, decimals, style));
  return out;
}

std::string chance_text(double probability) {
  if (!std::isfinite(probability)) return "–";
  if (probability > 0.995) return "more than 99%";
  if (probability < 0.005) return "less than 1%";
  return fmt::format("{:.0f}%", 100 * probability);
}

}  // namespace alongside::report
