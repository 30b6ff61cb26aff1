#include "tests/support/model.hpp"

#include <tbb/parallel_for.h>
#include <unistd.h>

#include <cmath>
#include <cstdio>
#include <fstream>

#include "sim/sampling/design.hpp"

namespace alongside::tests {

scenario::Scenario read_scenario_text(const std::string& toml, const declare::Catalogue& catalogue, const std::vector<std::string>& set) {
  char name[] = "/tmp/alongside-test-XXXXXX";
  const int handle = mkstemp(name);
  if (handle < 0) throw InternalError("no temporary file for a test's scenario");
  close(handle);
  std::ofstream(name) << "format = 1\n" << toml;
  try {
    scenario::Scenario scenario = scenario::read_scenario(name, catalogue, {.set = set, .points = "", .replicates = "", .draws = "", .seed = "", .record = ""});
    std::remove(name);
    return scenario;
  } catch (...) {
    std::remove(name);
    throw;
  }
}

Model::Model(const std::string& toml) : Model(toml, {process::week().begin(), process::week().end()}) {}

Model::Model(const std::string& toml, std::vector<const process::Process*> processes)
    : processes_(std::move(processes)), catalogue_(process::model_catalogue(processes_)), layout_(catalogue_), scenario_(read_scenario_text(toml, catalogue_)) {}

world::World Model::build(std::uint64_t seed, std::uint32_t replicate) const {
  return world::build_world(layout_, world::Row(catalogue_, scenario_.arms[0].row.data()), world::world_id(seed, 0, 0, replicate), core::kernel_level());
}

process::ArmResult Model::run(const world::World& world, std::size_t arm, process::Families families) const {
  const scenario::Arm& a = scenario_.arms[arm];
  return process::run_arm({world, catalogue_, scenario_.cells, a.table_row_used, a.row.data(), families, processes_});
}

std::vector<process::ArmResult> Model::world(std::uint64_t seed, std::uint32_t replicate, process::Families families) const {
  const world::World world = build(seed, replicate);
  std::vector<process::ArmResult> results;
  for (std::size_t a = 0; a < scenario_.arms.size(); ++a) results.push_back(run(world, a, families));
  return results;
}

std::vector<std::vector<process::ArmResult>> Model::worlds(std::uint32_t replicates, std::uint64_t seed) const {
  std::vector<std::vector<process::ArmResult>> all(replicates);
  tbb::parallel_for(std::uint32_t{0}, replicates, [&](std::uint32_t r) { all[r] = world(seed, r); });
  return all;
}

std::size_t Model::tally(std::string_view name) const {
  for (const declare::Tally* t : catalogue_.tallies())
    if (t->name == name) return catalogue_.index(*t);
  throw InternalError(fmt::format("no tally {}", name));
}

std::size_t Model::item(std::string_view name) const {
  for (const declare::Item* i : catalogue_.items())
    if (i->name == name) return catalogue_.index(*i);
  throw InternalError(fmt::format("no item {}", name));
}

double Model::total(const process::ArmResult& result, std::string_view name) const {
  const std::size_t t = tally(name);
  double sum = 0;
  for (int w = 0; w < result.tallies.weeks; ++w) sum += result.tallies.week(t, w);
  return sum;
}

double Model::at_age(const process::ArmResult& result, std::string_view name, int age) const {
  return result.tallies.by_age[tally(name) * static_cast<std::size_t>(result.tallies.ages) + static_cast<std::size_t>(age)];
}

std::int64_t Model::quantity(const process::ArmResult& result, std::string_view name) const {
  std::int64_t sum = 0;
  for (int y = 0; y < result.ledger.years; ++y) sum += result.ledger.quantity[item(name) * static_cast<std::size_t>(result.ledger.years) + static_cast<std::size_t>(y)];
  return sum;
}

Estimate estimate(const std::vector<double>& values) {
  double mean = 0, squares = 0;
  for (double v : values) mean += v / static_cast<double>(values.size());
  for (double v : values) squares += (v - mean) * (v - mean);
  const double n = static_cast<double>(values.size());
  return {mean, std::sqrt(squares / (n - 1) / n)};
}

Estimate estimate(const std::vector<std::vector<process::ArmResult>>& worlds, const Measured& f) {
  std::vector<double> values;
  for (const auto& world : worlds) values.push_back(f(world));
  return estimate(values);
}

}  // namespace alongside::tests
