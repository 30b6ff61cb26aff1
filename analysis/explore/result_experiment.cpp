#include "analysis/explore/result_experiment.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;

struct Extent {
  std::size_t points, draws, replicates;
};

Extent extent_of(const record::Result& result) {
  const std::vector<std::size_t>& shape = result.dataset("/task_status").shape;
  return {shape.at(0), shape.at(1), shape.at(2)};
}

/// One arm of a measure in every task, in plan order; NaN where the world failed.
std::vector<double> arm_values(const record::Result& result, const std::string& measure, std::size_t arm) {
  const std::string path = "/summary/" + measure;
  const Extent e = extent_of(result);
  if (!result.has(path)) {
    std::vector<std::string> known;
    for (const record::DatasetInfo& info : result.datasets())
      if (info.path.starts_with("/summary/")) known.push_back(info.path.substr(9));
    const std::string near = nearest_name(measure, known);
    throw DataError(fmt::format("{}: no measure \"{}\" ({})", result.path(), measure, did_you_mean(near, "alongside describe measures lists them")));
  }
  std::vector<double> values = result.numbers(path, {{0, 0, 0, arm}, {e.points, e.draws, e.replicates, 1}});
  const std::vector<double> status = result.numbers("/task_status");
  for (std::size_t i = 0; i < values.size(); ++i)
    if (status[i] != 0) values[i] = std::numeric_limits<double>::quiet_NaN();
  return values;
}

/// Net monetary benefit per 1,000 births, undiscounted: what quality-adjusted life years are worth, less what they cost.
std::vector<double> output_of_arm(const record::Result& result, const OutputChoice& output, std::size_t arm) {
  if (!output.measure.empty()) return arm_values(result, output.measure, arm);
  std::vector<double> values = arm_values(result, "qalys", arm);
  const std::vector<double> cost = arm_values(result, "cost", arm);
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = output.threshold * values[i] - cost[i];
  return values;
}

std::string name_of(const record::Result& result, const OutputChoice& output) {
  const std::string what = output.measure.empty() ? fmt::format("net monetary benefit at {} GBP per QALY", output.threshold) : output.measure;
  const std::string arm = arm_names(result)[output.arm];
  return output.versus ? fmt::format("{}, \"{}\" against \"{}\"", what, arm, arm_names(result)[*output.versus]) : fmt::format("{}, \"{}\"", what, arm);
}

}  // namespace

const std::vector<std::string>& arm_names(const record::Result& result) { return std::get<std::vector<std::string>>(result.axis("arm").values); }

std::size_t find_arm(const record::Result& result, const std::string& name) {
  const std::vector<std::string>& arms = arm_names(result);
  const auto at = std::ranges::find(arms, name);
  if (at != arms.end()) return static_cast<std::size_t>(at - arms.begin());
  const std::string near = nearest_name(name, arms);
  throw DataError(fmt::format("{}: no arm \"{}\" ({})", result.path(), name, did_you_mean(near, "alongside info lists them")));
}

Experiment read_experiment(const record::Result& result, const OutputChoice& output, Over over) {
  const Extent e = extent_of(result);
  const bool points = over == Over::points;
  const std::string axis = points ? "swept" : "uncertain", path = points ? "/design/points" : "/design/draws";
  if (!result.has(path))
    throw DataError(points ? fmt::format("{}: nothing is swept (so no input varies) add a [sweep], or --points", result.path())
                           : fmt::format("{}: there are no uncertainty draws (so no input varies) add [uncertainty] draws = 1000", result.path()));
  if (!points && e.points > 1) throw DataError(fmt::format("{}: has {} points and draws too (the draws of one point are wanted) leave out --over draws", result.path(), e.points));
  Experiment out;
  out.inputs = std::get<std::vector<std::string>>(result.axis(axis).values);
  out.what = name_of(result, output);
  const auto rows = static_cast<Index>(points ? e.points : e.draws), columns = static_cast<Index>(out.inputs.size());
  const auto worlds = static_cast<Index>(points ? e.draws * e.replicates : e.replicates);
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const std::vector<double> x = result.numbers(path);
  std::vector<double> y = output_of_arm(result, output, output.arm);
  if (output.versus) {
    const std::vector<double> other = output_of_arm(result, output, *output.versus);
    for (std::size_t i = 0; i < y.size(); ++i) y[i] -= other[i];
  }
  out.x = Eigen::Map<const RowMajor>(x.data(), rows, columns);
  out.y = Eigen::Map<const RowMajor>(y.data(), rows, worlds);
  return out;
}

}  // namespace alongside::explore
