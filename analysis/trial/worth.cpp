#include "analysis/trial/worth.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

using namespace economics;
using data::OutputTable;

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr Eigen::Index most_summaries = 3;  ///< a regression on more needs thousands of draws

/// Worlds of a point by draw: the first is the trial's, the others give the truth.
std::map<std::size_t, std::vector<std::size_t>> by_draw(const TrialResult& r, std::size_t point) {
  std::map<std::size_t, std::vector<std::size_t>> out;
  const std::vector<std::size_t>& draw = r.draw_of(point);
  for (std::size_t w = 0; w < draw.size(); ++w) out[draw[w]].push_back(w);
  return out;
}

/// Benefit of the roll-out by draw, worlds of the trials left out.
Eigen::VectorXd benefit_of(const TrialResult& r, std::size_t point, std::size_t contrast, double uncosted) {
  std::vector<double> all;
  for (std::size_t e = 0; e < r.endpoints().size() && (all.empty() || std::ranges::all_of(all, [](double v) { return std::isnan(v); })); ++e)
    all = r.own_truth(point, contrast, e, "net benefit, participant");
  std::vector<double> out;
  for (const auto& [draw, worlds] : by_draw(r, point)) {
    double sum = 0, n = 0;
    for (std::size_t i = 1; i < worlds.size(); ++i)
      if (const double v = all.empty() ? none : all[worlds[i]]; !std::isnan(v)) sum += v, n += 1;
    if (n == 0)
      throw DataError(fmt::format("{}: draw {} has no world beside the trial's with a true net benefit (worth needs two replicates or more a draw, and trial.truth = \"total\" or \"full\")", r.file().path(), draw));
    out.push_back(sum / n - uncosted);
  }
  if (out.size() < fewest_draws)
    throw DataError(fmt::format("{}: {} draws of the uncertain parameters are too few to value a trial by regression (at least {}) run again with --draws 200 --replicates 2", r.file().path(), out.size(), fewest_draws));
  return Eigen::Map<const Eigen::VectorXd>(out.data(), static_cast<Eigen::Index>(out.size()));
}

/// A method's number in the trial of every draw.
std::vector<double> of_trials(const TrialResult& r, std::size_t point, const std::vector<double>& values) {
  std::vector<double> out;
  for (const auto& [draw, worlds] : by_draw(r, point)) out.push_back(values[worlds[0]]);
  return out;
}

Eigen::VectorXd as_vector(const std::vector<double>& values) { return Eigen::Map<const Eigen::VectorXd>(values.data(), static_cast<Eigen::Index>(values.size())); }

/// A trial without an answer takes the mean of the others.
Eigen::VectorXd filled(std::vector<double> values) {
  const double mean = mean_of(values).value;
  for (double& v : values)
    if (std::isnan(v)) v = std::isnan(mean) ? 0 : mean;
  return as_vector(values);
}

/// Weeks of recruitment and follow-up, to the last endpoint.
double weeks_of(const TrialResult& r, std::size_t point, std::size_t contrast) {
  if (!r.file().has("/trial/world/duration"))
    throw DataError(fmt::format("{}: does not tell how long its trials take (an older program made it) give --years, or run it again", r.file().path()));
  double most = 0;
  for (std::size_t e = 0; e < r.endpoints().size(); ++e)
    if (const double weeks = mean_of(r.column("/trial/world/duration", point, {contrast, e})).value; weeks > most) most = weeks;
  return most;
}

DesignTrials trials_of(const TrialResult& r, std::size_t point, std::size_t contrast, const TrialRules& rules) {
  std::vector<ReportedNumbers> reported;
  for (std::size_t e = 0; e < r.endpoints().size(); ++e)
    for (std::size_t m = 0; m < r.methods().size(); ++m)
      if (const MethodColumns method = r.method(point, contrast, e, m); method.applicable())
        reported.push_back({e, r.method_estimands()[m].starts_with("net benefit"), of_trials(r, point, method.estimate), of_trials(r, point, method.se)});
  if (reported.empty()) throw DataError(fmt::format("{}: no method gave an estimate at point {} (nothing would be learnt from the trial)", r.file().path(), point));
  DesignTrials out = summarise_trials(reported, rules.uncosted_rollout);
  for (std::size_t a = 0; a < r.arms().size(); ++a) (a ? out.supported : out.control) += r.randomised(point, a);
  if (const std::string design = r.design(point); design == "cluster" || design == "stepped wedge")
    out.clusters = mean_of(r.column("/trial/world/clusters", point, {contrast, 0})).value;
  if (std::isnan(rules.years)) out.weeks = weeks_of(r, point, contrast);
  return out;
}

data::Number pounds(double value) { return {value, 0}; }

}  // namespace

Eigen::MatrixXd options_of(const Eigen::VectorXd& benefit) {
  Eigen::MatrixXd nmb = Eigen::MatrixXd::Zero(benefit.size(), 2);
  nmb.col(1) = benefit;
  return nmb;
}

double standard_deviation(const Eigen::VectorXd& values) { return std::sqrt((values.array() - values.mean()).square().sum() / static_cast<double>(values.size() - 1)); }

double years_until_report(const TrialRules& rules, double weeks) {
  constexpr double weeks_a_year = 365.25 / 7;
  return std::isnan(rules.years) ? rules.around + weeks / weeks_a_year : rules.years;
}

StudyPlan study_plan(const TrialRules& rules, double years) {
  StudyPlan plan;
  plan.yearly_people = rules.population;
  plan.horizon = rules.horizon;
  plan.rate = rules.rate;
  plan.delay = years;
  return plan;
}

OutputTable rule_table(const TrialRules& rules) {
  OutputTable t{"Rules", {"rule", "value", "source"}, {}, {}};
  const std::string assumed = "assumed, November 2026";
  const auto row = [&](const char* name, double value, int digits, const std::string& source) { t.rows.push_back({std::string(name), data::Number{value, digits}, source}); };
  row("fixed cost of a trial, pounds", rules.fixed, 0, assumed);
  row("for each community randomised as a whole", rules.per_cluster, 0, assumed);
  row("for each family randomised", rules.per_family, 0, assumed);
  row("for each year until it reports", rules.per_year, 0, assumed);
  if (std::isnan(rules.years)) row("years of approvals and analysis, beside recruitment and follow-up", rules.around, 1, assumed);
  else row("years until it reports", rules.years, 1, "given");
  row("eligible families a year", rules.population, 0, "given");
  row("years for which the decision matters", rules.horizon, 1, assumed);
  row("discount rate a year", rules.rate, 3, "NICE reference case");
  row("cost of a roll-out beyond the model's, pounds a family", rules.uncosted_rollout, 0, "given");
  return t;
}

DesignTrials summarise_trials(const std::vector<ReportedNumbers>& reported, double uncosted) {
  DesignTrials out;
  std::vector<Eigen::VectorXd> columns;
  std::vector<std::size_t> told;  // endpoints for which a method has spoken: the first that suits, and the net benefit for itself
  for (const ReportedNumbers& one : reported) {
    if (one.net_benefit && out.estimate.size() == 0) {
      out.estimate = as_vector(one.estimate).array() - uncosted;
      out.error = as_vector(one.se);
    }
    const bool spoken = std::ranges::find(told, one.endpoint) != told.end();
    if (spoken && !one.net_benefit) continue;
    if (!one.net_benefit) told.push_back(one.endpoint);
    columns.insert(one.net_benefit ? columns.begin() : columns.end(), filled(one.estimate));
  }
  const auto count = std::min<Eigen::Index>(most_summaries, static_cast<Eigen::Index>(columns.size()));
  out.summaries.resize(columns.empty() ? 0 : columns[0].size(), count);
  for (Eigen::Index c = 0; c < count; ++c) out.summaries.col(c) = columns[static_cast<std::size_t>(c)];
  return out;
}

double research_cost(const TrialRules& rules, double clusters, double families, double years) {
  return rules.fixed + rules.per_cluster * clusters + rules.per_family * families + rules.per_year * years;
}

DesignWorth worth_of_design(const Eigen::VectorXd& benefit, const DesignTrials& trials, const TrialRules& rules) {
  DesignWorth out;
  const double families = trials.supported + trials.control;
  if (!(families > 0)) return out;
  const Eigen::MatrixXd nmb = options_of(benefit);
  const double mean = benefit.mean();
  // Without the trial everybody would get what is best on average today: those in the other arm lose the difference.
  out.lost = mean > 0 ? trials.control * mean : -trials.supported * mean;
  out.years = years_until_report(rules, trials.weeks);
  out.research = research_cost(rules, trials.clusters, families, out.years);
  const InformationValue evsi = trials.summaries.cols() > 0 ? value_of_study(nmb, trials.summaries) : InformationValue{};
  out.study = worth_of_study(study_plan(rules, out.years), families, evsi, out.research + out.lost);
  out.face.value = none;
  const double sd = standard_deviation(benefit);
  if (trials.estimate.size() == benefit.size() && sd > 0)
    out.face = value_of_rule(nmb, face_value_choices(trials.estimate, trials.error, {mean, sd}, 0, 1));
  return out;
}

Answer trial_worth(const TrialResult& r, std::size_t reference, std::size_t contrast, const TrialRules& rules) {
  const Eigen::VectorXd benefit = benefit_of(r, reference, contrast, rules.uncosted_rollout);
  std::vector<Eigen::Index> known;
  for (const double b : benefit) known.push_back(b > 0 ? 1 : 0);
  const InformationValue perfect = value_of_rule(options_of(benefit), known);
  struct Line {
    std::size_t point;
    DesignTrials trials;
    DesignWorth worth;
  };
  std::vector<Line> lines;
  for (std::size_t p = 0; p < r.points(); ++p) {
    DesignTrials trials = trials_of(r, p, contrast, rules);
    if (trials.summaries.rows() != benefit.size())
      throw DataError(fmt::format("{}: point {} has trials of {} draws, point {} of {} (every design is judged by the same draws) see the failed worlds in alongside info", r.file().path(), p, trials.summaries.rows(), reference, benefit.size()));
    DesignWorth worth = worth_of_design(benefit, trials, rules);
    lines.push_back({p, std::move(trials), worth});
  }
  std::ranges::stable_sort(lines, std::greater{}, [](const Line& line) { return line.worth.study.enbs; });
  OutputTable t{"What each design is worth, best first", {"point", "design", "families", "communities", "years", "research", "lost in the worse arm", "EVSI a family", "SE", "face-value gain a family", "its SE", "EVSI, population", "ENBS", "its SE"}, {}, {}};
  for (const Line& line : lines) {
    const DesignWorth& w = line.worth;
    const bool face = std::isfinite(w.face.value);
    t.rows.push_back({static_cast<long long>(line.point), r.design(line.point), pounds(w.study.n), pounds(line.trials.clusters), data::Number{w.years, 2}, pounds(w.research), pounds(w.lost), money(w.study.evsi.value),
                      money(w.study.evsi.total_se()), money(w.face.value), money(face ? w.face.mcse : none), pounds(w.study.population), pounds(w.study.enbs), pounds(w.study.enbs_se)});
  }
  t.notes.push_back("Years: from now until the trial reports. Families who come before gain nothing from it.");
  t.notes.push_back("Pounds. EVSI: best decision after regressing the roll-out's net benefit on what the trial reports, less the best today (Strong et al. 2015); the SE holds the regression and the draws.");
  t.notes.push_back("Face value: adopt where the reported net benefit, read as unbiased and joined with today's knowledge, is above 0. A biased or noisy report can lose; - where the design reports no net benefit.");
  t.notes.push_back(fmt::format("All designs are judged by the roll-out of point {} in the same {} draws, from other worlds than the trials'. Where ENBS differ by less than their SE, the ranking is not settled.", reference, benefit.size()));
  Answer answer;
  answer.summary.push_back(fmt::format("A roll-out is worth {} pounds a family by today's knowledge (SD {}): {} would be chosen.", brief(benefit.mean()),
                                       brief(std::sqrt((benefit.array() - benefit.mean()).square().mean())), benefit.mean() > 0 ? "the programme" : "usual care"));
  answer.summary.push_back(fmt::format("Perfect knowledge would be worth {} pounds a family (+- {}).", brief(perfect.value), brief(perfect.mcse)));
  const Line& best = lines.front();
  answer.summary.push_back(best.worth.study.enbs > 0 ? fmt::format("Of the designs, {} (point {}) has the highest expected net benefit of sampling, {} pounds (+- {}).", r.design(best.point), best.point, brief(best.worth.study.enbs), brief(best.worth.study.enbs_se))
                                                     : "No design is worth its cost: deciding now is better.");
  answer.tables = {std::move(t), rule_table(rules)};
  return answer;
}

}  // namespace alongside::estimation
