#pragma once
// The uncertain numbers that the choice hangs on: what knowing each is worth, and how far it moves the lead of the best.

#include <string>
#include <vector>

#include "analysis/report/economy.hpp"

namespace alongside::report {

/// The best choice on average at a threshold, its strongest rival (economics::strongest_rival), and the mean lead in net benefit.
struct Lead {
  std::size_t best = 0, other = 1;
  double mean = 0;
};
Lead lead_of(const Economy& economy, double threshold);

struct Driver {
  std::string parameter;
  double worth = 0, worth_error = 0;     ///< EVPPI and its standard error, pounds per 1,000 births
  double low = 0, high = 0;              ///< 2.5% and 97.5% quantiles of its draws
  double lead_low = 0, lead_high = 0;    ///< the lead expected there, by the regression behind EVPPI
};

/// The ten parameters that go along most with the lead at the doubtful threshold, by what knowing each is worth. Empty without
/// draws, or with fewer than 50 of them.
std::vector<Driver> drivers_of(const Economy& economy);

}  // namespace alongside::report
