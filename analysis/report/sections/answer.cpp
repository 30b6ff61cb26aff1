// The answer: what to choose, how sure that is, and the dial that moves it.

#include <fmt/format.h>

#include <cmath>

#include "analysis/report/decision.hpp"
#include "analysis/report/section.hpp"

namespace alongside::report {
extern const Section answer_section;

namespace {

constexpr Style pounds{"£", "", 0};

/// A number as CSS and the script write it.
std::string percent(double x) { return fmt::format("{:.4g}%", x); }

Markup standing_list(const Economy& economy, const DecisionState& state) {
  Markup list;
  for (std::size_t arm = 0; arm < state.arms.size(); ++arm) {
    const ArmStanding& s = state.arms[arm];
    const Markup bar = element("span", {{"class", fmt::format("bar look-{}", arm % looks)}, {"aria-hidden", "true"}},
                               element("i", {{"style", fmt::format("left:{};width:{}", percent(s.from), percent(s.wide))}}, Markup()));
    const Markup worth = element("span", {{"class", "worth"}}, Markup::text(s.worth) + element("span", {{"class", "sure"}}, s.sure));
    list += element("li", {{"class", s.best ? "best" : ""}}, element("span", {{"class", "name"}}, economy.arms()[arm]) + bar + worth);
  }
  return element("ul", {{"class", "standing"}, {"id", "standing"}}, list);
}

/// How often each arm is best over the draws, as a strip.
Markup chance_strip(const Economy& economy, const DecisionState& state) {
  if (!economy.uncertain()) return {};
  Markup parts;
  for (std::size_t arm = 0; arm < state.arms.size(); ++arm)
    parts += element("i", {{"class", fmt::format("look-{}", arm % looks)}, {"style", fmt::format("width:{}", percent(state.arms[arm].chance))}}, Markup());
  return element("p", {{"class", "strip-label"}}, fmt::format("How often each is best, over {} draws of the uncertain numbers", written(static_cast<double>(economy.accounts.draws), 0))) +
         element("div", {{"class", "strip"}, {"aria-hidden", "true"}}, parts);
}

Markup dial(const std::vector<DecisionState>& states, std::size_t position) {
  Markup label = element("label", {{"for", "threshold"}}, Markup::raw("What a year in good health (QALY) is worth ") + element("output", {{"id", "threshold-shown"}, {"for", "threshold"}}, states[position].threshold_text));
  Markup input = Markup::raw("<input type=\"range\" id=\"threshold\" min=\"0\" step=\"1\" max=\"") + Markup::text(std::to_string(states.size() - 1)) + Markup::raw("\" value=\"") +
                 Markup::text(std::to_string(position)) + Markup::raw("\" aria-valuetext=\"") + Markup::text(states[position].threshold_text) + Markup::raw("\" data-changes=\"") +
                 Markup::text(states.front().sentence.substr(states.front().threshold_text.size()) == states.back().sentence.substr(states.back().threshold_text.size()) ? "no" : "yes") + Markup::raw("\">");
  const Markup marks = element("div", {{"class", "marks"}, {"aria-hidden", "true"}}, element("span", written(states.front().threshold, 0, pounds)) +
                                   element("span", written(states[states.size() / 2].threshold, 0, pounds)) + element("span", written(states.back().threshold, 0, pounds)));
  return element("div", {{"class", "dial script-only"}}, label + input + marks);
}

/// A sum of money that is hardly anything is said to be so.
std::string worth_text(double pounds_per_thousand) {
  return pounds_per_thousand < 1 ? "next to nothing" : written(pounds_per_thousand, decimals_for(pounds_per_thousand, 0, pounds), pounds) + " per 1,000 births";
}

std::string how_sure(const Economy& economy) {
  std::string text;
  for (const double threshold : economy.thresholds) {
    const economics::Decision d = economy.decide(threshold);
    text += fmt::format("{} {}, {} is the best choice in {} of the draws, and knowing every uncertain number would be worth {}. ", text.empty() ? "How sure: at" : "At", threshold_text(threshold),
                        economy.arms()[d.optimal], chance_text(d.ceaf), worth_text(d.evpi));
  }
  return text;
}

/// "phone peers: £142,000 more (£135,000 to £149,000) and 2.71 QALYs more (...) than usual care per 1,000 births; £52,400 per QALY."
Markup against_first(const Economy& e, std::size_t arm) {
  const auto amount = [](Interval i, const Style& style, const char* more, const char* less) {
    const bool fewer = i.middle < 0;
    if (fewer) i = {-i.middle, -i.high, -i.low};
    const WrittenInterval text = written(i, style);
    return fmt::format("{} {}{}", text.middle, fewer ? less : more, text.range.empty() ? "" : " (" + text.range + ")");
  };
  const double cost = e.cost[arm] - e.cost[0], effect = e.effect[arm] - e.effect[0];
  const economics::PairRatio ratio = economics::pair_ratio(cost, effect);
  const bool traded = std::isfinite(ratio.icer);
  const std::string verdict = traded ? written(ratio.icer, decimals_for(ratio.icer, 0, pounds), pounds) + " per QALY" : ratio.meaning;
  return element("b", e.arms()[arm]) + Markup::text(fmt::format(": {} and {} than {}, per 1,000 births; {}.", amount(e.added_cost(arm), pounds, "more", "less"),
                                                                amount(e.added_effect(arm), {"", "", 3}, "QALYs more", "QALYs fewer"), e.arms()[0], verdict));
}

Markup write(const Material& material, Pictures&) {
  const Economy* economy = material.economy();
  if (!economy) return {};
  const std::vector<DecisionState> states = decision_states(*economy);
  const std::size_t position = position_of(states, economy->thresholds.front());
  const DecisionState& now = states[position];
  Markup panel = element("p", {{"class", "sentence"}, {"id", "sentence"}, {"aria-live", "polite"}}, now.sentence);
  panel += dial(states, position);
  panel += element("p", {{"class", "strip-label"}}, fmt::format("Net benefit over {}, pounds per 1,000 births: health gained at that worth, less the cost", economy->arms()[0])) + standing_list(*economy, now);
  panel += chance_strip(*economy, now);
  Markup out = element("div", {{"class", "answer"}}, panel);
  Markup list;
  for (std::size_t arm = 1; arm < economy->arms().size(); ++arm) list += element("li", against_first(*economy, arm));
  out += element("ul", {{"class", "plain"}}, list);
  if (economy->uncertain()) out += element("p", how_sure(*economy));
  else out += element("p", {{"class", "caution"}}, fmt::format("How sure the evidence is, this result does not say: its {} worlds took every number at its best guess. Run it with --draws 1000 --replicates 2 for that.",
                                                              written(static_cast<double>(economy->accounts.replicates), 0)));
  out += element("p", {{"class", "note"}}, (economy->view.is_reference() ? "Reference case. " : "Not the reference case, but as asked. ") + economy->view.text() + ".");
  return out;
}

}  // namespace

const Section answer_section{"answer", "The answer", write};

}  // namespace alongside::report
