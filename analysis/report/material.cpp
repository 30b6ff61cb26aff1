#include "analysis/report/material.hpp"

#include <fmt/format.h>

#include <cmath>
#include <limits>

#include "analysis/report/distribution.hpp"
#include "analysis/report/drivers.hpp"
#include "analysis/report/economy.hpp"
#include "analysis/report/staffing.hpp"
#include "analysis/report/studies.hpp"
#include "analysis/trial/trial_result.hpp"
#include "analysis/trial/worth.hpp"
#include "sim/core/error.hpp"

namespace alongside::report {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

std::size_t length_of(const record::Result& result, std::string_view axis) { return result.axis(axis).length(); }

bool has_axis(const record::Result& result, std::string_view name) {
  for (const record::Axis& axis : result.axes())
    if (axis.name == name) return true;
  return false;
}

/// Values of all draws, replicates and arms at one place of the last axis, or of a dataset without one.
struct Sheet {
  std::size_t draws, replicates, arms, weeks;
  std::vector<double> values;  ///< [draw][replicate][arm][week]

  WorldValues at(std::size_t week) const {
    WorldValues v{draws, replicates, arms, std::vector<double>(draws * replicates * arms)};
    for (std::size_t i = 0; i < v.values.size(); ++i) v.values[i] = values[i * weeks + week];
    return v;
  }
};

Sheet read_sheet(const record::Result& result, const std::string& path, std::size_t point) {
  const std::vector<std::size_t>& shape = result.dataset(path).shape;
  if (shape.size() != 5) throw DataError(fmt::format("{}: {} has {} axes (5 are wanted)", result.path(), path, shape.size()));
  return {shape[1], shape[2], shape[3], shape[4], result.numbers(path, {{point, 0, 0, 0, 0}, {1, shape[1], shape[2], shape[3], shape[4]}})};
}

}  // namespace

Material::Material(const record::Result& result, const ReportOptions& options) : result_(result), options_(options) {
  points_ = length_of(result, "point");
  draws_ = length_of(result, "draw");
  replicates_ = length_of(result, "replicate");
  if (options.point >= points_) throw DataError(fmt::format("{}: no point {} (there are {}, counted from 0)", result.path(), options.point, points_));
  if (result.has("/trial/truth")) {  // its arms are those of trials, and its costs are by regime
    trial_ = std::make_unique<const estimation::TrialResult>(result);
    if (options.trial_rules) trial_worth_ = std::make_unique<const economics::Answer>(estimation::trial_worth(*trial_, options.point, 0, *options.trial_rules));
    return;
  }
  if (!has_axis(result, "arm")) return;
  arms_ = std::get<std::vector<std::string>>(result.axis("arm").values);
  about_ = result.has("/arm_description") ? result.texts("/arm_description") : std::vector<std::string>(arms_.size());
  economy_ = Economy::read(result, options);
  if (!economy_) return;
  distribution_ = Distribution::read(result, *economy_, options.point);
  staffing_ = Staffing::read(result, *economy_, options.point);
  drivers_ = drivers_of(*economy_);
  if (options.studies) studies_ = study_curves(*economy_, *options.studies);
}

Material::~Material() = default;

std::string Material::text() const {
  const auto* text = record::find_attribute(result_.attributes(), "text");
  return text && std::holds_alternative<std::string>(*text) ? std::get<std::string>(*text) : "";
}

std::string Material::interval_text() const {
  if (uncertain()) return fmt::format("in brackets: where 95% of {} draws of the uncertain numbers lie", written(static_cast<double>(draws_), 0));
  return fmt::format("in brackets: 95% Monte Carlo interval over {} simulated worlds; it does not say how sure the evidence is", replicates_);
}

WorldValues Material::worlds(const std::string& path, double scale) const {
  WorldValues v = read_worlds(result_, path, options_.point);
  for (double& x : v.values) x *= scale;
  return v;
}

std::vector<WorldValues> Material::weeks(const std::string& path) const {
  const Sheet sheet = read_sheet(result_, path, options_.point);
  std::vector<WorldValues> all;
  for (std::size_t week = 0; week < sheet.weeks; ++week) all.push_back(sheet.at(week));
  return all;
}

/// Numerator over denominator in every world, week by week.
std::vector<WorldValues> Material::weeks(const std::string& numerator, const std::string& denominator, double scale) const {
  const Sheet over = read_sheet(result_, numerator, options_.point);
  const bool by_families = denominator.empty();
  const Sheet under = by_families ? Sheet{} : read_sheet(result_, denominator, options_.point);
  const WorldValues families = worlds("/summary/families");
  std::vector<WorldValues> all;
  for (std::size_t week = 0; week < over.weeks; ++week) {
    WorldValues value = ratio(over.at(week), by_families ? families : under.at(week));
    for (double& x : value.values) x *= scale;
    // A world that failed has no families.
    for (std::size_t i = 0; i < value.values.size(); ++i)
      if (std::isnan(families.values[i])) value.values[i] = none;
    all.push_back(std::move(value));
  }
  return all;
}

std::vector<Series> Material::series(const std::string& numerator, const std::string& denominator, double scale) const {
  std::vector<Series> all(arms_.size());
  for (const WorldValues& value : weeks(numerator, denominator, scale))
    for (std::size_t arm = 0; arm < all.size(); ++arm) all[arm].at.push_back(interval(value, arm));
  return all;
}

std::vector<Series> Material::series_of_differences(const std::string& numerator, const std::string& denominator, double scale) const {
  std::vector<Series> all(arms_.size());
  for (const WorldValues& value : weeks(numerator, denominator, scale))
    for (std::size_t arm = 0; arm < all.size(); ++arm) all[arm].at.push_back(interval_of_difference(value, arm, 0));
  return all;
}

}  // namespace alongside::report
