// The keys of a scenario that are not parameters.

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"

namespace alongside::scenario {
namespace {

constexpr std::size_t max_text = 2000;

std::optional<std::int64_t> whole(const Node& node, std::string_view key, std::int64_t low, std::int64_t high, Issues& issues) {
  if (node.type != Type::integer)
    issues.add(node.place, fmt::format("{} is {} (it is a whole number) write a number from {} to {}", key, label(node.type), low, high));
  else if (node.integer < low || node.integer > high)
    issues.add(node.place, fmt::format("{} = {} is out of bounds ({} to {}) choose a number between them", key, node.integer, low, high));
  else
    return node.integer;
  return std::nullopt;
}

std::optional<std::string> text(const Node& node, std::string_view key, Issues& issues) {
  if (node.type != Type::text) issues.add(node.place, fmt::format("{} is {} (it is text) put it in quotes", key, label(node.type)));
  else if (node.text.size() > max_text)
    issues.add(node.place, fmt::format("{} is longer than {} bytes (it is printed in tables and reports) shorten it", key, max_text));
  else if (node.text.find('\0') != std::string::npos)
    issues.add(node.place, fmt::format("{} holds a NUL character (it cannot be printed) delete it", key));
  else return node.text;
  return std::nullopt;
}

/// One of an enumeration's labels.
template <class E>
std::optional<E> one_of(const Node& node, std::string_view key, std::initializer_list<E> values, Issues& issues) {
  std::vector<std::string> names;
  std::string list;
  for (const E value : values) {
    if (node.type == Type::text && node.text == label(value)) return value;
    names.emplace_back(label(value));
    list += fmt::format("{}\"{}\"", list.empty() ? "" : ", ", label(value));
  }
  const std::string near = node.type == Type::text ? nearest_name(node.text, names) : "";
  const std::string what = node.type == Type::text ? fmt::format("\"{}\"", node.text) : std::string(label(node.type));
  issues.add(node.place, fmt::format("{} is {} (it is one of {}) {}", key, what, list,
                                     did_you_mean(near, "choose one of them")));
  return std::nullopt;
}

void read_uncertainty_table(const Node& node, Draft& draft, Context context) {
  if (node.type != Type::table)
    return context.issues.add(node.place, fmt::format("uncertainty is {} (it is a table) write [uncertainty] and draws = 1000 below it", label(node.type)));
  const std::vector<std::string> names{"draws", "vary", "fixed", "spread", "posterior", "correlation"};
  for (const Entry& entry : node.entries) {
    if (entry.key == "draws") {
      if (const auto value = whole(entry.value, "draws", 0, max_replicates, context.issues)) draft.draws = value;
    } else if (std::find(names.begin(), names.end(), entry.key) != names.end()) {
      draft.uncertainty[entry.key] = entry;
    } else {
      const std::string near = nearest_name(entry.key, names);
      context.issues.add(entry.place, fmt::format("unknown name \"uncertainty.{}\" (it has draws, vary, fixed, spread, posterior and correlation) {}", entry.key,
                                                  did_you_mean(near, "use one of these")));
    }
  }
}

}  // namespace

bool read_setting(const Entry& entry, Draft& draft, Context context) {
  Issues& issues = context.issues;
  const Node& value = entry.value;
  if (entry.key == "name") draft.name = text(value, "name", issues).value_or("");
  else if (entry.key == "text") draft.text = text(value, "text", issues).value_or("");
  else if (entry.key == "seed") {
    if (const auto read = whole(value, "seed", 0, std::numeric_limits<std::int64_t>::max(), issues)) draft.seed = read;
  } else if (entry.key == "replicates") {
    draft.replicates_place = value.place;
    if (const auto read = whole(value, "replicates", 1, max_replicates, issues)) draft.replicates = read;
  } else if (entry.key == "record_families") {
    draft.record_families_place = value.place;
    if (const auto read = whole(value, "record_families", 0, max_replicates, issues)) draft.record_families = read;
  } else if (entry.key == "record") {
    if (const auto read = one_of(value, "record", {RecordLevel::summary, RecordLevel::weekly, RecordLevel::family}, issues)) draft.record = read;
  } else if (entry.key == "common") {
    if (const auto read = one_of(value, "common", {Common::arms_and_points, Common::arms, Common::none}, issues)) draft.common = read;
  } else if (entry.key == "uncertainty") {
    read_uncertainty_table(value, draft, context);
  } else {
    return false;
  }
  return true;
}

}  // namespace alongside::scenario
