#pragma once
// What is true of a world: what its families would have had under other regimes. Each estimand is a plain average of
// differences between regimes over all randomised families, nobody lost (model documentation, "Truth").

#include <array>

#include "sim/trial/table.hpp"

namespace alongside::trial {

/// What is stored of every contrast and endpoint. The first are targets of estimators, named "measure, weight" as
/// analysis/trial/estimator.hpp names them.
enum class Estimand {
  difference_participant,
  difference_cluster,
  difference_precision,
  log_risk_ratio,
  log_odds_ratio,
  log_odds_ratio_cluster,
  exposure_average,
  complier_participant,
  complier_cluster,
  net_benefit,
  // Parts, from which ratios over many worlds are made.
  mean_supported,
  mean_control,
  odds_numerator,
  odds_denominator,
  // Interference (Hudgens & Halloran 2008), and other roll-outs.
  total,
  spill_over,
  direct,
  overall,
  same_staff,
  ideal,
  // Where a trial's difference comes from.
  selection,
  allocated_all,
  allocated_observed,
};
inline constexpr std::size_t estimands = 23;
struct EstimandText {
  std::string_view name, text;
};
std::span<const EstimandText> estimand_texts();

/// Every estimand of one contrast and endpoint; NaN where its regimes were not run, or the outcome does not have it.
std::array<double, estimands> truth(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint);

/// Effect by periods since the switch, in a stepped wedge: mean difference to the regime "nobody", and families behind it.
struct ByExposure {
  std::vector<double> effect, rows;
};
ByExposure effect_by_exposure(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Endpoint& endpoint);

/// Intracluster correlation of values by group, from the mean squares of a one-way layout (Donner & Klar 2000); NaN
/// when there are fewer than two groups, or no more rows than groups.
double one_way_icc(const std::vector<double>& value, const std::vector<std::uint32_t>& group);

}  // namespace alongside::trial
