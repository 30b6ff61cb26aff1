#pragma once
// Options that cea, voi, equity and budget share when they read a result: how it is looked at.

#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/valuation.hpp"
#include "cli/options.hpp"

namespace alongside::cli {

/// --perspective --health --value-set --discount --price-year --price --point.
void add_viewpoint_options(boost::program_options::options_description& options);

/// The reference case, then the view that the options ask for where it is another. Throws UsageError for unknown names.
std::vector<economics::Viewpoint> viewpoints_of(const Parsed& given);

/// The design point, 0 when none is given.
std::size_t point_of(const Parsed& given);

/// Thresholds from --threshold: numbers or names of the rules; the reference case without it. Throws DataError when negative.
std::vector<double> thresholds_of(const Parsed& given);

/// One number of either sign, or `otherwise`. Throws UsageError.
double number_option(const Parsed& given, const std::string& name, double otherwise);
/// One number that must not be negative, or `otherwise`. Throws UsageError or DataError.
double amount_option(const Parsed& given, const std::string& name, double otherwise);

/// --format and --only.
void add_output_options(boost::program_options::options_description& options);
/// Prints an answer as those options ask. Throws DataError when --only names no table of it.
void print_answer(const Parsed& given, economics::Answer answer);

/// Throws UsageError when an option is given that is for results only, or for tables only, and the other is read.
void refuse_with(const Parsed& given, const std::string& source, const std::vector<std::string>& names);

/// The names of the options that add_viewpoint_options adds.
const std::vector<std::string>& viewpoint_option_names();

}  // namespace alongside::cli
