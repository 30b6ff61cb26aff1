#pragma once
// Options for what a trial costs, and for whom its answer matters: trial --worth, size and report.

#include <string>
#include <vector>

#include "analysis/trial/worth.hpp"
#include "cli/options.hpp"

namespace alongside::cli {

/// Adds them, but for those that are there already; `when` goes before each text.
void add_worth_options(boost::program_options::options_description& options, const std::string& when);

/// What they say. `asker` needs --population, unless it is empty. Throws UsageError or DataError.
estimation::TrialRules worth_rules_of(const Parsed& given, const std::string& asker);

/// Throws UsageError for any of them that is given, saying what they need.
void refuse_worth_options(const Parsed& given, const std::string& needed);

/// Their names.
std::vector<std::string> worth_option_names();

}  // namespace alongside::cli
