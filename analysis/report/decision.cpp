#include "analysis/report/decision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

namespace alongside::report {
namespace {

constexpr Style pounds{"£", "", 0};
constexpr double step = 500;

std::string signed_text(const std::string& text, double value) { return value > 0 && text.find_first_of("123456789") != std::string::npos ? "+" + text : text; }

ArmStanding standing(const Economy& economy, const economics::Decision& decision, std::size_t arm) {
  ArmStanding s;
  s.best = decision.optimal == arm;
  const Interval gain = economy.gain(arm, decision.threshold);
  const WrittenInterval text = written(gain, pounds);
  s.worth = arm == 0 ? "the yardstick" : signed_text(text.middle, gain.middle);
  if (economy.uncertain()) {
    const double chance = decision.p_best[static_cast<Eigen::Index>(arm)];
    s.sure = fmt::format("best in {} of draws", chance_text(chance));
    s.chance = 100 * chance;
  } else if (arm > 0) {
    s.sure = text.range;
  }
  return s;
}

/// Bars from zero to each arm's gain, on one scale that holds them all.
void place_bars(const Economy& economy, DecisionState& state) {
  std::vector<double> gains;
  for (std::size_t arm = 0; arm < state.arms.size(); ++arm) gains.push_back(arm == 0 ? 0.0 : economy.gain(arm, state.threshold).middle);
  const double low = std::min(0.0, *std::ranges::min_element(gains)), high = std::max(0.0, *std::ranges::max_element(gains));
  const double span = high - low;
  const auto percent = [&](double x) { return span > 0 ? std::round(1000 * (x - low) / span) / 10 : 0.0; };
  for (std::size_t arm = 0; arm < gains.size(); ++arm) {
    state.arms[arm].from = percent(std::min(0.0, gains[arm]));
    state.arms[arm].wide = std::round(10 * (percent(std::max(0.0, gains[arm])) - state.arms[arm].from)) / 10;
  }
}

std::string sentence_of(const Economy& economy, const economics::Decision& decision) {
  const std::string at = "At " + threshold_text(decision.threshold), best = economy.arms()[decision.optimal];
  if (decision.optimal == 0) return fmt::format("{}, none of the other designs is worth its cost: the best choice is {}.", at, best);
  return fmt::format("{}, the best choice is {}.", at, best);
}

}  // namespace

std::string threshold_text(double threshold) { return written(threshold, 0, pounds) + " per QALY"; }

std::vector<DecisionState> decision_states(const Economy& economy) {
  const double last = std::max(50000.0, std::ceil(economy.thresholds.back() * 1.5 / 10000) * 10000);
  std::vector<DecisionState> states;
  for (double threshold = 0; threshold <= last; threshold += step) {
    const economics::Decision decision = economy.decide(threshold);
    DecisionState state{threshold, threshold_text(threshold), sentence_of(economy, decision), {}};
    for (std::size_t arm = 0; arm < economy.arms().size(); ++arm) state.arms.push_back(standing(economy, decision, arm));
    place_bars(economy, state);
    states.push_back(std::move(state));
  }
  return states;
}

std::size_t position_of(const std::vector<DecisionState>& states, double threshold) {
  const auto nearest = std::ranges::min_element(states, {}, [&](const DecisionState& s) { return std::abs(s.threshold - threshold); });
  return static_cast<std::size_t>(nearest - states.begin());
}

std::string as_json(const std::vector<DecisionState>& states) {
  nlohmann::ordered_json out = nlohmann::ordered_json::array();
  for (const DecisionState& state : states) {
    nlohmann::ordered_json arms = nlohmann::ordered_json::array();
    for (const ArmStanding& arm : state.arms)
      arms.push_back({{"best", arm.best}, {"worth", arm.worth}, {"sure", arm.sure}, {"from", arm.from}, {"wide", arm.wide}, {"chance", std::round(10 * arm.chance) / 10}});
    out.push_back({{"threshold", state.threshold}, {"threshold_text", state.threshold_text}, {"sentence", state.sentence}, {"arms", std::move(arms)}});
  }
  return nlohmann::ordered_json{{"states", std::move(out)}}.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace alongside::report
