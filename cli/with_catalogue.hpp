#pragma once
// The commands that read only declarations and scenarios, as functions of the catalogue.

#include <string>
#include <vector>

#include "cli/options.hpp"
#include "sim/declare/catalogue.hpp"
#include "sim/scenario/scenario.hpp"

namespace alongside::cli {

/// `describe [SUBJECT] [--format text|md|json]`: prints what is declared.
int describe_with(const declare::Catalogue& catalogue, const Command& command, const std::vector<std::string>& arguments);

/// `check SCENARIO.toml [--set ...] [--points ...]`: prints "good" and what the scenario holds, or throws DataError
/// with every mistake.
int check_with(const declare::Catalogue& catalogue, const Command& command, const std::vector<std::string>& arguments);

/// One line on what a scenario holds: arms, points, draws, replicates and their product.
std::string summary_line(const scenario::Scenario& scenario);

/// The options that change a scenario, the same for every command that reads one.
void add_scenario_options(boost::program_options::options_description& options);

/// What those options say.
scenario::Overrides overrides_of(const Parsed& given);

}  // namespace alongside::cli
