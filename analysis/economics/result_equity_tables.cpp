// Sentences and tables of equity in a result.

#include <fmt/format.h>

#include <cmath>

#include "analysis/economics/result_cea.hpp"
#include "analysis/economics/result_equity.hpp"

namespace alongside::economics {
namespace {

using data::Number;
using data::OutputTable;

std::string percent(double share) { return fmt::format("{:.{}f}%", 100 * share, share > 0 && share < 0.0995 ? 1 : 0); }

OutputTable group_table(const Grouped& grouped, const Accounts& accounts) {
  OutputTable table{grouped.name, {"arm", "group", "families", "eligible", "offered", "supported", "never reached", "contacts per family", "health gain", "SE gain", "displaced", "net benefit", "SE net"}, {}, {}};
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm)
    for (const GroupOutcome& one : grouped.outcomes[arm])
      table.rows.push_back({accounts.arms[arm], one.group, Number{one.families, 1}, Number{one.eligible, 3}, Number{one.offered, 3}, Number{one.supported, 3}, Number{1 - one.supported, 3},
                            Number{one.contacts, 2}, Number{one.gain.mean, 4}, Number{one.gain.error, 4}, Number{one.displaced.mean, 4}, Number{one.net.mean, 4}, Number{one.net.error, 4}});
  table.notes.push_back("Families per 1,000 births; eligible to never reached as shares of the group. Health in QALYs of the supported parents, per 1,000 births of the whole place, against the reference.");
  return table;
}

/// What a point on the plane means.
std::string quadrant(const PlanePoint& point) {
  const bool gains = point.health.mean > 0, narrows = point.equity.mean > 0;
  // Without aversion the two agree but for rounding.
  if (std::abs(point.equity.mean) <= 1e-9 * std::max(1.0, std::abs(point.health.mean))) return gains ? "more health" : "less health";
  return gains ? (narrows ? "more health, less inequality" : "more health, more inequality") : (narrows ? "less health, less inequality" : "less health, more inequality");
}

OutputTable plane_table(const std::vector<PlanePoint>& points) {
  OutputTable table{"Equity-impact plane: net of displaced health, QALYs per 1,000 births",
                    {"arm", "index", "aversion", "health", "SE health", "equity", "SE equity", "total", "SE total", "P(total > 0)", "EDE before", "EDE after", "meaning"}, {}, {}};
  for (const PlanePoint& p : points)
    table.rows.push_back({p.arm, p.index, Number{p.aversion, 2}, Number{p.health.mean, 4}, Number{p.health.error, 4}, Number{p.equity.mean, 4}, Number{p.equity.error, 4}, Number{p.total.mean, 4},
                          Number{p.total.error, 4}, Number{p.total.positive, 3}, Number{p.ede_before, 6}, Number{p.ede_after, 6}, quadrant(p)});
  table.notes.push_back("health: change of the mean x people; total: change of the equally distributed equivalent x people; equity: total - health. On the line equity = -health a gain of health is undone by inequality.");
  return table;
}

/// "gains 1.2 QALYs", "loses 0.3 QALYs".
std::string change(double qalys) { return fmt::format("{} {} QALYs", qalys < 0 ? "loses" : "gains", brief(std::abs(qalys))); }

void reach_sentences(const Grouped& deprivation, const Accounts& accounts, std::size_t reference, Answer& answer) {
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) {
    if (arm == reference) continue;
    const GroupOutcome &most = deprivation.outcomes[arm].front(), &least = deprivation.outcomes[arm].back();
    answer.summary.push_back(fmt::format("{} supports {} of families in the most deprived fifth and {} in the least; after displaced health the most deprived fifth {} (± {}), the least deprived {} (± {}).",
                                         accounts.arms[arm], percent(most.supported), percent(least.supported), change(most.net.mean), brief(most.net.error), change(least.net.mean), brief(least.net.error)));
  }
}

void plane_sentences(const std::vector<PlanePoint>& points, Answer& answer) {
  for (std::size_t i = 0; i < points.size(); ++i) {
    const PlanePoint& p = points[i];
    // The strongest Atkinson aversion of each arm is told; all stand in the table.
    bool last = true;
    for (std::size_t j = 0; j < points.size(); ++j)
      if (points[j].arm == p.arm && points[j].index == p.index && points[j].aversion > p.aversion) last = false;
    if (!last || p.index != points.front().index || p.aversion == 0) continue;
    answer.summary.push_back(fmt::format("{}: net health {} QALYs per 1,000 births; with {} aversion {:.4g} the change in inequality is worth {} on top, in all {} (above 0 with probability {:.2f}).", p.arm,
                                         brief(p.health.mean), p.index, p.aversion, brief(p.equity.mean), brief(p.total.mean), p.total.positive));
  }
}

}  // namespace

Answer analyse_result_equity(const record::Result& result, const ResultEquityQuestion& question) {
  const Accounts accounts = read_accounts(result, question.point, detail_for({question.view}));
  const std::size_t reference = question.reference ? option_index(accounts.arms, *question.reference) : 0;
  Answer answer;
  answer.summary.push_back(fmt::format("Costs: {}. Health of the supported parents alone, against {}.", question.view.text(), accounts.arms[reference]));
  answer.summary.push_back(worlds_sentence(accounts));
  const std::vector<Grouped> groups = group_outcomes(result, accounts, question);
  const std::vector<PlanePoint> points = equity_plane(result, accounts, question);
  reach_sentences(groups.front(), accounts, reference, answer);
  plane_sentences(points, answer);
  if (points.empty()) answer.summary.push_back(fmt::format("No equally distributed equivalent is printed: {}.", question.basis.baseline_text));
  answer.summary.push_back("By language and place of living no equivalent is printed: no baseline of health by these groups was found; health displaced by costs is spread there by head.");
  if (!points.empty()) answer.tables.push_back(plane_table(points));
  for (const Grouped& grouped : groups) answer.tables.push_back(group_table(grouped, accounts));
  std::vector<std::string>& notes = answer.tables[points.empty() ? 0 : 1].notes;
  if (!points.empty()) notes.push_back(fmt::format("Baseline: {}.", question.basis.baseline_text));
  notes.push_back(fmt::format("Displaced health: {} pounds displace one QALY; by fifth {}.", plain(question.basis.money_per_health), question.basis.shares_text));
  return answer;
}

}  // namespace alongside::economics
