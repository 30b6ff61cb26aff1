#pragma once
// What a trial study shows: tables in the order of ADEMP (Morris, White & Crowther 2019), and the flow of families
// (CONSORT). As tables for people, and as lists with one number a row.

#include "analysis/data/table.hpp"
#include "analysis/trial/trial_result.hpp"

namespace alongside::estimation {

/// Performance of one method against the truth it declares.
struct MethodPerformance {
  std::size_t contrast, endpoint, method;
  std::string estimand;         ///< "" where the method has none: rejections only
  std::vector<double> truth;    ///< by world
  Performance performance;
  Measured against_own;         ///< bias against each world's own truth: paired, so with less noise
  Measured relative_precision;  ///< percent, against the first method of the same estimand's measure; NaN for itself
  std::size_t boundary, fallback, unfit;  ///< fits at a bound, fallbacks, failures
  bool null_effect;             ///< the truth is 0 in every world: rejections are type I errors
};

/// Every method that suits the point's design and endpoint.
std::vector<MethodPerformance> performances(const TrialResult& result, std::size_t point, double alpha);

/// All tables of one point.
std::vector<data::OutputTable> trial_tables(const TrialResult& result, std::size_t point, double alpha);
/// The same numbers as lists: performance, truth, events and flow, over all points.
std::vector<data::OutputTable> trial_lists(const TrialResult& result, const std::vector<std::size_t>& points, double alpha);

/// Rows of a recorded world as a table that `estimate` reads. Throws DataError when the world was not recorded.
data::OutputTable trial_rows(const TrialResult& result, std::size_t world, std::size_t contrast, std::size_t endpoint);

}  // namespace alongside::estimation
