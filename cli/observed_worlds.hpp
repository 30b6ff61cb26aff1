#pragma once
// The model's answer to observed rows: the worlds of each study, and what they give for every row.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/observed.hpp"
#include "sim/run/study.hpp"

namespace alongside::cli {

/// How large a comparison is.
struct Size {
  std::uint32_t replicates = 4;  ///< worlds of each study
  std::uint32_t draws = 0;       ///< draws of the uncertain parameters that are wanted
  std::string seed;              ///< "" for the scenarios' own
  double families = 1;           ///< times the scenario's families
};

/// Worlds that are simulated: so many, from a number on.
struct WorldRange {
  std::uint32_t count = 1, first = 0;
};

/// What a row was found to be.
struct Simulated {
  double value = 0;    ///< of a ratio: the ratio
  double error = 0;    ///< Monte Carlo standard error, on the log scale for ratios
  double without = 0;  ///< the same row had support no effect: the arm compared with, or no contrast
};

/// What one set of parameters gives for one study.
struct StudyAnswer {
  std::vector<Simulated> rows;  ///< in the order of the study's rows
  std::vector<double> set;      ///< values of what its own control or baseline sets, in the order of those rows
};

/// Parameter values by arm: the numeric rows of a scenario.
using ArmRows = std::vector<std::vector<double>>;

class ObservedStudy {
 public:
  /// Reads the scenario and checks every row against it; notes mistakes.
  ObservedStudy(const declare::Catalogue& catalogue, const std::string& path, std::vector<const Observed*> rows, const Size& size, scenario::Issues& issues);

  const std::string& name() const;
  const std::string& path() const { return path_; }
  const std::vector<const Observed*>& rows() const { return rows_; }
  const run::Study& study() const { return *study_; }
  /// The finding's domain, and whether the row is an input of the study rather than an answer.
  run::Domain domain(std::size_t row) const;
  bool is_control(std::size_t row) const { return !rows_[row]->sets.empty(); }

  /// The scenario's own numbers, or those of one of its draws.
  ArmRows base() const;
  ArmRows draw(std::uint32_t draw) const;
  /// Gives a parameter a value in every arm that does not decide it. Returns false when no arm takes it.
  bool change(ArmRows& arms, const declare::Parameter& parameter, double value) const;

  /// How many rows set something.
  std::size_t controls() const { return controls_.size(); }
  /// Simulates the study: first finds the values that its own control or baseline sets, then runs every arm. `shifts` moves what those
  /// rows observed, by so many of their standard errors each.
  /// Throws DataError when the arms' numbers contradict each other, so that no world has them.
  StudyAnswer simulate(ArmRows arms, WorldRange worlds, const std::vector<double>& shifts = {}) const;
  /// The same for numbers that were drawn: nothing when they contradict each other.
  std::optional<StudyAnswer> simulate_possible(ArmRows arms, WorldRange worlds, const std::vector<double>& shifts = {}) const;

 private:
  using Results = std::vector<std::vector<process::ArmResult>>;  ///< [replicate][arm]; arms that were not asked for are empty
  struct Control {
    std::size_t row;
    const declare::Parameter* parameter;
  };
  Results run_arms(const ArmRows& arms, const std::vector<std::size_t>& which, WorldRange worlds) const;
  double control_value(const ArmRows& arms, const Control& control, WorldRange worlds) const;
  double solve(ArmRows& arms, const Control& control, WorldRange worlds, double wanted) const;
  double row_value(const Observed& row, const std::vector<process::ArmResult>& arms) const;
  Simulated answer(const Observed& row, const Results& results) const;
  std::vector<std::size_t> arms_of(const std::vector<std::string>& names) const;

  const declare::Catalogue& catalogue_;
  std::string path_;
  std::vector<const Observed*> rows_;
  std::unique_ptr<run::Study> study_;
  std::vector<Control> controls_;
};

/// All studies of a set of rows, in the order of first mention.
std::vector<ObservedStudy> observed_studies(const declare::Catalogue& catalogue, const std::vector<Observed>& rows, const Size& size, scenario::Issues& issues);

}  // namespace alongside::cli
