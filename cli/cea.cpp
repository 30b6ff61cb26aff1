#include <fmt/format.h>

#include "analysis/economics/cea_tables.hpp"
#include "analysis/economics/frontier_tables.hpp"
#include "analysis/economics/result_cea.hpp"
#include "cli/command.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command cea_command;

namespace {
namespace po = boost::program_options;
using namespace economics;

po::options_description described() {
  po::options_description options("Options");
  options.add_options()
      ("psa", po::value<std::string>()->value_name("FILE"), "draws in place of a result: columns cost_<option>, effect_<option>, one row per draw")
      ("means", po::value<std::string>()->value_name("FILE"), "mean table instead: columns option, cost, effect")
      ("threshold", po::value<std::string>()->value_name("A[,B]|NAME"), "money per unit of effect (default: the reference case), or nice_guidelines, nice_technology_appraisal, green_book")
      ("grid", po::value<std::string>()->value_name("A:B:STEP"), "thresholds of the acceptability curve (default 0:50000:500 in csv and json)")
      ("reference", po::value<std::string>()->value_name("NAME"), "option to compare with (default: the first arm of a result, the cheapest option of a table)")
      ("base-case", "of a result: the means at the base values, without draws")
      ("replicates-column", po::value<std::string>()->value_name("NAME"), "of draws: column that says which rows are of one draw (default: draw)")
      ("rows", po::value<std::string>()->value_name("WHAT"), "of draws: what rows of one draw are: replicate-worlds (default) or independent-people");
  add_viewpoint_options(options);
  add_output_options(options);
  return options;
}

RowUnit row_unit(const Parsed& given) {
  const std::string text = given.has("rows") ? given.get<std::string>("rows") : "replicate-worlds";
  if (text == "replicate-worlds") return RowUnit::replicate_world;
  if (text == "independent-people") return RowUnit::independent_person;
  throw UsageError(fmt::format("--rows \"{}\" is not known (replicate-worlds or independent-people)", text));
}

Answer from_means(const Parsed& given, const CeaQuestion& question) {
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("means"));
  const std::vector<std::string> options = table.texts("option");
  const std::vector<double> cost = table.numbers("cost"), effect = table.numbers("effect");
  if (options.size() < 2)
    throw DataError(fmt::format("{}: {} option{} (a comparison needs at least two)", table.name(), options.size(), options.size() == 1 ? "" : "s"));
  for (std::size_t i = 0; i < options.size(); ++i)
    for (std::size_t j = 0; j < i; ++j)
      if (options[i] == options[j]) throw DataError(fmt::format("{}:{}: option \"{}\" stands twice", table.name(), table.line(i), options[i]));
  return analyse_means(question.wording, options, cost, effect, question.thresholds, question.reference);
}

Answer from_draws(const Parsed& given, const CeaQuestion& question) {
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("psa"));
  Draws draws = read_draws(table, given.has("replicates-column") ? given.get<std::string>("replicates-column") : "");
  draws.unit = row_unit(given);
  return analyse_cost_effectiveness(average_replicates(draws), question);
}

Answer from_result(const Parsed& given, const CeaQuestion& question) {
  const ResultQuestion asked{viewpoints_of(given), point_of(given), given.has("base-case") ? Uncertainty::base_case : Uncertainty::draws, question};
  return analyse_result(record::Result::open(given.get<std::string>("RESULT")), asked);
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(cea_command, described(), {"RESULT"}, keep_negative_numbers(arguments), "alongside cea sure.h5 --threshold 20000,30000 --perspective societal");
  if (given.help) return 0;
  if (given.has("RESULT") + given.has("psa") + given.has("means") != 1)
    throw UsageError("cea: give either a result, or --psa draws.csv, or --means table.csv (see alongside cea --help)");
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  CeaQuestion question;
  question.thresholds = thresholds_of(given);
  if (given.has("reference")) question.reference = given.get<std::string>("reference");
  if (given.has("grid")) question.grid = number_grid("grid", given.get<std::string>("grid"));
  else if (format != data::Format::text) question.grid = number_grid("grid", "0:50000:500");
  refuse_negative("grid", question.grid);
  if (!given.has("RESULT")) {
    refuse_with(given, "a table", viewpoint_option_names());
    refuse_with(given, "a table", {"base-case"});
  } else {
    refuse_with(given, "a result", {"replicates-column", "rows"});
  }
  if (given.has("means")) refuse_with(given, "--means", {"replicates-column", "rows"});
  Answer answer = given.has("RESULT") ? from_result(given, question) : given.has("psa") ? from_draws(given, question) : from_means(given, question);
  print_answer(given, std::move(answer));
  return 0;
}

}  // namespace

const Command cea_command{"cea", "[RESULT.h5] | --psa DRAWS.csv | --means TABLE.csv", "Cost-effectiveness: frontier, probabilities, expected losses, EVPI.", run};

}  // namespace alongside::cli
