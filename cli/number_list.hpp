#pragma once
// Numbers on the command line: "20000,30000" and "0:50000:500".

#include <string>
#include <vector>

namespace alongside::cli {

/// Comma-separated finite numbers; throws UsageError naming `option` for anything else.
std::vector<double> number_list(const std::string& option, const std::string& text);

/// "from:to:step", to included when a step meets it; throws UsageError, also for over a million points.
std::vector<double> number_grid(const std::string& option, const std::string& text);

/// Words separated by `separator`; empty ones are refused by UsageError.
std::vector<std::string> word_list(const std::string& option, const std::string& text, char separator);

/// Joins "--name" and a following number that starts with a minus sign, which would be read as an option of its own.
std::vector<std::string> keep_negative_numbers(const std::vector<std::string>& arguments);

/// Throws DataError when a threshold is negative.
void refuse_negative(const std::string& option, const std::vector<double>& thresholds);

}  // namespace alongside::cli
