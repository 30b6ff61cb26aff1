#include "analysis/economics/answer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace alongside::economics {
namespace {

/// Decimals that leave about five significant digits of the largest value in sight.
int decimals(double scale) {
  if (!(scale > 0)) return 2;
  return std::clamp(4 - static_cast<int>(std::floor(std::log10(scale))), 0, 8);
}

/// Plain digits with thousands separators: so many significant ones below a thousand, whole numbers above.
std::string spelled(double value, int significant) {
  if (!std::isfinite(value)) return "-";
  if (value == 0) return "0";
  const double size = std::abs(value);
  const int digits = size >= 1000 ? 0 : std::clamp(significant - 1 - static_cast<int>(std::floor(std::log10(size))), 0, 12);
  std::string text = fmt::format("{:.{}f}", value, digits);
  if (text.find('.') != std::string::npos) {
    while (text.ends_with('0')) text.pop_back();
    if (text.ends_with('.')) text.pop_back();
  }
  const std::size_t sign = text.starts_with('-') ? 1 : 0;
  for (std::size_t at = std::min(text.find('.'), text.size()); at > sign + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

}  // namespace

data::Number money(double value) { return {value, std::max(2, std::min(4, decimals(std::abs(value))))}; }
data::Number health(double value) { return {value, std::max(4, decimals(std::abs(value)))}; }
data::Number chance(double value) { return {value, 3}; }

void append_view(Answer& answer, Answer part, const std::string& label) {
  for (std::string& sentence : part.summary) answer.summary.push_back(std::move(sentence));
  for (data::OutputTable& table : part.tables) {
    if (!label.empty()) table.title += fmt::format(" [{}]", label);
    answer.tables.push_back(std::move(table));
  }
}

std::string print(const Answer& answer, data::Format format) {
  if (format == data::Format::csv) return data::print(answer.tables, format);
  if (format == data::Format::json) {
    nlohmann::ordered_json out;
    out["summary"] = answer.summary;
    out["tables"] = nlohmann::ordered_json::array();
    for (const data::OutputTable& table : answer.tables) out["tables"].push_back(nlohmann::ordered_json::parse(table.print(format)));
    return out.dump(2) + "\n";
  }
  std::string out;
  for (const std::string& sentence : answer.summary) out += sentence + "\n";
  return out + "\n" + data::print(answer.tables, format);
}

std::string plain(double value) { return spelled(value, 4); }

std::string brief(double value) {
  // Whole numbers keep their digits up to a thousand; above it the last ones are noise.
  const double size = std::abs(value);
  if (!(size >= 1000) || !std::isfinite(value)) return spelled(value, 3);
  const double unit = std::pow(10.0, std::floor(std::log10(size)) - 2);
  return spelled(std::round(value / unit) * unit, 3);
}

}  // namespace alongside::economics
