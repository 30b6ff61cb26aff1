#include "analysis/report/figure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <nlohmann/json.hpp>
#include <numeric>

#include "sim/core/error.hpp"

namespace alongside::report {
namespace {

/// Dash patterns as SVG writes them: full, then longer and shorter dashes. They repeat after the colours do, so that looks
/// differ by the pair.
constexpr std::array<std::array<int, 4>, 8> dashes{{{}, {}, {7, 3}, {2, 3}, {9, 3, 2, 3}, {4, 2}, {1, 2}, {12, 4}}};

constexpr std::array<const char*, looks> shapes{"circle", "circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right"};

std::string dash_json(std::size_t look) {
  std::string text;
  for (const int length : dashes[look % dashes.size()])
    if (length > 0) text += (text.empty() ? "" : ",") + std::to_string(length);
  return "[" + (text.empty() ? "1,0" : text) + "]";
}

template <class Of>
std::string scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each, Of of) {
  std::string range;
  for (const std::size_t look : look_of_each) range += (range.empty() ? "" : ",") + of(look);
  return "{\"domain\":" + json_list(names) + ",\"range\":[" + range + "]}";
}

}  // namespace

extern const Figure plane_figure;
extern const Figure acceptability_figure;
extern const Figure net_benefit_figure;
extern const Figure loss_figure;
extern const Figure information_figure;
extern const Figure studies_figure;
extern const Figure tornado_figure;
extern const Figure contacts_figure;
extern const Figure cost_stack_figure;
extern const Figure trajectories_figure;
extern const Figure retention_figure;
extern const Figure equity_figure;
extern const Figure budget_figure;
extern const Figure trial_power_figure;
extern const Figure trial_zip_figure;
extern const Figure trial_schematic_figure;
extern const Figure trial_worth_figure;

std::span<const Figure* const> figures() {
  static const Figure* const list[] = {
      &plane_figure,
      &acceptability_figure,
      &net_benefit_figure,
      &loss_figure,
      &information_figure,
      &studies_figure,
      &tornado_figure,
      &contacts_figure,
      &cost_stack_figure,
      &trajectories_figure,
      &retention_figure,
      &equity_figure,
      &budget_figure,
      &trial_schematic_figure,
      &trial_power_figure,
      &trial_zip_figure,
      &trial_worth_figure,
  };
  return list;
}

std::string specification(Literal json, const Holes& holes) {
  const std::string_view text = json.view();
  std::string out;
  std::size_t at = 0;
  for (std::size_t hole = text.find("\"@"); hole != text.npos; hole = text.find("\"@", at)) {
    const std::size_t end = text.find('"', hole + 1);
    const std::string_view name = text.substr(hole + 2, end - hole - 2);
    const auto found = std::ranges::find(holes, name, &Holes::value_type::first);
    if (end == text.npos || found == holes.end()) throw InternalError(fmt::format("a figure's template has a hole that nothing fills: {}", name));
    out.append(text.substr(at, hole - at)).append(found->second);
    at = end + 1;
  }
  return out.append(text.substr(at));
}

std::string json_text(std::string_view text) { return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace); }

std::string json_list(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += (out.empty() ? "" : ",") + json_text(text);
  return "[" + out + "]";
}

std::string json_number(double number) { return std::isfinite(number) ? fmt::format("{}", number) : "null"; }
std::string json_range(double low, double high) { return "[" + json_number(low) + "," + json_number(high) + "]"; }

std::vector<std::size_t> looks_from(std::size_t first, std::size_t count) {
  std::vector<std::size_t> all(count);
  std::iota(all.begin(), all.end(), first);
  return all;
}

std::string colour_scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each) {
  return scale(names, look_of_each, [](std::size_t look) { return fmt::format("\"var(--look-{})\"", look % looks); });
}
std::string dash_scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each) { return scale(names, look_of_each, dash_json); }
std::string shape_scale(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each) {
  return scale(names, look_of_each, [](std::size_t look) { return fmt::format("\"{}\"", shapes[look % looks]); });
}

std::vector<Key> key_of(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each) {
  std::vector<Key> key;
  for (std::size_t i = 0; i < names.size(); ++i) key.push_back({names[i], look_of_each[i]});
  return key;
}

std::string dash_pattern(std::size_t look) {
  std::string text;
  for (const int length : dashes[look % dashes.size()])
    if (length > 0) text += (text.empty() ? "" : " ") + std::to_string(length);
  return text;
}

std::string point_path(std::size_t look) {
  constexpr std::array<const char*, looks> paths{"M14,1a4,4 0 1,0 .01,0z", "M14,1a4,4 0 1,0 .01,0z", "M10.5,1.5h7v7h-7z", "M14,1l4.2,7.5h-8.4z", "M14,.5l4,4.5l-4,4.5l-4,-4.5z",
                                                 "M14,9l4.2,-7.5h-8.4z", "M12.7,1h2.6v2.7h2.7v2.6h-2.7v2.7h-2.6v-2.7h-2.7v-2.6h2.7z", "M10.5,1l7.5,4l-7.5,4z"};
  return paths[look % looks];
}

}  // namespace alongside::report
