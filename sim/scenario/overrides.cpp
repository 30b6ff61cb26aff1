// What the command line changes: --set, --replicates, --draws, --seed, --record.

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/names.hpp"
#include "sim/scenario/draft.hpp"
#include "sim/scenario/guard.hpp"

namespace alongside::scenario {
namespace {

constexpr std::string_view arms_prefix = "arms.";

/// "a.b.c" as nested tables, the way a file would hold it.
Entry nested(std::string_view path, Node value, const Place& place) {
  const std::size_t dot = path.find('.');
  if (dot == std::string_view::npos) return {std::string(path), place, std::move(value)};
  Node table;
  table.place = place;
  table.entries.push_back(nested(path.substr(dot + 1), std::move(value), place));
  return {std::string(path.substr(0, dot)), place, std::move(table)};
}

/// The arm that "arms.NAME.rest" names; names may hold dots, so the longest that fits is meant.
ArmDraft* find_arm(std::string_view path, std::vector<ArmDraft>& arms) {
  ArmDraft* best = nullptr;
  for (ArmDraft& arm : arms)
    if (!arm.name.empty() && path.starts_with(arm.name + ".") && (!best || arm.name.size() > best->name.size())) best = &arm;
  return best;
}

void set_in_arm(std::string_view path, Node value, const Place& place, Draft& draft, Context context) {
  ArmDraft* arm = find_arm(path, draft.arms);
  if (!arm) {
    std::vector<std::string> names;
    for (const ArmDraft& known : draft.arms) names.push_back(known.name);
    const std::string near = nearest_name(path.substr(0, path.find('.')), names);
    return context.issues.add(place, fmt::format("no arm is meant by \"arms.{}\" (the form is arms.NAME.path) {}", path,
                                                 near.empty() ? "use an arm's name" : fmt::format("did you mean the arm \"{}\"?", near)));
  }
  const Entry entry = nested(path.substr(arm->name.size() + 1), std::move(value), place);
  Values values;
  read_values({&entry}, "", Where::in_arm, {}, values, context);
  // An arm's rows may speak of rows above the arms, so they are kept as written and laid over those later.
  for (auto& [parameter, setting] : values.parameters) arm->values.parameters[parameter] = setting;
  for (auto& [table, rows] : values.rows) {
    auto& own = arm->values.rows[table];
    own.insert(own.end(), rows.begin(), rows.end());
  }
}

void set_above_arms(const std::string& path, Node value, const Place& place, Draft& draft, Context context) {
  for (const std::string_view whole : {"format", "base", "arm", "sweep"})
    if (path == whole || path.starts_with(fmt::format("{}.", whole)))
      return context.issues.add(place, fmt::format("\"{}\" cannot be changed here (--set is for values) change the file", path));
  const Entry entry = nested(path, std::move(value), place);
  if (read_setting(entry, draft, context)) return;
  Values values;
  read_values({&entry}, "", Where::above_arms, {"seed", "replicates", "record", "record_families", "common"}, values, context);
  lay_over(draft.values, values, context.issues);
}

void read_set(const std::string& text, Draft& draft, Context context) {
  const std::size_t equals = text.find('=');
  const Place place{fmt::format("--set {}", text), 0, 0};
  if (equals == std::string::npos || equals == 0)
    return context.issues.add(place, "this is no path=value (nothing would be set) write --set path=value");
  std::string path = text.substr(0, equals);
  while (path.ends_with(' ')) path.pop_back();
  if (std::count(path.begin(), path.end(), '.') >= max_key_parts)
    return context.issues.add(place, fmt::format("this path has more than {} parts (no parameter has) shorten it", max_key_parts));
  Node value = parse_value(std::string_view(text).substr(equals + 1), place, context.issues);
  if (path.starts_with(arms_prefix)) set_in_arm(std::string_view(path).substr(arms_prefix.size()), std::move(value), place, draft, context);
  else set_above_arms(path, std::move(value), place, draft, context);
}

void read_flag(const std::string& key, const std::string& text, Draft& draft, Context context) {
  if (text.empty()) return;
  const std::string option = key == "uncertainty.draws" ? "--draws" : "--" + key;
  const Place place{fmt::format("{} {}", option, text), 0, 0};
  read_setting(nested(key, parse_value(text, place, context.issues), place), draft, context);
}

}  // namespace

void read_overrides(const Overrides& overrides, Draft& draft, Context context) {
  for (const std::string& text : overrides.set) read_set(text, draft, context);
  read_flag("seed", overrides.seed, draft, context);
  read_flag("replicates", overrides.replicates, draft, context);
  read_flag("uncertainty.draws", overrides.draws, draft, context);
  read_flag("record", overrides.record, draft, context);
}

}  // namespace alongside::scenario
