#include <fmt/format.h>

#include <thread>

#include "analysis/trial/size_tables.hpp"
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

std::size_t place_of(const Parsed& given, const char* option, const std::vector<std::string>& names) {
  if (!given.has(option)) return 0;
  const std::string name = given.get<std::string>(option);
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) throw UsageError(fmt::format("--{} \"{}\" (there is no such name) one of: {}", option, name, fmt::join(names, ", ")));
  return static_cast<std::size_t>(at - names.begin());
}

/// Whole numbers as text, "" when none are given.
std::vector<std::string> whole_list(const Parsed& given, const char* option) {
  if (!given.has(option)) return {""};
  std::vector<std::string> out = word_list(std::string("--") + option, given.get<std::string>(option), ',');
  for (const std::string& word : out) whole_option(option, word, 1);
  return out;
}

SizeQuestion question_of(const Parsed& given, const SizeScenario& scenario) {
  SizeQuestion q;
  q.power = given.get<double>("power");
  q.alpha = given.get<double>("alpha");
  q.level = given.get<double>("level");
  q.step = given.has("step") ? static_cast<int>(whole_option("step", given.get<std::string>("step"), 1)) : scenario.step();
  q.start = scenario.communities();
  q.low = scenario.by_cluster() ? std::max(q.step, 4) : q.step;
  q.high = std::max(10 * scenario.communities(), q.low);
  if (given.has("communities")) {
    const std::string text = given.get<std::string>("communities");
    const std::size_t colon = text.find(':');
    if (colon == std::string::npos) throw UsageError(fmt::format("--communities {} (LOW:HIGH is wanted, such as 4:60)", text));
    q.low = static_cast<int>(whole_option("communities", text.substr(0, colon), 1));
    q.high = static_cast<int>(whole_option("communities", text.substr(colon + 1), 1));
  }
  q.worlds = static_cast<std::uint32_t>(std::min<std::size_t>(whole_option("worlds", given.get<std::string>("worlds"), 1), world::max_replicates));
  return q;
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
  add_worth_options(options, "");
}

int run(const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  add_options(options);
  const Parsed given = parse(size_command, options, {"SCENARIO"}, keep_negative_numbers(arguments), "alongside size trial.toml --power 0.9 --cluster-size 10,20,40");
  if (given.help) return 0;
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  const auto optional = [&](const char* name) { return given.has(name) ? given.get<std::string>(name) : std::string(); };
  scenario::Overrides overrides;
  if (given.has("set")) overrides.set = given.get<std::vector<std::string>>("set");
  overrides.draws = optional("draws"), overrides.seed = optional("seed");
  const declare::Catalogue catalogue = process::model_catalogue();
  const auto worlds = static_cast<std::uint32_t>(std::min<std::size_t>(whole_option("worlds", given.get<std::string>("worlds"), 1), world::max_replicates));
  SizeScenario scenario(given.get<std::string>("SCENARIO"), overrides, catalogue, worlds);
  const SizeQuestion question = question_of(given, scenario);
  const run::Study& own = scenario.own();
  std::vector<std::string> contrasts;
  for (const trial::Contrast& contrast : own.trial()->contrasts) contrasts.push_back(contrast.name);
  const std::size_t contrast = place_of(given, "contrast", contrasts), endpoint = place_of(given, "endpoint", own.trial()->endpoints);
  scenario.choose_endpoint(endpoint);
  const Estimator& method = given.has("method") ? find_estimator(given.get<std::string>("method")) : first_method(own, contrast, endpoint);
  const unsigned threads = given.has("threads") ? static_cast<unsigned>(std::min<std::size_t>(whole_option("threads", given.get<std::string>("threads"), 1), 4096)) : std::max(1u, std::thread::hardware_concurrency());
  const TrialRules rules = worth_rules_of(given, "");
  std::vector<SizedTrial> trials;
  for (const std::string& cluster_size : whole_list(given, "cluster-size"))
    for (const std::string& follow_up : whole_list(given, "follow-up")) {
      SizeWorlds simulate(scenario, {cluster_size, follow_up}, method, contrast, endpoint, threads);
      trials.push_back({cluster_size, follow_up, scenario.by_cluster(), search_size(question, std::ref(simulate))});
    }
  const SizeContext context{scenario.design(), method.name, contrasts[contrast], own.trial()->endpoints[endpoint], scenario.uncertain()};
  fmt::print("{}", economics::print(size_answer(question, context, std::move(trials), rules), format));
  return 0;
}
}  // namespace

const Command size_command{"size", "SCENARIO.toml", "Searches the number of communities that gives a trial a wanted power, by simulation.", run};

}  // namespace alongside::cli
