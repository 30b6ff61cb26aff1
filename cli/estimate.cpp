#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstring>

#include "analysis/trial/cost_effectiveness.hpp"
#include "analysis/trial/estimator.hpp"
#include "analysis/trial/trial_table.hpp"
#include "cli/command.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command estimate_command;

namespace {
using namespace estimation;
using data::Cell;
using data::Number;
using data::OutputTable;

boost::program_options::options_description described() {
  namespace po = boost::program_options;
  po::options_description out("Options");
  out.add_options()
      ("outcome", po::value<std::string>(), "column of the outcome (0/1 for a risk; the time with --event)")
      ("arm", po::value<std::string>(), "column of the arm; in a stepped wedge the condition of the cluster-period")
      ("control", po::value<std::string>()->default_value(""), "label of the control arm, if not 0 or \"control\"")
      ("cluster", po::value<std::string>()->default_value(""), "column of the cluster")
      ("period", po::value<std::string>()->default_value(""), "column of the period")
      ("baseline", po::value<std::string>()->default_value(""), "column of a covariate measured before randomisation")
      ("received", po::value<std::string>()->default_value(""), "column of 1 where the support was received")
      ("cost", po::value<std::string>()->default_value(""), "column of costs, for net benefit")
      ("event", po::value<std::string>()->default_value(""), "column of 1 where the time ended in the event")
      ("willingness-to-pay", po::value<double>()->default_value(0), "money per unit of outcome, for net benefit")
      ("methods", po::value<std::string>()->default_value(""), "method names with commas between, or \"all\"; default: those that suit the columns")
      ("level", po::value<double>()->default_value(0.95), "confidence level")
      ("seed", po::value<std::uint64_t>()->default_value(1), "seed of the permutation draws")
      ("draws", po::value<std::uint32_t>()->default_value(9999), "permutation draws when the allocations are too many to list")
      ("list", "name every method and stop")
      ("format", po::value<std::string>()->default_value("text"), "text, csv, json or md");
  return out;
}

OutputTable method_list() {
  OutputTable out{"Methods", {"method", "measure", "weight", "text"}, {}, {}};
  for (const Estimator* method : estimators())
    out.rows.push_back({std::string(method->name), std::string(name_of(method->estimand.measure)), std::string(name_of(method->estimand.weight)), std::string(method->text)});
  return out;
}

bool has_suffix(const Estimator& method, const char* end) { return std::string_view(method.name).ends_with(end); }

/// Whether a method is shown without being asked for: no method that ignores clusters when there are some, times only by
/// the survival methods, and of the GEE variants the usual ones.
bool shown_by_default(const Estimator& method, const Sample& sample) {
  const std::string_view name = method.name;
  const bool survival = (method.needs & needs_event) != 0;
  if (!sample.event.empty()) return survival;
  if (sample.clustered && (name == "difference" || name == "risk-difference" || name == "risk-ratio" || name == "odds-ratio")) return false;
  if (!sample.binary && (method.estimand.measure == Measure::log_risk_ratio)) return false;
  if (sample.binary && !sample.clustered && name == "difference") return false;
  if (!name.starts_with("gee-")) return true;
  const bool exchangeable = name.find("-exch-") != name.npos;
  if (!exchangeable) return has_suffix(method, "-kc-t");
  return has_suffix(method, "-kc-t") || has_suffix(method, "-md-t") || has_suffix(method, "-fg-t") || has_suffix(method, "-lz-z");
}

std::vector<const Estimator*> chosen(const std::string& wanted, const Sample& sample, const std::string& file) {
  std::vector<const Estimator*> out;
  std::string first_reason;
  if (wanted.empty() || wanted == "all") {
    for (const Estimator* method : estimators()) {
      if (wanted.empty() && !shown_by_default(*method, sample)) continue;
      const std::string reason = refusal(*method, sample);
      if (reason.empty()) out.push_back(method);
      else if (first_reason.empty()) first_reason = reason;
    }
    if (out.empty()) throw DataError(fmt::format("{}: no method fits these columns ({})", file, first_reason));
    return out;
  }
  for (std::size_t at = 0; at <= wanted.size();) {
    const std::size_t end = std::min(wanted.find(',', at), wanted.size());
    const Estimator& method = find_estimator(wanted.substr(at, end - at));
    const std::string reason = refusal(method, sample);
    if (!reason.empty()) throw DataError(fmt::format("{}: {} cannot be used ({})", file, method.name, reason));
    out.push_back(&method);
    at = end + 1;
  }
  return out;
}

/// Faults of the data that no method survives.
void check_sample(const Sample& sample, const std::string& file, const std::string& outcome) {
  if (sample.rows() == 0) throw DataError(fmt::format("{}: every row has a missing value (nothing is left to analyse)", file));
  for (int a = 0; a < 2; ++a)
    if (sample.rows_in_arm[a] == 0) throw DataError(fmt::format("{}: no complete rows in the {} arm (there is nothing to compare)", file, a ? "supported" : "control"));
  if (sample.constant && sample.cost.empty())
    throw DataError(fmt::format("{}: column \"{}\" holds the same value, {}, in every row (no effect and no error can be estimated)", file, outcome, sample.outcome[0]));
  if (!sample.clustered) return;
  for (int a = 0; a < 2; ++a)
    if (sample.parallel && sample.clusters_in(a) == 1)
      throw DataError(fmt::format("{}: one cluster in the {} arm (the effect and the cluster cannot be told apart; at least two per arm are needed)", file, a ? "supported" : "control"));
  if (sample.clusters() < 3) throw DataError(fmt::format("{}: {} clusters (their variation cannot be estimated; at least three are needed)", file, sample.clusters()));
}

OutputTable describe(const Sample& sample) {
  OutputTable out{"Data", {"quantity", "value"}, {}, {}};
  const auto whole = [&](const char* name, std::size_t value) { out.rows.push_back({std::string(name), static_cast<long long>(value)}); };
  whole("rows, control", sample.rows_in_arm[0]);
  whole("rows, supported", sample.rows_in_arm[1]);
  whole("rows left out", sample.lost);
  if (!sample.clustered) return out;
  whole("clusters", sample.clusters());
  if (sample.parallel) whole("clusters, control", sample.clusters_in(0)), whole("clusters, supported", sample.clusters_in(1));
  if (sample.periods > 1) whole("periods", static_cast<std::size_t>(sample.periods));
  double sum = 0, squares = 0;
  const double k = static_cast<double>(sample.clusters());
  for (std::size_t c = 0; c < sample.clusters(); ++c) sum += static_cast<double>(sample.size(c));
  for (std::size_t c = 0; c < sample.clusters(); ++c) squares += std::pow(static_cast<double>(sample.size(c)) - sum / k, 2);
  out.rows.push_back({std::string("cluster size, mean"), Number{sum / k, 2}});
  out.rows.push_back({std::string("cluster size, CV"), Number{std::sqrt(squares / (k - 1)) / (sum / k), 3}});
  if (sample.parallel) out.rows.push_back({std::string("ICC, one-way ANOVA"), Number{one_way(sample).icc, 4}});
  return out;
}

std::vector<Cell> row(const Estimator& method, const Estimate& e, double level) {
  const double nan = std::nan("");
  const Interval ci = interval(e, level);
  const bool ratio = std::strncmp(name_of(method.estimand.measure), "log ", 4) == 0;
  const auto or_none = [&](double value) { return e.has_value() ? value : nan; };
  return {std::string(method.name), std::string(name_of(method.estimand.measure)), std::string(name_of(method.estimand.weight)),
          Number{or_none(e.value), 4}, Number{or_none(e.se), 4}, Number{ci.low, 4}, Number{ci.high, 4}, Number{or_none(e.df), 2},
          Number{p_value(e), 5}, Number{ratio ? or_none(std::exp(e.value)) : nan, 3}, Number{or_none(e.icc), 4}, std::string(name_of(e.status)), std::string(e.note)};
}

int run(const std::vector<std::string>& arguments) {
  const bool list = std::find(arguments.begin(), arguments.end(), "--list") != arguments.end();
  if (list) {
    fmt::print("{}", method_list().print(data::Format::text));
    return 0;
  }
  const Parsed parsed = parse(estimate_command, described(), {"data"}, arguments,
                              "alongside estimate trial.csv --outcome score --arm supported --cluster district");
  if (parsed.help) return 0;
  const data::Format format = data::parse_format(parsed.get<std::string>("format"));
  const double level = parsed.get<double>("level");
  if (!(level > 0 && level < 1)) throw UsageError(fmt::format("--level is {} (strictly between 0 and 1, for example 0.95)", level));
  for (const char* needed : {"outcome", "arm"})
    if (!parsed.has(needed)) throw UsageError(fmt::format("estimate: --{} is missing (it names a column of the file)", needed));
  const auto text = [&](const char* name) { return parsed.get<std::string>(name); };
  const data::CsvTable table = data::CsvTable::read(text("data"));
  const TrialColumns columns = read_trial(table, {text("outcome"), text("arm"), text("cluster"), text("period"), text("baseline"),
                                                  text("received"), text("cost"), text("event"), text("control")});
  const Sample sample(columns.view());
  check_sample(sample, table.name(), text("outcome"));
  FitOptions options;
  options.willingness_to_pay = parsed.get<double>("willingness-to-pay");
  options.seed = parsed.get<std::uint64_t>("seed");
  options.draws = parsed.get<std::uint32_t>("draws");
  OutputTable estimates{"Estimates", {"method", "measure", "weight", "estimate", "SE", "low", "high", "df", "p", "ratio", "ICC", "status", "note"}, {}, {}};
  for (const Estimator* method : chosen(text("methods"), sample, table.name()))
    estimates.rows.push_back(row(*method, fit(*method, sample, options), level));
  estimates.notes.push_back("Supported minus control; ratios are estimated as logarithms. An empty df is the normal reference.");
  for (std::string& remark : remarks(columns, sample)) estimates.notes.push_back(std::move(remark));
  fmt::print("{}", data::print({describe(sample), estimates}, format));
  return 0;
}
}  // namespace

const Command estimate_command{"estimate", "DATA.csv --outcome COLUMN --arm COLUMN [--cluster COLUMN]",
                               "Estimates a trial's effect from its data, by every method that fits.", run};

}  // namespace alongside::cli
