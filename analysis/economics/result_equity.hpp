#pragma once
// Who gains by a programme: reach, health and net benefit by group of families, and what the change in inequality is worth.

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/equity_tables.hpp"
#include "analysis/economics/valuation.hpp"
#include "analysis/economics/world_means.hpp"

namespace alongside::economics {

/// Health over which inequality is judged, the most deprived fifth first, and who bears displaced health.
struct EquityBasis {
  std::optional<std::array<double, 5>> baseline;  ///< QALE; empty: no equivalent can be computed
  std::string baseline_text;                      ///< its source, or why there is none
  std::array<double, 5> shares{0.2, 0.2, 0.2, 0.2, 0.2};
  std::string shares_text;
  double money_per_health = 13000;                ///< pounds that displace one QALY
};

struct ResultEquityQuestion {
  Viewpoint view;
  std::size_t point = 0;
  std::optional<std::string> reference;  ///< arm; the first without
  std::vector<EquityView> views;
  EquityBasis basis;
};

/// One group of families in one arm. Health in QALYs of the supported parents, discounted, per 1,000 births of the whole place.
struct GroupOutcome {
  std::string group;
  double families = 0;          ///< per 1,000 births
  double eligible = 0, offered = 0, supported = 0;  ///< shares of the group's families
  double contacts = 0;          ///< received, per family of the group
  UnitMean gain, displaced, net;
};
/// A way of grouping, outcomes [arm][group].
struct Grouped {
  std::string name;
  std::vector<std::vector<GroupOutcome>> outcomes;
};
/// Deprivation (most deprived first), language, place of living.
std::vector<Grouped> group_outcomes(const record::Result& result, const Accounts& accounts, const ResultEquityQuestion& question);

/// Where an arm lies on the equity-impact plane: means over draws, in QALYs per 1,000 births, after displaced health.
struct PlanePoint {
  std::string arm, index;
  double aversion = 0;
  double ede_before = 0, ede_after = 0;  ///< equally distributed equivalent health, per person
  UnitMean health, equity, total;
};
/// One point per arm but the reference and per view; empty without a baseline.
std::vector<PlanePoint> equity_plane(const record::Result& result, const Accounts& accounts, const ResultEquityQuestion& question);

/// Sentences and tables of all of it.
Answer analyse_result_equity(const record::Result& result, const ResultEquityQuestion& question);

}  // namespace alongside::economics
