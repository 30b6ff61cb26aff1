#include <fmt/format.h>

#include <numeric>

#include "analysis/trial/trial_tables.hpp"
#include "analysis/trial/worth.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "cli/options.hpp"
#include "cli/prepared.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command trial_command;

namespace {
namespace po = boost::program_options;

/// Place of a name in a list; the first when none is asked for.
std::size_t place_of(const Parsed& given, const char* option, const std::vector<std::string>& names) {
  if (!given.has(option)) return 0;
  const std::string name = given.get<std::string>(option);
  const int at = estimation::TrialResult::find(names, name);
  if (at < 0) throw UsageError(fmt::format("--{} \"{}\" (there is no such name) one of: {}", option, name, fmt::join(names, ", ")));
  return static_cast<std::size_t>(at);
}

/// What a trial costs, and for whom: only with --worth.
constexpr struct {
  const char* name;
  double estimation::TrialRules::*rule;
  const char* text;
} worth_options[] = {
    {"population", &estimation::TrialRules::population, "eligible families a year whom the decision concerns (needed)"},
    {"horizon", &estimation::TrialRules::horizon, "years for which it does"},
    {"rate", &estimation::TrialRules::rate, "discount rate a year"},
    {"years", &estimation::TrialRules::years, "years until the trial reports"},
    {"fixed-cost", &estimation::TrialRules::fixed, "pounds for any trial, assumed"},
    {"per-cluster", &estimation::TrialRules::per_cluster, "pounds for a community randomised as a whole, assumed"},
    {"per-family", &estimation::TrialRules::per_family, "pounds for a family randomised, assumed"},
    {"per-year", &estimation::TrialRules::per_year, "pounds for a year of the trial's team, assumed"},
    {"rollout-cost", &estimation::TrialRules::uncosted_rollout, "pounds a family that a roll-out costs beyond the model's; below 0: saves"},
};

void add_worth_options(po::options_description& options) {
  constexpr estimation::TrialRules otherwise;
  for (const auto& option : worth_options) {
    const bool needed = option.rule == &estimation::TrialRules::population;
    const std::string text = fmt::format("with --worth: {}{}", option.text, needed ? "" : fmt::format(" (default {})", otherwise.*option.rule));
    options.add_options()(option.name, po::value<std::string>()->value_name("NUMBER"), text.c_str());
  }
}

estimation::TrialRules rules_of(const Parsed& given) {
  if (!given.has("population")) throw UsageError("trial: --worth needs --population (eligible families a year whom the decision concerns)");
  estimation::TrialRules rules;
  for (const auto& option : worth_options) {
    double& rule = rules.*option.rule;
    rule = option.rule == &estimation::TrialRules::uncosted_rollout ? number_option(given, option.name, rule) : amount_option(given, option.name, rule);
  }
  if (!(rules.population > 0)) throw DataError("--population is 0 (the decision would concern nobody) use a number above 0");
  if (rules.rate >= 1) throw DataError(fmt::format("--rate {} is not from 0 to below 1 (it is a share a year: 0.035 is 3.5%)", rules.rate));
  return rules;
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("point", po::value<std::string>(), "design point, counted from 0 (default: all)")(
      "alpha", po::value<double>()->default_value(0.05), "two-sided level of the tests")(
      "rows", po::value<std::string>(), "print the rows of a recorded world, counted from 0, as CSV for alongside estimate")(
      "contrast", po::value<std::string>(), "with --rows or --worth: contrast, by name")("endpoint", po::value<std::string>(), "with --rows: endpoint, by name")(
      "format", po::value<std::string>()->default_value("text"), "text, csv, json or md")(
      "worth", po::bool_switch(), "what each design is worth: cost, EVSI, face-value gain, ENBS, ranked; --point is the one whose roll-out judges all");
  add_worth_options(options);
  const Parsed given = parse(trial_command, options, {"RESULT"}, keep_negative_numbers(arguments), "alongside trial study.h5 --format csv");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const double alpha = given.get<double>("alpha");
  if (!(alpha > 0 && alpha < 1)) throw UsageError(fmt::format("--alpha is {} (strictly between 0 and 1, for example 0.05)", alpha));
  const record::Result file = record::Result::open(given.get<std::string>("RESULT"));
  const estimation::TrialResult result(file);
  if (given.has("rows")) {
    const std::size_t world = whole_option("rows", given.get<std::string>("rows"), 0);
    fmt::print("{}", estimation::trial_rows(result, world, place_of(given, "contrast", result.contrasts()), place_of(given, "endpoint", result.endpoints())).print(data::Format::csv));
    return 0;
  }
  if (given.get<bool>("worth")) {
    const std::size_t reference = point_of(given);
    if (reference >= result.points()) throw DataError(fmt::format("{}: no point {} (there are {}, counted from 0)", file.path(), reference, result.points()));
    fmt::print("{}", economics::print(estimation::trial_worth(result, reference, place_of(given, "contrast", result.contrasts()), rules_of(given)), format));
    return 0;
  }
  for (const auto& option : worth_options)
    if (given.has(option.name)) throw UsageError(fmt::format("--{} needs --worth", option.name));
  std::vector<std::size_t> points(result.points());
  std::iota(points.begin(), points.end(), std::size_t{0});
  if (given.has("point")) {
    const std::size_t point = whole_option("point", given.get<std::string>("point"), 0);
    if (point >= result.points()) throw DataError(fmt::format("{}: no point {} (there are {}, counted from 0)", file.path(), point, result.points()));
    points = {point};
  }
  if (format != data::Format::text) {
    fmt::print("{}", data::print(estimation::trial_lists(result, points, alpha), format));
    return 0;
  }
  std::vector<data::OutputTable> tables;
  for (const std::size_t point : points)
    for (data::OutputTable& table : estimation::trial_tables(result, point, alpha)) tables.push_back(std::move(table));
  fmt::print("{}", data::print(tables, format));
  return 0;
}
}  // namespace

const Command trial_command{"trial", "RESULT.h5", "Prints a simulated trial's bias, coverage and power against the truth, and its flow of families.", run};

}  // namespace alongside::cli
