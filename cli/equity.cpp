#include <fmt/format.h>

#include "analysis/economics/equity_tables.hpp"
#include "analysis/economics/rules.hpp"
#include "cli/command.hpp"
#include "cli/number_list.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command equity_command;

namespace {
namespace po = boost::program_options;
using namespace economics;

po::options_description described() {
  po::options_description options("Options");
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()
      ("table", text("FILE"), "groups: population, and health_<option> levels, or baseline and gain_<option>; opportunity_weight or opportunity_share")
      ("index", po::value<std::string>()->default_value("atkinson"), "one or more of atkinson, kolm, gini, separated by commas")
      ("aversion", text("A[,B]"), "aversions to inequality (default: those of the rules for each index)")
      ("cost", text("TOTAL"), "money that every option with gains costs in total (default 0)")
      ("opportunity", text("MONEY"), "money that displaces one unit of health elsewhere (default: from the rules)")
      ("format", po::value<std::string>()->default_value("text"), "text, csv or json");
  return options;
}

double amount(const Parsed& given, const std::string& name, double otherwise) {
  if (!given.has(name)) return otherwise;
  const std::vector<double> numbers = number_list(name, given.get<std::string>(name));
  if (numbers.size() != 1) throw UsageError(fmt::format("--{} takes one number", name));
  return numbers[0];
}

std::vector<double> default_aversions(InequalityIndex index) {
  if (index == InequalityIndex::extended_gini) return {1, 2, 3};
  std::vector<double> found;
  for (const Aversion& a : aversions())
    if (a.index == (index == InequalityIndex::kolm ? "kolm" : "atkinson")) found.push_back(a.value);
  return found;
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(equity_command, described(), {}, keep_negative_numbers(arguments), "alongside equity --table groups.csv --cost 50000000 --aversion 0,1,10.95");
  if (given.help) return 0;
  if (!given.has("table")) throw UsageError("equity: --table groups.csv is missing (see alongside equity --help)");
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  EquityQuestion question;
  for (const std::string& name : word_list("index", given.get<std::string>("index"), ',')) {
    const InequalityIndex index = parse_index(name);
    for (const double a : given.has("aversion") ? number_list("aversion", given.get<std::string>("aversion")) : default_aversions(index))
      question.views.push_back({index, a});
  }
  question.cost = amount(given, "cost", 0);
  question.money_per_health = amount(given, "opportunity", opportunity_costs().front().pounds_per_qaly);
  if (question.money_per_health <= 0) throw DataError(fmt::format("--opportunity {} is not positive (it is the money that displaces one unit of health)", question.money_per_health));
  const EquityTable groups = read_equity_table(data::CsvTable::read(given.get<std::string>("table")));
  fmt::print("{}", print(analyse_equity(groups, question), format));
  return 0;
}

}  // namespace

const Command equity_command{"equity", "--table GROUPS.csv", "Who gains and who loses, weighed by aversion to inequality.", run};

}  // namespace alongside::cli
