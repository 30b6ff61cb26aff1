#include "cli/observed.hpp"

#include <fmt/format.h>

#include <cmath>
#include <filesystem>
#include <limits>

#include "sim/core/names.hpp"

namespace alongside::cli {
namespace {

using scenario::Entry;
using scenario::Issues;
using scenario::Node;
using scenario::Type;

constexpr double half_width = 1.959963984540054;
constexpr std::size_t most_bytes = 4u << 20;

const std::vector<std::string>& keys() {
  static const std::vector<std::string> list{"id",    "scenario", "measure", "arm",         "against", "contrast",  "week", "weeks",  "at_least", "group", "value",
                                             "se",    "interval", "counts",  "discrepancy", "sets",    "direction", "fit",  "source", "note",     "reason", "divide_by"};
  return list;
}

/// Reads the entries of one [[row]].
class RowReader {
 public:
  RowReader(const Node& node, const std::string& file, Issues& issues) : node_(node), issues_(issues) {
    row_.file = file;
    row_.place = row_.measure_place = row_.arm_place = row_.week_place = node.place;
  }

  std::optional<Observed> read() {
    const std::size_t before = issues_.size();
    for (const Entry& entry : node_.entries) refuse_unknown(entry);
    row_.id = text("id", "row");
    const std::string scenario = text("scenario", "");
    row_.measure = text("measure", "");
    row_.source = text("source", "");
    row_.note = text("note", "");
    row_.reason = text("reason", "");
    row_.sets = text("sets", "");
    row_.arms = names("arm");
    row_.against = names("against");
    for (const char* needed : {"scenario", "measure", "arm"})
      if (!node_.find(needed)) issues_.add(node_.place, fmt::format("this row has no {} (it says what was observed, where and in whom) add {} = \"...\"", needed, needed));
    if (const Entry* e = node_.find("measure")) row_.measure_place = e->value.place;
    if (const Entry* e = node_.find("arm")) row_.arm_place = e->value.place;
    row_.scenario = (std::filesystem::path(row_.file).parent_path() / scenario).lexically_normal().string();
    read_when();
    read_what();
    read_value();
    return issues_.size() == before ? std::optional(row_) : std::nullopt;
  }

 private:
  void refuse_unknown(const Entry& entry) {
    for (const std::string& known : keys())
      if (entry.key == known) return;
    const std::string near = nearest_name(entry.key, keys());
    issues_.add(entry.place, fmt::format("unknown name \"{}\" in a row (it would be ignored) {}", entry.key, did_you_mean(near, "see docs/evidence.md")));
  }

  std::string text(const char* key, const char* otherwise) {
    const Entry* e = node_.find(key);
    if (!e) return otherwise;
    if (e->value.type != Type::text || e->value.text.empty()) {
      issues_.add(e->value.place, fmt::format("{} is {} (it is a text) put it in quotes", key, label(e->value.type)));
      return otherwise;
    }
    return e->value.text;
  }

  std::vector<std::string> names(const char* key) {
    const Entry* e = node_.find(key);
    if (!e) return {};
    if (e->value.type == Type::text) return {e->value.text};
    std::vector<std::string> list;
    if (e->value.type == Type::array)
      for (const Node& item : e->value.items)
        if (item.type == Type::text) list.push_back(item.text);
    if (list.empty() || list.size() != e->value.items.size()) issues_.add(e->value.place, fmt::format("{} is no name (it is an arm of the scenario, or a list of arms to merge) put names in quotes", key));
    return list;
  }

  std::optional<double> number_of(const Node& node, const char* key) {
    if (node.type == Type::integer) return static_cast<double>(node.integer);
    if (node.type == Type::real && std::isfinite(node.real)) return node.real;
    issues_.add(node.place, fmt::format("{} is {} (it is a finite number) write a number", key, node.type == Type::real ? "not finite" : std::string(label(node.type))));
    return std::nullopt;
  }

  std::optional<double> number(const char* key) {
    const Entry* e = node_.find(key);
    return e ? number_of(e->value, key) : std::nullopt;
  }

  std::optional<int> whole(const Node& node, const char* key) {
    if (node.type == Type::integer && node.integer >= -40 && node.integer <= 520) return static_cast<int>(node.integer);
    issues_.add(node.place, fmt::format("{} is no whole number from -40 to 520 (it counts weeks or points) write one", key));
    return std::nullopt;
  }

  std::optional<std::pair<double, double>> two_numbers(const char* key) {
    const Entry* e = node_.find(key);
    if (!e) return std::nullopt;
    if (e->value.type != Type::array || e->value.items.size() != 2) {
      issues_.add(e->value.place, fmt::format("{} is no pair (it has two numbers) write {} = [a, b]", key, key));
      return std::nullopt;
    }
    const auto a = number_of(e->value.items[0], key), b = number_of(e->value.items[1], key);
    return a && b ? std::optional(std::pair(*a, *b)) : std::nullopt;
  }

  void read_when() {
    if (const Entry* e = node_.find("week")) {
      row_.week = whole(e->value, "week");
      row_.week_place = e->value.place;
    }
    if (const Entry* e = node_.find("at_least")) row_.at_least = whole(e->value, "at_least");
    const Entry* e = node_.find("weeks");
    if (!e) return;
    row_.week_place = e->value.place;
    if (e->value.type != Type::array || e->value.items.size() != 2) return issues_.add(e->value.place, "weeks is no pair (it names two follow-ups, the earlier one first) write weeks = [6, 26]");
    row_.week = whole(e->value.items[0], "weeks");
    row_.second_week = whole(e->value.items[1], "weeks");
  }

  void read_what() {
    static constexpr Contrast contrasts[] = {Contrast::difference, Contrast::ratio, Contrast::odds_ratio, Contrast::standardised};
    if (const Entry* e = node_.find("contrast")) {
      for (const Contrast c : contrasts)
        if (e->value.type == Type::text && e->value.text == label(c)) row_.contrast = c;
      if (row_.contrast == Contrast::none)
        issues_.add(e->value.place, "this contrast is not known (it is \"difference\", \"ratio\", \"odds ratio\" or \"standardised difference\") choose one of them");
      else if (row_.against.empty()) issues_.add(e->value.place, "a contrast without an arm to compare with (it needs two) add against = \"...\"");
    } else if (!row_.against.empty()) {
      issues_.add(node_.place, "against without a contrast (a difference and a ratio are other numbers) add contrast = \"difference\" or another");
    }
    if (const Entry* e = node_.find("group")) {
      bool known = false;
      for (int g = 0; g < process::subgroups; ++g)
        if (e->value.type == Type::text && e->value.text == process::label(static_cast<process::Subgroup>(g))) row_.group = static_cast<process::Subgroup>(g), known = true;
      if (!known) issues_.add(e->value.place, "this group is not known (groups are \"all\", \"quintile 1\" to \"quintile 5\", \"majority language\", \"minority language\", \"two or more risks\") choose one of them");
    }
    if (const Entry* e = node_.find("direction")) {
      if (e->value.type == Type::text && (e->value.text == "higher" || e->value.text == "lower")) row_.direction = e->value.text == "higher" ? 1 : -1;
      else issues_.add(e->value.place, "this direction is not known (it is \"higher\" or \"lower\") choose one of them");
    }
    if (const Entry* e = node_.find("fit")) {
      if (e->value.type == Type::boolean) row_.fit = e->value.truth;
      else issues_.add(e->value.place, "fit is neither true nor false (it says whether calibrate uses the row) write one of them");
    }
    if (const auto by = number("divide_by")) {
      row_.divide_by = *by;
      if (*by <= 0) issues_.add(node_.find("divide_by")->value.place, "divide_by is not above 0 (the model's number is divided by it) write a positive number");
    }
  }

  void read_value() {
    const auto value = number("value"), se = number("se"), discrepancy = number("discrepancy");
    const auto interval = two_numbers("interval"), counts = two_numbers("counts");
    if (discrepancy) row_.discrepancy = *discrepancy;
    if (discrepancy && *discrepancy < 0) issues_.add(node_.find("discrepancy")->value.place, "discrepancy is below 0 (it is a standard deviation) write 0 or more");
    if (row_.direction != 0) return;
    if (counts) {
      const auto [events, families] = *counts;
      if (!(families > 0 && events >= 0 && events <= families)) return issues_.add(node_.find("counts")->value.place, "counts are not events and families (events of families, as [40, 297]) mend them");
      // Half an event more on either side, so that no and all events have an error too (Agresti & Coull 1998 shrink alike).
      const double p = (events + 0.5) / (families + 1);
      row_.value = value.value_or(events / families);
      row_.se = se.value_or(std::sqrt(p * (1 - p) / families));
    } else {
      if (!value) return issues_.add(node_.place, "this row has no value (it is what was observed) add value = ... and se = ..., or counts = [events, families]");
      row_.value = *value;
      if (row_.on_log_scale() && *value <= 0) return issues_.add(node_.find("value")->value.place, "a ratio of 0 or less (it is compared on the log scale) write a positive number");
      if (se) row_.se = *se;
      else if (interval) row_.se = from_interval(interval->first, interval->second);
      else return issues_.add(node_.place, "this row has no standard error (without one nothing can be compared with it) add se = ..., interval = [low, high] or counts = [events, families]");
    }
    if (!(row_.se > 0)) {
      const Entry* where = node_.find("se") ? node_.find("se") : node_.find("interval");
      issues_.add(where ? where->value.place : node_.place, fmt::format("the standard error is {} (every model would be infinitely far off) write a positive number", row_.se));
    }
  }

  double from_interval(double low, double high) {
    if (low >= high || (row_.on_log_scale() && low <= 0)) return 0;
    return row_.on_log_scale() ? std::log(high / low) / (2 * half_width) : (high - low) / (2 * half_width);
  }

  const Node& node_;
  Issues& issues_;
  Observed row_;
};

void read_calibrate(const Node& node, CalibrateSection& section, Issues& issues) {
  for (const Entry& entry : node.entries) {
    if (entry.key != "parameters") {
      issues.add(entry.place, fmt::format("unknown name \"calibrate.{}\" (it has parameters) write parameters = [\"name\", ..]", entry.key));
      continue;
    }
    for (const Node& item : entry.value.items)
      if (item.type == Type::text) section.parameters.emplace_back(item.text, item.place);
      else issues.add(item.place, "parameters holds something that is no name (it is a list of names) put names in quotes");
  }
}

}  // namespace

std::string_view label(Contrast contrast) {
  static constexpr std::string_view labels[] = {"", "difference", "ratio", "odds ratio", "standardised difference"};
  return labels[static_cast<int>(contrast)];
}

std::string what_of(const Observed& row) {
  std::string text = row.measure;
  if (row.at_least) text += fmt::format(" {}", *row.at_least);
  if (row.second_week) text += fmt::format(", weeks {} and {}", *row.week, *row.second_week);
  else if (row.week) text += fmt::format(", week {}", *row.week);
  if (row.group != process::Subgroup::all) text += fmt::format(", {}", process::label(row.group));
  return row.contrast == Contrast::none ? text : fmt::format("{} of {}", label(row.contrast), text);
}

ObservedFile read_observed(const std::string& path, scenario::Issues& issues) {
  ObservedFile file;
  issues.expect(path);
  const auto content = scenario::read_text(path, most_bytes, {path, 0, 0}, issues);
  if (!content) return file;
  const auto root = scenario::parse_document(*content, path, issues);
  if (!root) return file;
  const Entry* format = root->find("format");
  if (!format || format->value.type != Type::integer || format->value.integer != 1) issues.add({path, 1, 1}, "format is missing or not known (this program reads format 1) add the line: format = 1");
  for (const Entry& entry : root->entries) {
    if (entry.key == "format") continue;
    if (entry.key == "calibrate" && entry.value.type == Type::table) read_calibrate(entry.value, file.calibrate, issues);
    else if (entry.key == "row" && entry.value.type == Type::array)
      for (const Node& item : entry.value.items) {
        if (auto row = RowReader(item, path, issues).read()) file.rows.push_back(std::move(*row));
      }
    else issues.add(entry.place, fmt::format("unknown name \"{}\" (the file holds [[row]] and [calibrate]) use one of these", entry.key));
  }
  if (file.rows.empty() && issues.empty()) issues.add({path, 0, 0}, "there is no row (nothing would be compared) add [[row]]");
  return file;
}

}  // namespace alongside::cli
