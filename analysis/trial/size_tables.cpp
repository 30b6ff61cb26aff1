#include "analysis/trial/size_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

namespace alongside::estimation {
namespace {

using data::Number;
using data::OutputTable;
using economics::brief;

double years_of(const SizedTrial& t, const TrialRules& rules) { return years_until_report(rules, t.answer.weeks); }
double cost_of(const SizedTrial& t, const TrialRules& rules) { return research_cost(rules, t.by_cluster ? t.answer.size : 0, t.answer.families, years_of(t, rules)); }

const char* state_text(SizeAnswer::State state) {
  switch (state) {
    case SizeAnswer::State::at_low: return "lower bound is enough";
    case SizeAnswer::State::not_reached: return "not reached";
    case SizeAnswer::State::found: break;
  }
  return "found";
}

std::string own(const std::string& label) { return label.empty() ? "the scenario's" : label; }

std::string way_of(const SizedTrial& t) {
  std::string out;
  if (!t.cluster_size.empty()) out += fmt::format(", clusters of {}", t.cluster_size);
  if (!t.follow_up.empty()) out += fmt::format(", follow-up at week {}", t.follow_up);
  return out;
}

/// An end of the interval as a sentence has it.
std::string end_text(double size) { return std::isfinite(size) ? fmt::format("{:.0f}", size) : "no bound"; }

std::string sentence(const SizedTrial& t, const SizeQuestion& q, const SizeContext& context) {
  const SizeAnswer& a = t.answer;
  const std::string power = fmt::format("{:.3f} ({:.0f}% interval {:.3f} to {:.3f}, {} fresh trials)", a.power.value, 100 * q.level, a.power_low, a.power_high, a.fresh);
  if (a.state == SizeAnswer::State::not_reached)
    return fmt::format("A power of {} is not reached within the bounds{}: with {} communities it is {}.", q.power, way_of(t), a.size, power);
  const std::string families = fmt::format("{} communities ({} families randomised)", a.size, brief(a.families));
  if (a.state == SizeAnswer::State::at_low) return fmt::format("The lower bound is enough{}: with {} the power is {}.", way_of(t), families, power);
  return fmt::format("The {} trial{} needs {}, interval {} to {}, for a power of {}: there it is {}.", context.design, way_of(t), families, end_text(a.low), end_text(a.high), q.power, power);
}

OutputTable sizes(const std::vector<SizedTrial>& trials, const TrialRules& rules) {
  OutputTable out{"Size", {"cluster size", "follow-up week", "communities", "low", "high", "families", "power", "low of it", "high of it", "closed form", "without an answer", "years", "cost, pounds", "outcome"}, {}, {}};
  for (const SizedTrial& t : trials) {
    const SizeAnswer& a = t.answer;
    const auto whole = [](double value) { return Number{std::isfinite(value) ? value : std::nan(""), 0}; };
    out.rows.push_back({own(t.cluster_size), own(t.follow_up), static_cast<long long>(a.size), whole(a.low), whole(a.high), Number{a.families, 0}, Number{a.power.value, 3},
                        Number{a.power_low, 3}, Number{a.power_high, 3}, Number{a.closed_form, 1}, static_cast<long long>(a.missing), Number{years_of(t, rules), 2}, Number{cost_of(t, rules), 0}, std::string(state_text(a.state))});
  }
  return out;
}

OutputTable visits(const std::vector<SizedTrial>& trials) {
  OutputTable out{"Search", {"cluster size", "follow-up week", "communities", "trials", "without an answer", "rejected", "MCSE", "fitted power"}, {}, {}};
  for (const SizedTrial& t : trials)
    for (const SizeVisit& v : t.answer.visits)
      out.rows.push_back({own(t.cluster_size), own(t.follow_up), static_cast<long long>(v.size), static_cast<long long>(v.worlds), static_cast<long long>(v.missing), Number{v.rejected.value, 3},
                          Number{v.rejected.mcse, 4}, Number{v.fitted, 3}});
  out.notes.push_back("Fitted: probit regression of rejections on the root of the number of communities; its crossing with the wanted power is the size.");
  return out;
}

}  // namespace

economics::Answer size_answer(const SizeQuestion& question, const SizeContext& context, std::vector<SizedTrial> trials, const TrialRules& rules) {
  std::ranges::stable_sort(trials, {}, [&](const SizedTrial& t) { return std::pair(t.answer.state == SizeAnswer::State::not_reached, cost_of(t, rules)); });
  economics::Answer answer;
  for (const SizedTrial& t : trials) answer.summary.push_back(sentence(t, question, context));
  if (trials.size() > 1 && trials.front().answer.state != SizeAnswer::State::not_reached)
    answer.summary.push_back(fmt::format("Cheapest{}: {} pounds at the prices assumed below.", way_of(trials.front()), economics::plain(std::round(cost_of(trials.front(), rules)))));
  OutputTable found = sizes(trials, rules);
  found.notes.push_back(fmt::format("Contrast \"{}\", endpoint \"{}\", method {}, two-sided level {}. {:.0f}% intervals: of communities from the search (Fieller), of power from trials that the search did not use (Wilson).",
                                    context.contrast, context.endpoint, context.method, question.alpha, 100 * question.level));
  found.notes.push_back("Communities are added or taken with their families, so that each stays as the scenario has it. Power is taken to rise with their number.");
  if (context.uncertain) found.notes.push_back("Every trial has its own draw of the uncertain parameters: power is its mean over what is not known (assurance).");
  found.notes.push_back(fmt::format("Cost, assumed (November 2026): {} pounds + {} a community randomised as a whole + {} a family + {} a year; options change it.", economics::plain(rules.fixed), economics::plain(rules.per_cluster),
                                    economics::plain(rules.per_family), economics::plain(rules.per_year)));
  found.notes.push_back(std::isnan(rules.years) ? fmt::format("Years until the trial reports: as long as simulated trials take to recruit and follow up, and {} for approvals and analysis (assumed).", rules.around) : "Years until the trial reports: as given.");
  if (std::ranges::any_of(trials, [](const SizedTrial& t) { return t.answer.held_intercept; }))
    found.notes.push_back("Where the simulated trials do not tell how steeply power rises, the curve is that of a normal test: more --worlds tell.");
  answer.tables = {std::move(found), visits(trials)};
  return answer;
}

}  // namespace alongside::estimation
