#include "cli/command.hpp"

namespace alongside::cli {

extern const Command cea_command;
extern const Command version_command;

std::span<const Command* const> commands() {
  static const Command* const list[] = {
      &cea_command,
      &version_command,
  };
  return list;
}

}  // namespace alongside::cli
