#pragma once
// The overview of commands, and finding one by its name.

#include <cstdio>
#include <string>

#include "cli/command.hpp"

namespace alongside::cli {

/// Lists the commands.
void print_overview(std::FILE* out);

/// The command of that name. Throws UsageError with the nearest name when there is none.
const Command& command_named(const std::string& name);

}  // namespace alongside::cli
