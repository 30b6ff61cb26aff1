#include "cli/command.hpp"

namespace alongside::cli {

extern const Command budget_command;
extern const Command calibrate_command;
extern const Command cea_command;
extern const Command check_command;
extern const Command compare_command;
extern const Command completion_command;
extern const Command describe_command;
extern const Command equity_command;
extern const Command estimate_command;
extern const Command evidence_command;
extern const Command export_command;
extern const Command help_command;
extern const Command info_command;
extern const Command init_command;
extern const Command merge_command;
extern const Command plan_command;
extern const Command power_command;
extern const Command replay_command;
extern const Command report_command;
extern const Command run_command;
extern const Command sensitivity_command;
extern const Command size_command;
extern const Command status_command;
extern const Command summary_command;
extern const Command trial_command;
extern const Command version_command;
extern const Command voi_command;

std::span<const Command* const> commands() {
  static const Command* const list[] = {
      &init_command,
      &check_command,
      &plan_command,
      &run_command,
      &merge_command,
      &status_command,
      &replay_command,
      &info_command,
      &export_command,
      &summary_command,
      &compare_command,
      &report_command,
      &cea_command,
      &equity_command,
      &budget_command,
      &voi_command,
      &sensitivity_command,
      &trial_command,
      &calibrate_command,
      &evidence_command,
      &estimate_command,
      &power_command,
      &size_command,
      &describe_command,
      &help_command,
      &completion_command,
      &version_command,
  };
  return list;
}

}  // namespace alongside::cli
