#pragma once
// A finished trial study as columns over its simulated trials.

#include <span>
#include <string>
#include <vector>

#include "analysis/trial/performance.hpp"
#include "sim/record/result.hpp"

namespace alongside::estimation {

/// What one method gave in every trial.
struct MethodColumns {
  std::vector<double> estimate, se, df, p;  ///< NaN where there is none
  std::vector<int> status;                  ///< of estimation::Status; 4 not applicable
  Replicates replicates() const { return {estimate, se, df, p}; }
  std::size_t with(int code) const;
  bool applicable() const;                  ///< at least once
};


/// An open result of a trial. Worlds that failed are left out.
class TrialResult {
 public:
  /// Throws DataError when the result is of no trial.
  explicit TrialResult(const record::Result& result);

  const record::Result& file() const { return result_; }
  std::size_t points() const { return points_; }
  std::size_t draws() const { return draws_; }
  std::size_t replicates() const { return replicates_; }
  const std::vector<std::string>& regimes() const { return regimes_; }
  const std::vector<std::string>& arms() const { return arms_; }
  const std::vector<std::string>& contrasts() const { return contrasts_; }
  const std::vector<std::string>& endpoints() const { return endpoints_; }
  const std::vector<std::string>& methods() const { return methods_; }
  const std::vector<std::string>& method_estimands() const { return method_estimands_; }
  /// Name of a point: its swept values; "" when there is one.
  std::string point_name(std::size_t point) const;
  /// The trial's design at a point, as trial.design has it.
  std::string design(std::size_t point) const;
  /// Value of a numeric parameter at a point: as swept, or the study's.
  double setting(const std::string& parameter, std::size_t point) const;

  /// Draw of each world that was simulated, in order.
  const std::vector<std::size_t>& draw_of(std::size_t point) const { return draw_of_[point]; }
  std::size_t failed(std::size_t point) const { return draws_ * replicates_ - draw_of_[point].size(); }

  /// Values [world] of a dataset [point, draw, replicate, tail...] at fixed places of the tail.
  std::vector<double> column(const std::string& path, std::size_t point, const std::vector<std::size_t>& tail) const;
  /// Families randomised to an arm, mean over the worlds; NaN where the flow does not tell.
  double randomised(std::size_t point, std::size_t arm) const;
  MethodColumns method(std::size_t point, std::size_t contrast, std::size_t endpoint, std::size_t method) const;
  /// An estimand in every world; empty when the result has none of that name.
  std::vector<double> own_truth(std::size_t point, std::size_t contrast, std::size_t endpoint, const std::string& estimand) const;
  /// The truth that each world's estimate is set against: the mean over the worlds of its draw. Ratios are ratios of means.
  std::vector<double> mean_truth(std::size_t point, std::size_t contrast, std::size_t endpoint, const std::string& estimand) const;
  /// Index of a name along an axis; -1 when there is none.
  static int find(const std::vector<std::string>& names, const std::string& name);

 private:
  std::vector<double> draw_means(std::size_t point, const std::vector<double>& values) const;

  const record::Result& result_;
  std::size_t points_, draws_, replicates_;
  std::vector<std::string> regimes_, arms_, contrasts_, endpoints_, methods_, method_estimands_, estimands_;
  std::vector<std::vector<std::size_t>> draw_of_, world_of_;
};

/// Mean and Monte Carlo standard error over the values that are there; NaN mean when none is.
Measured mean_of(std::span<const double> values);

}  // namespace alongside::estimation
