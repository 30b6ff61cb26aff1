#include <fmt/format.h>

#include "analysis/economics/rules.hpp"
#include "analysis/economics/voi_tables.hpp"
#include "cli/command.hpp"
#include "cli/number_list.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command voi_command;

namespace {
namespace po = boost::program_options;
using namespace economics;

po::options_description described() {
  po::options_description options("Options");
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()
      ("psa", text("FILE"), "draws: columns cost_<option>, effect_<option> and parameters, one row per draw")
      ("parameters", text("A,B[;C]"), "groups of parameters, ';' between groups; \"each\": every parameter alone")
      ("threshold", text("A[,B]"), "money per unit of effect (default: the reference case)")
      ("summaries", text("A,B[;C]"), "columns that are summary statistics of a simulated study, ';' between studies: EVSI by regression")
      ("n", text("50,100"), "study sizes: EVSI by Gaussian approximation for every group of parameters")
      ("prior-n", text("N[,N]"), "observations that today's knowledge of a group is worth, one for all or one per group")
      ("population", text("N"), "people a year whom the decision concerns")
      ("horizon", text("YEARS"), "years for which it does (default 10)")
      ("rate", text("R"), "discount rate a year, 0.035 = 3.5% (default: the reference case)")
      ("rule", text("NAME"), "discounting of the population: annual (default) or continuous")
      ("delay", text("YEARS"), "years until a study reports (default 0)")
      ("setup", text("COST"), "fixed cost of a study (default 0)")
      ("per-participant", text("COST"), "cost of one participant (default 0)")
      ("replicates-column", text("NAME"), "column that says which rows are of one draw (default: draw)")
      ("format", po::value<std::string>()->default_value("text"), "text, csv or json");
  return options;
}

double number_of(const Parsed& given, const std::string& name, double otherwise) {
  if (!given.has(name)) return otherwise;
  const std::vector<double> numbers = number_list(name, given.get<std::string>(name));
  if (numbers.size() != 1) throw UsageError(fmt::format("--{} takes one number", name));
  if (numbers[0] < 0) throw DataError(fmt::format("--{} {} is negative; use 0 or more", name, numbers[0]));
  return numbers[0];
}

std::vector<std::vector<std::string>> groups_of(const Parsed& given, const std::string& name) {
  std::vector<std::vector<std::string>> groups;
  for (const std::string& group : word_list(name, given.get<std::string>(name), ';')) groups.push_back(word_list(name, group, ','));
  return groups;
}

StudyPlan plan_of(const Parsed& given) {
  const Discounting& reference = reference_discounting();
  StudyPlan plan;
  plan.yearly_people = number_of(given, "population", 0);
  plan.horizon = number_of(given, "horizon", 10);
  plan.rate = number_of(given, "rate", reference.rates.effect);
  plan.rule = reference.rates.rule;
  plan.delay = number_of(given, "delay", 0);
  plan.setup = number_of(given, "setup", 0);
  plan.per_participant = number_of(given, "per-participant", 0);
  if (given.has("rule")) {
    const auto rule = given.get<std::string>("rule");
    if (rule != "annual" && rule != "continuous") throw UsageError(fmt::format("--rule \"{}\" is not known (annual or continuous)", rule));
    plan.rule = rule == "annual" ? DiscountRule::annual : DiscountRule::continuous;
  }
  return plan;
}

VoiQuestion question_of(const Parsed& given, const DrawMeans& means) {
  VoiQuestion question;
  question.thresholds = {reference_threshold().low, reference_threshold().high};
  if (given.has("threshold")) question.thresholds = number_list("threshold", given.get<std::string>("threshold"));
  refuse_negative("threshold", question.thresholds);
  if (given.has("parameters")) question.groups = groups_of(given, "parameters");
  if (question.groups == std::vector<std::vector<std::string>>{{"each"}}) {
    question.groups.clear();
    for (const std::string& name : means.parameters) question.groups.push_back({name});
  }
  if (given.has("summaries")) question.summaries = groups_of(given, "summaries");
  if (given.has("n")) {
    if (!given.has("prior-n")) throw UsageError("--n needs --prior-n (how many observations today's knowledge is worth)");
    if (question.groups.empty()) throw UsageError("--n needs --parameters (what the study measures)");
    question.sizes = number_list("n", given.get<std::string>("n"));
    question.prior_sizes = number_list("prior-n", given.get<std::string>("prior-n"));
  }
  if (given.has("population")) question.plan = plan_of(given);
  else
    for (const char* name : {"horizon", "rate", "rule", "delay", "setup", "per-participant"})
      if (given.has(name)) throw UsageError(fmt::format("--{} needs --population (people a year whom the decision concerns)", name));
  return question;
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(voi_command, described(), {}, keep_negative_numbers(arguments), "alongside voi --psa draws.csv --parameters each --threshold 20000");
  if (given.help) return 0;
  if (!given.has("psa")) throw UsageError("voi: --psa draws.csv is missing (see alongside voi --help)");
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("psa"));
  const DrawMeans means = average_replicates(read_draws(table, given.has("replicates-column") ? given.get<std::string>("replicates-column") : ""));
  fmt::print("{}", print(analyse_value_of_information(means, question_of(given, means)), format));
  return 0;
}

}  // namespace

const Command voi_command{"voi", "--psa DRAWS.csv [--parameters A,B;C]", "Value of information: of parameters, of studies, for a population.", run};

}  // namespace alongside::cli
