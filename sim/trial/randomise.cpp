#include "sim/trial/randomise.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/random.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::trial {
namespace {

const Parameter rule_choice{.name = "trial.allocation", .kind = Kind::choice, .high = 2, .value = 1, .labels = {"simple", "blocks", "minimisation"}, .scope = Scope::trial,
    .grade = Grade::definition, .text = "How families are randomised: by a coin, in permuted blocks, or by minimisation over severity, deprivation and community (Pocock & Simon 1975)."};
const Parameter block_size{.name = "trial.block", .kind = Kind::count, .unit = "family", .low = 2, .high = 64, .value = 4, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Families in a permuted block: a multiple of the arms' shares."};
const Parameter strata_choice{.name = "trial.stratify", .kind = Kind::choice, .high = 4, .value = 0, .labels = {"nothing", "severity", "deprivation", "community", "severity and community"},
    .scope = Scope::trial, .grade = Grade::definition, .text = "Strata of the blocks: measured score at or above the case threshold, fifth of deprivation, community."};
const Parameter minimise_chance{.name = "trial.minimise_chance", .unit = "share", .low = 0.5, .high = 1, .value = 0.8, .scope = Scope::trial, .grade = Grade::definition,
    .text = "Chance that minimisation takes the arm that balances best."};

constexpr Purpose family_word{"trial.allocate", "Arm of a family, and whether minimisation follows the balance."};
constexpr Purpose block_word{"trial.block", "Order of the arms in a permuted block."};

enum Rule { by_coin = 0, in_blocks = 1, by_minimisation = 2 };

}  // namespace

std::vector<double> arm_weights(const Setting& setting) {
  std::vector<double> weights(setting.arms, setting.row(ratio));
  weights[0] = 1;
  if (weights.back() < 1) {
    for (double& w : weights) w /= setting.row(ratio);
    weights[0] = 1 / setting.row(ratio);
  }
  // 1/3 has no exact double: a share that is whole but for rounding is meant to be whole.
  for (double& w : weights)
    if (std::fabs(w - std::floor(w + 0.5)) < 1e-9 * w) w = std::floor(w + 0.5);
  return weights;
}

Randomiser::Randomiser(const Setting& setting)
    : world_(setting.world), weights_(arm_weights(setting)), rule_(setting.row.i(rule_choice)), strata_(setting.row.i(strata_choice)),
      block_(setting.row.i(block_size)), severe_at_(setting.row.i(world::case_threshold)), chance_(setting.row(minimise_chance)),
      quintile_(setting.world.layout->slot(world::deprivation)) {
  if (rule_ != in_blocks) return;
  double round = 0;
  bool whole = true;
  for (const double w : weights_) round += w, whole = whole && w == std::floor(w);
  if (!whole || std::fmod(block_, round) != 0)
    throw DataError(fmt::format("trial.block = {} (with trial.ratio = {} and {} arms a block holds {} families, or a multiple) change the block, or allocation = \"simple\"", block_,
                                setting.row(ratio), setting.arms, whole ? fmt::format("{}", round) : std::string("whole shares of")));
  for (std::size_t a = 0; a < weights_.size(); ++a)
    slots_.insert(slots_.end(), static_cast<std::size_t>(weights_[a] / round * block_ + 0.5), static_cast<int>(a));
}

int Randomiser::next(const Candidate& candidate) {
  return rule_ == by_coin ? simple(candidate) : rule_ == in_blocks ? block(candidate) : minimise(candidate);
}

int Randomiser::by_weight(double uniform) const {
  double total = 0, below = 0;
  for (const double w : weights_) total += w;
  for (std::size_t a = 0; a + 1 < weights_.size(); ++a) {
    below += weights_[a];
    if (uniform * total < below) return static_cast<int>(a);
  }
  return static_cast<int>(weights_.size()) - 1;
}

int Randomiser::simple(const Candidate& candidate) const { return by_weight(core::unit_double(world_.word(family_word, candidate.family))); }

int Randomiser::stratum(const Candidate& c) const {
  const int severe = c.measured >= severe_at_ ? 1 : 0;
  switch (strata_) {
    case 1: return severe;
    case 2: return world_.fixed_value(quintile_, c.family);
    case 3: return c.community;
    case 4: return 2 * c.community + severe;
    default: return 0;
  }
}

int Randomiser::block(const Candidate& candidate) {
  const int where = stratum(candidate);
  const std::uint32_t n = drawn_[where]++, size = static_cast<std::uint32_t>(slots_.size());
  std::vector<int> order = slots_;
  // Fisher and Yates, with words of the stratum's block.
  for (std::uint32_t i = size - 1; i > 0; --i) {
    const core::Words4 w = core::threefry({static_cast<std::uint32_t>(where), (n / size) << 8 | i, world_.id.world, block_word.code}, world_.id.key);
    std::swap(order[i], order[static_cast<std::uint32_t>((std::uint64_t{w[0]} * (i + 1)) >> 32)]);
  }
  return order[n % size];
}

/// Each arm in turn is given the family, and the spread of the weighted counts added up over its levels of the factors.
int Randomiser::minimise(const Candidate& candidate) {
  const std::pair<int, int> levels[] = {{0, candidate.measured >= severe_at_ ? 1 : 0}, {1, world_.fixed_value(quintile_, candidate.family)}, {2, candidate.community}};
  double least = 0;
  std::vector<int> best;
  for (std::size_t a = 0; a < weights_.size(); ++a) {
    double spread = 0;
    for (const auto& level : levels) {
      std::vector<double>& counts = margins_[level];
      counts.resize(weights_.size());
      double low = 1e300, high = -1e300;
      for (std::size_t b = 0; b < weights_.size(); ++b) {
        const double n = (counts[b] + (a == b ? 1 : 0)) / weights_[b];
        low = std::min(low, n), high = std::max(high, n);
      }
      spread += high - low;
    }
    if (best.empty() || spread < least - 1e-9) least = spread, best.clear();
    if (spread < least + 1e-9) best.push_back(static_cast<int>(a));
  }
  const core::Words4 w = core::threefry({candidate.family, 0, world_.id.world, family_word.code}, world_.id.key);
  const bool follows = best.size() < weights_.size() && core::unit_double(w[1]) < chance_;
  const int arm = follows ? best[static_cast<std::size_t>((std::uint64_t{w[2]} * best.size()) >> 32)] : by_weight(core::unit_double(w[3]));
  for (const auto& level : levels) margins_[level][static_cast<std::size_t>(arm)] += 1;
  return arm;
}

const Declarations randomise_part{.name = "trial_allocation", .text = "Families are randomised one by one.",
    .parameters = {&rule_choice, &block_size, &strata_choice, &minimise_chance}, .purposes = {&family_word, &block_word}};

}  // namespace alongside::trial
