#pragma once
// Which options are worth looking at, by mean cost and mean effect.

#include <limits>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace alongside::economics {

enum class Standing {
  frontier,             ///< best at some threshold
  dominated,            ///< another option costs no more and does at least as much, one of them strictly
  extended_dominated,   ///< a mix of two others costs less for the same effect
  same_as_another       ///< equal in cost and effect to an earlier option
};

/// One option's place. Increments are to the next cheaper option of the frontier; NaN off the frontier and for its first.
struct Place {
  std::size_t option = 0;  ///< index into the inputs
  double cost = 0, effect = 0;
  double added_cost = std::numeric_limits<double>::quiet_NaN();
  double added_effect = std::numeric_limits<double>::quiet_NaN();
  double icer = std::numeric_limits<double>::quiet_NaN();  ///< added_cost / added_effect
  Standing standing = Standing::frontier;
  std::optional<std::size_t> by;  ///< the dominating option, or the cheaper of the two that dominate by extension, or the equal one
};

/// Efficiency frontier: strong, then extended dominance, then ICERs between adjacent options (Briggs, Claxton & Sculpher
/// 2006, ch. 2). Frontier options first, by rising cost, then the others by rising cost. Options on the line between two
/// others are kept. Sizes must agree, be at least 1, and values be finite, else contract error.
std::vector<Place> efficiency_frontier(std::span<const double> cost, std::span<const double> effect);

/// The frontier option of the highest threshold x effect - cost; ties go to the cheaper. Threshold >= 0.
std::size_t best_at(const std::vector<Place>& places, double threshold);

/// A standing in words, e.g. "dominated".
std::string standing_text(Standing standing);

/// Cost per unit of effect of one option against another, with its meaning: "dominates", "is dominated", "saves money
/// but loses effect", or, when the effects are equal, why there is no ratio. `icer` is NaN unless it is a ratio that
/// can be compared with a threshold.
struct PairRatio {
  double icer;
  std::string meaning;
};
PairRatio pair_ratio(double added_cost, double added_effect);

}  // namespace alongside::economics
