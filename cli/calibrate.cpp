// Fits the model to observed rows and writes what it found as a file that a base scenario can name.

#include <fmt/format.h>
#include <tbb/global_control.h>

#include <algorithm>
#include <cmath>

#include "analysis/explore/calibration_tables.hpp"
#include "cli/calibrate_simulator.hpp"
#include "cli/options.hpp"
#include "cli/prepared.hpp"
#include "revision.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"
#include "sim/record/safe_file.hpp"

namespace alongside::cli {
extern const Command calibrate_command;

namespace {
namespace po = boost::program_options;
using namespace explore;

po::options_description described() {
  po::options_description options("Options");
  const auto number = [](const char* standard) { return po::value<std::string>()->value_name("N")->default_value(standard); };
  options.add_options()
      ("outfile,o", po::value<std::string>()->value_name("FILE")->default_value("posterior.toml"), "file for the posterior; evaluations are kept beside it until it is written, so that a stopped run goes on")
      ("seed", number("1"), "seed of the search and of the samples")
      ("replicates", number("1"), "worlds of each study in a run")
      ("search", number("200"), "evaluations of the global search; 0 starts from the prior's centre")
      ("samples", number("400"), "runs in each round")
      ("rounds", number("6"), "most rounds; they end when the posterior's mean has settled")
      ("size", number("400"), "effective sample size of the chain that reads the posterior")
      ("families", po::value<std::string>()->value_name("X")->default_value("1"), "times the scenarios' families; the search takes a quarter of them")
      ("threads", po::value<std::string>()->value_name("N"), "threads (default: all)")
      ("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  return options;
}

double factor_option(const Parsed& given) {
  const std::string text = given.get<std::string>("families");
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end == text.c_str() || *end != 0 || !(value > 0 && value <= 100)) throw UsageError(fmt::format("--families {} (a number above 0, up to 100, is wanted)", text));
  return value;
}

CalibrationPlan plan_of(const Parsed& given) {
  const auto whole = [&](const char* name, std::size_t least) { return static_cast<int>(whole_option(name, given.get<std::string>(name), least)); };
  CalibrationPlan plan;
  plan.seed = static_cast<std::uint64_t>(whole("seed", 0));
  plan.search_evaluations = whole("search", 0);
  plan.samples = whole("samples", 20);
  plan.most_rounds = whole("rounds", 1);
  plan.least_rounds = std::min(plan.least_rounds, plan.most_rounds);
  plan.wanted_size = whole("size", 1);
  return plan;
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(calibrate_command, described(), {"TARGETS"}, arguments, "alongside calibrate scenarios/evidence/targets.toml -o scenarios/uk-posterior.toml");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const CalibrationPlan plan = plan_of(given);
  const unsigned threads = threads_of(given);
  const tbb::global_control control(tbb::global_control::max_allowed_parallelism, threads);
  const auto replicates = static_cast<std::uint32_t>(whole_option("replicates", given.get<std::string>("replicates"), 1));

  const declare::Catalogue catalogue = process::model_catalogue();
  const std::string file = given.get<std::string>("TARGETS"), out = given.get<std::string>("outfile");
  CalibrationModel model(catalogue, file, {replicates, factor_option(given)}, out + ".evaluations");
  const Tell tell = [](const std::string& text) { fmt::print(stderr, "{}\n", text); };
  const Calibration found = calibrate(model.targets(), model.parameters(), model.simulator(), plan, tell);
  const std::string posterior = posterior_toml(model.names(), found, fmt::format("alongside calibrate {} --seed {}", file, plan.seed));
  record::write_safely(out, std::as_bytes(std::span(posterior)));
  model.forget();
  fmt::print("{}", data::print(calibration_tables(model.description(), found), format));
  return 0;
}

}  // namespace

const Command calibrate_command{"calibrate", "TARGETS.toml", "Fits uncertain parameters to what studies observed; writes their posterior.", run};

}  // namespace alongside::cli
