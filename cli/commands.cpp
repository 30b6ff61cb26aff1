#include "cli/command.hpp"

namespace alongside::cli {

extern const Command cea_command;
extern const Command equity_command;
extern const Command version_command;
extern const Command voi_command;

std::span<const Command* const> commands() {
  static const Command* const list[] = {
      &cea_command,
      &equity_command,
      &version_command,
      &voi_command,
  };
  return list;
}

}  // namespace alongside::cli
