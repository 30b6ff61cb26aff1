#include "analysis/economics/wording.hpp"

#include <fmt/format.h>

#include <cmath>

#include "analysis/economics/answer.hpp"

namespace alongside::economics {

std::string Wording::money(double value) const {
  // From a hundred pounds on, pence only distract; without a currency it may be anything, and keeps its digits.
  const double size = std::abs(value);
  const std::string amount = plain(size >= 100 && std::isfinite(size) && !currency.empty() ? std::round(size) : size);
  return (value < 0 && amount != "0" ? "-" : "") + currency + amount;
}

Wording result_wording() { return {"£", "QALY", "QALYs", " per 1,000 births"}; }

std::string pair_sentence(const Wording& w, const std::string& option, const std::string& reference, double cost, double effect) {
  const std::string money = cost == 0 ? "costs the same" : fmt::format("costs {} {}", w.money(std::abs(cost)), cost > 0 ? "more" : "less");
  const std::string gain = effect == 0 ? fmt::format("gives as many {}", w.many) : fmt::format("gives {} {} {}", plain(std::abs(effect)), effect > 0 ? "more" : "fewer", w.many);
  std::string verdict;
  if (effect == 0 && cost == 0) verdict = "nothing tells them apart";
  else if (effect == 0) verdict = fmt::format("a cost per {} is not defined, since the effect is the same", w.one);
  else if (!std::isfinite(cost / effect)) verdict = fmt::format("a cost per {} is not defined, since the effects differ by next to nothing", w.one);
  else if (effect > 0 && cost <= 0) verdict = cost < 0 ? "better on both counts" : "better at no cost";
  else if (effect < 0 && cost >= 0) verdict = cost > 0 ? "worse on both counts" : "worse for the same money";
  else if (effect > 0) verdict = fmt::format("{} per {}", w.money(cost / effect), w.one);
  else verdict = fmt::format("{} saved for every {} given up", w.money(cost / effect), w.one);
  // "Costs the same" and "gives as many" compare with "as", more and less with "than".
  const std::string order = effect == 0 ? "as" : "than";
  return fmt::format("{} {} and {} {} {}{}: {}.", option, money, gain, order, reference, w.basis, verdict);
}

std::string range_sentence(const Wording& w, const std::vector<std::string>& options, const std::vector<Place>& places, double threshold) {
  // On the frontier, by rising cost, an option is best from its own ratio up to that of the next.
  std::size_t best = 0, last = 0;
  for (std::size_t i = 0; i < places.size() && places[i].standing == Standing::frontier; ++i) {
    last = i;
    if (i > 0 && places[i].icer < threshold) best = i;
  }
  std::string text;
  if (best > 0) text = fmt::format("{} would be the best choice below {} per {}", options[places[best - 1].option], w.money(places[best].icer), w.one);
  if (best < last)
    text += fmt::format("{}{} above {} per {}", text.empty() ? "" : ", and ", text.empty() ? options[places[best + 1].option] + " would be the best choice" : options[places[best + 1].option],
                        w.money(places[best + 1].icer), w.one);
  return text.empty() ? "" : fmt::format("What would change this: {}.", text);
}

std::vector<std::string> dominance_sentences(const std::vector<std::string>& options, const std::vector<Place>& places) {
  std::vector<std::string> sentences;
  for (const Place& p : places) {
    const std::string by = p.by ? options[*p.by] : "";
    if (p.standing == Standing::dominated) sentences.push_back(fmt::format("{} is dominated: {} gives at least as much for no more money.", options[p.option], by));
    if (p.standing == Standing::extended_dominated)
      sentences.push_back(fmt::format("{} is dominated by extension: a mix of {} and the next option gives as much for less money.", options[p.option], by));
    if (p.standing == Standing::same_as_another) sentences.push_back(fmt::format("{} equals {} in cost and effect.", options[p.option], by));
  }
  return sentences;
}

}  // namespace alongside::economics
