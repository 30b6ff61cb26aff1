#pragma once
// The size of a trial with the highest expected net benefit of sampling, searched by simulation under a budget.

#include <functional>
#include <limits>
#include <vector>

#include "analysis/trial/worth.hpp"

namespace alongside::estimation {

/// Simulated draws of the uncertain parameters, from number `first` on; an answer is a function of size and numbers alone.
struct WorthSimulator {
  std::function<DesignTrials(int size, std::uint32_t first, std::uint32_t draws)> trials;       ///< a trial to a draw
  std::function<Eigen::VectorXd(std::uint32_t first, std::uint32_t draws)> benefit;             ///< net benefit of a roll-out a family, from other worlds
};

struct WorthQuestion {
  double budget = std::numeric_limits<double>::infinity();  ///< most that the research may cost, pounds
  double level = 0.95;       ///< of the interval
  int low = 4, high = 400;   ///< bounds of the size
  int step = 1;              ///< sizes are multiples of it
  std::uint32_t draws = 200; ///< to search with; the answer is judged by these and as many again; at least 30
};

/// One size.
struct SizeWorth {
  int size = 0;
  double clusters = 0, families = 0;
  DesignWorth worth;
  double fitted = 0;   ///< ENBS on the fitted curve
};

struct WorthAnswer {
  enum class State {
    found,
    none,        ///< no size is worth its cost: deciding now is better
    at_high,     ///< the highest that the bounds or the budget allow
    at_low,
  } state = State::found;
  SizeWorth best;              ///< judged by twice the draws of the search
  double low = 0, high = 0;    ///< bootstrap interval of the size
  int affordable = 0;          ///< largest size within bounds and budget
  std::vector<SizeWorth> visits;  ///< by size
};

/// Trials of five sizes, the same draws at each, give EVSI by regression; between them it follows the two-option normal form
/// L(m, s sqrt(r n / (n + b))) (Willan & Pinto 2005: r is the share of the variance that a trial without end would explain, below
/// 1 where it is biased by what a draw changes), whose ENBS is highest at the answer. The interval resamples the draws. Throws DataError when not
/// even the lowest size is within the budget, or draws are too few.
WorthAnswer search_worth(const WorthQuestion& question, const TrialRules& rules, const WorthSimulator& simulate);

}  // namespace alongside::estimation
