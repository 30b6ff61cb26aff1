#pragma once
// What a command of the program is. Each lives in a file of its own and stands in one list (commands.cpp).

#include <span>
#include <string>
#include <vector>

namespace alongside::cli {

/// One command: its name, one line for the overview, and what runs it.
struct Command {
  const char* name;
  const char* arguments;  ///< as shown after the name, e.g. "SCENARIO.toml -o RESULT.h5"
  const char* text;       ///< one sentence
  /// Runs with the arguments after the command's name; returns the exit code; throws Error.
  int (*run)(const std::vector<std::string>& arguments);
};

/// Every command, in the order of the overview.
std::span<const Command* const> commands();

}  // namespace alongside::cli
