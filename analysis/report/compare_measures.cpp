// What differs between the measures of two results.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis/report/compare.hpp"
#include "analysis/report/world_values.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::report {
namespace {

using data::Number;
using record::Result;

const std::vector<std::string>& arms_of(const Result& r) { return std::get<std::vector<std::string>>(r.axis("arm").values); }

std::vector<std::string> common_measures(const Result& a, const Result& b) {
  std::vector<std::string> names;
  for (const record::DatasetInfo& info : a.datasets())
    if (info.path.starts_with("/summary/") && b.has(info.path)) names.push_back(info.path.substr(9));
  return names;
}

std::vector<std::string> measures_asked(const Result& a, const Result& b, const CompareOptions& options) {
  const std::vector<std::string> known = common_measures(a, b);
  if (options.measures == std::vector<std::string>{"all"}) return known;
  static const std::vector<std::string> usual{"offered", "supported", "wait_to_support", "contacts_received", "score_mean", "case_weeks", "cost", "cost_programme", "cost_nhs", "qalys"};
  std::vector<std::string> names;
  for (const std::string& name : options.measures.empty() ? usual : options.measures) {
    const bool found = std::ranges::find(known, name) != known.end();
    if (found) names.push_back(name);
    if (found || options.measures.empty()) continue;
    const std::string near = nearest_name(name, known);
    throw DataError(fmt::format("no measure \"{}\" in both results ({})", name, did_you_mean(near, "alongside describe measures lists them")));
  }
  if (names.empty()) throw DataError("the results have no measure in common (their programs differ too much) compare what each summary prints");
  return names;
}

struct Values {
  WorldValues a, b;
  std::string unit;
};

/// One arm, or its difference from another, in both results.
struct Contrast {
  std::string name;
  std::size_t a, b;
  std::optional<std::size_t> from_a, from_b;
};

double value(const WorldValues& v, std::size_t draw, std::size_t replicate, std::size_t arm, std::optional<std::size_t> from) {
  return v.at(draw, replicate, arm) - (from ? v.at(draw, replicate, *from) : 0.0);
}

Estimate of(const WorldValues& v, std::size_t arm, std::optional<std::size_t> from) { return from ? difference(v, arm, *from) : estimate(v, arm); }

/// World by world, over the draws and replicates that both have.
Estimate paired_change(const Values& v, const Contrast& c) {
  WorldValues change{std::min(v.a.draws, v.b.draws), std::min(v.a.replicates, v.b.replicates), 1, {}};
  for (std::size_t d = 0; d < change.draws; ++d)
    for (std::size_t r = 0; r < change.replicates; ++r) change.values.push_back(value(v.b, d, r, c.b, c.from_b) - value(v.a, d, r, c.a, c.from_a));
  return estimate(change, 0);
}

Estimate independent_change(const Estimate& a, const Estimate& b) { return {b.mean - a.mean, std::sqrt(a.error * a.error + b.error * b.error), NAN}; }

/// Decimals that show about two digits of the smaller error.
int digits_for(const Estimate& a, const Estimate& b) {
  const double error = std::min(std::isnan(a.error) ? HUGE_VAL : a.error, std::isnan(b.error) ? HUGE_VAL : b.error);
  return error > 0 && std::isfinite(error) ? std::clamp(1 - static_cast<int>(std::floor(std::log10(error))), 0, 8) : 2;
}

data::OutputTable table_of(const Result& a, const Result& b, const std::vector<std::string>& measures, const std::vector<Contrast>& contrasts, const CompareOptions& options, const std::string& title) {
  const bool shared = share_worlds(a, b);
  data::OutputTable table{title, {"measure", "arm", "a", "a_error", "b", "b_error", "change", "change_error"}, {}, {}};
  for (const std::string& name : measures) {
    const Values v{read_worlds(a, "/summary/" + name, options.point), read_worlds(b, "/summary/" + name, options.point), ""};
    for (const Contrast& c : contrasts) {
      const Estimate left = of(v.a, c.a, c.from_a), right = of(v.b, c.b, c.from_b);
      const Estimate change = shared ? paired_change(v, c) : independent_change(left, right);
      const int digits = digits_for(left, right);
      const auto number = [&](double x) { return Number{x, digits}; };
      table.rows.push_back({name, c.name, number(left.mean), number(left.error), number(right.mean), number(right.error), number(change.mean), number(change.error)});
    }
  }
  return table;
}

std::string pairing_note(const Result& a, const Result& b) {
  const std::vector<std::size_t>&left = a.dataset("/task_status").shape, &right = b.dataset("/task_status").shape;
  if (!share_worlds(a, b)) return "The results have no worlds in common (another seed, or luck that was shared otherwise): the change from A to B is the difference of two independent means.";
  return fmt::format("The change from A to B is taken world by world over the {} draws and {} replicates that both have: same seed, same luck. Where the two have different numbers of worlds it is not exactly the difference of the columns.",
                     std::min(left[1], right[1]), std::min(left[2], right[2]));
}

}  // namespace

bool share_worlds(const Result& a, const Result& b) {
  return a.integer("seed") == b.integer("seed") && a.text("common") == b.text("common") && (a.text("common") != "none" || arms_of(a) == arms_of(b));
}

std::vector<data::OutputTable> measure_differences(const Result& a, const Result& b, const CompareOptions& options) {
  const std::vector<std::string> measures = measures_asked(a, b, options);
  const std::vector<std::string>&left = arms_of(a), &right = arms_of(b);
  std::vector<Contrast> arms, effects;
  for (std::size_t i = 0; i < left.size(); ++i) {
    const auto at = std::ranges::find(right, left[i]);
    if (at != right.end()) arms.push_back({left[i], i, static_cast<std::size_t>(at - right.begin()), {}, {}});
  }
  if (arms.empty()) throw DataError(fmt::format("{} and {} have no arm in common (arms are matched by name) rename one", a.path(), b.path()));
  for (std::size_t i = 1; i < arms.size(); ++i) effects.push_back({arms[i].name, arms[i].a, arms[i].b, arms[0].a, arms[0].b});
  std::vector<data::OutputTable> tables{table_of(a, b, measures, arms, options, "Measures")};
  if (!effects.empty()) tables.push_back(table_of(a, b, measures, effects, options, fmt::format("Differences from \"{}\"", arms[0].name)));
  tables.back().notes.push_back(pairing_note(a, b));
  return tables;
}

}  // namespace alongside::report
