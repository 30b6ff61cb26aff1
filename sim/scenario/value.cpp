#include "sim/scenario/value.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/core/names.hpp"
#include "sim/scenario/units.hpp"

namespace alongside::scenario {
namespace {
using declare::Kind;
using declare::Parameter;

std::optional<double> read_label(const Node& node, const Parameter& p, const std::string& path, Issues& issues) {
  const auto index_of = [&](std::string_view word) -> std::optional<double> {
    const auto found = std::find(p.labels.begin(), p.labels.end(), word);
    if (found == p.labels.end()) return std::nullopt;
    return static_cast<double>(found - p.labels.begin());
  };
  const std::string list = fmt::format("\"{}\"", fmt::join(p.labels, "\", \""));
  if (node.type == Type::boolean) {
    // A choice between on and off may be written as TOML's own true and false.
    if (const auto index = index_of(node.truth ? "on" : "off")) return index;
    if (const auto index = index_of(node.truth ? "yes" : "no")) return index;
  }
  if (node.type != Type::text) {
    issues.add(node.place, fmt::format("{} is {} (it is a choice) write one of {}", path, label(node.type), list));
    return std::nullopt;
  }
  if (const auto index = index_of(node.text)) return index;
  const std::vector<std::string> names(p.labels.begin(), p.labels.end());
  const std::string near = nearest_name(node.text, names);
  issues.add(node.place, fmt::format("{} has no choice \"{}\" (the choices are {}) {}", path, node.text, list,
                                     did_you_mean(near, "choose one of them")));
  return std::nullopt;
}

/// The number that was written, in the declared unit.
std::optional<double> read_number(const Node& node, const Parameter& p, const std::string& path, Issues& issues) {
  if (node.type == Type::integer) return static_cast<double>(node.integer);
  if (node.type == Type::real) return node.real;
  if (node.type == Type::text) {
    const Quantity quantity = read_quantity(node.text, p.unit);
    if (!quantity.value) issues.add(node.place, fmt::format("{}: {}", path, quantity.problem));
    return quantity.value;
  }
  issues.add(node.place, fmt::format("{} is {} (it is a {}) write {}", path, label(node.type), label(p.kind), accepted_forms(p.unit)));
  return std::nullopt;
}

bool good_number(double value, const Place& place, const Parameter& p, const std::string& path, Issues& issues) {
  const auto bounds = [&] { return fmt::format("bounds: {} to {}", shortest(p.low), with_unit(p.high, p.unit)); };
  if (!std::isfinite(value))
    issues.add(place, fmt::format("{} is {} (no equation can use it) write a finite number", path, std::isnan(value) ? "NaN" : "infinite"));
  else if (p.kind == Kind::count && value != std::floor(value))
    issues.add(place, fmt::format("{} = {} is not whole (it is a count) write {}", path, shortest(value),
                                  shortest(std::clamp(std::round(value), p.low, p.high))));
  else if (value < p.low)
    issues.add(place, fmt::format("{} = {} is too low ({}) write at least {}", path, shortest(value), bounds(), shortest(p.low)));
  else if (value > p.high)
    issues.add(place, fmt::format("{} = {} is too high ({}) write at most {}", path, shortest(value), bounds(), shortest(p.high)));
  else
    return true;
  return false;
}

}  // namespace

std::optional<double> read_cell_value(const Node& node, const Parameter& p, const std::string& path, Issues& issues) {
  if (p.kind == Kind::choice) return read_label(node, p, path, issues);
  const std::optional<double> value = read_number(node, p, path, issues);
  if (!value || !good_number(*value, node.place, p, path, issues)) return std::nullopt;
  return *value == 0 ? 0.0 : *value;  // no negative zero: it would print and compare as another value
}

std::optional<double> read_cell_text(const std::string& text, const Place& place, const Parameter& p, const std::string& path,
                                     Issues& issues) {
  Node node;
  node.type = Type::text;
  node.place = place;
  node.text = text;
  return read_cell_value(node, p, path, issues);
}

std::string cell_label(double value, const Parameter& p) {
  if (p.kind == Kind::choice) return std::string(p.labels.at(static_cast<std::size_t>(value)));
  return shortest(value);
}

std::string cell_toml(double value, const Parameter& p) {
  return p.kind == Kind::choice ? quoted(cell_label(value, p)) : shortest(value);
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\n') out += "\\n";
    else if (c == '\t') out += "\\t";
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) out += fmt::format("\\u{:04X}", static_cast<unsigned>(static_cast<unsigned char>(c)));
    else out += c;
  }
  return out + "\"";
}

}  // namespace alongside::scenario
