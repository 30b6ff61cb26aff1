#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <memory>
#include <span>

#include "analysis/report/page.hpp"
#include "cli/economic_options.hpp"
#include "cli/options.hpp"
#include "cli/study_options.hpp"
#include "cli/worth_options.hpp"
#include "sim/core/error.hpp"
#include "sim/record/safe_file.hpp"

namespace alongside::cli {
extern const Command report_command;

namespace {
namespace po = boost::program_options;

/// A page replaces an older page, but nothing else: a slip of the hand must not cost a result.
void refuse_other_files(const std::string& path) {
  const std::optional<std::vector<std::byte>> old = record::read_if_exists(path);
  if (!old || old->empty()) return;
  const std::string_view start(reinterpret_cast<const char*>(old->data()), std::min<std::size_t>(old->size(), 15));
  if (start != "<!doctype html>") throw OutputError(fmt::format("{}: is there already and is no report (it is not overwritten) choose another path with -o", path));
}

void add_report_options(po::options_description& options) {
  options.add_options()("output,o", po::value<std::string>(), "page to write (default: RESULT.html)")(
      "threshold", po::value<std::string>(), "money per QALY that the text speaks of, one or more (default: the reference case's)")("tables-only", "leave the pictures out");
  add_viewpoint_options(options);
  add_study_options(options);
  add_study_plan_options(options);
  add_worth_options(options, "of simulated trials, with --population: ");
}

void refuse_all(const Parsed& given, const std::vector<std::string>& names, const std::vector<std::string>& shared, const std::string& source) {
  for (const std::string& name : names)
    if (std::ranges::find(shared, name) == shared.end()) refuse_with(given, source, {name});
}

/// Which studies to value, when the options ask: of uncertain numbers in a comparison, or the simulated trials themselves.
void ask_for_studies(const Parsed& given, const record::Result& result, report::ReportOptions& wanted) {
  if (result.has("/trial/truth")) {
    refuse_all(given, study_option_names(), worth_option_names(), "the result of a trial");
    if (given.has("population")) wanted.trial_rules = std::make_shared<estimation::TrialRules>(worth_rules_of(given, "report"));
    else refuse_worth_options(given, "--population (eligible families a year whom the decision concerns)");
    return;
  }
  refuse_all(given, worth_option_names(), study_option_names(), "a result without trials");
  const std::optional<economics::StudyPlan> plan = study_plan_of_births(given);
  economics::StudyQuestion question;
  question.sizes = study_sizes_of(given);
  if (plan.has_value() != !question.sizes.sizes.empty()) throw UsageError("report: studies need --population, --n and --prior-n together (whom the decision concerns, how large a study may be, and what today's knowledge is worth)");
  if (!plan) return refuse_with(given, "a report without --population", {"parameters", "prior-n"});
  question.plan = *plan;
  if (given.has("parameters")) question.groups = groups_of(given, "parameters");
  wanted.studies = std::make_shared<economics::StudyQuestion>(std::move(question));
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  add_report_options(options);
  const Parsed given = parse(report_command, options, {"RESULT"}, arguments, "alongside report study.h5 -o report.html");
  if (given.help) return 0;
  const std::string path = given.get<std::string>("RESULT");
  const std::string output = given.has("output") ? given.get<std::string>("output") : std::filesystem::path(path).replace_extension(".html").string();
  record::require_writable(output);
  refuse_other_files(output);
  report::ReportOptions wanted;
  wanted.point = point_of(given);
  if (given.has("threshold")) wanted.thresholds = thresholds_of(given);
  wanted.view = std::make_shared<economics::Viewpoint>(viewpoints_of(given).back());
  const report::Charts charts = given.has("tables-only") ? report::Charts::absent : report::built_with();
  const record::Result result = record::Result::open(path);
  ask_for_studies(given, result, wanted);
  const report::Page page = report::write_page(result, wanted, charts);
  record::write_safely(output, std::as_bytes(std::span(page.html)));
  fmt::print("{}: one page of {:.1f} MB with {} figures; open it in any browser, no network needed\n", output, static_cast<double>(page.html.size()) / 1e6, page.figures);
  if (report::built_with() == report::Charts::absent)
    fmt::print(stderr, "alongside: the figures stand as tables and data only, because this program was built without its charts: sh cli/setup.sh demo fetches them\n");
  return 0;
}
}  // namespace

const Command report_command{"report", "RESULT.h5 [-o REPORT.html]", "Writes one self-contained page: the answer, tables, figures, and where they come from.", run};

}  // namespace alongside::cli
