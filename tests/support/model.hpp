#pragma once
// Running the model in tests: a scenario as text, replicate worlds side by side, paired differences with errors.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/process/catalogue.hpp"
#include "sim/process/run.hpp"
#include "sim/scenario/scenario.hpp"

namespace alongside::tests {

/// A scenario from text, "format = 1" apart, with changes such as "path=value".
scenario::Scenario read_scenario_text(const std::string& toml, const declare::Catalogue& catalogue, const std::vector<std::string>& set = {});

/// A scenario read from text with the model's catalogue, or with another list of processes.
class Model {
 public:
  explicit Model(const std::string& toml);
  Model(const std::string& toml, std::vector<const process::Process*> processes);

  /// One world under every arm.
  std::vector<process::ArmResult> world(std::uint64_t seed, std::uint32_t replicate, process::Families families = process::Families::drop) const;
  /// The world itself.
  world::World build(std::uint64_t seed, std::uint32_t replicate) const;
  process::ArmResult run(const world::World& world, std::size_t arm, process::Families families = process::Families::drop) const;
  /// results[replicate][arm], on all cores.
  std::vector<std::vector<process::ArmResult>> worlds(std::uint32_t replicates, std::uint64_t seed = 1) const;

  const declare::Catalogue& catalogue() const { return catalogue_; }
  const scenario::Scenario& scenario() const { return scenario_; }
  std::size_t tally(std::string_view name) const;
  std::size_t item(std::string_view name) const;
  /// Sum of a tally over the run.
  double total(const process::ArmResult& result, std::string_view tally) const;
  /// A tally in one week since enrolment.
  double at_age(const process::ArmResult& result, std::string_view tally, int age) const;
  std::int64_t quantity(const process::ArmResult& result, std::string_view item) const;

 private:
  std::vector<const process::Process*> processes_;
  declare::Catalogue catalogue_;
  world::Layout layout_;
  scenario::Scenario scenario_;
};

/// Mean and standard error over replicate worlds.
struct Estimate {
  double mean, se;
};
Estimate estimate(const std::vector<double>& values);
/// Of f(results of one world), one value a world.
using Measured = std::function<double(const std::vector<process::ArmResult>&)>;
Estimate estimate(const std::vector<std::vector<process::ArmResult>>& worlds, const Measured& f);

}  // namespace alongside::tests
