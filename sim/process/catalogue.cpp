#include "sim/process/catalogue.hpp"

#include "sim/process/contact.hpp"
#include "sim/process/participants.hpp"
#include "sim/process/schedule.hpp"
#include "sim/process/waiting.hpp"
#include "sim/trial/design.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {

declare::Catalogue model_catalogue(std::span<const Process* const> processes) {
  std::vector<const Declarations*> parts{&world::population, &world::traits, &world::network, &participants_part, &schedule_part, &contact_part, &modes_part, &waiting_part};
  for (const Process* process : processes) parts.push_back(process->declarations);
  for (const Declarations* part : trial::all_declarations()) parts.push_back(part);
  return declare::Catalogue(std::move(parts));
}

declare::Catalogue model_catalogue() { return model_catalogue(week()); }

}  // namespace alongside::process
