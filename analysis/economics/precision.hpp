#pragma once
// How well a result's worlds know its answer, and how many more it takes: for runs that go on until an error is small enough.

#include <cstddef>
#include <string>

#include "sim/record/result.hpp"

namespace alongside::economics {

/// An error to reach: of a /summary measure, or of the incremental net benefit ("inmb": pounds per 1,000 births in the
/// reference case, at the lower threshold).
struct PrecisionTarget {
  double mcse = 0;
  std::string measure = "inmb";
};

/// "mcse=50" or "mcse=0.2:qalys". Throws UsageError for another form, DataError when the error is not positive.
PrecisionTarget parse_precision(const std::string& text);

/// The largest Monte Carlo standard error of the target over points and arms, of the paired difference from the first arm (of
/// the level itself with one arm). Draws are the independent unit where there are any, replicate worlds else. NaN with fewer
/// than two units. Throws DataError for an unknown measure.
double largest_error(const record::Result& result, const PrecisionTarget& target);

/// Units for the next round: as many as the square of the ratio of errors asks for and a tenth more, between a quarter more
/// and four times as many as now, at most `most`.
std::size_t next_round(std::size_t units, double error, double wanted, std::size_t most);

}  // namespace alongside::economics
