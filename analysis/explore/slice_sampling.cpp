#include "analysis/explore/slice_sampling.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "sim/core/numeric.hpp"
#include "sim/core/random.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::uint32_t purpose = 0x736c6963;  // "slic"

/// Chance of one step of the chain.
class StepChance {
 public:
  StepChance(std::uint32_t step, std::uint64_t seed) : step_(step), seed_(seed) {}
  double uniform() {
    const core::Words4 w = core::threefry({next_++, step_, 0, purpose}, seed_);
    return core::unit_double(w[0], w[1]);
  }
  double normal() { return core::normal_quantile64(uniform()); }

 private:
  std::uint32_t step_, next_ = 0;
  std::uint64_t seed_;
};

}  // namespace

Normal make_normal(const VectorXd& mean, const MatrixXd& covariance) { return {mean, Eigen::LLT<MatrixXd>(covariance).matrixL()}; }

MatrixXd sample_by_slices(const std::function<double(const VectorXd&)>& log_density, const Normal& near, int count, int thin, std::uint64_t seed) {
  const Index n = near.mean.size();
  // In z, the normal is standard; what is sliced is the density over it.
  const auto ratio = [&](const VectorXd& z) { return log_density(near.mean + near.factor * z) + 0.5 * z.squaredNorm(); };
  VectorXd z = VectorXd::Zero(n), other(n);
  double here = ratio(z);
  MatrixXd states(count, n);
  const int steps = count * thin, burn_in = steps / 10;
  for (int step = 0; step < burn_in + steps; ++step) {
    StepChance chance(static_cast<std::uint32_t>(step), seed);
    for (Index p = 0; p < n; ++p) other[p] = chance.normal();
    const double level = here + std::log(chance.uniform());
    double angle = 2 * std::numbers::pi * chance.uniform(), low = angle - 2 * std::numbers::pi, high = angle;
    while (true) {
      const VectorXd tried = std::cos(angle) * z + std::sin(angle) * other;
      const double there = ratio(tried);
      if (there > level) {
        z = tried;
        here = there;
        break;
      }
      (angle < 0 ? low : high) = angle;
      if (high - low < 1e-9) break;  // the state itself: the density is rougher than numbers can tell
      angle = low + (high - low) * chance.uniform();
    }
    const int kept = step - burn_in;
    if (kept >= 0 && (kept + 1) % thin == 0) states.row(kept / thin) = (near.mean + near.factor * z).transpose();
  }
  return states;
}

double effective_size(const VectorXd& chain) {
  const auto n = static_cast<double>(chain.size());
  const auto length = static_cast<Index>(std::max(1.0, std::floor(std::sqrt(n))));
  const Index batches = chain.size() / length;
  if (batches < 2) return n;
  const double mean = chain.mean(), variance = (chain.array() - mean).square().sum() / (n - 1);
  double between = 0;
  for (Index b = 0; b < batches; ++b) between += std::pow(chain.segment(b * length, length).mean() - mean, 2);
  between /= static_cast<double>(batches - 1);
  if (!(between > 0)) return n;
  return std::min(n, n * variance / (static_cast<double>(length) * between));
}

}  // namespace alongside::explore
