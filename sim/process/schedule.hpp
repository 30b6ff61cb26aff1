#pragma once
// The schedule of a programme: how many contacts are planned in which week, and how long they last.

#include <array>

#include "sim/process/process.hpp"

namespace alongside::process {

extern const Table schedule;
extern const Parameter schedule_clock;
extern const Declarations schedule_part;

/// The schedule week by week. Index: weeks since support began, or weeks since birth + 40.
struct Schedule {
  static constexpr int size = 704, birth_offset = 40;
  std::array<std::uint8_t, size> planned{};
  std::array<float, size> rate{};  ///< contacts a week of the phase in force; 0 outside every phase
  std::array<std::uint16_t, size> minutes{};
  bool from_birth = false;
  int last_week = 0;     ///< index after the last phase
  int most = 0;          ///< largest number of contacts in one week
  int total = 0;         ///< contacts of the whole schedule
  double weekly_minutes = 0; ///< most minutes that a family's contacts plan for in one week
};

/// Reads the arm's rows. Later rows win where phases overlap. Fractions of a contact add up: 0.5 a week is a
/// contact every other week, the first one at once.
Schedule make_schedule(const Binding& binding);

}  // namespace alongside::process
