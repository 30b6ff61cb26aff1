#include "analysis/report/figure.hpp"

#include <algorithm>
#include <array>
#include <numeric>

#include "sim/core/error.hpp"

namespace alongside::report {
namespace {

/// Dash patterns as SVG writes them: full, then longer and shorter dashes. They repeat after the colours do, so that looks
/// differ by the pair.
constexpr std::array<std::array<int, 4>, 8> dashes{{{}, {}, {7, 3}, {2, 3}, {9, 3, 2, 3}, {4, 2}, {1, 2}, {12, 4}}};

void fill(nlohmann::ordered_json& part, const Holes& holes) {
  if (part.is_structured()) {
    for (auto& inner : part) fill(inner, holes);
    return;
  }
  if (!part.is_string()) return;
  const std::string name = part.get<std::string>();
  if (!name.starts_with('@')) return;
  const auto found = std::ranges::find(holes, name.substr(1), &Holes::value_type::first);
  if (found == holes.end()) throw InternalError("a figure's template has a hole that nothing fills: " + name);
  part = found->second;
}

nlohmann::ordered_json dash_array(std::size_t look) {
  nlohmann::ordered_json pattern = nlohmann::ordered_json::array();
  for (const int length : dashes[look % dashes.size()])
    if (length > 0) pattern.push_back(length);
  if (pattern.empty()) pattern = {1, 0};
  return pattern;
}

std::vector<std::size_t> in_order(std::size_t n, std::size_t first) {
  std::vector<std::size_t> all(n);
  std::iota(all.begin(), all.end(), first);
  return all;
}

}  // namespace

extern const Figure contacts_figure;
extern const Figure trajectories_figure;
extern const Figure retention_figure;

std::span<const Figure* const> figures() {
  static const Figure* const list[] = {
      &contacts_figure,
      &trajectories_figure,
      &retention_figure,
  };
  return list;
}

nlohmann::ordered_json specification(Literal json, const Holes& holes) {
  nlohmann::ordered_json spec = nlohmann::ordered_json::parse(json.view());
  fill(spec, holes);
  return spec;
}

nlohmann::ordered_json colours_of(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each) {
  nlohmann::ordered_json range = nlohmann::ordered_json::array();
  for (const std::size_t look : look_of_each) range.push_back("var(--look-" + std::to_string(look % looks) + ")");
  return {{"domain", names}, {"range", range}};
}

nlohmann::ordered_json dashes_of(const std::vector<std::string>& names, const std::vector<std::size_t>& look_of_each) {
  nlohmann::ordered_json range = nlohmann::ordered_json::array();
  for (const std::size_t look : look_of_each) range.push_back(dash_array(look));
  return {{"domain", names}, {"range", range}};
}

nlohmann::ordered_json colour_scale(const std::vector<std::string>& names, std::size_t first_look) { return colours_of(names, in_order(names.size(), first_look)); }
nlohmann::ordered_json dash_scale(const std::vector<std::string>& names, std::size_t first_look) { return dashes_of(names, in_order(names.size(), first_look)); }

nlohmann::ordered_json shape_scale(const std::vector<std::string>& names, std::size_t first_look) {
  constexpr const char* shapes[looks] = {"circle", "circle", "square", "triangle-up", "diamond", "triangle-down", "cross", "triangle-right"};
  nlohmann::ordered_json range = nlohmann::ordered_json::array();
  for (std::size_t i = 0; i < names.size(); ++i) range.push_back(shapes[(first_look + i) % looks]);
  return {{"domain", names}, {"range", range}};
}

std::vector<Key> key_of(const std::vector<std::string>& names, std::size_t first_look) {
  std::vector<Key> key;
  for (std::size_t i = 0; i < names.size(); ++i) key.push_back({names[i], first_look + i});
  return key;
}

std::string dash_pattern(std::size_t look) {
  std::string text;
  for (const int length : dashes[look % dashes.size()])
    if (length > 0) text += (text.empty() ? "" : " ") + std::to_string(length);
  return text;
}

}  // namespace alongside::report
