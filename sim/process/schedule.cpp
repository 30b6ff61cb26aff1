#include "sim/process/schedule.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::process {

const Parameter schedule_clock{.name = "schedule_clock", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"support", "birth"},
    .scope = Scope::programme, .grade = Grade::definition, .text = "Whether the phases of the schedule count from the start of support or from birth."};

const Table schedule{.name = "schedule", .text = "Phases of contact, by name: when each begins, how long it lasts, how often and how long families are contacted.",
    .columns = {
        {.name = "from", .unit = "week", .low = -40, .high = 520, .value = 0, .scope = Scope::programme, .grade = Grade::definition, .text = "Week in which the phase begins."},
        {.name = "weeks", .kind = Kind::count, .unit = "week", .low = 0, .high = 520, .value = 12, .scope = Scope::programme, .grade = Grade::definition, .text = "Weeks that it lasts."},
        {.name = "per_week", .unit = "per week", .low = 0, .high = 7, .value = 1, .scope = Scope::programme, .grade = Grade::definition, .text = "Planned contacts a week."},
        {.name = "minutes", .unit = "minute", .low = 1, .high = 600, .value = 30, .scope = Scope::programme, .grade = Grade::definition, .text = "Length of a contact."},
    }};

const Declarations schedule_part{.name = "schedule", .text = "When a programme plans to be in touch.",
    .parameters = {&schedule_clock}, .tables = {&schedule}};

Schedule make_schedule(const Binding& binding) {
  Schedule s;
  s.from_birth = binding.i(schedule_clock) == 1;
  const int offset = s.from_birth ? Schedule::birth_offset : 0;
  for (const std::vector<double>& phase : binding.table(schedule)) {
    const int from = static_cast<int>(phase[0]) + offset, weeks = static_cast<int>(phase[1]);
    for (int w = std::max(from, 0); w < std::min(from + weeks, Schedule::size); ++w) {
      const double k = w - from;
      const auto i = static_cast<std::size_t>(w);
      s.planned[i] = static_cast<std::uint8_t>(std::ceil(phase[2] * (k + 1) - 1e-9) - std::ceil(phase[2] * k - 1e-9));
      s.rate[i] = static_cast<float>(phase[2]);
      s.minutes[i] = static_cast<std::uint16_t>(phase[3]);
    }
    if (phase[2] > 0) s.last_week = std::max(s.last_week, std::min(from + weeks, Schedule::size));
  }
  for (std::size_t i = 0; i < Schedule::size; ++i) {
    s.most = std::max<int>(s.most, s.planned[i]);
    s.total += s.planned[i];
    s.weekly_minutes = std::max(s.weekly_minutes, static_cast<double>(s.planned[i]) * s.minutes[i]);
  }
  return s;
}

}  // namespace alongside::process
