#pragma once
// What the sections and figures of a report are made from: one result at one design point, read once.

#include <memory>
#include <string>
#include <vector>

#include "analysis/report/intervals.hpp"
#include "sim/record/result.hpp"

namespace alongside::economics {
struct Answer;
struct StudyCurve;
struct StudyQuestion;
struct Viewpoint;
}

namespace alongside::estimation {
class TrialResult;
struct TrialRules;
}

namespace alongside::report {

class Economy;
struct Distribution;
struct Staffing;
struct Driver;

struct ReportOptions {
  std::size_t point = 0;                     ///< design point
  std::vector<double> thresholds;            ///< money per QALY that the text speaks of; empty: the reference case's
  std::shared_ptr<const economics::Viewpoint> view = {};  ///< whose costs and health count; null: the reference case
  std::shared_ptr<const economics::StudyQuestion> studies = {};  ///< to value; null: none
  std::shared_ptr<const estimation::TrialRules> trial_rules = {};  ///< what a simulated trial costs, to value its designs; null: they are not
};

/// A series over weeks of one arm: a value and its interval at each week.
struct Series {
  std::vector<Interval> at;
};

class Material {
 public:
  /// Throws DataError for a point that is not there.
  Material(const record::Result& result, const ReportOptions& options);
  ~Material();

  const record::Result& result() const { return result_; }
  const ReportOptions& options() const { return options_; }
  std::size_t point() const { return options_.point; }

  /// The study's own sentence; "" when it has none.
  std::string text() const;
  /// Arms of a comparison; none in the result of a trial.
  const std::vector<std::string>& arms() const { return arms_; }
  const std::vector<std::string>& about() const { return about_; }
  bool compares() const { return arms_.size() > 1; }
  /// Whether parameters were drawn, so that intervals speak of evidence and not of chance alone.
  bool uncertain() const { return draws_ > 1; }
  std::size_t draws() const { return draws_; }
  std::size_t replicates() const { return replicates_; }
  std::size_t points() const { return points_; }

  /// The simulated trials; null when the result compares programmes without a trial.
  const estimation::TrialResult* trial() const { return trial_.get(); }
  /// Costs and health; null when the result has no ledger or one arm only.
  const Economy* economy() const { return economy_.get(); }
  /// Equity by groups of families; null when the result does not record them.
  const Distribution* distribution() const { return distribution_.get(); }
  /// Budget and staff; null when the result does not record weeks.
  const Staffing* staffing() const { return staffing_.get(); }
  /// The uncertain numbers that the choice hangs on; empty without draws.
  const std::vector<Driver>& drivers() const { return drivers_; }
  /// What studies of the uncertain numbers would be worth; empty unless the options ask.
  const std::vector<economics::StudyCurve>& studies() const { return studies_; }
  /// What the designs of simulated trials are worth, ranked (estimation::trial_worth); null unless the options ask.
  const economics::Answer* trial_worth() const { return trial_worth_.get(); }

  /// "95% of 1,000 draws" or "95% Monte Carlo interval, 40 worlds".
  std::string interval_text() const;

  bool has(const std::string& path) const { return result_.has(path); }
  /// Values of a dataset [point, draw, replicate, arm], each times `scale`.
  WorldValues worlds(const std::string& path, double scale = 1) const;
  /// Every arm's series of numerator/denominator x scale along the last axis of [point, draw, replicate, arm, week].
  /// Without a denominator, divided by the families of the world.
  std::vector<Series> series(const std::string& numerator, const std::string& denominator, double scale) const;
  /// The same of the paired differences from the first arm.
  std::vector<Series> series_of_differences(const std::string& numerator, const std::string& denominator, double scale) const;

  /// Values of [point, draw, replicate, arm, week], week by week.
  std::vector<WorldValues> weeks(const std::string& path) const;

 private:
  std::vector<WorldValues> weeks(const std::string& numerator, const std::string& denominator, double scale) const;

  const record::Result& result_;
  ReportOptions options_;
  std::vector<std::string> arms_, about_;
  std::unique_ptr<const estimation::TrialResult> trial_;
  std::unique_ptr<const Economy> economy_;
  std::unique_ptr<const Distribution> distribution_;
  std::unique_ptr<const Staffing> staffing_;
  std::vector<Driver> drivers_;
  std::vector<economics::StudyCurve> studies_;
  std::unique_ptr<const economics::Answer> trial_worth_;
  std::size_t points_ = 1, draws_ = 1, replicates_ = 1;
};

}  // namespace alongside::report
