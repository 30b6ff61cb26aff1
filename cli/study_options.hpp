#pragma once
// Options that describe a study of uncertain parameters, and for whom its answer matters: voi and report.

#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/studies.hpp"
#include "cli/options.hpp"

namespace alongside::cli {

/// --parameters, --n, --prior-n: what is studied, and how.
void add_study_options(boost::program_options::options_description& options);
/// --population, --horizon, --rate, --rule, --delay, --setup, --per-participant: what a study costs, and for whom.
void add_study_plan_options(boost::program_options::options_description& options);
/// The names of all of them.
const std::vector<std::string>& study_option_names();

/// Groups of words from an option such as --parameters: "a,b;c" is {{a, b}, {c}}.
std::vector<std::vector<std::string>> groups_of(const Parsed& given, const std::string& name);

/// --n and --prior-n; neither, when no --n is given. Throws UsageError when one lacks the other.
economics::StudySizes study_sizes_of(const Parsed& given);

/// Nothing without --population. Throws UsageError for other options of the plan that are given without it.
std::optional<economics::StudyPlan> study_plan_of(const Parsed& given);
/// The same where the people are births, and net benefits are per 1,000 of them: of a result.
std::optional<economics::StudyPlan> study_plan_of_births(const Parsed& given);

}  // namespace alongside::cli
