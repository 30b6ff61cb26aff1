// What differs between the plans of two results.

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <sstream>

#include "analysis/report/compare.hpp"
#include "sim/core/error.hpp"

namespace alongside::report {
namespace {

using record::Result;
using Names = std::vector<std::string>;

const Names& names_of(const Result& r, const char* axis) { return std::get<Names>(r.axis(axis).values); }

std::string attribute_text(const Result& r, const std::string& name) {
  const record::AttributeValue* value = record::find_attribute(r.attributes(), name);
  if (!value) return "-";
  if (const auto* text = std::get_if<std::string>(value)) return text->empty() ? "-" : *text;
  if (const auto* whole = std::get_if<std::int64_t>(value)) return fmt::format("{}", *whole);
  return "-";
}

/// The declared values of a result by path and arm, as text.
class Parameters {
 public:
  explicit Parameters(const Result& r)
      : arms_(names_of(r, "arm")), paths_(names_of(r, "parameter")), values_(r.numbers("/parameters/value")), labels_(r.texts("/parameters/labels")) {
    for (std::size_t i = 0; i < paths_.size(); ++i) places_[paths_[i]] = i;
  }
  const Names& paths() const { return paths_; }
  bool has(const std::string& path) const { return places_.contains(path); }
  std::string text(const std::string& path, std::size_t arm) const {
    const auto at = places_.find(path);
    if (at == places_.end()) return "-";
    const double value = values_[at->second * arms_.size() + arm];
    if (labels_[at->second].empty()) return fmt::format("{}", value);
    std::istringstream all(labels_[at->second]);
    std::string label;
    for (auto i = static_cast<int>(value); i >= 0; --i) std::getline(all >> std::ws, label, ';');
    return label;
  }

 private:
  Names arms_, paths_;
  std::vector<double> values_;
  Names labels_;
  std::map<std::string, std::size_t> places_;
};

using Lines = std::map<std::string, std::string>;

/// The lines of a section of the resolved scenario by key. Its lines are `key = value`, the key in quotes when it is a path.
Lines section(const Result& r, const std::string& heading) {
  Lines lines;
  std::istringstream all(r.text("scenario"));
  std::string line;
  for (bool inside = false; std::getline(all, line);) {
    if (line.starts_with('[')) inside = line == heading;
    if (!inside || line.empty() || line.starts_with('[')) continue;
    const std::string between = line.starts_with('"') ? "\" = " : " = ";
    const std::size_t start = line.starts_with('"') ? 1 : 0, at = line.find(between, start);
    if (at != std::string::npos) lines[line.substr(start, at - start)] = line.substr(at + between.size());
  }
  return lines;
}

/// What is swept, and its value at one point.
Lines point_values(const Result& r, std::size_t point) {
  Lines values;
  if (!r.has("/design/labels")) return values;
  const Names& swept = names_of(r, "swept");
  const std::vector<std::string> labels = r.texts("/design/labels", {{point, 0}, {1, swept.size()}});
  for (std::size_t i = 0; i < swept.size(); ++i) values[swept[i]] = labels[i];
  return values;
}

class Differences {
 public:
  Differences(const Result& a, const Result& b) : a_(a), b_(b), table_{"Differences of the plans", {"what", "arm", "a", "b"}, {}, {}} {}

  void facts() {
    for (const char* name : {"name", "program_version", "revision", "seed", "replicates", "draws", "points", "record", "common"})
      add(name == std::string("revision") ? "program revision" : name, "", attribute_text(a_, name), attribute_text(b_, name));
  }

  void arms() {
    const Names &left = names_of(a_, "arm"), &right = names_of(b_, "arm");
    for (const std::string& name : left)
      if (std::ranges::find(right, name) == right.end()) row("arm", name, "there", "missing");
    for (const std::string& name : right)
      if (std::ranges::find(left, name) == left.end()) row("arm", name, "missing", "there");
  }

  void parameters() {
    const Parameters left(a_), right(b_);
    Names paths = left.paths();
    for (const std::string& path : right.paths())
      if (!left.has(path)) paths.push_back(path);
    for (const std::string& path : paths) parameter(path, left, right);
  }

  void sections(std::size_t point) {
    for (const char* heading : {"sweep", "uncertainty", "uncertainty.spread"}) lines(heading, section(a_, fmt::format("[{}]", heading)), section(b_, fmt::format("[{}]", heading)));
    lines(fmt::format("point {}", point), point_values(a_, point), point_values(b_, point));
    add("points, hash", "", attribute_text(a_, "points_sha").substr(0, 12), attribute_text(b_, "points_sha").substr(0, 12));
  }

  data::OutputTable take() {
    if (table_.rows.empty()) table_.notes.push_back("The plans are the same.");
    return std::move(table_);
  }

 private:
  void row(const std::string& what, const std::string& arm, const std::string& left, const std::string& right) { table_.rows.push_back({what, arm, left, right}); }
  void add(const std::string& what, const std::string& arm, const std::string& left, const std::string& right) {
    if (left != right) row(what, arm, left, right);
  }
  void lines(const std::string& what, const Lines& left, const Lines& right) {
    std::set<std::string> keys;
    for (const Lines* side : {&left, &right})
      for (const auto& [key, value] : *side) keys.insert(key);
    const auto value_in = [](const Lines& side, const std::string& key) { return side.contains(key) ? side.at(key) : "-"; };
    for (const std::string& key : keys) add(fmt::format("{}: {}", what, key), "", value_in(left, key), value_in(right, key));
  }

  /// One row when the parameter differs alike in every arm, else one an arm.
  void parameter(const std::string& path, const Parameters& left, const Parameters& right) {
    const Names &ours = names_of(a_, "arm"), &theirs = names_of(b_, "arm");
    struct Pair {
      std::string arm, a, b;
    };
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < ours.size(); ++i)
      if (const auto at = std::ranges::find(theirs, ours[i]); at != theirs.end())
        pairs.push_back({ours[i], left.text(path, i), right.text(path, static_cast<std::size_t>(at - theirs.begin()))});
    const bool alike = std::ranges::all_of(pairs, [&](const Pair& p) { return p.a == pairs[0].a && p.b == pairs[0].b; });
    for (std::size_t i = 0; i < (alike ? std::min<std::size_t>(pairs.size(), 1) : pairs.size()); ++i) add(path, alike ? "" : pairs[i].arm, pairs[i].a, pairs[i].b);
  }

  const Result &a_, &b_;
  data::OutputTable table_;
};

}  // namespace

data::OutputTable plan_differences(const Result& a, const Result& b, const CompareOptions& options) {
  Differences differences(a, b);
  differences.facts();
  differences.arms();
  differences.parameters();
  differences.sections(options.point);
  return differences.take();
}

}  // namespace alongside::report
