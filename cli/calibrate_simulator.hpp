#pragma once
// The model as a calibration sees it: parameters on the scale of their priors in, simulated targets out.

#include <map>
#include <mutex>

#include "analysis/explore/calibration_tables.hpp"
#include "cli/observed_worlds.hpp"

namespace alongside::cli {

struct CalibrationSize {
  std::uint32_t replicates = 1;  ///< worlds of each study in a run
  double families = 1;
};

/// Evaluations that were made once, on disk, so that a stopped calibration goes on where it was.
class Memory {
 public:
  /// Reads what a run of the same plan left; another plan's is thrown away.
  Memory(std::string path, const std::string& plan);
  const std::vector<double>* find(const std::string& key) const;
  void keep(const std::string& key, const std::vector<double>& values);
  void forget();

 private:
  std::string path_;
  std::map<std::string, std::vector<double>> known_;
};

class CalibrationModel {
 public:
  /// Reads targets, parameters and scenarios; throws DataError with every mistake before anything runs.
  CalibrationModel(const declare::Catalogue& catalogue, const std::string& file, const CalibrationSize& size, const std::string& memory);

  const Eigen::VectorXd& targets() const { return targets_; }
  Eigen::Index parameters() const { return static_cast<Eigen::Index>(parameters_.size()); }
  const std::vector<std::string>& names() const { return names_; }
  explore::Simulator simulator();
  explore::CalibrationDescription description() const;
  /// The file of evaluations has done its duty.
  void forget() { memory_->forget(); }

 private:
  /// A target's place: which study, which row of it.
  struct Place {
    std::size_t study, row;
  };
  /// What changes beside the parameters, to see how it moves the targets.
  struct Nudge {
    const declare::Parameter* parameter = nullptr;
    double value = 0;
    std::size_t study = 0, control = 0;  ///< or else a control row's value, by so many of its standard errors
    double control_shift = 0;
  };
  void choose(const CalibrateSection& section, scenario::Issues& issues);
  /// What a study says of its targets, on their scale; 0 for those of others, and NaN where the numbers contradict each other.
  Eigen::VectorXd answer(const std::vector<ObservedStudy>& studies, std::size_t study, const explore::Point& at, WorldRange worlds, const Nudge& nudge) const;
  /// A run of a point in worlds of its own, or in the search's small ones.
  struct Task {
    explore::Point at;
    WorldRange worlds;
  };
  Eigen::MatrixXd simulate(const std::vector<ObservedStudy>& studies, const std::vector<Task>& tasks);
  Eigen::MatrixXd covariance(const explore::Point& at);
  void add_nudges(Eigen::MatrixXd& covariance, const explore::Point& at) const;
  std::string plan_identity(const std::string& file) const;

  const declare::Catalogue& catalogue_;
  CalibrationSize size_;
  std::vector<Observed> rows_;
  std::vector<ObservedStudy> studies_, small_studies_;
  std::vector<const declare::Parameter*> parameters_;
  std::vector<std::string> names_;
  std::vector<Place> places_;
  Eigen::VectorXd targets_;
  std::unique_ptr<Memory> memory_;
};

}  // namespace alongside::cli
