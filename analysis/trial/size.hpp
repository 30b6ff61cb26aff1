#pragma once
// The size of a trial for a wanted power, searched by simulation.

#include <functional>

#include "analysis/trial/probit.hpp"
#include "analysis/trial/performance.hpp"

namespace alongside::estimation {

/// Trials of one size, one entry for each replicate asked for; NaN where the method gave no answer.
struct SimulatedTrials {
  std::vector<double> estimate, se, df, p;
  std::vector<double> families;  ///< randomised
  std::vector<double> weeks;     ///< from the opening of recruitment to the last follow-up; NaN: unknown
};

/// Simulates `count` replicates from number `first` on at a size. The same number is the same luck at every size, and an answer
/// is a function of size and number alone.
using SizeSimulator = std::function<SimulatedTrials(int size, std::uint32_t first, std::uint32_t count)>;

struct SizeQuestion {
  double power = 0.8;   ///< wanted, above alpha and below 1
  double alpha = 0.05;  ///< two-sided
  double level = 0.95;  ///< of the intervals
  int low = 4, high = 400;  ///< bounds of the size
  int step = 1;         ///< sizes are multiples of it
  int start = 24;       ///< where the search starts
  std::uint32_t worlds = 4000;  ///< trials in all: half to search, half to confirm; at least 200
};

/// What was simulated at one size on the way.
struct SizeVisit {
  int size = 0;
  std::size_t worlds = 0, missing = 0;
  Measured rejected{};
  double fitted = 0;  ///< power on the fitted curve; NaN without one
};

struct SizeAnswer {
  enum class State {
    found,
    at_low,       ///< the lower bound is enough
    not_reached,  ///< the upper bound is not
  } state = State::found;
  int size = 0;                ///< the smallest whose fitted power is enough; the bound otherwise
  bool held_intercept = false;  ///< the trials told no slope: the curve has the intercept of a normal test
  double low = 0, high = 0;    ///< interval of it, in sizes; NaN without a fitted curve, the upper end may be infinite
  Measured power{};            ///< there, in fresh trials
  double power_low = 0, power_high = 0;  ///< Wilson (1927) interval
  std::size_t fresh = 0, missing = 0;    ///< trials that confirm; without an answer
  double families = 0;         ///< randomised there, mean
  double weeks = 0;            ///< that the trial takes there, mean
  double closed_form = 0;      ///< size by the closed form for the pilot's effect and spread; NaN where no size is enough
  std::vector<SizeVisit> visits;  ///< by size
};

/// A pilot at `start` gives effect and spread, and the closed form for a Wald test a first guess. Rounds about the guess refine
/// a probit curve of rejections on sqrt(size) (`probit.hpp`), whose crossing is the answer; replicates not used before say
/// what the power there is. Power is taken to rise with size. Trials without an answer are left out and counted. Throws
/// DataError when no trial gives one, UsageError for a question that makes no sense.
SizeAnswer search_size(const SizeQuestion& question, const SizeSimulator& simulate);

/// Wilson (1927) interval of a share.
struct Share {
  double low, high;
};
Share wilson(double count, double of, double level);

}  // namespace alongside::estimation
