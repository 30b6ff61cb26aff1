#pragma once
// What `cea` prints: a summary in plain sentences and tables, from draws of any origin.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {

/// What to analyse and how finely.
struct CeaQuestion {
  std::vector<double> thresholds{20000, 30000};  ///< money per unit of effect, all > = 0
  std::vector<double> grid;                      ///< thresholds of the curve; empty: no curve
  std::optional<std::string> reference;          ///< option that pairs compare with; default: the cheapest on average
  Wording wording;                               ///< of the sentences
  double level = 0.95;                           ///< of ellipse and intervals
  int resamples = 500;
  std::uint64_t seed = 20220101;
};

/// Cost-effectiveness of draws: means, frontier, pairs, decision at each threshold (naive, and corrected where replicates
/// allow), curve. Throws DataError for an unknown reference.
Answer analyse_cost_effectiveness(const DrawMeans& means, const CeaQuestion& question);

}  // namespace alongside::economics
