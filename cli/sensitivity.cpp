#include "cli/sensitivity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/economics/rules.hpp"
#include "analysis/explore/result_experiment.hpp"
#include "analysis/explore/sensitivity_tables.hpp"
#include "cli/number_list.hpp"
#include "cli/prepared.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command sensitivity_command;

namespace {
namespace po = boost::program_options;
using namespace explore;

po::options_description described() {
  po::options_description options("Options");
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()
      ("method", text("NAME"), "sobol, morris or prcc (default: what the points were laid out for)")
      ("measure", text("A[,B]"), "measures of the result to explain")
      ("nmb", text("A[,B]"), "or net monetary benefit at these thresholds (default: the reference case)")
      ("arm", text("NAME"), "arm to explain (default: every arm but the first)")
      ("versus", text("NAME"), "arm whose value is taken off (default: the first); \"none\": the arm alone")
      ("over", text("WHAT"), "points or draws: what varies (default: points, where there are any)")
      ("table", text("FILE"), "a CSV table of inputs and outputs instead of a result: a row a point, in the order of its design")
      ("output", text("A[,B]"), "the table's columns to explain")
      ("inputs", text("A[,B=0:1]"), "the table's columns that vary, with their ranges if not those seen (default: all others)")
      ("worlds", text("NAME"), "the table's column that tells replicate worlds apart; each has all points in one order")
      ("design", text("NAME"), "write points for another model: saltelli, morris, latin-hypercube, sobol or random; needs --inputs with ranges")
      ("size", text("N"), "base points, trajectories or points of --design")
      ("levels", po::value<std::string>()->value_name("N")->default_value("4"), "levels of a Morris design")
      ("outfile,o", text("FILE"), "file for --design (default: the terminal)")
      ("resamples", po::value<std::string>()->value_name("N")->default_value("1000"), "resamples for intervals")
      ("seed", po::value<std::string>()->value_name("N")->default_value("1"), "seed of resamples and of --design")
      ("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  return options;
}

void refuse_options(const Parsed& given, std::initializer_list<const char*> names, const std::string& why) {
  for (const char* name : names)
    if (given.has(name)) throw UsageError(fmt::format("sensitivity: --{} {}", name, why));
}

/// The table's rows of one world after another, side by side.
Eigen::MatrixXd by_worlds(const data::CsvTable& table, const std::vector<double>& y, const Parsed& given, Eigen::MatrixXd& x) {
  const auto rows = static_cast<Eigen::Index>(table.rows());
  const Eigen::MatrixXd all = Eigen::Map<const Eigen::VectorXd>(y.data(), rows);
  if (!given.has("worlds")) return all;
  const std::vector<std::string> of_row = table.texts(given.get<std::string>("worlds"));
  std::vector<std::string> worlds;
  std::vector<std::vector<Eigen::Index>> members;
  for (Eigen::Index r = 0; r < rows; ++r) {
    const std::string& world = of_row[static_cast<std::size_t>(r)];
    const auto at = std::ranges::find(worlds, world);
    if (at == worlds.end()) worlds.push_back(world), members.push_back({r});
    else members[static_cast<std::size_t>(at - worlds.begin())].push_back(r);
  }
  Eigen::MatrixXd out(static_cast<Eigen::Index>(members[0].size()), static_cast<Eigen::Index>(members.size()));
  for (std::size_t w = 0; w < members.size(); ++w) {
    if (members[w].size() != members[0].size() || x(members[w], Eigen::all) != x(members[0], Eigen::all))
      throw DataError(fmt::format("{}: world \"{}\" has other points than world \"{}\", or in another order (worlds are compared point by point)", table.name(), worlds[w], worlds[0]));
    for (std::size_t p = 0; p < members[w].size(); ++p) out(static_cast<Eigen::Index>(p), static_cast<Eigen::Index>(w)) = all(members[w][p]);
  }
  x = Eigen::MatrixXd(x(members[0], Eigen::all));
  return out;
}

std::vector<InputRange> inputs_of(const data::CsvTable& table, const std::vector<std::string>& outputs, const Parsed& given) {
  if (given.has("inputs")) return input_ranges(given.get<std::string>("inputs"));
  std::vector<InputRange> inputs;
  for (const std::string& name : table.columns())
    if (std::ranges::find(outputs, name) == outputs.end() && !(given.has("worlds") && name == given.get<std::string>("worlds"))) inputs.push_back({name});
  if (inputs.empty()) throw DataError(fmt::format("{}: has no column but the output (inputs are what varies)", table.name()));
  return inputs;
}

struct Task {
  Experiment experiment;
  MorrisScale scale;
};

std::vector<Task> from_table(const Parsed& given) {
  refuse_options(given, {"RESULT", "measure", "nmb", "arm", "versus", "over"}, "belongs to a result, not to a --table");
  if (!given.has("output")) throw UsageError("sensitivity: --table needs --output, the column to explain");
  const data::CsvTable table = data::CsvTable::read(given.get<std::string>("table"));
  const std::vector<std::string> outputs = word_list("output", given.get<std::string>("output"), ',');
  const std::vector<InputRange> inputs = inputs_of(table, outputs, given);
  std::vector<Task> tasks;
  for (const std::string& output : outputs) {
    Task task;
    task.experiment.what = output;
    task.experiment.x.resize(static_cast<Eigen::Index>(table.rows()), static_cast<Eigen::Index>(inputs.size()));
    for (std::size_t i = 0; i < inputs.size(); ++i) {
      const std::vector<double> column = table.numbers(inputs[i].name);
      task.experiment.inputs.push_back(inputs[i].name);
      task.experiment.x.col(static_cast<Eigen::Index>(i)) = Eigen::Map<const Eigen::VectorXd>(column.data(), static_cast<Eigen::Index>(column.size()));
      const auto [low, high] = std::ranges::minmax(column);
      if (inputs[i].ranged && (low < inputs[i].low || high > inputs[i].high))
        throw DataError(fmt::format("{}: {} goes from {} to {} (outside of its range {}:{}) mend the range", table.name(), inputs[i].name, low, high, inputs[i].low, inputs[i].high));
      task.scale.widths.push_back(inputs[i].ranged ? inputs[i].high - inputs[i].low : high - low);
    }
    task.experiment.y = by_worlds(table, table.numbers(output), given, task.experiment.x);
    tasks.push_back(std::move(task));
  }
  return tasks;
}

/// Arms to explain, each with the one that is taken off.
std::vector<OutputChoice> arms_of(const record::Result& result, const Parsed& given) {
  const std::size_t arms = arm_names(result).size();
  std::optional<std::size_t> versus = 0;
  if (given.has("versus")) versus = given.get<std::string>("versus") == "none" ? std::nullopt : std::optional(find_arm(result, given.get<std::string>("versus")));
  else if (arms == 1) versus = std::nullopt;
  std::vector<OutputChoice> choices;
  for (std::size_t arm = 0; arm < arms; ++arm) {
    if (given.has("arm") ? arm != find_arm(result, given.get<std::string>("arm")) : arm == versus) continue;
    if (arm == versus) throw UsageError(fmt::format("sensitivity: \"{}\" against itself is always 0; give --versus another arm, or none", arm_names(result)[arm]));
    choices.push_back({"", 0, arm, versus});
  }
  return choices;
}

Over over_of(const record::Result& result, const Parsed& given) {
  if (!given.has("over")) return result.has("/design/points") || !result.has("/design/draws") ? Over::points : Over::draws;
  const std::string what = given.get<std::string>("over");
  if (what != "points" && what != "draws") throw UsageError(fmt::format("--over \"{}\" is not known (points or draws)", what));
  return what == "points" ? Over::points : Over::draws;
}

std::vector<Task> from_result(const Parsed& given) {
  refuse_options(given, {"output", "inputs", "worlds"}, "belongs to a --table, not to a result");
  if (given.has("measure") && given.has("nmb")) throw UsageError("sensitivity: give --measure or --nmb, not both");
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  std::vector<std::string> measures;
  std::vector<double> thresholds;
  if (given.has("measure")) measures = word_list("measure", given.get<std::string>("measure"), ',');
  else if (given.has("nmb")) thresholds = number_list("nmb", given.get<std::string>("nmb"));
  else thresholds = {economics::reference_threshold().low};
  refuse_negative("nmb", thresholds);
  std::vector<Task> tasks;
  const Over over = over_of(result, given);
  const auto add = [&](const OutputChoice& choice) {
    Task task{read_experiment(result, choice, over), {}};
    if (const auto* levels = record::find_attribute(result.attributes(), "sweep_levels")) {
      const auto p = static_cast<double>(std::get<std::int64_t>(*levels));
      task.scale.step = p / (2 * (p - 1));
    } else {
      for (Eigen::Index i = 0; i < task.experiment.x.cols(); ++i) task.scale.widths.push_back(task.experiment.x.col(i).maxCoeff() - task.experiment.x.col(i).minCoeff());
    }
    tasks.push_back(std::move(task));
  };
  for (OutputChoice choice : arms_of(result, given)) {
    for (const std::string& measure : measures) choice.measure = measure, add(choice);
    for (const double threshold : thresholds) choice.threshold = threshold, add(choice);
  }
  return tasks;
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(sensitivity_command, described(), {"RESULT"}, keep_negative_numbers(arguments), "alongside sensitivity sweep.h5 --measure qalys,cost");
  if (given.help) return 0;
  if (given.has("design")) return write_design(given);
  refuse_options(given, {"size", "outfile"}, "belongs to --design");
  const data::Format format = data::parse_format(given.get<std::string>("format"));
  Resampling resampling{static_cast<int>(whole_option("resamples", given.get<std::string>("resamples"), 10)), whole_option("seed", given.get<std::string>("seed"), 0)};
  if (resampling.resamples > 1000000) throw UsageError("--resamples is over a million (a thousand is plenty)");
  std::optional<Method> method;
  if (given.has("method")) method = parse_method(given.get<std::string>("method"));
  if (given.has("RESULT") == given.has("table")) throw UsageError("sensitivity: give either RESULT.h5, --table FILE.csv or --design (see alongside sensitivity --help)");
  std::vector<data::OutputTable> tables;
  for (const Task& task : given.has("table") ? from_table(given) : from_result(given))
    tables.push_back(sensitivity_table(task.experiment, method.value_or(method_for(task.experiment)), task.scale, resampling));
  fmt::print("{}", data::print(tables, format));
  return 0;
}

}  // namespace

const Command sensitivity_command{"sensitivity", "[RESULT.h5]", "Which inputs drive an output: Sobol' indices, elementary effects, partial rank correlations; or points for that.", run};

}  // namespace alongside::cli
