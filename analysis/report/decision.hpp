#pragma once
// The decision at every position of the threshold dial: worked out here, so that the page's script only shows it and says
// the same as the rest of the page.

#include <string>
#include <vector>

#include "analysis/report/economy.hpp"

namespace alongside::report {

/// One arm at one threshold.
struct ArmStanding {
  bool best = false;
  std::string worth;          ///< net benefit over the first arm
  std::string sure;           ///< how sure: chance of being best, or Monte Carlo interval
  double from = 0, wide = 0;  ///< of its bar, percent of the bar's room
  double chance = 0;          ///< of being best, percent; 0 without draws
};

struct DecisionState {
  double threshold = 0;
  std::string threshold_text, sentence;
  std::vector<ArmStanding> arms;
};

/// Positions of the dial: 0 to well above the highest threshold of the text, in steps of 500.
std::vector<DecisionState> decision_states(const Economy& economy);
/// The position nearest to a threshold.
std::size_t position_of(const std::vector<DecisionState>& states, double threshold);
/// JSON for the page's script.
std::string as_json(const std::vector<DecisionState>& states);

/// "£20,000 per QALY".
std::string threshold_text(double threshold);

}  // namespace alongside::report
