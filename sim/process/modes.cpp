#include "sim/process/modes.hpp"

#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter mode_switching{.name = "mode.switching", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Whether a family that misses four contacts in a row changes to another of the programme's modes."};

namespace {

const Parameter mode_home{.name = "mode.home", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::definition, .text = "Weight of home visits in the programme's mix."};
const Parameter mode_phone{.name = "mode.phone", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::definition, .text = "Weight of phone calls in the programme's mix."};
const Parameter mode_online{.name = "mode.online", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::definition, .text = "Weight of text and online contact in the programme's mix."};
const Parameter mode_group{.name = "mode.group", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::definition, .text = "Weight of groups in the programme's mix."};
const Parameter mode_choice{.name = "mode.choice", .unit = "share", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Share of families who may choose among the programme's modes."};

}  // namespace

ModeMix mode_mix(const Binding& b) { return {{b(mode_home), b(mode_phone), b(mode_online), b(mode_group)}, b(mode_choice)}; }

int choose_mode(const ModeMix& mix, std::uint16_t traits, int preferred, double chance, double choice) {
  double weight[modes] = {mix.weight[0], mix.weight[1], mix.weight[2], mix.weight[3]};
  if (!(traits & world::phone_access)) weight[Mode::phone] = 0;
  if (!(traits & world::online_access)) weight[Mode::online] = 0;
  if (choice < mix.choice && weight[preferred] > 0) return preferred;
  const double total = weight[0] + weight[1] + weight[2] + weight[3];
  if (total <= 0) return -1;
  double below = 0;
  for (int m = 0; m < modes; ++m) {
    below += weight[m] / total;
    if (weight[m] > 0 && chance < below) return m;
  }
  for (int m = modes - 1; m >= 0; --m) if (weight[m] > 0) return m;
  return -1;
}

int next_mode(const ModeMix& mix, std::uint16_t traits, int current) {
  const double weight[3] = {mix.weight[Mode::home], (traits & world::phone_access) ? mix.weight[Mode::phone] : 0.0, (traits & world::online_access) ? mix.weight[Mode::online] : 0.0};
  for (int step = 1; step <= 2; ++step)
    if (const int mode = (current + step) % 3; weight[mode] > 0) return mode;
  return current;
}

const Declarations modes_part{.name = "modes", .text = "Modes of contact that a programme uses.",
    .parameters = {&mode_home, &mode_phone, &mode_online, &mode_group, &mode_choice, &mode_switching}};

}  // namespace alongside::process
