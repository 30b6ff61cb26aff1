#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "analysis/economics/equity_tables.hpp"
#include "analysis/economics/result_equity.hpp"
#include "analysis/economics/rules.hpp"
#include "cli/command.hpp"
#include "cli/economic_options.hpp"
#include "cli/number_list.hpp"
#include "sim/core/error.hpp"

namespace alongside::cli {
extern const Command equity_command;

namespace {
namespace po = boost::program_options;
using namespace economics;

po::options_description described() {
  po::options_description options("Options");
  const auto text = [](const char* name) { return po::value<std::string>()->value_name(name); };
  options.add_options()
      ("table", text("FILE"), "groups in place of a result: population, and health_<option> levels, or baseline and gain_<option>; opportunity_weight or opportunity_share")
      ("index", po::value<std::string>()->default_value("atkinson"), "one or more of atkinson, kolm, gini, separated by commas")
      ("aversion", text("A[,B]"), "aversions to inequality (default: those of the rules for each index)")
      ("cost", text("TOTAL"), "of a table: money that every option with gains costs in total (default 0)")
      ("reference", text("NAME"), "of a result: arm to compare with (default: the first)")
      ("baseline", text("NAME|FILE"), "of a result: quality-adjusted life expectancy by deprivation: love_koh_2015 (default), love_koh_2023, none, or a table quintile, qale[, share]; quintile 5 is the most deprived")
      ("shares", text("NAME"), "of a result: who loses displaced health: love_koh_2020 (default), moderate, equal (NICE)")
      ("opportunity", text("MONEY"), "money that displaces one unit of health elsewhere (default: from the rules)");
  add_viewpoint_options(options);
  add_output_options(options);
  return options;
}

std::vector<double> default_aversions(InequalityIndex index) {
  if (index == InequalityIndex::extended_gini) return {1, 2, 3};
  std::vector<double> found;
  for (const Aversion& a : aversions())
    if (a.index == (index == InequalityIndex::kolm ? "kolm" : "atkinson")) found.push_back(a.value);
  return found;
}

std::vector<EquityView> views_of(const Parsed& given) {
  std::vector<EquityView> views;
  for (const std::string& name : word_list("index", given.get<std::string>("index"), ',')) {
    const InequalityIndex index = parse_index(name);
    for (const double a : given.has("aversion") ? number_list("aversion", given.get<std::string>("aversion")) : default_aversions(index)) views.push_back({index, a});
  }
  return views;
}

double money_per_health(const Parsed& given) {
  const double money = amount_option(given, "opportunity", opportunity_costs().front().pounds_per_qaly);
  if (money == 0) throw DataError("--opportunity 0 is not positive (it is the money that displaces one unit of health)");
  return money;
}

/// Columns quintile (5 the most deprived), qale, and perhaps share.
void read_baseline(const std::string& path, EquityBasis& basis) {
  const data::CsvTable table = data::CsvTable::read(path);
  const std::vector<double> quintile = table.numbers("quintile"), qale = table.numbers("qale");
  const std::vector<double> share = table.has("share") ? table.numbers("share") : std::vector<double>();
  std::array<double, 5> found{};
  std::array<bool, 5> there{};
  for (std::size_t r = 0; r < quintile.size(); ++r) {
    const double q = quintile[r];
    if (q != 1 && q != 2 && q != 3 && q != 4 && q != 5) throw DataError(fmt::format("{}:{}: quintile {} (1 to 5 are wanted, 5 the most deprived)", path, table.line(r), q));
    const auto place = static_cast<std::size_t>(5 - q);
    if (there[place]) throw DataError(fmt::format("{}:{}: quintile {} stands twice", path, table.line(r), q));
    if (!(qale[r] > 0)) throw DataError(fmt::format("{}:{}: qale {} is not positive", path, table.line(r), qale[r]));
    there[place] = true;
    found[place] = qale[r];
    if (!share.empty()) basis.shares[place] = share[r];
  }
  if (std::ranges::find(there, false) != there.end()) throw DataError(fmt::format("{}: a quintile is missing (1 to 5 are wanted, 5 the most deprived)", path));
  if (const double sum = std::accumulate(basis.shares.begin(), basis.shares.end(), 0.0); std::abs(sum - 1) > 1e-6 || std::ranges::min(basis.shares) < 0)
    throw DataError(fmt::format("{}: shares sum to {} (they must not be negative and sum to 1)", path, sum));
  basis.baseline = found;
  basis.baseline_text = path;
  if (!share.empty()) basis.shares_text = path;
}

EquityBasis basis_of(const Parsed& given) {
  EquityBasis basis;
  const OpportunityShares& shares = given.has("shares") ? opportunity_distribution_named("shares", given.get<std::string>("shares")) : opportunity_distributions().front();
  basis.shares = shares.shares;
  basis.shares_text = shares.source.text;
  basis.money_per_health = money_per_health(given);
  const std::string name = given.has("baseline") ? given.get<std::string>("baseline") : std::string(baselines().front().name);
  if (name == "none") basis.baseline_text = "none was asked for (--baseline none)";
  else if (name.find('.') != std::string::npos || name.find('/') != std::string::npos) read_baseline(name, basis);
  else {
    const BaselineHealth& known = baseline_named("baseline", name);
    basis.baseline = known.qale;
    basis.baseline_text = known.source.text;
  }
  return basis;
}

Answer from_table(const Parsed& given) {
  refuse_with(given, "--table", viewpoint_option_names());
  refuse_with(given, "--table", {"reference", "baseline", "shares"});
  EquityQuestion question;
  question.views = views_of(given);
  if (given.has("cost")) {
    const std::vector<double> cost = number_list("cost", given.get<std::string>("cost"));
    if (cost.size() != 1) throw UsageError("--cost takes one number");
    question.cost = cost[0];
  }
  question.money_per_health = money_per_health(given);
  return analyse_equity(read_equity_table(data::CsvTable::read(given.get<std::string>("table"))), question);
}

Answer from_result(const Parsed& given) {
  refuse_with(given, "a result", {"cost"});
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  Answer answer;
  const std::vector<Viewpoint> views = viewpoints_of(given);
  for (const Viewpoint& view : views) {
    ResultEquityQuestion question{view, point_of(given), {}, views_of(given), basis_of(given)};
    if (given.has("reference")) question.reference = given.get<std::string>("reference");
    append_view(answer, analyse_result_equity(result, question), views.size() > 1 ? view.label() : "");
  }
  return answer;
}

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(equity_command, described(), {"RESULT"}, keep_negative_numbers(arguments), "alongside equity sure.h5 --aversion 0,1,3.5,10.95");
  if (given.help) return 0;
  data::parse_format(given.get<std::string>("format"));  // refused before anything is worked out
  if (given.has("RESULT") == given.has("table")) throw UsageError("equity: give either a result or --table groups.csv (see alongside equity --help)");
  print_answer(given, given.has("RESULT") ? from_result(given) : from_table(given));
  return 0;
}

}  // namespace

const Command equity_command{"equity", "[RESULT.h5] | --table GROUPS.csv", "Who gains and who loses, weighed by aversion to inequality.", run};

}  // namespace alongside::cli
