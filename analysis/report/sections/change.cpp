// What would change the answer: the worth of a QALY, the price, the effect, and the uncertain numbers.

#include <fmt/format.h>

#include <cctype>
#include <cmath>
#include <optional>

#include "analysis/report/decision.hpp"
#include "analysis/report/drivers.hpp"
#include "analysis/report/html/table.hpp"
#include "analysis/report/parameters.hpp"
#include "analysis/report/section.hpp"
#include "analysis/report/studies.hpp"

namespace alongside::report {
extern const Section change_section;

namespace {

constexpr Style pounds{"£", "", 0};

std::string rounded(double x, Style style) { return written(x, decimals_for(x, 0, style), style); }

/// What each design would need to overtake the first arm at a threshold, other things equal.
TableRow needed(const Economy& e, std::size_t arm, double threshold) {
  const double cost = e.cost[arm] - e.cost[0], effect = e.effect[arm] - e.effect[0], gain = threshold * effect - cost;
  Markup worth = Markup::text("–"), price = Markup::text("–"), health = Markup::text("–");
  if (effect > 0 && cost > 0) worth = Markup::text((gain < 0 ? "at least " : "down to ") + rounded(cost / effect, pounds));
  if (cost > 0 && effect > 0) price = Markup::text(gain < 0 ? fmt::format("{} less ({}%)", rounded(-gain, pounds), written(100 * -gain / cost, 0)) : fmt::format("up to {} more ({}%)", rounded(gain, pounds), written(100 * gain / cost, 0)));
  if (effect > 0 && threshold > 0 && cost > 0) {
    const double times = cost / (threshold * effect);
    health = Markup::text(gain < 0 ? fmt::format("{} times as much", rounded(times, {"", "", 2})) : fmt::format("down to {} times", rounded(times, {"", "", 2})));
  }
  return {Markup::text(e.arms()[arm]), {Markup::text(gain < 0 ? "not worth its cost" : "worth its cost"), worth, price, health}};
}

Markup break_even(const Economy& e) {
  Markup out;
  for (const double threshold : e.thresholds) {
    PageTable table{fmt::format("At {}: what would tip the balance against {}, one thing at a time", threshold_text(threshold), e.arms()[0]),
                    {"Design", "Now", "Worth of a QALY", "Added cost", "Health gained"}, {}, Align::text};
    for (std::size_t arm = 1; arm < e.arms().size(); ++arm) table.rows.push_back(needed(e, arm, threshold));
    out += page_table(table);
  }
  return out;
}

/// The drivers with what stands behind them.
Markup driver_table(const Material& material, const Economy& e, const std::vector<Driver>& drivers) {
  const Parameters p(material.result());
  const double threshold = e.doubtful_threshold();
  const Lead lead = lead_of(e, threshold);
  PageTable table{fmt::format("The uncertain numbers that matter most at {}", threshold_text(threshold)),
                  {"Uncertain number", "Meaning", "Grade", fmt::format("Lead of {} over {}, per 1,000 births", e.arms()[lead.best], e.arms()[lead.other]), "Knowing it is worth, per 1,000 births"}, {}, Align::text};
  for (const Driver& d : drivers) {
    // Drawn names may carry an arm: "arms.phone peers.supporter.wanted".
    std::optional<std::size_t> at = p.find(d.parameter);
    for (std::size_t i = 0; !at && i < p.count(); ++i)
      if (d.parameter.ends_with("." + p.paths[i])) at = i;
    const std::string range = fmt::format("{} to {}, as it goes from {} to {}", rounded(d.lead_low, pounds), rounded(d.lead_high, pounds), rounded(d.low, {"", "", 4}), rounded(d.high, {"", "", 4}));
    table.rows.push_back({name_as_code(d.parameter), {Markup::text(at ? p.meanings[*at] : ""), Markup::text(at ? p.grades[*at] : ""), Markup::text(range), Markup::text(d.worth < 1 ? "nothing" : rounded(d.worth, pounds))}});
  }
  return page_table(table);
}

/// The best study, or what to ask for to see it.
std::string studies_in_words(const Economy& e, const std::vector<economics::StudyCurve>& curves) {
  if (curves.empty())
    return "Whether a study of these numbers would be worth its cost (ENBS) can be told when the report knows whom the decision concerns, how large a study may be and what it costs: alongside report RESULT.h5 --population 5000 --n 500 --prior-n 50 --setup 250000 --per-participant 500 (--help).";
  const economics::StudyWorth& best = curves.front().best;
  const std::string at = threshold_text(e.doubtful_threshold());
  if (best.n == 0) return fmt::format("At {} no study of these numbers, of up to {} participants, would be worth its cost: too little of the choice hangs on any of them alone.", at, written(curves.front().studies.back().n, 0));
  return fmt::format("At {} a study of \"{}\" would be most worth its cost: with {} participants it brings {} for {}, a net benefit of {} (ENBS).", at, curves.front().label, written(best.n, 0), rounded(best.population, pounds), rounded(best.cost, pounds),
                     rounded(best.enbs, pounds));
}

/// Sentences of the analyses may begin with a design's name.
std::string sentence_case(std::string text) {
  if (!text.empty()) text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
  return text;
}

Markup write(const Material& material, Pictures& pictures) {
  const Economy* e = material.economy();
  if (!e) return {};
  Markup out;
  const std::string range = economics::range_sentence(e->wording, e->arms(), e->places, e->thresholds.front());
  if (!range.empty()) out += element("p", range);
  for (const std::string& sentence : economics::dominance_sentences(e->arms(), e->places)) out += element("p", sentence_case(sentence));
  out += break_even(*e);
  const std::vector<Driver>& drivers = material.drivers();
  if (!drivers.empty()) out += driver_table(material, *e, drivers);
  else if (!e->uncertain()) out += element("p", {{"class", "note"}}, "Which uncertain numbers the answer hangs on can be told when they have been drawn: alongside run STUDY.toml --draws 1000 --replicates 2.");
  if (!drivers.empty()) out += element("p", {{"class", "note"}}, studies_in_words(*e, material.studies()));
  return out + pictures.place(material, Place::sensitivity);
}

}  // namespace

const Section change_section{"change", "What would change the answer", write};

}  // namespace alongside::report
