// Measures of a result by arm: safety, breastfeeding, volunteers' hours.

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/economics/result_tables.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {
namespace {

using report::Estimate;
using report::WorldValues;

std::vector<Estimate> levels(const WorldValues& values) {
  std::vector<Estimate> out;
  for (std::size_t arm = 0; arm < values.arms; ++arm) out.push_back(report::estimate(values, arm));
  return out;
}

std::vector<Estimate> differences(const WorldValues& values, std::size_t reference) {
  std::vector<Estimate> out;
  for (std::size_t arm = 0; arm < values.arms; ++arm) out.push_back(report::difference(values, arm, reference));
  return out;
}

std::string attribute(const record::Result& result, const std::string& path, const char* name) {
  const auto* value = record::find_attribute(result.dataset(path).attributes, name);
  const auto* text = value ? std::get_if<std::string>(value) : nullptr;
  return text ? *text : "";
}

std::string signed_plain(double value) { return (value > 0 ? "+" : "") + brief(value); }

}  // namespace

std::vector<ArmMeasure> safety_measures(const record::Result& result, const Accounts& accounts, std::size_t reference) {
  std::vector<ArmMeasure> out;
  for (const char* name : {"severe_weeks_undetected", "severe_to_treatment", "escalations", "too_severe", "worse_end", "ruptures", "burnt_out_share", "supporters_left"}) {
    const std::string path = fmt::format("/summary/{}", name);
    if (!result.has(path)) continue;
    const WorldValues values = report::read_worlds(result, path, accounts.point);
    out.push_back({name, attribute(result, path, "unit"), attribute(result, path, "long_name"), levels(values), differences(values, reference)});
  }
  return out;
}

std::vector<FeedingPoint> feeding_points(const record::Result& result, const Accounts& accounts, std::size_t reference) {
  std::vector<FeedingPoint> out;
  if (!result.has("/follow_ups/any_feeding") || attribute(result, "/follow_ups/at_week", "long_name") != "week after birth") return out;
  const auto& names = std::get<std::vector<std::string>>(result.axis("follow_up").values);
  const std::vector<std::int64_t> weeks = result.integers("/follow_ups/at_week");
  for (const auto& [low, high] : {std::pair{6, 8}, {24, 28}}) {
    const double middle = (low + high) / 2.0;
    std::size_t best = names.size();
    for (std::size_t f = 0; f < names.size(); ++f)
      if (weeks[f] >= low && weeks[f] <= high && (best == names.size() || std::abs(static_cast<double>(weeks[f]) - middle) < std::abs(static_cast<double>(weeks[best]) - middle))) best = f;
    if (best == names.size()) continue;
    WorldValues share = report::ratio(report::read_follow_up(result, "/follow_ups/any_feeding", accounts.point, best),
                                      report::read_follow_up(result, "/follow_ups/families", accounts.point, best));
    for (double& x : share.values) x *= 1000;
    out.push_back({names[best], static_cast<int>(weeks[best]), levels(share), differences(share, reference)});
  }
  return out;
}

std::vector<bool> feeding_arms(const record::Result& result, const Accounts& accounts) {
  std::vector<bool> feeding(accounts.arms.size(), false);
  const auto& paths = std::get<std::vector<std::string>>(result.axis("parameter").values);
  const auto at = std::ranges::find(paths, "offer.focus");
  const auto programme = std::ranges::find(paths, "programme");
  if (at == paths.end() || programme == paths.end()) return feeding;
  const auto row = [&](auto it) { return result.numbers("/parameters/value", {{static_cast<std::size_t>(it - paths.begin()), 0}, {1, accounts.arms.size()}}); };
  const std::vector<double> focus = row(at), on = row(programme);
  for (std::size_t arm = 0; arm < feeding.size(); ++arm) feeding[arm] = focus[arm] == 1 && on[arm] != 0;
  return feeding;
}

std::vector<double> volunteer_hours(const Accounts& accounts) {
  std::vector<double> hours(accounts.arms.size(), 0.0);
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w)
    for (std::size_t arm = 0; arm < hours.size(); ++arm)
      for (std::size_t i = 0; i < accounts.items.size(); ++i)
        for (std::size_t y = 0; accounts.items[i].payer == "volunteer" && y < accounts.years; ++y)
          hours[arm] += static_cast<double>(accounts.quantity(w, arm, i, y)) / static_cast<double>(accounts.items[i].per) * 1000 / accounts.worlds[w].families;
  for (double& h : hours) h /= static_cast<double>(accounts.worlds.size());
  return hours;
}

std::vector<std::string> safety_sentences(const std::vector<ArmMeasure>& measures, const Accounts& accounts, std::size_t reference) {
  const struct {
    const char *name, *words;
    double scale;
  } told[] = {{"severe_weeks_undetected", "weeks of severe symptoms undetected per 1,000 births", 1},
              {"worse_end", "% of families worse by 3 points or more at the end", 100},
              {"ruptures", "contacts that did harm per 1,000 births", 1},
              {"burnt_out_share", "% of supporters' weeks burnt out", 100}};
  std::vector<std::string> sentences;
  for (std::size_t arm = 0; arm < accounts.arms.size(); ++arm) {
    if (arm == reference) continue;
    std::string text;
    for (const auto& one : told) {
      const auto at = std::ranges::find(measures, one.name, &ArmMeasure::name);
      if (at == measures.end() || std::isnan(at->level[arm].mean)) continue;
      text += fmt::format("{}{}{}{}", text.empty() ? "" : "; ", brief(one.scale * at->level[arm].mean), one.words[0] == '%' ? "" : " ", one.words);
      const Estimate& gap = at->difference[arm];
      // A level of nothing in the reference needs no comparison.
      if (!std::isnan(gap.mean) && at->level[reference].mean != 0)
        text += fmt::format(" ({}{} against {})", signed_plain(one.scale * gap.mean), std::isnan(gap.error) ? "" : fmt::format(" ± {}", brief(one.scale * gap.error)), accounts.arms[reference]);
    }
    if (!text.empty()) sentences.push_back(fmt::format("Safety beside it, {}: {}.", accounts.arms[arm], text));
  }
  return sentences;
}

std::vector<std::string> feeding_sentences(const std::vector<FeedingPoint>& points, const std::vector<bool>& arms, const Accounts& accounts,
                                           const std::vector<double>& added_cost, std::size_t reference) {
  std::vector<std::string> sentences;
  if (std::ranges::find(arms, true) == arms.end()) return sentences;
  const Wording words = result_wording();
  for (std::size_t arm = 0; arm < arms.size(); ++arm) {
    if (!arms[arm] || arm == reference) continue;
    for (const FeedingPoint& point : points) {
      const Estimate& more = point.added[arm];
      if (std::isnan(more.mean)) continue;
      std::string cost;
      if (more.mean > 0 && added_cost[arm] > 0) cost = fmt::format("{} for each extra mother", words.money(added_cost[arm] / more.mean));
      else if (more.mean > 0) cost = "at no added cost";
      else if (more.mean == 0) cost = "so a cost per extra mother is not defined";
      else cost = "so there is no extra mother to divide the cost by";
      sentences.push_back(fmt::format("{}: {}{} {} mothers breastfeeding at {} weeks than with {}{}, {}.", accounts.arms[arm], brief(std::abs(more.mean)),
                                      std::isnan(more.error) ? "" : fmt::format(" (± {})", brief(more.error)), more.mean >= 0 ? "more" : "fewer", point.week, accounts.arms[reference],
                                      words.basis, cost));
    }
  }
  if (points.size() < 2)
    sentences.push_back("Cost per extra mother breastfeeding needs follow-ups 6 to 8 and about 26 weeks after birth: add follow_up.w6.week = 6 and follow_up.w26.week = 26 to the scenario.");
  return sentences;
}

}  // namespace alongside::economics
