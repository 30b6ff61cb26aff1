#pragma once
// Scenarios of trials for tests: ample supporters who never tire, everybody takes support up and is followed.

#include <string>

namespace alongside::tests {

/// Nothing rationed, nobody lost, no spill-over: a trial's difference is the effect.
inline const std::string plain_world = R"(
follow_up_clock = "enrolment"
[population]
families = 400
communities = 10
horizon = 13
lead_in = 4
phone_access = 1
[follow_up.end]
week = 12
[loss]
base = -10
supported = 0
left_support = 0
symptoms = 0
deprivation = 0
[spillover]
network = 0
staff = 0
norms = "off"
[services]
compensation = 0
substitution = 0
[step_up]
places = 1000
[take_up]
proactive = 8
language_gap = 0
stigma = 0
deprivation = 0
need = 0
[supporter]
finish_training = 1
ever_support = 1
leave_base = -12
leave_strain = 0
pause = 0
strain_load = 0
strain_severe = 0
strain_unsupervised = 0
[matching]
give_up = 0
[trial]
consent = 1
)";

/// Control, and phone support with more supporters than anybody needs.
inline const std::string two_arms = R"(
[[arm]]
name = "usual care"
[[arm]]
name = "phone"
programme = "peer support"
mode.phone = 1
supporter.pool = "shared"
supporter.wanted = 400
supporter.applications = 1000
supporter.training_weeks = 0
supporter.hours = 40
supporter.caseload = 6
supporter.selection = 0
[arm.schedule.weekly]
weeks = 12
per_week = 1
minutes = 20
)";

/// `trial`: lines of [trial].
inline std::string trial_scenario(const std::string& trial) { return plain_world + trial + "\n" + two_arms; }

}  // namespace alongside::tests
