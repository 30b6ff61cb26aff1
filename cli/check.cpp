#include <fmt/format.h>

#include "cli/with_catalogue.hpp"
#include "sim/sampling/design.hpp"

namespace alongside::cli {
namespace {
namespace po = boost::program_options;

std::string counted(std::size_t n, std::string_view thing) { return fmt::format("{} {}{}", n, thing, n == 1 ? "" : "s"); }

}  // namespace

void add_scenario_options(po::options_description& options) {
  options.add_options()("set", po::value<std::vector<std::string>>(), "path=value, or arms.NAME.path=value; may be repeated")(
      "points", po::value<std::string>(), "CSV table of design points: a column per path, a row per point")(
      "replicates", po::value<std::string>(), "replicates per point and draw")("draws", po::value<std::string>(), "draws of the uncertain parameters")(
      "seed", po::value<std::string>(), "random seed")("record", po::value<std::string>(), "summary, weekly or family");
}

scenario::Overrides overrides_of(const Parsed& given) {
  const auto text = [&](const char* name) { return given.has(name) ? given.get<std::string>(name) : std::string(); };
  scenario::Overrides overrides;
  if (given.has("set")) overrides.set = given.get<std::vector<std::string>>("set");
  overrides.points = text("points");
  overrides.replicates = text("replicates");
  overrides.draws = text("draws");
  overrides.seed = text("seed");
  overrides.record = text("record");
  return overrides;
}

std::string summary_line(const scenario::Scenario& scenario) {
  const sampling::Design design(scenario);
  const std::size_t worlds = design.points() * design.draws() * scenario.replicates;
  const std::string draws = scenario.draws == 0 ? "no draws" : fmt::format("{} of {}", counted(scenario.draws, "draw"), counted(scenario.uncertain.size(), "uncertain parameter"));
  return fmt::format("{}, {}, {}, {}: {} for every arm", counted(scenario.arms.size(), "arm"), counted(design.points(), "point"), draws,
                     counted(scenario.replicates, "replicate"), counted(worlds, "world"));
}

int check_with(const declare::Catalogue& catalogue, const Command& command, const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  add_scenario_options(options);
  const Parsed given = parse(command, options, {"SCENARIO"}, arguments, "alongside check study.toml --set programme.minutes=45");
  if (given.help) return 0;
  const std::string path = given.get<std::string>("SCENARIO");
  const scenario::Scenario scenario = scenario::read_scenario(path, catalogue, overrides_of(given));
  fmt::print("{}: good: {}\n", path, summary_line(scenario));
  return 0;
}

}  // namespace alongside::cli
