#pragma once
// Modes of contact: which of them a programme uses, and in which of those a family is supported.

#include "sim/process/process.hpp"

namespace alongside::process {

enum Mode { home = 0, phone = 1, online = 2, group = 3 };
inline constexpr int modes = 4;
inline constexpr std::uint8_t delivery_code(int mode) { return static_cast<std::uint8_t>(1 + mode); }

/// The programme's modes of contact: weights by Mode, and the share of families who may choose among them.
struct ModeMix {
  double weight[modes];
  double choice;
};
ModeMix mode_mix(const Binding& binding);

/// The mode in which a family will be supported: the programme's mix, the family's choice, and access.
/// Returns -1 when none of the programme's modes can reach it.
int choose_mode(const ModeMix& mix, std::uint16_t traits, int preferred, double chance, double choice);

/// The next of the programme's one-to-one modes that reaches the family, for one that keeps missing contacts.
int next_mode(const ModeMix& mix, std::uint16_t traits, int current);

extern const Parameter mode_switching;
extern const Declarations modes_part;

}  // namespace alongside::process
