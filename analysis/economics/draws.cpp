#include "analysis/economics/draws.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <unordered_map>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::economics {
namespace {

constexpr std::string_view cost_prefix = "cost_", effect_prefix = "effect_";

/// Far beyond any money or health, and small enough for sums of squares.
constexpr double largest = 1e100;

Eigen::VectorXd column(const data::CsvTable& table, const std::string& name) {
  const std::vector<double> numbers = table.numbers(name);
  for (std::size_t r = 0; r < numbers.size(); ++r)
    if (std::abs(numbers[r]) > largest) throw DataError(fmt::format("{}:{}: {} in column \"{}\" is too large to calculate with", table.name(), table.line(r), numbers[r], name));
  return Eigen::Map<const Eigen::VectorXd>(numbers.data(), static_cast<Eigen::Index>(numbers.size()));
}

std::vector<std::string> option_names(const data::CsvTable& table) {
  std::vector<std::string> options;
  if (const std::string& first = table.columns().front(); table.columns().size() == 1)
    throw DataError(fmt::format("{}:1: one column only, \"{}\" (columns are separated by commas, semicolons or tabs)", table.name(), first));
  for (const std::string& name : table.columns()) {
    if (name.starts_with(cost_prefix)) {
      const std::string option = name.substr(cost_prefix.size());
      if (option.empty()) throw DataError(fmt::format("{}:1: column \"cost_\" names no option (write cost_<option>)", table.name()));
      if (!table.has(std::string(effect_prefix) + option))
        throw DataError(fmt::format("{}:1: column \"{}\" has no column \"effect_{}\" (every option needs its cost and its effect)",
                                    table.name(), name, option));
      options.push_back(option);
    }
    if (name.starts_with(effect_prefix) && !table.has(std::string(cost_prefix) + name.substr(effect_prefix.size())))
      throw DataError(fmt::format("{}:1: column \"{}\" has no column \"cost_{}\" (every option needs its cost and its effect)",
                                  table.name(), name, name.substr(effect_prefix.size())));
  }
  if (options.empty())
    throw DataError(fmt::format("{}:1: no columns cost_<option> and effect_<option> (they hold what is compared)", table.name()));
  if (options.size() == 1)
    throw DataError(fmt::format("{}:1: one option only, \"{}\" (a comparison needs two; add cost_ and effect_ columns of another)",
                                table.name(), options[0]));
  return options;
}

/// A text column beside the draws (a note, a date) is no parameter; a column with some numbers is, and its bad cell is told.
bool looks_numeric(const data::CsvTable& table, std::size_t c) {
  std::size_t numbers = 0;
  for (std::size_t r = 0; r < table.rows(); ++r) {
    const std::string& cell = table.text(r, c);
    double value = 0;
    const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
    numbers += error == std::errc() && end == cell.data() + cell.size();
  }
  return 2 * numbers > table.rows();
}

}  // namespace

Draws read_draws(const data::CsvTable& table, std::string_view draw_column) {
  Draws draws;
  draws.options = option_names(table);
  if (table.rows() < 2) throw DataError(fmt::format("{}: {} rows of draws (at least two are needed)", table.name(), table.rows()));
  std::string grouping(draw_column);
  if (grouping.empty() && table.has("draw")) grouping = "draw";
  if (!grouping.empty()) draws.draw = table.texts(grouping);

  const auto rows = static_cast<Eigen::Index>(table.rows());
  const auto k = static_cast<Eigen::Index>(draws.options.size());
  draws.cost.resize(rows, k);
  draws.effect.resize(rows, k);
  for (Eigen::Index d = 0; d < k; ++d) {
    draws.cost.col(d) = column(table, std::string(cost_prefix) + draws.options[d]);
    draws.effect.col(d) = column(table, std::string(effect_prefix) + draws.options[d]);
  }
  for (std::size_t c = 0; c < table.columns().size(); ++c) {
    const std::string& name = table.columns()[c];
    if (name.starts_with(cost_prefix) || name.starts_with(effect_prefix) || name == grouping) continue;
    if (looks_numeric(table, c)) draws.parameters.push_back(name);
  }
  draws.parameter.resize(rows, static_cast<Eigen::Index>(draws.parameters.size()));
  for (std::size_t p = 0; p < draws.parameters.size(); ++p)
    draws.parameter.col(static_cast<Eigen::Index>(p)) = column(table, draws.parameters[p]);
  return draws;
}

DrawMeans average_replicates(const Draws& draws) {
  ALONGSIDE_EXPECTS(draws.cost.rows() == draws.effect.rows() && draws.cost.cols() == draws.effect.cols());
  const Eigen::Index rows = draws.cost.rows(), k = draws.cost.cols(), p = draws.parameter.cols();
  std::vector<Eigen::Index> group(static_cast<std::size_t>(rows));
  std::unordered_map<std::string, Eigen::Index> seen;
  for (Eigen::Index r = 0; r < rows; ++r)
    group[r] = draws.draw.empty() ? r : seen.try_emplace(draws.draw[r], static_cast<Eigen::Index>(seen.size())).first->second;
  const Eigen::Index n = draws.draw.empty() ? rows : static_cast<Eigen::Index>(seen.size());
  if (n < 2) throw DataError("all rows are of one draw (a probabilistic analysis needs at least two draws of the parameters)");

  DrawMeans means{draws.options, Eigen::MatrixXd::Zero(n, k), Eigen::MatrixXd::Zero(n, k), draws.parameters,
                  Eigen::MatrixXd::Zero(n, p), Eigen::VectorXd::Zero(n), Eigen::MatrixXd::Zero(2 * k, 2 * k), 0, 0, draws.unit};
  for (Eigen::Index r = 0; r < rows; ++r) {
    means.cost.row(group[r]) += draws.cost.row(r);
    means.effect.row(group[r]) += draws.effect.row(r);
    if (p == 0) {
      // Nothing to compare: draws without parameters have no rows of them either.
    } else if (means.replicates[group[r]] == 0) means.parameter.row(group[r]) = draws.parameter.row(r);
    else if (means.parameter.row(group[r]) != draws.parameter.row(r))
      throw DataError(fmt::format("draw \"{}\": its rows differ in a parameter (rows of one draw are replicates of the same parameters)",
                                  draws.draw[r]));
    means.replicates[group[r]] += 1;
  }
  for (Eigen::Index i = 0; i < n; ++i) {
    means.cost.row(i) /= means.replicates[i];
    means.effect.row(i) /= means.replicates[i];
    means.within_df += means.replicates[i] - 1;
    means.replicated += means.replicates[i] >= 2;
  }
  if (means.within_df == 0) return means;
  Eigen::VectorXd off(2 * k);
  for (Eigen::Index r = 0; r < rows; ++r) {
    if (means.replicates[group[r]] < 2) continue;
    off.head(k) = (draws.cost.row(r) - means.cost.row(group[r])).transpose();
    off.tail(k) = (draws.effect.row(r) - means.effect.row(group[r])).transpose();
    means.within.noalias() += off * off.transpose();
  }
  means.within /= means.within_df;
  return means;
}

std::size_t option_index(const std::vector<std::string>& options, std::string_view name) {
  const auto it = std::find(options.begin(), options.end(), name);
  if (it != options.end()) return static_cast<std::size_t>(it - options.begin());
  const std::string near = nearest_name(name, options);
  throw DataError(fmt::format("no option \"{}\" ({})", name,
                              did_you_mean(near, fmt::format("the options are {}", fmt::join(options, ", ")))));
}

Eigen::MatrixXd net_health_benefit(const Eigen::MatrixXd& cost, const Eigen::MatrixXd& effect, double threshold) {
  ALONGSIDE_EXPECTS(threshold > 0);
  return effect - cost / threshold;
}

double mcse_of_mean(const Eigen::VectorXd& values) {
  const double n = static_cast<double>(values.size());
  return std::sqrt((values.array() - values.mean()).square().sum() / (n - 1) / n);
}

Eigen::MatrixXd increments(const Eigen::MatrixXd& values, std::size_t reference) {
  return values.colwise() - Eigen::VectorXd(values.col(static_cast<Eigen::Index>(reference)));
}

}  // namespace alongside::economics
