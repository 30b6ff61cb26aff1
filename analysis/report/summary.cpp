#include "analysis/report/summary.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/report/world_values.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::report {
namespace {

using data::OutputTable;

/// One column of the table.
struct Column {
  std::string name, heading, unit;
  WorldValues values;
  int digits = 1;
};

struct Theme {
  std::string title;
  std::vector<Column> columns;
};

struct Wanted {
  const char *name, *heading;
  int digits;
};

std::string unit_of(const record::Result& result, const std::string& path) {
  const auto* unit = record::find_attribute(result.dataset(path).attributes, "unit");
  return unit ? std::get<std::string>(*unit) : "";
}

Column summary_column(const record::Result& result, const Wanted& wanted, std::size_t point) {
  const std::string path = fmt::format("/summary/{}", wanted.name);
  return {wanted.name, wanted.heading, unit_of(result, path), read_worlds(result, path, point), wanted.digits};
}

Theme theme(const record::Result& result, const std::string& title, std::initializer_list<Wanted> list, std::size_t point) {
  Theme out{title, {}};
  for (const Wanted& wanted : list) out.columns.push_back(summary_column(result, wanted, point));
  return out;
}

std::vector<std::string> follow_up_names(const record::Result& result) {
  if (!result.has("/follow_ups/families")) return {};
  return std::get<std::vector<std::string>>(result.axis("follow_up").values);
}

Theme outcomes(const record::Result& result, std::size_t point) {
  Theme out{"Health and feeding of all families", {}};
  const std::vector<std::string> names = follow_up_names(result);
  const struct {
    const char *dataset, *name, *heading, *unit;
    int digits;
    double scale;
  } parts[] = {{"score", "score", "score", "points", 2, 1}, {"cases", "cases", "cases, %", "%", 1, 100}, {"any_feeding", "breastfeeding", "breastfed, %", "%", 1, 100}};
  for (std::size_t f = 0; f < names.size(); ++f) {
    const WorldValues families = read_follow_up(result, "/follow_ups/families", point, f);
    for (const auto& part : parts) {
      WorldValues values = ratio(read_follow_up(result, fmt::format("/follow_ups/{}", part.dataset), point, f), families);
      for (double& x : values.values) x *= part.scale;
      out.columns.push_back({fmt::format("{}_{}", part.name, names[f]), fmt::format("{}: {}", names[f], part.heading), part.unit, std::move(values), part.digits});
    }
  }
  out.columns.push_back(summary_column(result, {"score_mean", "mean score", 2}, point));
  out.columns.push_back(summary_column(result, {"case_weeks", "weeks as a case", 2}, point));
  return out;
}

std::vector<Theme> themes(const record::Result& result, const SummaryOptions& options) {
  const std::size_t point = options.point;
  if (options.measures.empty())
    return {theme(result, "Reach, per 1,000 births", {{"offered", "offered", 0}, {"take_up", "take-up, share", 3}, {"supported", "supported", 0}, {"wait_to_support", "weeks waited", 1},
                                      {"contacts_planned", "contacts planned", 0}, {"contacts_received", "contacts received", 0}}, point),
            outcomes(result, point),
            theme(result, "Cost and quality-adjusted life years, per 1,000 births, undiscounted", {{"cost", "cost, GBP", 0}, {"cost_programme", "programme, GBP", 0}, {"cost_nhs", "NHS, GBP", 0},
                                      {"qalys", "QALYs", 2}, {"partner_qalys", "partners' QALYs", 2}}, point)};
  std::vector<std::string> known;
  for (const record::DatasetInfo& info : result.datasets())
    if (info.path.starts_with("/summary/")) known.push_back(info.path.substr(9));
  Theme chosen{"Chosen measures", {}};
  for (const std::string& name : options.measures) {
    if (std::ranges::find(known, name) == known.end()) {
      const std::string near = nearest_name(name, known);
      throw DataError(fmt::format("{}: no measure \"{}\" ({})", result.path(), name, did_you_mean(near, "alongside describe measures lists them")));
    }
    chosen.columns.push_back(summary_column(result, {name.c_str(), name.c_str(), 3}, point));
  }
  return {std::move(chosen)};
}

const std::vector<std::string>& arms_of(const record::Result& result) {
  // A trial's worlds were run under regimes.
  return std::get<std::vector<std::string>>(result.axis(result.dataset("/summary/families").axes[3]).values);
}

std::string cell(const Estimate& e, int digits) {
  if (std::isnan(e.mean)) return "-";
  const std::string mean = fmt::format("{:.{}f}", e.mean, digits);
  return std::isnan(e.error) ? mean + " ± -" : fmt::format("{} ± {:.{}f}", mean, e.error, digits);
}

std::vector<std::string> notes(const Theme& first) {
  const WorldValues& v = first.columns.front().values;
  std::vector<std::string> notes;
  if (v.draws > 1)
    notes.push_back(fmt::format("± is the standard error over {} draws of the uncertain parameters (of {} worlds each); \"between draws\" is the standard deviation over draws.", v.draws, v.replicates));
  else
    notes.push_back(fmt::format("± is the Monte Carlo standard error: the independent unit is the replicate world, of which there {} {}{}.", v.replicates == 1 ? "is" : "are", v.replicates,
                                v.replicates == 1 ? ", so that errors are unknown" : ""));
  notes.push_back("Differences are paired: every arm ran on the same worlds with common random numbers, unless the scenario asked otherwise.");
  return notes;
}

enum class Part { level, difference, between_draws };

OutputTable table_of(const Theme& theme, const std::vector<std::string>& arms, Part part) {
  const std::string of[] = {"", fmt::format(": difference from \"{}\"", arms[0]), ": standard deviation between draws"};
  OutputTable table{theme.title + of[static_cast<int>(part)], {"arm"}, {}, {}};
  for (const Column& column : theme.columns) table.columns.push_back(column.heading);
  for (std::size_t arm = part == Part::difference ? 1 : 0; arm < arms.size(); ++arm) {
    std::vector<data::Cell> row{arms[arm]};
    for (const Column& column : theme.columns) {
      if (part == Part::between_draws) row.emplace_back(data::Number{estimate(column.values, arm).spread, column.digits});
      else row.emplace_back(cell(part == Part::level ? estimate(column.values, arm) : difference(column.values, arm, 0), column.digits + (part == Part::difference ? 1 : 0)));
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace

std::vector<OutputTable> summary_tables(const record::Result& result, const SummaryOptions& options) {
  const std::vector<Theme> all = themes(result, options);
  const std::vector<std::string>& arms = arms_of(result);
  std::vector<OutputTable> tables;
  for (const Theme& theme : all) {
    tables.push_back(table_of(theme, arms, Part::level));
    if (arms.size() > 1) tables.push_back(table_of(theme, arms, Part::difference));
    if (theme.columns.front().values.draws > 1) tables.push_back(table_of(theme, arms, Part::between_draws));
  }
  tables.back().notes = notes(all.front());
  return tables;
}

OutputTable summary_list(const record::Result& result, const SummaryOptions& options) {
  const std::vector<Theme> all = themes(result, options);
  const std::vector<std::string>& arms = arms_of(result);
  OutputTable table{"summary", {"measure", "unit", "arm", "mean", "standard_error", "sd_between_draws", "difference", "difference_error"}, {}, notes(all.front())};
  for (const Theme& theme : all)
    for (const Column& column : theme.columns)
      for (std::size_t arm = 0; arm < arms.size(); ++arm) {
        const Estimate level = estimate(column.values, arm), gap = difference(column.values, arm, 0);
        const auto number = [](double x) { return data::Number{x, 6}; };
        table.rows.push_back({column.name, column.unit, arms[arm], number(level.mean), number(level.error), number(level.spread), number(gap.mean), number(gap.error)});
      }
  return table;
}

}  // namespace alongside::report
