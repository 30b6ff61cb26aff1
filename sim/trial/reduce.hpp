#pragma once
// From a conducted trial to the numbers that its result holds.

#include "sim/trial/analyst.hpp"
#include "sim/trial/facts.hpp"

namespace alongside::trial {

/// The numbers of one world, row by row over the axes named.
struct Reduced {
  std::vector<double> estimates;      ///< [contrast][endpoint][method][statistic]
  std::vector<double> truth;          ///< [contrast][endpoint][estimand]
  std::vector<double> exposure;       ///< [endpoint][exposure]: effect
  std::vector<double> exposure_rows;  ///< [endpoint][exposure]: families behind it
  std::vector<double> by_arm;         ///< [regime][fact][arm][occasion]
  std::vector<double> world;          ///< [contrast][endpoint][fact]
  std::vector<std::int64_t> flow;     ///< [arm][step]
  std::vector<std::int64_t> by_cell;  ///< [fact][sequence][period]
  std::vector<Rows> rows;             ///< [contrast][endpoint], where they are kept
};

enum class KeepRows { no, yes };

/// Works out everything; `analyst` may be null (no estimates).
Reduced reduce(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Analyst* analyst, KeepRows keep);

}  // namespace alongside::trial
