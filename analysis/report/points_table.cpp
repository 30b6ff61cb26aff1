#include "analysis/report/points_table.hpp"

#include <cmath>

#include "analysis/report/world_values.hpp"

namespace alongside::report {
namespace {

using Names = std::vector<std::string>;

/// The values of a measure at each point, read at once.
std::vector<WorldValues> all_points(const record::Result& result, const std::string& path) {
  const std::vector<std::size_t> shape = result.dataset(path).shape;
  const std::vector<double> values = result.numbers(path), status = result.numbers("/task_status");
  const std::size_t size = shape.at(1) * shape.at(2) * shape.at(3);
  std::vector<WorldValues> points;
  for (std::size_t p = 0; p < shape[0]; ++p) {
    const auto first = values.begin() + static_cast<std::ptrdiff_t>(p * size);
    WorldValues v{shape[1], shape[2], shape[3], {first, first + static_cast<std::ptrdiff_t>(size)}};
    for (std::size_t i = 0; i < size; ++i)
      if (status[(p * size + i) / v.arms] != 0) v.values[i] = NAN;
    points.push_back(std::move(v));
  }
  return points;
}

}  // namespace

data::OutputTable points_table(const record::Result& result, Names measures) {
  if (measures.empty()) measures = {"supported", "contacts_received", "score_mean", "case_weeks", "cost", "qalys"};
  const Names& arms = std::get<Names>(result.axis("arm").values);
  const bool swept = result.has("/design/labels");
  const Names paths = swept ? std::get<Names>(result.axis("swept").values) : Names{}, labels = swept ? result.texts("/design/labels") : Names{};
  data::OutputTable table{"points", {"point"}, {}, {}};
  for (const std::string& path : paths) table.columns.push_back(path);
  table.columns.push_back("arm");
  std::vector<std::vector<WorldValues>> values;
  for (const std::string& measure : measures) {
    values.push_back(all_points(result, "/summary/" + measure));
    for (const char* part : {"", "_error", "_gain", "_gain_error"}) table.columns.push_back(measure + part);
  }
  const auto number = [](double x) { return data::Number{x, 4}; };
  for (std::size_t p = 0; p < values.front().size(); ++p)
    for (std::size_t arm = 0; arm < arms.size(); ++arm) {
      std::vector<data::Cell> row{static_cast<long long>(p)};
      for (std::size_t i = 0; i < paths.size(); ++i) row.emplace_back(labels[p * paths.size() + i]);
      row.emplace_back(arms[arm]);
      for (const auto& of_measure : values) {
        const Estimate level = estimate(of_measure[p], arm), gain = difference(of_measure[p], arm, 0);
        for (const double x : {level.mean, level.error, gain.mean, gain.error}) row.emplace_back(number(x));
      }
      table.rows.push_back(std::move(row));
    }
  return table;
}

}  // namespace alongside::report
