#include "cli/worth_options.hpp"

#include "cli/economic_options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
namespace {
namespace po = boost::program_options;
using estimation::TrialRules;

constexpr struct {
  const char* name;
  double TrialRules::*rule;
  const char* text;
} worth_options[] = {
    {"population", &TrialRules::population, "eligible families a year whom the decision concerns (needed)"},
    {"horizon", &TrialRules::horizon, "years for which it does"},
    {"rate", &TrialRules::rate, "discount rate a year"},
    {"years", &TrialRules::years, "years until the trial reports, whatever the design; left out: as long as simulated trials take to recruit and follow up, and --years-around"},
    {"years-around", &TrialRules::around, "years of approvals before and of analysis after that, assumed"},
    {"fixed-cost", &TrialRules::fixed, "pounds for any trial, assumed"},
    {"per-cluster", &TrialRules::per_cluster, "pounds for a community randomised as a whole, assumed"},
    {"per-family", &TrialRules::per_family, "pounds for a family randomised, assumed"},
    {"per-year", &TrialRules::per_year, "pounds for a year of the trial's team, assumed"},
    {"rollout-cost", &TrialRules::uncosted_rollout, "pounds a family that a roll-out costs beyond the model's; below 0: saves"},
};

}  // namespace

void add_worth_options(po::options_description& options, const std::string& when) {
  constexpr TrialRules otherwise;
  for (const auto& option : worth_options) {
    if (options.find_nothrow(option.name, false)) continue;
    const bool own_default = option.rule == &TrialRules::population || option.rule == &TrialRules::years;
    const std::string text = fmt::format("{}{}{}", when, option.text, own_default ? "" : fmt::format(" (default {})", otherwise.*option.rule));
    options.add_options()(option.name, po::value<std::string>()->value_name("NUMBER"), text.c_str());
  }
}

TrialRules worth_rules_of(const Parsed& given, const std::string& asker) {
  if (!asker.empty() && !given.has("population")) throw UsageError(fmt::format("{} needs --population (eligible families a year whom the decision concerns)", asker));
  TrialRules rules;
  for (const auto& option : worth_options) {
    double& rule = rules.*option.rule;
    rule = option.rule == &TrialRules::uncosted_rollout ? number_option(given, option.name, rule) : amount_option(given, option.name, rule);
  }
  if (!asker.empty() && !(rules.population > 0)) throw DataError("--population is 0 (the decision would concern nobody) use a number above 0");
  if (given.has("years") && given.has("years-around")) throw UsageError("--years and --years-around (the first is the whole time until the trial reports) give one");
  if (rules.rate >= 1) throw DataError(fmt::format("--rate {} is not from 0 to below 1 (it is a share a year: 0.035 is 3.5%)", rules.rate));
  return rules;
}

void refuse_worth_options(const Parsed& given, const std::string& needed) {
  for (const auto& option : worth_options)
    if (given.has(option.name)) throw UsageError(fmt::format("--{} needs {}", option.name, needed));
}

std::vector<std::string> worth_option_names() {
  std::vector<std::string> names;
  for (const auto& option : worth_options) names.emplace_back(option.name);
  return names;
}

}  // namespace alongside::cli
