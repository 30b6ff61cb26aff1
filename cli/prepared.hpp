#pragma once
// From the command line to a plan: what run, plan, merge, status and replay have in common.

#include "cli/with_catalogue.hpp"
#include "sim/run/plan.hpp"

namespace alongside::cli {

/// The catalogue, the study and the plan of a scenario file with the options that change it.
class Prepared {
 public:
  /// Reads the scenario that is named by SCENARIO. Throws DataError.
  explicit Prepared(const Parsed& given);

  const declare::Catalogue catalogue;
  const run::Study study;
  const run::Plan plan;
};

/// The option --threads, or as many as the machine has. Throws UsageError for more than 4,096.
unsigned threads_of(const Parsed& given);

/// A whole number of at least `least` from an option's text. Throws UsageError.
std::size_t whole_option(const std::string& name, const std::string& text, std::size_t least);

}  // namespace alongside::cli
