#include "analysis/economics/equity_tables.hpp"

#include <fmt/format.h>

#include <cmath>
#include <numeric>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

using data::Number;
using data::OutputTable;

constexpr std::string_view level_prefix = "health_", gain_prefix = "gain_";

bool is_number_column(const std::string& name) {
  return name == "population" || name == "baseline" || name == "opportunity_weight" || name == "opportunity_share" || name.starts_with(level_prefix) ||
         name.starts_with(gain_prefix);
}

void read_groups(const data::CsvTable& table, EquityTable& out) {
  for (std::size_t r = 0; r < table.rows(); ++r) {
    std::string name;
    for (std::size_t c = 0; c < table.columns().size(); ++c)
      if (!is_number_column(table.columns()[c])) name += (name.empty() ? "" : ", ") + table.text(r, c);
    out.groups.push_back(name.empty() ? fmt::format("group {}", r + 1) : name);
  }
}

double mean_of(const std::vector<double>& values, const std::vector<double>& weights) {
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0) / std::accumulate(weights.begin(), weights.end(), 0.0);
}

std::vector<double> plus(const std::vector<double>& a, const std::vector<double>& b) {
  std::vector<double> out;
  for (std::size_t g = 0; g < a.size(); ++g) out.push_back(a[g] + b[g]);
  return out;
}

OutputTable ede_table(const EquityTable& table, const EquityQuestion& question) {
  OutputTable out{"Equally distributed equivalent health", {"option", "index", "aversion", "mean", "EDE", "inequality"}, {}, {}};
  const auto add = [&](const std::string& option, const std::vector<double>& health) {
    for (const EquityView& view : question.views)
      out.rows.push_back({option, index_text(view.index), Number{view.aversion, 2}, Number{mean_of(health, table.population), 6},
                          Number{equally_distributed_equivalent(health, table.population, view.index, view.aversion), 6},
                          Number{inequality(health, table.population, view.index, view.aversion), 6}});
  };
  if (!table.baseline.empty()) add("baseline", table.baseline);
  for (std::size_t d = 0; d < table.options.size(); ++d) add(table.options[d], table.health[d]);
  out.notes.push_back("EDE: the level that, had by all, is as good as the distribution. Inequality: 1 - EDE/mean, for Kolm mean - EDE.");
  return out;
}

OutputTable gradient_table(const EquityTable& table) {
  OutputTable out{"Social gradient", {"option", "SII", "RII", "concentration index"}, {}, {}};
  const auto add = [&](const std::string& option, const std::vector<double>& health) {
    const SocialGradient found = social_gradient(health, table.population);
    out.rows.push_back({option, Number{found.slope_index, 6}, Number{found.relative_index, 6}, Number{found.concentration_index, 6}});
  };
  if (!table.baseline.empty()) add("baseline", table.baseline);
  for (std::size_t d = 0; d < table.options.size(); ++d) add(table.options[d], table.health[d]);
  out.notes.push_back("Groups in the order of the table, taken as from the most to the least disadvantaged.");
  return out;
}

/// Gain per person of each group after its share of the health that the cost displaces.
std::vector<double> net_gain(const EquityTable& table, const EquityQuestion& question, std::size_t option) {
  if (question.cost == 0) return table.gain[option];
  std::vector<double> net = net_group_benefit(table.gain[option], table.population, table.shares, question.cost, question.money_per_health);
  for (std::size_t g = 0; g < net.size(); ++g) net[g] = table.population[g] > 0 ? net[g] / table.population[g] : 0;
  return net;
}

void add_impacts(const EquityTable& table, const EquityQuestion& question, std::size_t d, OutputTable& impact, Answer& answer) {
  const std::vector<double> net = net_gain(table, question, d);
  const double displaced = question.cost / question.money_per_health;
  for (const EquityView& view : question.views) {
    const EquityImpact gross = equity_impact(table.baseline, table.health[d], table.population, view.index, view.aversion);
    const EquityImpact after = equity_impact(table.baseline, plus(table.baseline, net), table.population, view.index, view.aversion);
    impact.rows.push_back({table.options[d], index_text(view.index), Number{view.aversion, 2}, Number{gross.health, 4}, Number{gross.equity, 4}, Number{gross.total, 4},
                           Number{displaced, 4}, Number{after.health, 4}, Number{after.equity, 4}, Number{after.total, 4}});
    if (&view == &question.views.back())
      answer.summary.push_back(fmt::format("{}: net health {} units{}; with {} aversion {:.4g} the change in inequality is worth {} units, in all {}.", table.options[d],
                                           plain(after.health), question.cost != 0 ? fmt::format(" after {} displaced by the cost", plain(displaced)) : "",
                                           index_text(view.index), view.aversion, plain(after.equity), plain(after.total)));
  }
}

OutputTable group_table(const EquityTable& table, const EquityQuestion& question) {
  OutputTable out{"Net benefit by group", {"option", "group", "people", "gain", "opportunity cost", "net benefit"}, {}, {}};
  for (std::size_t d = 0; d < table.options.size(); ++d)
    for (std::size_t g = 0; g < table.groups.size(); ++g) {
      const double gain = table.gain[d][g] * table.population[g];
      const double cost = question.cost == 0 ? 0 : table.shares[g] * question.cost / question.money_per_health;
      out.rows.push_back({table.options[d], table.groups[g], Number{table.population[g], 0}, Number{gain, 4}, Number{cost, 4}, Number{gain - cost, 4}});
    }
  out.notes.push_back(fmt::format("Units of health of all people of the group; {} displaces one unit elsewhere.", plain(question.money_per_health)));
  return out;
}

}  // namespace

EquityTable read_equity_table(const data::CsvTable& table) {
  EquityTable out;
  read_groups(table, out);
  if (out.groups.empty()) throw DataError(fmt::format("{}: no groups (one row per group is needed)", table.name()));
  out.population = table.has("population") ? table.numbers("population") : std::vector<double>(out.groups.size(), 1.0);
  if (table.has("baseline")) out.baseline = table.numbers("baseline");
  for (const std::string& name : table.columns()) {
    const bool level = name.starts_with(level_prefix), gain = name.starts_with(gain_prefix);
    if (!level && !gain) continue;
    if (gain && out.baseline.empty())
      throw DataError(fmt::format("{}:1: column \"{}\" needs a column baseline (a gain alone has no distribution of health)", table.name(), name));
    std::vector<double> values = table.numbers(name), other;
    if (!out.baseline.empty())
      for (std::size_t g = 0; g < values.size(); ++g) other.push_back(gain ? out.baseline[g] + values[g] : values[g] - out.baseline[g]);
    out.options.push_back(name.substr(gain ? gain_prefix.size() : level_prefix.size()));
    out.health.push_back(gain ? other : values);
    if (!out.baseline.empty()) out.gain.push_back(gain ? values : other);
  }
  if (out.options.empty())
    throw DataError(fmt::format("{}:1: no column health_<option> or gain_<option> (they hold what is compared)", table.name()));
  if (table.has("opportunity_share")) out.shares = table.numbers("opportunity_share");
  else if (table.has("opportunity_weight")) out.shares = opportunity_shares(table.numbers("opportunity_weight"), out.population);
  return out;
}

Answer analyse_equity(const EquityTable& table, const EquityQuestion& question) {
  Answer answer;
  const OutputTable ede = ede_table(table, question);
  if (table.baseline.empty()) {
    answer.summary.push_back("No equity impact is printed: it needs a column baseline, the health of each group without any option.");
  } else {
    if (question.cost != 0 && table.shares.empty())
      throw DataError("a cost needs a column opportunity_weight or opportunity_share (who bears the health that the cost displaces)");
    OutputTable impact{"Equity impact", {"option", "index", "aversion", "health", "equity", "total", "displaced", "net health", "net equity", "net total"}, {}, {}};
    for (std::size_t d = 0; d < table.options.size(); ++d) add_impacts(table, question, d, impact, answer);
    impact.notes.push_back("health: change of the mean x people; total: change of the EDE x people; equity: total - health. net: after opportunity cost.");
    answer.tables = {std::move(impact), group_table(table, question)};
  }
  answer.tables.push_back(ede);
  if (table.groups.size() >= 2) answer.tables.push_back(gradient_table(table));
  return answer;
}

}  // namespace alongside::economics
