#include "sim/trial/clusters.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "sim/core/error.hpp"
#include "sim/core/random.hpp"
#include "sim/trial/randomise.hpp"

namespace alongside::trial {
namespace {

const Parameter method_choice{.name = "trial.cluster_allocation", .kind = Kind::choice, .high = 3, .value = 0, .labels = {"complete", "stratified", "pairs", "restricted"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "How communities are randomised: all at once, in halves of high and low deprivation, in pairs of like deprivation, or among the allocations that balance size and deprivation best."};
const Parameter restricted_share{.name = "trial.restricted_share", .unit = "share", .low = 0.001, .high = 1, .value = 0.1, .scope = Scope::trial, .grade = Grade::definition,
    .source = "Carter & Hood 2008", .text = "Share of the candidate allocations that restricted randomisation keeps, best balanced first."};
const Parameter restricted_tries{.name = "trial.restricted_tries", .kind = Kind::count, .unit = "allocation", .low = 2, .high = 20000, .value = 1000, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Candidate allocations; all of them are listed when they are no more than this."};

constexpr Purpose order_word{"trial.cluster_order", "Order of communities in an allocation."};
constexpr Purpose candidate_word{"trial.cluster_candidate", "Order of communities in a candidate of restricted randomisation, and which is taken."};
constexpr Purpose pair_word{"trial.cluster_pair", "Which community of a pair is supported."};

enum Method { complete = 0, stratified = 1, pairs = 2, restricted = 3 };
constexpr std::size_t most_possible = 4096;

/// Fisher and Yates over some communities; `number` tells apart the shuffles of one world.
void shuffle(const world::World& world, const Purpose& purpose, std::uint32_t number, std::vector<std::uint16_t>& order) {
  for (std::uint32_t i = static_cast<std::uint32_t>(order.size()); i-- > 1;) {
    const core::Words4 w = core::threefry({i, number, world.id.world, purpose.code}, world.id.key);
    std::swap(order[i], order[static_cast<std::uint32_t>((std::uint64_t{w[0]} * (i + 1)) >> 32)]);
  }
}

std::vector<std::uint16_t> all_communities(const world::World& world) {
  std::vector<std::uint16_t> order(world.communities.size());
  std::iota(order.begin(), order.end(), std::uint16_t{0});
  return order;
}

/// Communities from least to most deprived.
std::vector<std::uint16_t> by_deprivation(const world::World& world) {
  std::vector<std::uint16_t> order = all_communities(world);
  std::stable_sort(order.begin(), order.end(), [&](std::uint16_t a, std::uint16_t b) { return world.communities[a].deprivation < world.communities[b].deprivation; });
  return order;
}

/// Deals arms to communities in the given order, so that every stretch comes as near to the weights as can be.
void deal(const std::vector<std::uint16_t>& order, const std::vector<double>& weights, std::vector<int>& arm) {
  std::vector<double> given(weights.size(), 0);
  for (std::size_t i = 0; i < order.size(); ++i) {
    std::size_t least = 0;
    for (std::size_t a = 1; a < weights.size(); ++a)
      if ((given[a] + 1) / weights[a] < (given[least] + 1) / weights[least] - 1e-12) least = a;
    given[least] += 1;
    arm[order[i]] = static_cast<int>(least);
  }
}

class Balance {
 public:
  explicit Balance(const world::World& world) {
    for (const world::Community& c : world.communities) {
      value_[0].push_back(c.families);
      value_[1].push_back(static_cast<double>(c.deprivation));
    }
    for (auto& values : value_) {
      double mean = 0, squares = 0;
      for (const double v : values) mean += v / static_cast<double>(values.size());
      for (const double v : values) squares += (v - mean) * (v - mean);
      const double sd = std::sqrt(squares / static_cast<double>(values.size()));
      for (double& v : values) v = sd > 0 ? (v - mean) / sd : 0;
    }
  }

  /// Sum over size and deprivation of the squared standardised differences of arm means from the overall mean.
  double operator()(const std::vector<int>& arm, std::size_t arms) const {
    double sum = 0;
    for (const auto& values : value_) {
      std::vector<double> total(arms, 0), n(arms, 0);
      for (std::size_t k = 0; k < arm.size(); ++k) total[static_cast<std::size_t>(arm[k])] += values[k], n[static_cast<std::size_t>(arm[k])] += 1;
      for (std::size_t a = 0; a < arms; ++a) sum += n[a] > 0 ? total[a] / n[a] * (total[a] / n[a]) : 0;
    }
    return sum;
  }

 private:
  std::vector<double> value_[2];
};

void append(std::vector<std::uint8_t>& possible, const std::vector<int>& arm) {
  for (const int a : arm) possible.push_back(a > 0 ? 1 : 0);
}

/// Number of ways to choose, or more than `limit`.
std::size_t choose(std::size_t n, std::size_t k, std::size_t limit) {
  double ways = 1;
  for (std::size_t i = 0; i < std::min(k, n - k); ++i) {
    ways = ways * static_cast<double>(n - i) / static_cast<double>(i + 1);
    if (ways > 1e12) return limit + 1;
  }
  return static_cast<std::size_t>(ways + 0.5);
}

/// All allocations of two arms with so many supported, or random ones when there are more than `tries`.
std::vector<std::vector<int>> candidates(const Setting& s, const std::vector<double>& weights, std::size_t tries) {
  std::vector<int> arm(s.world.communities.size());
  deal(shuffled_communities(s.world), weights, arm);
  const auto supported = static_cast<std::size_t>(std::count(arm.begin(), arm.end(), 1));
  std::vector<std::vector<int>> all;
  if (s.arms == 2 && choose(arm.size(), supported, tries) <= tries) {
    std::vector<int> next(arm.size(), 0);
    std::fill(next.end() - static_cast<std::ptrdiff_t>(supported), next.end(), 1);
    do all.push_back(next);
    while (std::next_permutation(next.begin(), next.end()));
    return all;
  }
  for (std::size_t t = 0; t < tries; ++t) {
    std::vector<std::uint16_t> order = all_communities(s.world);
    shuffle(s.world, candidate_word, static_cast<std::uint32_t>(t), order);
    deal(order, weights, arm);
    all.push_back(arm);
  }
  return all;
}

ClusterAllocation draw_restricted(const Setting& s, const std::vector<double>& weights) {
  const Balance balance(s.world);
  std::vector<std::vector<int>> all = candidates(s, weights, static_cast<std::size_t>(s.row.i(restricted_tries)));
  std::vector<std::pair<double, std::size_t>> ranked;
  for (std::size_t i = 0; i < all.size(); ++i) ranked.emplace_back(balance(all[i], s.arms), i);
  std::sort(ranked.begin(), ranked.end());
  const auto kept = std::max<std::size_t>(1, static_cast<std::size_t>(s.row(restricted_share) * static_cast<double>(all.size()) + 0.5));
  const std::uint32_t word = core::threefry({0xffffffffu, 0, s.world.id.world, candidate_word.code}, s.world.id.key)[0];
  ClusterAllocation out;
  out.arm = all[ranked[static_cast<std::size_t>((std::uint64_t{word} * kept) >> 32)].second];
  if (s.arms == 2)
    for (std::size_t i = 0; i < kept; ++i) append(out.possible, all[ranked[i].second]);
  return out;
}

ClusterAllocation draw_pairs(const Setting& s) {
  if (s.arms != 2 || s.row(ratio) != 1) throw DataError("trial.cluster_allocation = \"pairs\" (pairs take two arms and ratio = 1) use \"stratified\" or \"restricted\"");
  const std::vector<std::uint16_t> order = by_deprivation(s.world);
  const std::size_t n = (order.size() + 1) / 2;
  ClusterAllocation out;
  out.arm.assign(order.size(), 0);
  const auto set = [&](std::vector<int>& arm, std::size_t pair, bool first) {
    arm[order[2 * pair]] = first ? 1 : 0;
    if (2 * pair + 1 < order.size()) arm[order[2 * pair + 1]] = first ? 0 : 1;
  };
  const auto coin = [&](std::size_t pair, std::uint32_t number) {
    return core::threefry({static_cast<std::uint32_t>(pair), number, s.world.id.world, pair_word.code}, s.world.id.key)[0] >> 31 != 0;
  };
  for (std::size_t p = 0; p < n; ++p) set(out.arm, p, coin(p, 0));
  // Every flip of the pairs, or as many random ones, the one drawn first.
  const bool listed = n <= 12;
  const std::size_t size = listed ? std::size_t{1} << n : most_possible;
  std::vector<int> arm(order.size(), 0);
  for (std::size_t i = 0; i < size; ++i) {
    for (std::size_t p = 0; p < n; ++p) set(arm, p, listed ? (i >> p & 1) != 0 : coin(p, static_cast<std::uint32_t>(i)));
    append(out.possible, arm);
  }
  return out;
}

ClusterAllocation draw_stratified(const Setting& s, const std::vector<double>& weights) {
  const std::vector<std::uint16_t> order = by_deprivation(s.world);
  const std::size_t half = order.size() / 2;
  ClusterAllocation out;
  out.arm.assign(order.size(), 0);
  std::vector<int> arm = out.arm;
  for (std::uint32_t i = 0; i < most_possible; ++i) {
    std::vector<std::uint16_t> low(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(half)), high(order.begin() + static_cast<std::ptrdiff_t>(half), order.end());
    shuffle(s.world, order_word, 2 * i, low);
    shuffle(s.world, order_word, 2 * i + 1, high);
    low.insert(low.end(), high.begin(), high.end());
    deal(low, weights, arm);
    if (i == 0) out.arm = arm;
    if (s.arms == 2) append(out.possible, arm);
  }
  return out;
}

}  // namespace

std::vector<std::uint16_t> shuffled_communities(const world::World& world) {
  std::vector<std::uint16_t> order = all_communities(world);
  shuffle(world, order_word, 0, order);
  return order;
}

ClusterAllocation allocate_clusters(const Setting& s) {
  const std::size_t k = s.world.communities.size();
  if (k < s.arms) throw DataError(fmt::format("population.communities = {} (a cluster trial of {} arms needs one for each, and two to tell effect from cluster) raise it", k, s.arms));
  const std::vector<double> weights = arm_weights(s);
  switch (s.row.i(method_choice)) {
    case stratified: return draw_stratified(s, weights);
    case pairs: return draw_pairs(s);
    case restricted: return draw_restricted(s, weights);
    default: break;
  }
  ClusterAllocation out;
  out.arm.assign(k, 0);
  deal(shuffled_communities(s.world), weights, out.arm);
  return out;
}

const Declarations clusters_part{.name = "trial_clusters", .text = "Communities are randomised.",
    .parameters = {&method_choice, &restricted_share, &restricted_tries}, .purposes = {&order_word, &candidate_word, &pair_word}};

}  // namespace alongside::trial
