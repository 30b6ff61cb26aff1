#include "analysis/report/parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

namespace alongside::report {
namespace {

std::string label_at(const std::string& labels, double value) {
  std::istringstream in(labels);
  std::string label;
  for (double i = 0; std::getline(in, label, ';'); ++i)
    if (i == value) return label.substr(label.find_first_not_of(' ') == std::string::npos ? 0 : label.find_first_not_of(' '));
  return fmt::format("{}", value);
}

}  // namespace

Parameters::Parameters(const record::Result& result) {
  paths = std::get<std::vector<std::string>>(result.axis("parameter").values);
  units = result.texts("/parameters/unit"), labels = result.texts("/parameters/labels"), spreads = result.texts("/parameters/spread");
  grades = result.texts("/parameters/grade"), sources = result.texts("/parameters/source"), meanings = result.texts("/parameters/text");
  scopes = result.texts("/parameters/scope");
  defaults = result.numbers("/parameters/default"), spread_low = result.numbers("/parameters/spread_low"), spread_high = result.numbers("/parameters/spread_high");
  values = result.numbers("/parameters/value");
  arms = std::max<std::size_t>(values.size() / std::max<std::size_t>(paths.size(), 1), 1);
}

std::optional<std::size_t> Parameters::find(std::string_view path) const {
  const auto at = std::ranges::find(paths, path);
  if (at == paths.end()) return std::nullopt;
  return static_cast<std::size_t>(at - paths.begin());
}

double Parameters::value(std::string_view path) const {
  const auto at = find(path);
  return at ? value(*at, 0) : std::numeric_limits<double>::quiet_NaN();
}

std::string Parameters::text(std::size_t parameter, double value) const {
  if (!labels[parameter].empty()) return label_at(labels[parameter], value);
  const std::string number = fmt::format("{:.6g}", value);
  return units[parameter].empty() ? number : number + " " + units[parameter];
}

std::string Parameters::value_text(std::size_t parameter, const std::vector<std::string>& arm_names) const {
  bool same = true;
  for (std::size_t arm = 1; arm < arms; ++arm) same = same && value(parameter, arm) == value(parameter, 0);
  if (same || arm_names.size() != arms) return text(parameter, value(parameter, 0));
  std::string all;
  for (std::size_t arm = 0; arm < arms; ++arm) all += fmt::format("{}{}: {}", all.empty() ? "" : "; ", arm_names[arm], text(parameter, value(parameter, arm)));
  return all;
}

bool Parameters::is_set(std::size_t parameter) const {
  for (std::size_t arm = 0; arm < arms; ++arm)
    if (value(parameter, arm) != defaults[parameter]) return true;
  return false;
}

std::string Parameters::spread_text(std::size_t parameter) const {
  if (spreads[parameter].empty() || spreads[parameter] == "none") return "";
  return fmt::format("{:.4g} to {:.4g} ({})", spread_low[parameter], spread_high[parameter], spreads[parameter]);
}

}  // namespace alongside::report
