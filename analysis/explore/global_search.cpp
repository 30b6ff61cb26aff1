#include "analysis/explore/global_search.hpp"

#include <nlopt.hpp>

#include <algorithm>
#include <cmath>
#include <limits>
#include <stdexcept>

namespace alongside::explore {

SearchResult search_globally(Eigen::Index parameters, const std::function<double(const Eigen::VectorXd&)>& value, int evaluations, std::uint64_t seed) {
  constexpr double edge = 2.5, out_of_question = 1e12;
  const auto n = static_cast<unsigned>(parameters);
  SearchResult best{Eigen::VectorXd::Zero(parameters), std::numeric_limits<double>::infinity()};
  struct Call {
    const std::function<double(const Eigen::VectorXd&)>& value;
    SearchResult& best;
  } call{value, best};
  nlopt::srand(static_cast<unsigned long>(seed));
  nlopt::opt search(nlopt::GN_CRS2_LM, n);
  search.set_lower_bounds(-edge);
  search.set_upper_bounds(edge);
  search.set_maxeval(evaluations);
  // The customary population of ten points a parameter would never finish; of no more than n + 1 points, each trial would be drawn from all.
  search.set_population(std::max(2 * (n + 1), std::min(10 * (n + 1), static_cast<unsigned>(evaluations) / 3)));
  search.set_min_objective(
      [](unsigned size, const double* x, double*, void* data) {
        Call& c = *static_cast<Call*>(data);
        const Eigen::VectorXd at = Eigen::Map<const Eigen::VectorXd>(x, size);
        const double found = c.value(at);
        if (found < c.best.value) c.best = {at, found};
        return std::isfinite(found) ? found : out_of_question;
      },
      &call);
  std::vector<double> x(n, 0.0);
  double least = 0;
  try {
    search.optimize(x, least);
  } catch (const std::runtime_error&) {
    // Round-off, or a trial that found no way on: what was found so far stands.
  }
  return best;
}

}  // namespace alongside::explore
