#include <fmt/format.h>

#include "analysis/economics/cea_tables.hpp"
#include "analysis/economics/frontier_tables.hpp"
#include "analysis/economics/rules.hpp"
#include "cli/command.hpp"
#include "cli/number_list.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command cea_command;

namespace {
namespace po = boost::program_options;
using namespace economics;

po::options_description described() {
  po::options_description options("Options");
  options.add_options()
      ("psa", po::value<std::string>()->value_name("FILE"), "draws: columns cost_<option>, effect_<option>, one row per draw")
      ("means", po::value<std::string>()->value_name("FILE"), "mean table instead: columns option, cost, effect")
      ("threshold", po::value<std::string>()->value_name("A[,B]"), "money per unit of effect (default: the reference case)")
      ("grid", po::value<std::string>()->value_name("A:B:STEP"), "thresholds of the acceptability curve (default 0:50000:500 in csv and json)")
      ("reference", po::value<std::string>()->value_name("NAME"), "option to compare with (default: the cheapest)")
      ("replicates-column", po::value<std::string>()->value_name("NAME"), "column that says which rows are of one draw (default: draw)")
      ("rows", po::value<std::string>()->default_value("replicate-worlds"), "what rows of one draw are: replicate-worlds or independent-people")
      ("format", po::value<std::string>()->default_value("text"), "text, csv or json");
  return options;
}

RowUnit row_unit(const std::string& text) {
  if (text == "replicate-worlds") return RowUnit::replicate_world;
  if (text == "independent-people") return RowUnit::independent_person;
  throw UsageError(fmt::format("--rows \"{}\" is not known (replicate-worlds or independent-people)", text));
}

Answer from_means(const Parsed& given, const std::vector<double>& thresholds, const std::optional<std::string>& reference) {
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("means"));
  const std::vector<std::string> options = table.texts("option");
  const std::vector<double> cost = table.numbers("cost"), effect = table.numbers("effect");
  if (options.size() < 2)
    throw DataError(fmt::format("{}: {} options (a comparison needs at least two)", table.name(), options.size()));
  return analyse_means(options, cost, effect, thresholds, reference);
}

Answer from_draws(const Parsed& given, CeaQuestion question, data::Format format) {
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("psa"));
  Draws draws = read_draws(table, given.has("replicates-column") ? given.get<std::string>("replicates-column") : "");
  draws.unit = row_unit(given.get<std::string>("rows"));
  if (given.has("grid")) question.grid = number_grid("grid", given.get<std::string>("grid"));
  else if (format != data::Format::text) question.grid = number_grid("grid", "0:50000:500");
  refuse_negative("grid", question.grid);
  return analyse_cost_effectiveness(average_replicates(draws), question);
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(cea_command, described(), {}, keep_negative_numbers(arguments), "alongside cea --psa draws.csv --threshold 20000,30000");
  if (given.help) return 0;
  if (given.has("psa") == given.has("means"))
    throw UsageError("cea: give either --psa draws.csv or --means table.csv (see alongside cea --help)");
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  CeaQuestion question;
  question.thresholds = {reference_threshold().low, reference_threshold().high};
  if (given.has("threshold")) question.thresholds = number_list("threshold", given.get<std::string>("threshold"));
  refuse_negative("threshold", question.thresholds);
  if (given.has("reference")) question.reference = given.get<std::string>("reference");
  const Answer answer = given.has("psa") ? from_draws(given, question, format) : from_means(given, question.thresholds, question.reference);
  fmt::print("{}", print(answer, format));
  return 0;
}

}  // namespace

const Command cea_command{"cea", "--psa DRAWS.csv | --means TABLE.csv", "Cost-effectiveness: frontier, probabilities, expected losses, EVPI.", run};

}  // namespace alongside::cli
