// Friendships. Inside a community families are lined up by social likeness and befriend their neighbours in that
// line; a share of the ties is rewired to other communities. Every step is keyed, so a family's friends do not
// depend on threads or arms.

#include <algorithm>
#include <numeric>

#include "sim/core/random.hpp"
#include "sim/world/columns.hpp"
#include "sim/world/population.hpp"

namespace alongside::world {
using declare::Grade;
using declare::Kind;
using declare::Parameter;
using declare::Purpose;
using declare::Shape;

namespace {

const Parameter degree{.name = "network.degree", .kind = Kind::count, .unit = "person", .low = 0, .high = 20, .value = 4, .spread = {Shape::uniform, 2, 8},
    .grade = Grade::assumed, .source = "no evidence found: other parents of young children that a family talks with", .text = "Mean number of friends among the families of the world."};
const Parameter between{.name = "network.between_share", .unit = "share", .low = 0, .high = 1, .value = 0.15, .spread = {Shape::uniform, 0, 0.4},
    .grade = Grade::assumed, .source = "no evidence found", .text = "Share of ties that reach into another community."};
const Parameter homophily{.name = "network.homophily", .unit = "share", .low = 0, .high = 1, .value = 0.5, .spread = {Shape::uniform, 0, 1},
    .grade = Grade::assumed, .source = "no evidence found", .text = "How much friendship follows deprivation and language: 0 not at all, 1 wholly."};

constexpr Purpose position_word{"network.position", "Place of a family in its community's line of likeness."};
constexpr Purpose tie_word{"network.tie", "Whether and whither a tie is rewired."};

struct Tie {
  std::uint32_t from, to;
};

/// Families by community, each community in order of likeness.
std::vector<std::uint32_t> line_up(const World& world, float weight, std::vector<std::uint32_t>& first) {
  const Layout& at = *world.layout;
  first.assign(world.communities.size() + 1, 0);
  std::vector<float> place(world.families);
  std::vector<std::uint16_t> home(world.families);
  for (std::uint32_t b = 0; b < world.blocks; ++b) {
    const BlockView block = world.fixed_block(b);
    alignas(64) std::uint32_t words[lanes];
    core::draw_block(world.level, world.id.key, b, 0, world.id.world, position_word.code, words);
    for (std::uint32_t l = 0; l < lanes && b * lanes + l < world.families; ++l) {
      const std::uint32_t i = b * lanes + l;
      const float likeness = 0.2f * static_cast<float>(block.at(at.slot(deprivation))[l]) + 0.5f * static_cast<float>(block.at(at.slot(language))[l]);
      place[i] = weight * likeness + (1.0f - weight) * core::unit_float(words[l]);
      home[i] = block.at(at.slot(community))[l];
      ++first[home[i] + 1u];
    }
  }
  std::partial_sum(first.begin(), first.end(), first.begin());
  std::vector<std::uint32_t> line(world.families), next(first.begin(), first.end() - 1);
  for (std::uint32_t i = 0; i < world.families; ++i) line[next[home[i]]++] = i;
  for (std::size_t k = 0; k + 1 < first.size(); ++k)
    std::sort(line.begin() + first[k], line.begin() + first[k + 1],
              [&](std::uint32_t a, std::uint32_t b) { return place[a] != place[b] ? place[a] < place[b] : a < b; });
  return line;
}

/// Each family's ties to the next `half` in its line, some of them rewired.
std::vector<Tie> draw_ties(const World& world, const std::vector<std::uint32_t>& line, const std::vector<std::uint32_t>& first, double mean_degree, double share) {
  std::vector<Tie> ties;
  ties.reserve(static_cast<std::size_t>(world.families * mean_degree / 2) + 16);
  const Slot<std::uint16_t> home = world.layout->slot(community);
  for (std::size_t k = 0; k + 1 < first.size(); ++k) {
    const std::uint32_t size = first[k + 1] - first[k];
    for (std::uint32_t p = 0; p < size; ++p) {
      const std::uint32_t i = line[first[k] + p];
      // An odd degree gives every other family one tie more.
      const int wanted = static_cast<int>(mean_degree / 2 + ((p & 1u) ? 0.5 : 0.0));
      for (int t = 0; t < wanted; ++t) {
        const core::Words4 w = core::threefry({i, static_cast<std::uint32_t>(t), world.id.world, tie_word.code}, world.id.key);
        std::uint32_t to = size > 1 ? line[first[k] + (p + 1 + static_cast<std::uint32_t>(t)) % size] : i;
        if (core::unit_double(w[0]) < share && world.communities.size() > 1) {
          to = static_cast<std::uint32_t>(core::unit_double(w[1]) * world.families);
          for (int tries = 0; tries < 64 && world.fixed_value(home, to) == k; ++tries) to = (to + 1 + (w[2] >> 16)) % world.families;
        }
        if (to != i) ties.push_back({i, to});
      }
    }
  }
  return ties;
}

}  // namespace

Network build_network(const World& world, const Row& row) {
  std::vector<std::uint32_t> first;
  const std::vector<std::uint32_t> line = line_up(world, row.f(homophily), first);
  const std::vector<Tie> ties = draw_ties(world, line, first, row(degree), row(between));
  Network network;
  network.first.assign(world.families + 1u, 0);
  for (const Tie& tie : ties) {
    ++network.first[tie.from + 1u];
    ++network.first[tie.to + 1u];
  }
  std::partial_sum(network.first.begin(), network.first.end(), network.first.begin());
  network.targets.resize(network.first.back());
  std::vector<std::uint32_t> next(network.first.begin(), network.first.end() - 1);
  for (const Tie& tie : ties) {
    network.targets[next[tie.from]++] = tie.to;
    network.targets[next[tie.to]++] = tie.from;
  }
  network.weight.assign(static_cast<std::size_t>(world.blocks) * lanes, 0.0f);
  for (std::uint32_t i = 0; i < world.families; ++i)
    if (const std::uint32_t friends = network.first[i + 1u] - network.first[i]; friends > 0) network.weight[i] = 1.0f / static_cast<float>(friends);
  return network;
}

const declare::Declarations network{.name = "network", .text = "Friendships between families, mostly inside communities.",
    .parameters = {&degree, &between, &homophily}, .purposes = {&position_word, &tie_word}};

}  // namespace alongside::world
