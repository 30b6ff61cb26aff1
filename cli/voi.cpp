#include <fmt/format.h>

#include "analysis/economics/result_cea.hpp"
#include "analysis/economics/rules.hpp"
#include "analysis/economics/voi_tables.hpp"
#include "cli/command.hpp"
#include "cli/economic_options.hpp"
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
      ("psa", text("FILE"), "draws in place of a result: columns cost_<option>, effect_<option> and parameters, one row per draw")
      ("evsi", text("FILE"), "values of studies in place of either: columns n, evsi and perhaps se; gives ENBS for a population")
      ("parameters", text("A,B[;C]"), "groups of parameters, ';' between groups; \"price.*\" takes all of that prefix, \"all\" all; alone: \"each\", or \"by-prefix\" (the default of a result)")
      ("threshold", text("A[,B]"), "money per unit of effect (default: the reference case), or a name of the rules")
      ("summaries", text("A,B[;C]"), "columns that are summary statistics of a simulated study, ';' between studies: EVSI by regression")
      ("n", text("50,100"), "study sizes: EVSI by Gaussian approximation for every group of parameters")
      ("prior-n", text("N[,N]"), "observations that today's knowledge of a group is worth, one for all or one per group")
      ("population", text("N"), "people a year whom the decision concerns; of a result: births a year")
      ("horizon", text("YEARS"), "years for which it does (default 10)")
      ("rate", text("R"), "discount rate a year, 0.035 = 3.5% (default: the reference case)")
      ("rule", text("NAME"), "discounting of the population: annual (default) or continuous")
      ("delay", text("YEARS"), "years until a study reports (default 0)")
      ("setup", text("COST"), "fixed cost of a study (default 0)")
      ("per-participant", text("COST"), "cost of one participant (default 0)")
      ("replicates-column", text("NAME"), "column that says which rows are of one draw (default: draw)");
  add_viewpoint_options(options);
  add_output_options(options);
  return options;
}

/// Regressions on many parameters at once need this many; below it a result gets its EVPI alone unless groups are asked for.
constexpr Eigen::Index fewest_draws_for_groups = 50;

std::vector<std::vector<std::string>> groups_of(const Parsed& given, const std::string& name) {
  std::vector<std::vector<std::string>> groups;
  for (const std::string& group : word_list(name, given.get<std::string>(name), ';')) groups.push_back(word_list(name, group, ','));
  return groups;
}

StudyPlan plan_of(const Parsed& given) {
  const Discounting& reference = reference_discounting();
  StudyPlan plan;
  plan.yearly_people = amount_option(given, "population", 0);
  plan.horizon = amount_option(given, "horizon", 10);
  plan.rate = amount_option(given, "rate", reference.rates.effect);
  plan.rule = reference.rates.rule;
  plan.delay = amount_option(given, "delay", 0);
  plan.setup = amount_option(given, "setup", 0);
  plan.per_participant = amount_option(given, "per-participant", 0);
  if (given.has("rule")) {
    const auto rule = given.get<std::string>("rule");
    if (rule != "annual" && rule != "continuous") throw UsageError(fmt::format("--rule \"{}\" is not known (annual or continuous)", rule));
    plan.rule = rule == "annual" ? DiscountRule::annual : DiscountRule::continuous;
  }
  return plan;
}

VoiQuestion question_of(const Parsed& given, const DrawMeans& means) {
  VoiQuestion question;
  question.thresholds = thresholds_of(given);
  if (given.has("parameters")) question.groups = parameter_groups(means.parameters, groups_of(given, "parameters"));
  else if (given.has("RESULT") && !means.parameters.empty() && means.draws() >= fewest_draws_for_groups) question.groups = parameter_groups(means.parameters, {{"by-prefix"}});
  if (given.has("summaries")) question.summaries = parameter_groups(means.parameters, groups_of(given, "summaries"));
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

Answer from_draws(const Parsed& given) {
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("psa"));
  const DrawMeans means = average_replicates(read_draws(table, given.has("replicates-column") ? given.get<std::string>("replicates-column") : ""));
  return analyse_value_of_information(means, question_of(given, means));
}

Answer from_result(const Parsed& given) {
  const std::vector<Viewpoint> views = viewpoints_of(given);
  const Accounts accounts = read_accounts(record::Result::open(given.get<std::string>("RESULT")), point_of(given), detail_for(views));
  Answer answer;
  for (const Viewpoint& view : views) {
    const DrawMeans means = average_replicates(draws_of(accounts, value_accounts(accounts, view)));
    VoiQuestion question = question_of(given, means);
    question.wording = result_wording();
    if (question.plan) {
      question.plan->people_per_value = 1000;
      question.plan->people = "births";
    }
    Answer part = analyse_value_of_information(means, question);
    answer.summary.push_back(fmt::format("{}: {}.", view.is_reference() ? "Reference case" : "Also asked", view.text()));
    if (answer.tables.empty()) answer.summary.push_back(worlds_sentence(accounts));
    if (question.groups.empty()) part.summary.push_back(fmt::format("{} draws are too few to value the knowledge of groups of parameters: at least {}.", means.draws(), fewest_draws_for_groups));
    append_view(answer, std::move(part), views.size() > 1 ? view.label() : "");
  }
  return answer;
}

Answer from_studies(const Parsed& given) {
  refuse_with(given, "--evsi", {"parameters", "threshold", "summaries", "n", "prior-n", "replicates-column"});
  if (!given.has("population")) throw UsageError("--evsi needs --population (people a year whom the decision concerns)");
  return analyse_studies(data::CsvTable::read(given.get<std::string>("evsi")), plan_of(given));
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(voi_command, described(), {"RESULT"}, keep_negative_numbers(arguments), "alongside voi sure.h5 --parameters 'price.*;utility.*;leaving.*' --population 5000");
  if (given.help) return 0;
  data::parse_format(given.get<std::string>("format"));  // refused before anything is worked out
  if (given.has("RESULT") + given.has("psa") + given.has("evsi") != 1) throw UsageError("voi: give either a result, or --psa draws.csv, or --evsi studies.csv (see alongside voi --help)");
  if (given.has("RESULT")) refuse_with(given, "a result", {"replicates-column", "summaries"});
  else refuse_with(given, "a table", viewpoint_option_names());
  print_answer(given, given.has("RESULT") ? from_result(given) : given.has("psa") ? from_draws(given) : from_studies(given));
  return 0;
}

}  // namespace

const Command voi_command{"voi", "[RESULT.h5] | --psa DRAWS.csv | --evsi STUDIES.csv", "Value of information: of parameters, of studies, for a population.", run};

}  // namespace alongside::cli
