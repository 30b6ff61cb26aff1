#include "cli/command.hpp"

namespace alongside::cli {

extern const Command version_command;

std::span<const Command* const> commands() {
  static const Command* const list[] = {
      &version_command,
  };
  return list;
}

}  // namespace alongside::cli
