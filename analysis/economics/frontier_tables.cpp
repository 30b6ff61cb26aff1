#include "analysis/economics/frontier_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/economics/draws.hpp"

namespace alongside::economics {
namespace {

using data::Number;
using data::OutputTable;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string named(const std::vector<std::string>& options, std::optional<std::size_t> index) {
  return index ? options[*index] : "";
}

OutputTable pair_table(const std::vector<std::string>& options, const std::vector<double>& cost, const std::vector<double>& effect,
                       std::size_t reference) {
  OutputTable table{fmt::format("Pairs: each option against {}", options[reference]), {"option", "added cost", "added effect", "ratio", "meaning"}, {}, {}};
  for (std::size_t d = 0; d < options.size(); ++d) {
    if (d == reference) continue;
    const double added_cost = cost[d] - cost[reference], added_effect = effect[d] - effect[reference];
    const PairRatio ratio = pair_ratio(added_cost, added_effect);
    table.rows.push_back({options[d], money(added_cost), health(added_effect), money(ratio.icer), ratio.meaning});
  }
  table.notes.push_back("A ratio against an option off the frontier is no basis for a decision; the frontier is.");
  return table;
}

}  // namespace

OutputTable frontier_table(const std::vector<std::string>& options, const std::vector<Place>& places) {
  OutputTable table{"Efficiency frontier",
                    {"option", "cost", "effect", "added cost", "added effect", "ICER", "standing", "by"}, {}, {}};
  for (const Place& p : places) {
    table.rows.push_back({options[p.option], money(p.cost), health(p.effect), money(p.added_cost), health(p.added_effect), money(p.icer),
                          standing_text(p.standing), named(options, p.by)});
  }
  table.notes.push_back("ICER: added cost per added unit of effect against the next cheaper option of the frontier.");
  return table;
}

std::size_t reference_of(const std::vector<std::string>& options, const std::optional<std::string>& name, const std::vector<double>& cost) {
  if (name) return option_index(options, *name);
  return static_cast<std::size_t>(std::min_element(cost.begin(), cost.end()) - cost.begin());
}

std::vector<std::string> comparison_sentences(const Wording& wording, const std::vector<std::string>& options, const std::vector<double>& cost,
                                              const std::vector<double>& effect, const std::vector<Place>& places, std::size_t reference) {
  std::vector<std::string> sentences;
  for (std::size_t d = 0; d < options.size(); ++d)
    if (d != reference) sentences.push_back(pair_sentence(wording, options[d], options[reference], cost[d] - cost[reference], effect[d] - effect[reference]));
  for (std::string& sentence : dominance_sentences(options, places)) sentences.push_back(std::move(sentence));
  return sentences;
}

Answer analyse_means(const Wording& wording, const std::vector<std::string>& options, const std::vector<double>& cost, const std::vector<double>& effect,
                     const std::vector<double>& thresholds, const std::optional<std::string>& reference) {
  Answer answer;
  const std::vector<Place> places = efficiency_frontier(cost, effect);
  const std::size_t against = reference_of(options, reference, cost);
  answer.summary = comparison_sentences(wording, options, cost, effect, places, against);
  OutputTable nmb{"Net benefit at each threshold", {"threshold", "option", "NMB", "NHB", "optimal"}, {}, {}};
  for (const double threshold : thresholds) {
    const std::size_t best = best_at(places, threshold);
    answer.summary.push_back(fmt::format("At {} per {} {} is the best choice.", wording.money(threshold), wording.one, options[best]));
    for (std::size_t d = 0; d < options.size(); ++d)
      nmb.rows.push_back({Number{threshold, 0}, options[d], money(threshold * effect[d] - cost[d]),
                          health(threshold > 0 ? effect[d] - cost[d] / threshold : missing), std::string(d == best ? "yes" : "")});
  }
  if (const std::string text = range_sentence(wording, options, places, thresholds.front()); !text.empty()) answer.summary.push_back(text);
  answer.tables = {frontier_table(options, places), pair_table(options, cost, effect, against), std::move(nmb)};
  return answer;
}

}  // namespace alongside::economics
