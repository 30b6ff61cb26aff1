#include "analysis/economics/equity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

double total(std::span<const double> values) { return std::accumulate(values.begin(), values.end(), 0.0); }

double weighted_mean(std::span<const double> values, std::span<const double> weights) {
  return std::inner_product(values.begin(), values.end(), weights.begin(), 0.0) / total(weights);
}

void check(std::span<const double> health, std::span<const double> population) {
  ALONGSIDE_EXPECTS(health.size() == population.size());
  if (health.empty()) throw DataError("no groups (an equity analysis needs at least one)");
  for (const double n : population)
    if (!(n >= 0)) throw DataError(fmt::format("a group of {} people (populations must not be negative)", n));
  if (!(total(population) > 0)) throw DataError("all groups are empty (their populations sum to 0)");
}

double atkinson(std::span<const double> h, std::span<const double> w, double e) {
  if (!(e >= 0)) throw DataError(fmt::format("Atkinson aversion {} is negative (0 means none)", e));
  for (const double x : h)
    if (!(x > 0)) throw DataError(fmt::format("health {} is not positive (the Atkinson index needs levels above 0; use kolm or gini)", x));
  // Relative to the smallest level: h^(1-e) of large aversions would leave the range of numbers.
  const double low = *std::min_element(h.begin(), h.end());
  double sum = 0;
  for (std::size_t i = 0; i < h.size(); ++i) sum += w[i] * (e == 1 ? std::log(h[i] / low) : std::pow(h[i] / low, 1 - e));
  sum /= total(w);
  return low * (e == 1 ? std::exp(sum) : std::pow(sum, 1 / (1 - e)));
}

double kolm(std::span<const double> h, std::span<const double> w, double a) {
  if (!(a >= 0)) throw DataError(fmt::format("Kolm aversion {} is negative (0 means none)", a));
  if (a == 0) return weighted_mean(h, w);
  const double low = *std::min_element(h.begin(), h.end());
  double sum = 0;
  for (std::size_t i = 0; i < h.size(); ++i) sum += w[i] * std::expm1(-a * (h[i] - low));
  return low - std::log1p(sum / total(w)) / a;
}

double extended_gini(std::span<const double> h, std::span<const double> w, double eta) {
  if (!(eta >= 1)) throw DataError(fmt::format("extended Gini aversion {} is below 1 (1 means none, 2 the ordinary Gini)", eta));
  std::vector<std::size_t> order(h.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return h[a] < h[b]; });
  const double people = total(w);
  double below = 0, sum = 0;
  for (const std::size_t i : order) {
    const double next = std::min(1.0, below + w[i] / people);
    sum += h[i] * (std::pow(1 - below, eta) - std::pow(1 - next, eta));
    below = next;
  }
  return sum;
}

}  // namespace

double equally_distributed_equivalent(std::span<const double> health, std::span<const double> population, InequalityIndex index, double aversion) {
  check(health, population);
  switch (index) {
    case InequalityIndex::atkinson: return atkinson(health, population, aversion);
    case InequalityIndex::kolm: return kolm(health, population, aversion);
    case InequalityIndex::extended_gini: return extended_gini(health, population, aversion);
  }
  throw InternalError("unknown index of inequality");
}

double inequality(std::span<const double> health, std::span<const double> population, InequalityIndex index, double aversion) {
  const double ede = equally_distributed_equivalent(health, population, index, aversion), mean = weighted_mean(health, population);
  return index == InequalityIndex::kolm ? mean - ede : 1 - ede / mean;
}

std::vector<double> equity_weights(std::span<const double> health, std::span<const double> population, double aversion) {
  check(health, population);
  std::vector<double> weights;
  for (const double h : health) {
    if (!(h > 0)) throw DataError(fmt::format("health {} is not positive (equity weights need levels above 0)", h));
    weights.push_back(std::pow(h / health[0], -aversion));
  }
  const double mean = weighted_mean(weights, population);
  for (double& w : weights) w /= mean;
  return weights;
}

EquityImpact equity_impact(std::span<const double> before, std::span<const double> after, std::span<const double> population,
                           InequalityIndex index, double aversion) {
  check(before, population);
  check(after, population);
  const double people = total(population);
  // Differences of group levels, not of two means near 70: gains of 1e-4 a person keep their digits.
  double health = 0;
  for (std::size_t g = 0; g < before.size(); ++g) health += population[g] * (after[g] - before[g]);
  EquityImpact out;
  out.health = health;
  out.total = people * (equally_distributed_equivalent(after, population, index, aversion) -
                        equally_distributed_equivalent(before, population, index, aversion));
  out.equity = out.total - out.health;
  return out;
}

std::vector<double> opportunity_shares(std::span<const double> weight_per_person, std::span<const double> population) {
  check(weight_per_person, population);
  std::vector<double> shares;
  for (std::size_t g = 0; g < population.size(); ++g) {
    if (!(weight_per_person[g] >= 0)) throw DataError(fmt::format("opportunity-cost weight {} is negative", weight_per_person[g]));
    shares.push_back(weight_per_person[g] * population[g]);
  }
  const double sum = total(shares);
  if (!(sum > 0)) throw DataError("all opportunity-cost weights are 0 (somebody bears the cost)");
  for (double& share : shares) share /= sum;
  return shares;
}

std::vector<double> net_group_benefit(std::span<const double> gain, std::span<const double> population, std::span<const double> shares,
                                      double cost, double money_per_health) {
  check(gain, population);
  ALONGSIDE_EXPECTS(shares.size() == gain.size());
  if (!(money_per_health > 0)) throw DataError(fmt::format("{} per unit of health is not positive (it is what displaces one unit elsewhere)", money_per_health));
  if (std::abs(total(shares) - 1) > 1e-6) throw DataError(fmt::format("opportunity-cost shares sum to {} (they must sum to 1)", total(shares)));
  std::vector<double> net;
  for (std::size_t g = 0; g < gain.size(); ++g) net.push_back(gain[g] * population[g] - shares[g] * cost / money_per_health);
  return net;
}

SocialGradient social_gradient(std::span<const double> health, std::span<const double> population) {
  check(health, population);
  if (health.size() < 2) throw DataError("one group only (a social gradient needs two)");
  const double people = total(population), mean = weighted_mean(health, population);
  double below = 0, covariance = 0, variance = 0;
  for (std::size_t g = 0; g < health.size(); ++g) {
    const double share = population[g] / people, rank = below + share / 2 - 0.5;  // the mean ridit is 1/2
    covariance += share * rank * (health[g] - mean);
    variance += share * rank * rank;
    below += share;
  }
  if (!(variance > 0)) throw DataError("all people are in one group (a social gradient needs two with people in them)");
  return {covariance / variance, covariance / variance / mean, 2 * covariance / mean};
}

InequalityIndex parse_index(const std::string& name) {
  if (name == "atkinson") return InequalityIndex::atkinson;
  if (name == "kolm") return InequalityIndex::kolm;
  if (name == "gini") return InequalityIndex::extended_gini;
  throw UsageError(fmt::format("--index \"{}\" is not known (atkinson, kolm or gini)", name));
}

std::string index_text(InequalityIndex index) {
  switch (index) {
    case InequalityIndex::atkinson: return "Atkinson";
    case InequalityIndex::kolm: return "Kolm";
    case InequalityIndex::extended_gini: return "extended Gini";
  }
  throw InternalError("unknown index of inequality");
}

}  // namespace alongside::economics
