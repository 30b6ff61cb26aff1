#include <fmt/format.h>

#include "analysis/economics/result_cea.hpp"
#include "analysis/economics/rules.hpp"
#include "analysis/economics/voi_tables.hpp"
#include "cli/command.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "cli/options.hpp"
#include "cli/study_options.hpp"
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
      ("threshold", text("A[,B]"), "money per unit of effect (default: the reference case), or a name of the rules")
      ("summaries", text("A,B[;C]"), "columns that are summary statistics of a simulated study, ';' between studies: EVSI by regression")
      ("replicates-column", text("NAME"), "column that says which rows are of one draw (default: draw)");
  add_study_options(options);
  add_study_plan_options(options);
  add_viewpoint_options(options);
  add_output_options(options);
  return options;
}

/// A result with too few draws gets its EVPI alone unless groups are asked for.
VoiQuestion question_of(const Parsed& given, const DrawMeans& means) {
  VoiQuestion question;
  question.thresholds = thresholds_of(given);
  if (given.has("parameters")) question.groups = parameter_groups(means.parameters, groups_of(given, "parameters"));
  else if (given.has("RESULT") && !means.parameters.empty() && means.draws() >= fewest_draws_for_groups) question.groups = parameter_groups(means.parameters, {{"by-prefix"}});
  if (given.has("summaries")) question.summaries = parameter_groups(means.parameters, groups_of(given, "summaries"));
  question.sizes = study_sizes_of(given);
  if (!question.sizes.sizes.empty() && question.groups.empty()) throw UsageError("--n needs --parameters (what the study measures)");
  question.plan = given.has("RESULT") ? study_plan_of_births(given) : study_plan_of(given);
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
  return analyse_studies(data::CsvTable::read(given.get<std::string>("evsi")), *study_plan_of(given));
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
