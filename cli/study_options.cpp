#include "cli/study_options.hpp"

#include <fmt/format.h>

#include "analysis/economics/rules.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
namespace {
namespace po = boost::program_options;
using namespace economics;

constexpr const char* needs_population[] = {"horizon", "rate", "rule", "delay", "setup", "per-participant"};

auto text(const char* name) { return po::value<std::string>()->value_name(name); }

}  // namespace

void add_study_options(po::options_description& options) {
  options.add_options()
      ("parameters", text("A,B[;C]"), "groups of parameters, ';' between groups; \"price.*\" takes all of that prefix, \"all\" all; alone: \"each\", or \"by-prefix\" (the default of a result)")
      ("n", text("50,100"), "study sizes: EVSI by Gaussian approximation for every group of parameters")
      ("prior-n", text("N[,N]"), "observations that today's knowledge of a group is worth, one for all or one per group");
}

void add_study_plan_options(po::options_description& options) {
  options.add_options()
      ("population", text("N"), "people a year whom the decision concerns; of a result: births a year")
      ("horizon", text("YEARS"), "years for which it does (default 10)")
      ("rate", text("R"), "discount rate a year, 0.035 = 3.5% (default: the reference case)")
      ("rule", text("NAME"), "discounting of the population: annual (default) or continuous")
      ("delay", text("YEARS"), "years until a study reports (default 0)")
      ("setup", text("COST"), "fixed cost of a study (default 0)")
      ("per-participant", text("COST"), "cost of one participant (default 0)");
}

const std::vector<std::string>& study_option_names() {
  static const std::vector<std::string> names{"parameters", "n", "prior-n", "population", "horizon", "rate", "rule", "delay", "setup", "per-participant"};
  return names;
}

std::vector<std::vector<std::string>> groups_of(const Parsed& given, const std::string& name) {
  std::vector<std::vector<std::string>> groups;
  for (const std::string& group : word_list(name, given.get<std::string>(name), ';')) groups.push_back(word_list(name, group, ','));
  return groups;
}

StudySizes study_sizes_of(const Parsed& given) {
  if (!given.has("n")) return {};
  if (!given.has("prior-n")) throw UsageError("--n needs --prior-n (how many observations today's knowledge is worth)");
  return {number_list("n", given.get<std::string>("n")), number_list("prior-n", given.get<std::string>("prior-n"))};
}

std::optional<StudyPlan> study_plan_of(const Parsed& given) {
  if (!given.has("population")) {
    for (const char* name : needs_population)
      if (given.has(name)) throw UsageError(fmt::format("--{} needs --population (people a year whom the decision concerns)", name));
    return std::nullopt;
  }
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

std::optional<StudyPlan> study_plan_of_births(const Parsed& given) {
  std::optional<StudyPlan> plan = study_plan_of(given);
  if (plan) {
    plan->people_per_value = 1000;
    plan->people = "births";
  }
  return plan;
}

}  // namespace alongside::cli
