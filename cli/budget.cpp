#include <fmt/format.h>

#include "analysis/economics/budget_tables.hpp"
#include "cli/command.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command budget_command;

namespace {
namespace po = boost::program_options;
using namespace economics;

po::options_description described() {
  po::options_description options("Options");
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()
      ("uptake", po::value<std::string>()->default_value("constant"), "share of full scale by year: constant[:SHARE], linear:FIRST:LAST:YEAR, logistic:FIRST:LAST:YEAR or step:FIRST:LAST:YEAR")
      ("births", text("N"), "births a year in your place (default: as simulated)")
      ("set-up", po::value<std::string>()->default_value("paid"), "paid when it is spent, or spread over the contract")
      ("cash", text("POUNDS"), "what the programme may spend in a year: the largest scale that it affords, and what that buys")
      ("threshold", text("POUNDS"), "money per QALY of the break-even (default: the reference case)")
      ("shortfall", text("SHARE"), "share of supporters not found, in a one-way scenario of --cash (default 0.25)")
      ("pay-rise", text("SHARE"), "rise of wages in another (default 0.05)")
      ("reference", text("NAME"), "arm to compare with (default: the first)")
      ("price-year", text("YEAR"), "financial year that prices are brought to (default 2024/25)")
      ("price", text("ITEM=PENCE[,...]"), "other prices, in that year's pence")
      ("point", text("N"), "design point, counted from 0");
  add_output_options(options);
  return options;
}

double share_option(const Parsed& given, const std::string& name, double otherwise) {
  const double share = amount_option(given, name, otherwise);
  if (share > 1) throw DataError(fmt::format("--{} {} is above 1 (it is a share: 0.05 is 5%)", name, share));
  return share;
}

BudgetQuestion question_of(const Parsed& given) {
  BudgetQuestion question;
  question.view = viewpoints_of(given).back();
  question.point = point_of(given);
  if (given.has("reference")) question.reference = given.get<std::string>("reference");
  question.uptake = parse_uptake(given.get<std::string>("uptake"));
  question.births = amount_option(given, "births", 0);
  if (given.has("births") && question.births == 0) throw DataError("--births 0 leaves nobody to budget for; use more than 0");
  const auto set_up = given.get<std::string>("set-up");
  if (set_up != "paid" && set_up != "spread") throw UsageError(fmt::format("--set-up \"{}\" is not known (paid or spread)", set_up));
  question.set_up = set_up == "paid" ? SetUp::paid : SetUp::spread;
  return question;
}

std::optional<CashQuestion> cash_of(const Parsed& given) {
  if (!given.has("cash")) {
    for (const char* name : {"threshold", "shortfall", "pay-rise"})
      if (given.has(name)) throw UsageError(fmt::format("--{} needs --cash (what the programme may spend in a year)", name));
    return std::nullopt;
  }
  return CashQuestion{amount_option(given, "cash", 0), thresholds_of(given).front(), share_option(given, "shortfall", 0.25), share_option(given, "pay-rise", 0.05)};
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(budget_command, described(), {"RESULT"}, keep_negative_numbers(arguments), "alongside budget sure.h5 --cash 250000 --uptake linear:0.4:1:3");
  if (given.help) return 0;
  data::parse_format(given.get<std::string>("format"));  // refused before anything is worked out
  const BudgetQuestion question = question_of(given);
  const std::optional<CashQuestion> cash = cash_of(given);
  print_answer(given, analyse_budget(record::Result::open(given.get<std::string>("RESULT")), question, cash));
  return 0;
}

}  // namespace

const Command budget_command{"budget", "RESULT.h5", "Cash by year and payer, people to find, waits; what a yearly sum buys.", run};

}  // namespace alongside::cli
