#pragma once
// Closed-form power: what every design shares.

#include <functional>
#include <limits>
#include <optional>
#include <string_view>

namespace alongside::power {

/// Which tails of a two-sided test count as power. `effect_tail` counts only rejections in the effect's direction, as
/// most published formulas do.
enum class Tails { effect_tail, both };

/// Level of the two-sided test and how its power is counted.
struct Test {
  double alpha = 0.05;
  double df = std::numeric_limits<double>::infinity();
  Tails tails = Tails::effect_tail;
};

/// Power to find `effect` with a standard error of sqrt(variance): normal, or noncentral t when df is finite.
/// Throws UsageError unless 0 < alpha < 1, variance > 0 and df > 0.
double power_of(double effect, double variance, const Test& test);

/// The x at which an increasing function reaches `target`, by bracketing from `low` upwards and TOMS 748, to 1e-12.
/// Throws UsageError when it is not reached below 1e9: `what` names the quantity.
double solve_increasing(const std::function<double(double)>& f, double target, double low, std::string_view what);

/// Inflation of the sample size for contamination c of controls and non-uptake l of the supported:
/// 1 / (1 - c - l)^2 (Torgerson 2001). Throws UsageError unless 0 <= c + l < 1.
double contamination_inflation(double contamination, double non_uptake = 0);

/// Inflation for individual loss, missing completely at random: 1 / (1 - a). Throws UsageError unless 0 <= a < 1.
double attrition_inflation(double attrition);

/// Expected intention-to-treat effect: effect x (1 - c - l), when sharing is all-or-nothing.
double diluted_effect(double effect, double contamination, double non_uptake = 0);

/// Throws UsageError naming the quantity unless low <= value <= high (bounds open when `open`).
enum class Bounds { closed, open };
void require_between(double value, double low, double high, Bounds bounds, std::string_view what);

}  // namespace alongside::power
