// What family_week.py reads: raw little-endian arrays and one JSON file.

#include <fstream>
#include <nlohmann/json.hpp>

#include "sim/process/contact.hpp"
#include "sim/process/feeding.hpp"
#include "sim/process/run.hpp"
#include "sim/process/schedule.hpp"
#include "sim/process/symptoms.hpp"
#include "tests/bench/probe.hpp"

namespace alongside::bench {
namespace {

using namespace process;

void save(const std::string& path, const void* data, std::size_t bytes) {
  std::ofstream(path, std::ios::binary).write(static_cast<const char*>(data), static_cast<std::streamsize>(bytes));
}

void save_column(const std::string& folder, const Run& run, const declare::ColumnBase& column) {
  const std::uint32_t offset = run.world.layout->offset(column);
  std::ofstream out(folder + "/" + std::string(column.name), std::ios::binary);
  for (std::uint32_t b = 0; b < run.world.blocks; ++b) {
    const std::uint32_t used = std::min<std::uint32_t>(lanes, run.world.families - b * lanes);
    const std::byte* at = run.block(b).at(column.storage, offset, column.bytes);
    out.write(reinterpret_cast<const char*>(at), static_cast<std::streamsize>(used) * column.bytes);
  }
}

}  // namespace

void write_down(const std::string& folder, const Binding& binding, const Run& run) {
  for (const declare::ColumnBase* column : binding.catalogue.columns())
    if (column->storage != Storage::passing && column->storage != Storage::scratch) save_column(folder, run, *column);
  const world::Network& network = run.world.network;
  save(folder + "/friends_first", network.first.data(), network.first.size() * 4);
  save(folder + "/friends", network.targets.data(), network.targets.size() * 4);
  const std::vector<float>& period = run.community_values.period_effect;
  const Schedule schedule = make_schedule(binding);
  const SymptomCourse course = symptom_course(binding);
  const FeedingCurve feeding = feeding_curve(binding);
  nlohmann::json json;
  for (const Parameter* p : binding.catalogue.parameters()) json["parameters"][std::string(p->name)] = binding(*p);
  json["families"] = run.world.families;
  json["communities"] = run.communities.size();
  json["first_week"] = run.world.time.lead_in;
  json["weeks"] = run.world.time.horizon;
  json["noise"] = symptom_noise(binding);
  json["harm"] = harm_chance(binding);
  const ContactPence pence = contact_pence(binding, Mode::phone);
  json["pence"] = static_cast<int>(pence.each + pence.per_minute * schedule.minutes[0] + 0.5);
  json["schedule"] = {{"planned", schedule.planned}, {"rate", schedule.rate}, {"last", schedule.last_week}};
  json["course"] = course;
  json["period"] = period;
  json["stop"] = feeding.stop;
  json["supplement"] = feeding.supplement;
  std::ofstream(folder + "/world.json") << json;
}

}  // namespace alongside::bench
