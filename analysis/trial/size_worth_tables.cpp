#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/trial/size_tables.hpp"

namespace alongside::estimation {
namespace {

using data::Number;
using data::OutputTable;
using economics::brief;

Number pounds(double value) { return {value, 0}; }
std::string own(const std::string& label) { return label.empty() ? "the scenario's" : label; }

const char* state_text(WorthAnswer::State state) {
  switch (state) {
    case WorthAnswer::State::none: return "not worth its cost";
    case WorthAnswer::State::at_high: return "most that bounds and budget allow";
    case WorthAnswer::State::at_low: return "lower bound";
    case WorthAnswer::State::found: break;
  }
  return "found";
}

std::string sentence(const WorthTrial& t, const SizeContext& context) {
  const WorthAnswer& a = t.answer;
  const std::string way = t.cluster_size.empty() ? "" : fmt::format(", clusters of {},", t.cluster_size), worth = fmt::format("{} pounds (+- {})", brief(a.best.worth.study.enbs), brief(a.best.worth.study.enbs_se));
  if (a.state == WorthAnswer::State::none)
    return fmt::format("No size of the {} trial{} is worth its cost: with {} communities, the least bad, the expected net benefit of sampling is {}.", context.design, way, a.best.size, worth);
  return fmt::format("The {} trial{} is worth most with {} communities, interval {:.0f} to {:.0f}{}: expected net benefit of sampling {}.", context.design, way, a.best.size, a.low, a.high,
                     a.state == WorthAnswer::State::at_high ? ", the most that bounds and budget allow" : "", worth);
}

std::vector<data::Cell> row(const std::string& way, const SizeWorth& s) {
  const DesignWorth& w = s.worth;
  return {own(way), static_cast<long long>(s.size), pounds(s.families), Number{w.years, 2}, pounds(w.research), pounds(w.lost), economics::money(w.study.evsi.value), economics::money(w.study.evsi.total_se()), pounds(w.study.enbs), pounds(w.study.enbs_se), pounds(s.fitted)};
}

const std::vector<std::string> columns{"cluster size", "communities", "families", "years", "research", "lost in the worse arm", "EVSI a family", "SE", "ENBS", "its SE", "fitted ENBS"};

}  // namespace

economics::Answer worth_answer(const WorthQuestion& question, const SizeContext& context, std::vector<WorthTrial> trials, const TrialRules& rules) {
  std::ranges::stable_sort(trials, std::greater{}, [](const WorthTrial& t) { return t.answer.best.worth.study.enbs; });
  economics::Answer answer;
  OutputTable found{"Size worth most", columns, {}, {}}, search{"Search", columns, {}, {}};
  found.columns.insert(found.columns.end(), {"low", "high", "outcome"});
  for (const WorthTrial& t : trials) {
    answer.summary.push_back(sentence(t, context));
    found.rows.push_back(row(t.cluster_size, t.answer.best));
    found.rows.back().insert(found.rows.back().end(), {pounds(t.answer.low), pounds(t.answer.high), std::string(state_text(t.answer.state))});
    for (const SizeWorth& visit : t.answer.visits) search.rows.push_back(row(t.cluster_size, visit));
  }
  found.notes.push_back(fmt::format("Pounds. Judged by {} draws, half of them used by the search; the interval ({:.0f}%) resamples that half. A roll-out is judged at the scenario's own size.", 2 * question.draws, 100 * question.level));
  if (std::isfinite(question.budget)) found.notes.push_back(fmt::format("Research within {} pounds: at most {} communities.", economics::plain(question.budget), trials.front().answer.affordable));
  search.notes.push_back("Fitted: EVSI of two options under normality, L(m, s sqrt(r n / (n + b))), through the sizes tried; costs in proportion to size.");
  answer.tables = {std::move(found), std::move(search), rule_table(rules)};
  return answer;
}

}  // namespace alongside::estimation
