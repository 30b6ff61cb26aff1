#pragma once
// What all modes of contact share: who is available, how many contacts are received, and how good they are.
// Each mode has a file of its own with its parameters (contact_home.cpp, ...).

#include "sim/process/columns.hpp"
#include "sim/process/modes.hpp"

namespace alongside::process {

/// The parameters, columns and words of one mode.
struct ContactMode {
  Mode mode;
  const Parameter *availability, *quality, *distance, *stigma, *overhead_minutes;
  const Column<std::uint8_t>* received;
  const Column<std::uint16_t>* minutes;
  const Purpose *received_word, *harm_word;
};

/// What the costs of a mode follow from.
struct ModeCost {
  const Tally *received, *minutes;
  const Parameter* overhead_minutes;
};

/// Group meetings attended this week (contact_group.cpp).
extern const Column<std::uint8_t>& group_received_column;

/// A step for one mode.
std::unique_ptr<Step> bind_contact(const Binding& binding, const ContactMode& mode);

extern const Declarations contact_part;
extern const Tally contacts_received_tally;
extern const Parameter initiative, flexibility, role, training_hours, supervision_hours, safety, co_design, includes_partner, habituation;
/// Pence that a contact of a mode adds to a family's running cost: for each contact, and for each of its minutes. Set by
/// costs.cpp.
struct ContactPence {
  double each, per_minute;
};
ContactPence contact_pence(const Binding& binding, Mode mode);

/// Relative chance of harm per contact: falls with training and supervision, rises when peers teach.
double harm_chance(const Binding& binding);

}  // namespace alongside::process
