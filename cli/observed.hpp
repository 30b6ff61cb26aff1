#pragma once
// What studies observed: rows of a TOML file, each of which names a scenario, an arm, a measure and a week. `evidence` compares
// them with the model, `calibrate` fits the model to them.

#include <optional>
#include <string>
#include <vector>

#include "sim/run/finding.hpp"
#include "sim/scenario/document.hpp"

namespace alongside::cli {

/// How two arms are compared; ratios are compared on the log scale.
enum class Contrast { none, difference, ratio, odds_ratio, standardised };
std::string_view label(Contrast contrast);

/// One observation.
struct Observed {
  std::string id, scenario;  ///< scenario: path, found from the folder of the file
  std::string measure, source, note, reason;
  std::vector<std::string> arms, against;  ///< arms of a list are merged
  std::optional<int> week, second_week, at_least;
  process::Subgroup group = process::Subgroup::all;
  Contrast contrast = Contrast::none;
  double value = 0, se = 0, discrepancy = 0;  ///< value of a ratio: the ratio; se of a ratio: on the log scale
  double divide_by = 1;                       ///< the model's number is divided by it
  int direction = 0;                          ///< +1, -1: only the sign is known; 0: the value is
  bool fit = true;                            ///< whether `calibrate` fits to it
  std::string sets;                           ///< population parameter that this row gives its value
  scenario::Place place, measure_place, arm_place, week_place;
  std::string file;

  bool on_log_scale() const { return contrast == Contrast::ratio || contrast == Contrast::odds_ratio; }
};

/// Measure, week, group and contrast in words.
std::string what_of(const Observed& row);

/// The section [calibrate] of such a file.
struct CalibrateSection {
  std::vector<std::pair<std::string, scenario::Place>> parameters;
};

struct ObservedFile {
  std::vector<Observed> rows;
  CalibrateSection calibrate;
};

/// Reads one file. Notes mistakes; what could be read is returned.
ObservedFile read_observed(const std::string& path, scenario::Issues& issues);

}  // namespace alongside::cli
