#include <fmt/format.h>

#include "cli/command.hpp"
#include "cli/options.hpp"
#include "revision.hpp"

namespace alongside::cli {
extern const Command version_command;

namespace {
int run(const std::vector<std::string>& arguments) {
  if (parse(version_command, {}, {}, arguments, "alongside version").help) return 0;
  fmt::print("alongside {} ({})\n", program_version, program_revision);
  return 0;
}
}  // namespace

const Command version_command{"version", "", "Prints the program's version and source revision.", run};

}  // namespace alongside::cli
