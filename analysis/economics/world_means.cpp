#include "analysis/economics/world_means.hpp"

#include <cmath>
#include <limits>
#include <numeric>

#include "sim/core/error.hpp"

namespace alongside::economics {

std::vector<double> over_units(const Accounts& accounts, const std::vector<double>& by_world) {
  ALONGSIDE_EXPECTS(by_world.size() == accounts.worlds.size());
  if (accounts.draws < 2) return by_world;
  std::vector<double> units;
  double count = 0;
  for (std::size_t w = 0; w < by_world.size(); ++w) {
    if (w == 0 || accounts.worlds[w].draw != accounts.worlds[w - 1].draw) {
      if (w > 0) units.back() /= count;
      units.push_back(0);
      count = 0;
    }
    units.back() += by_world[w];
    ++count;
  }
  units.back() /= count;
  return units;
}

UnitMean unit_mean(const std::vector<double>& units) {
  const double n = static_cast<double>(units.size());
  UnitMean out;
  out.mean = std::accumulate(units.begin(), units.end(), 0.0) / n;
  double squares = 0;
  for (const double x : units) squares += (x - out.mean) * (x - out.mean), out.positive += x > 0 ? 1 / n : 0;
  out.error = units.size() < 2 ? std::numeric_limits<double>::quiet_NaN() : std::sqrt(squares / (n - 1) / n);
  return out;
}

}  // namespace alongside::economics
