#pragma once
// What `equity` prints: health by group, equally distributed equivalents and the equity impact, from a table of groups.

#include <optional>
#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/economics/answer.hpp"
#include "analysis/economics/equity.hpp"

namespace alongside::economics {

/// Groups in the order of the table, taken as from the most to the least disadvantaged.
struct EquityTable {
  std::vector<std::string> groups;
  std::vector<double> population;
  std::vector<double> baseline;              ///< health per person; empty when only levels are given
  std::vector<std::string> options;
  std::vector<std::vector<double>> health;   ///< per option: level of each group after it
  std::vector<std::vector<double>> gain;     ///< per option: gain per person of each group; empty without a baseline
  std::vector<double> shares;                ///< of the health opportunity cost; empty when not given
};

/// Reads columns population (default 1 each), baseline, health_<option> or gain_<option>, opportunity_weight (per person) or
/// opportunity_share; other columns together name the group. Throws DataError when no option is there, gains lack a
/// baseline, or numbers are impossible.
EquityTable read_equity_table(const data::CsvTable& table);

/// An index with an aversion.
struct EquityView {
  InequalityIndex index;
  double aversion;
};
struct EquityQuestion {
  std::vector<EquityView> views;
  double cost = 0;                  ///< total cost of each option with gains
  double money_per_health = 13000;  ///< money that displaces one unit of health
};

/// Equivalents of every option; with a baseline also the equity impact (before and after opportunity cost) and groups' nets.
/// Without a baseline no impact is computed and the reason is told.
Answer analyse_equity(const EquityTable& table, const EquityQuestion& question);

}  // namespace alongside::economics
