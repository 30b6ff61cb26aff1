#pragma once
// The parameters that a result repeats: values by arm with unit, source and grade.

#include <optional>
#include <string>
#include <vector>

#include "sim/record/result.hpp"

namespace alongside::report {

class Parameters {
 public:
  explicit Parameters(const record::Result& result);

  std::size_t count() const { return paths.size(); }
  /// Position of a path.
  std::optional<std::size_t> find(std::string_view path) const;
  /// Value of a parameter under the first arm; NaN when there is none of that path.
  double value(std::string_view path) const;
  double value(std::size_t parameter, std::size_t arm) const { return values[parameter * arms + arm]; }
  /// A value as text: a choice by its label, with the unit.
  std::string text(std::size_t parameter, double value) const;
  /// The text of the value under every arm: one text where they agree, "arm: text" for each where they differ.
  std::string value_text(std::size_t parameter, const std::vector<std::string>& arm_names) const;
  /// Whether some arm has another value than the declared default.
  bool is_set(std::size_t parameter) const;
  /// "0.1 to 0.5 (uniform)"; "" where no spread is declared.
  std::string spread_text(std::size_t parameter) const;

  std::size_t arms = 1;
  std::vector<std::string> paths, units, labels, spreads, grades, sources, meanings, scopes;
  std::vector<double> defaults, spread_low, spread_high;

 private:
  std::vector<double> values;  ///< [parameter][arm]
};

}  // namespace alongside::report
