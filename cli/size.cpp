#include <fmt/format.h>

#include "analysis/trial/size_tables.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "cli/prepared.hpp"
#include "cli/size_worlds.hpp"
#include "cli/worth_options.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"

namespace alongside::cli {
extern const Command size_command;

namespace {
namespace po = boost::program_options;
using namespace estimation;

/// Whole numbers as text, "" when none are given.
std::vector<std::string> whole_list(const Parsed& given, const char* option) {
  if (!given.has(option)) return {""};
  std::vector<std::string> out = word_list(std::string("--") + option, given.get<std::string>(option), ',');
  for (const std::string& word : out) whole_option(option, word, 1);
  return out;
}

/// Bounds and step of the number of communities.
struct Bounds {
  int low, high, step;
};

Bounds bounds_of(const Parsed& given, const SizeScenario& scenario) {
  Bounds out{};
  out.step = given.has("step") ? static_cast<int>(whole_option("step", given.get<std::string>("step"), 1)) : scenario.step();
  out.low = scenario.by_cluster() ? std::max(out.step, 4) : out.step;
  out.high = std::max(10 * scenario.communities(), out.low);
  if (!given.has("communities")) return out;
  const std::string text = given.get<std::string>("communities");
  const std::size_t colon = text.find(':');
  if (colon == std::string::npos) throw UsageError(fmt::format("--communities {} (LOW:HIGH is wanted, such as 4:60)", text));
  out.low = static_cast<int>(whole_option("communities", text.substr(0, colon), 1));
  out.high = static_cast<int>(whole_option("communities", text.substr(colon + 1), 1));
  return out;
}

void add_options(po::options_description& options) {
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()("power", po::value<double>()->default_value(0.8), "wanted power")("alpha", po::value<double>()->default_value(0.05), "two-sided level of the test")(
      "method", text("NAME"), "method of analysis (alongside estimate --list); default: the scenario's or design's first")(
      "contrast", text("NAME"), "contrast, by name (default: the first)")("endpoint", text("NAME"), "endpoint, by name (default: the first)")(
      "communities", text("LOW:HIGH"), "bounds of the number of communities (default: up to ten times the scenario's)")(
      "step", text("N"), "numbers of communities are multiples of it (default: whole rounds of the design)")(
      "cluster-size", text("LIST"), "try these: most families randomised in a community (and period of a stepped wedge)")(
      "follow-up", text("LIST"), "try these: weeks of the endpoint's follow-up")("worlds", po::value<std::string>()->default_value("4000"), "trials to simulate for each, half of them to confirm")(
      "level", po::value<double>()->default_value(0.95), "level of the intervals")("set", po::value<std::vector<std::string>>(), "path=value, or arms.NAME.path=value; may be repeated")(
      "draws", po::value<std::string>(), "above 0: every trial has its own draw of the uncertain parameters, 0: none varies")("seed", po::value<std::string>(), "random seed")(
      "threads", po::value<std::string>(), "threads to use (default: all)")("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  options.add_options()("worth", po::bool_switch(), "search the size with the highest expected net benefit of sampling; needs --population, and draws")(
      "budget", text("POUNDS"), "with --worth: most that the research may cost");
  add_worth_options(options, "");
}

/// What both searches ask of a scenario.
struct Asked {
  Asked(const Parsed& given, const declare::Catalogue& catalogue, std::uint64_t worlds)
      : scenario(given.get<std::string>("SCENARIO"), overrides_from(given), catalogue, worlds), bounds(bounds_of(given, scenario)), threads(threads_of(given)) {
    const trial::Plan& plan = *scenario.own().trial();
    for (const trial::Contrast& one : plan.contrasts) contrasts.push_back(one.name);
    contrast = place_of(given, "contrast", contrasts), endpoint = place_of(given, "endpoint", plan.endpoints);
    scenario.choose_endpoint(endpoint);
    context = {scenario.design(), "", contrasts[contrast], plan.endpoints[endpoint], scenario.uncertain()};
  }
  static scenario::Overrides overrides_from(const Parsed& given) {
    scenario::Overrides out;
    if (given.has("set")) out.set = given.get<std::vector<std::string>>("set");
    if (given.has("draws")) out.draws = given.get<std::string>("draws");
    if (given.has("seed")) out.seed = given.get<std::string>("seed");
    return out;
  }

  SizeScenario scenario;
  Bounds bounds;
  unsigned threads;
  std::vector<std::string> contrasts;
  std::size_t contrast = 0, endpoint = 0;
  SizeContext context;
};

economics::Answer size_for_power(const Parsed& given, const declare::Catalogue& catalogue) {
  if (given.has("budget")) throw UsageError("--budget needs --worth");
  const auto worlds = static_cast<std::uint32_t>(std::min<std::size_t>(whole_option("worlds", given.get<std::string>("worlds"), 1), 1u << 30));
  // Numbers above --worlds are for the trials that confirm.
  Asked asked(given, catalogue, std::uint64_t{worlds} + worlds / 2 + 1);
  const SizeQuestion question{given.get<double>("power"), given.get<double>("alpha"), given.get<double>("level"), asked.bounds.low, asked.bounds.high, asked.bounds.step, asked.scenario.communities(), worlds};
  const Estimator& method = given.has("method") ? find_estimator(given.get<std::string>("method")) : first_method(asked.scenario.own(), asked.contrast, asked.endpoint);
  const TrialRules rules = worth_rules_of(given, "");
  asked.context.method = method.name;
  std::vector<SizedTrial> trials;
  for (const std::string& cluster_size : whole_list(given, "cluster-size"))
    for (const std::string& follow_up : whole_list(given, "follow-up")) {
      SizeWorlds simulate(asked.scenario, {cluster_size, follow_up}, method, asked.contrast, asked.endpoint, asked.threads);
      trials.push_back({cluster_size, follow_up, asked.scenario.by_cluster(), search_size(question, std::ref(simulate))});
    }
  return size_answer(question, asked.context, std::move(trials), rules);
}

economics::Answer size_for_worth(const Parsed& given, const declare::Catalogue& catalogue) {
  for (const char* option : {"method", "follow-up", "endpoint"})
    if (given.has(option)) throw UsageError(fmt::format("--{} does not go with --worth (the decision is by the scenario's net benefit, and the reader sees all its methods)", option));
  const TrialRules rules = worth_rules_of(given, "size: --worth");
  const scenario::Scenario s = scenario::read_scenario(given.get<std::string>("SCENARIO"), catalogue, Asked::overrides_from(given));
  if (s.draws == 0) throw DataError(fmt::format("{}: no parameter is uncertain (information is worth nothing to who knows everything) give it [uncertainty], or --draws 200", given.get<std::string>("SCENARIO")));
  Asked asked(given, catalogue, std::uint64_t{2} * s.draws);
  WorthQuestion question;
  question.budget = amount_option(given, "budget", question.budget);
  question.level = given.get<double>("level"), question.low = asked.bounds.low, question.high = asked.bounds.high, question.step = asked.bounds.step, question.draws = s.draws;
  std::vector<WorthTrial> trials;
  for (const std::string& cluster_size : whole_list(given, "cluster-size")) {
    WorthWorlds worlds(asked.scenario, {cluster_size, ""}, asked.contrast, rules.uncosted_rollout, asked.threads);
    trials.push_back({cluster_size, search_worth(question, rules, {[&](int size, std::uint32_t first, std::uint32_t draws) { return worlds.trials(size, first, draws); },
                                                                   [&](std::uint32_t first, std::uint32_t draws) { return worlds.benefit(first, draws); }})});
  }
  return worth_answer(question, asked.context, std::move(trials), rules);
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  add_options(options);
  const Parsed given = parse(size_command, options, {"SCENARIO"}, keep_negative_numbers(arguments), "alongside size trial.toml --power 0.9 --cluster-size 10,20,40");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const declare::Catalogue catalogue = process::model_catalogue();
  fmt::print("{}", economics::print((given.get<bool>("worth") ? size_for_worth : size_for_power)(given, catalogue), format));
  return 0;
}
}  // namespace

const Command size_command{"size", "SCENARIO.toml", "Searches the size that gives a trial a wanted power, or most worth for its cost, by simulation.", run};

}  // namespace alongside::cli
