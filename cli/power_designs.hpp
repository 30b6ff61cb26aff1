#pragma once
// One function for each trial design that `power` answers for.

#include <span>
#include <utility>

#include "analysis/data/table.hpp"
#include "analysis/trial/power_parallel.hpp"
#include "cli/options.hpp"

namespace alongside::cli {

using PowerAnswer = std::vector<data::OutputTable> (*)(const Parsed&);

/// Designs by name, in the order of the help text.
std::span<const std::pair<const char*, PowerAnswer>> power_designs();

std::vector<data::OutputTable> individual_power(const Parsed& parsed);
std::vector<data::OutputTable> cluster_power(const Parsed& parsed);
std::vector<data::OutputTable> stepped_power(const Parsed& parsed);
std::vector<data::OutputTable> nested_power(const Parsed& parsed);
std::vector<data::OutputTable> did_power(const Parsed& parsed);

/// What all designs read: the contrast from --effect and --sd or --p0 and --p1, diluted by contamination and non-uptake,
/// its variances inflated for attrition. Throws UsageError when neither or both are given.
power::Contrast read_contrast(const Parsed& parsed);
power::Clusters read_clusters(const Parsed& parsed);
power::Test read_test(const Parsed& parsed);

/// A growing table of quantities and values.
class Quantities {
 public:
  explicit Quantities(std::string title) : table_{std::move(title), {"quantity", "value"}, {}, {}} {}
  void add(std::string name, double value, int digits = 4) { table_.rows.push_back({std::move(name), data::Number{value, digits}}); }
  void note(std::string text) { table_.notes.push_back(std::move(text)); }
  /// Contamination, non-uptake and attrition with the inflation each implies, when any is given.
  void add_losses(const Parsed& parsed);
  data::OutputTable take() { return std::move(table_); }

 private:
  data::OutputTable table_;
};

}  // namespace alongside::cli
