#pragma once
// What stands beside costs and QALYs of a result: resources in natural units, safety, breastfeeding, reach.

#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/accounts.hpp"
#include "analysis/economics/answer.hpp"
#include "analysis/economics/valuation.hpp"
#include "analysis/report/world_values.hpp"

namespace alongside::economics {

/// One measure of a result with its meaning, for every arm.
struct ArmMeasure {
  std::string name, unit, text;
  std::vector<report::Estimate> level;       ///< by arm
  std::vector<report::Estimate> difference;  ///< by arm, against the reference, paired
};

/// The safety measures that the file holds: severe weeks undetected, waits for treatment, escalations, families worse,
/// contacts that did harm, supporters burnt out.
std::vector<ArmMeasure> safety_measures(const record::Result& result, const Accounts& accounts, std::size_t reference);

/// A follow-up at which breastfeeding is counted.
struct FeedingPoint {
  std::string follow_up;                     ///< its name
  int week = 0;                              ///< after birth
  std::vector<report::Estimate> mothers;     ///< breastfeeding, per 1,000 births, by arm
  std::vector<report::Estimate> added;       ///< against the reference, paired
};
/// The follow-ups nearest to 6-8 weeks and to 26 weeks after birth, within 6 to 8 and 24 to 28; fewer when there are none.
std::vector<FeedingPoint> feeding_points(const record::Result& result, const Accounts& accounts, std::size_t reference);
/// Arms whose support is for feeding.
std::vector<bool> feeding_arms(const record::Result& result, const Accounts& accounts);

/// Hours of volunteers per 1,000 births, mean by arm.
std::vector<double> volunteer_hours(const Accounts& accounts);

/// Mean quantity of every item in priced units per 1,000 births, by arm, with payer and mean price.
data::OutputTable resource_table(const Accounts& accounts, const Viewpoint& view);
/// Mean cost by payer and category of the perspective, by arm, discounted, pounds per 1,000 births.
data::OutputTable cost_table(const Accounts& accounts, const Viewpoint& view);
data::OutputTable safety_table(const std::vector<ArmMeasure>& measures, const Accounts& accounts);
/// Added cost is by arm, against the reference, in pounds per 1,000 births.
data::OutputTable feeding_table(const std::vector<FeedingPoint>& points, const Accounts& accounts, const std::vector<double>& added_cost, std::size_t reference);
/// Costs and QALYs per eligible and per supported family: never a basis for a decision.
data::OutputTable per_family_table(const record::Result& result, const Accounts& accounts, const Viewpoint& view, const Valued& valued, std::size_t reference);

/// "Safety beside it, phone peers: 1,050 severe weeks undetected ..." for each arm but the reference.
std::vector<std::string> safety_sentences(const std::vector<ArmMeasure>& measures, const Accounts& accounts, std::size_t reference);
/// Cost per extra mother breastfeeding, for each arm whose support is for feeding.
std::vector<std::string> feeding_sentences(const std::vector<FeedingPoint>& points, const std::vector<bool>& arms, const Accounts& accounts,
                                           const std::vector<double>& added_cost, std::size_t reference);

}  // namespace alongside::economics
