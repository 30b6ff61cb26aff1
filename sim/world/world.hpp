#pragma once
// A world: families, communities and the network between them, before any arm. Built once, run under every arm.

#include <vector>

#include "sim/core/kernel.hpp"
#include "sim/core/random.hpp"
#include "sim/world/layout.hpp"

namespace alongside::world {

/// Values of the scenario's cells, by parameter.
class Row {
 public:
  Row(const declare::Catalogue& catalogue, const double* values) : catalogue_(&catalogue), values_(values) {}
  double operator()(const declare::Parameter& p) const { return values_[catalogue_->index(p)]; }
  float f(const declare::Parameter& p) const { return static_cast<float>((*this)(p)); }
  int i(const declare::Parameter& p) const { return static_cast<int>((*this)(p)); }
  bool on(const declare::Parameter& p) const { return (*this)(p) != 0; }
  const double* values() const { return values_; }

 private:
  const declare::Catalogue* catalogue_;
  const double* values_;
};

/// Identity of a world's luck: the same for every arm and design point unless the scenario asks otherwise.
struct WorldId {
  core::Key key;
  std::uint32_t world;  ///< draw << 18 | replicate
};
inline constexpr std::uint32_t max_replicates = 1u << 18, max_draws = 1u << 14;
inline WorldId world_id(std::uint64_t seed, std::uint32_t stream, std::uint32_t draw, std::uint32_t replicate) {
  return {{seed, stream}, draw << 18 | replicate};
}

/// Fixed attributes of a community.
struct Community {
  float symptom_effect;  ///< u_k, root EPDS
  float deprivation;     ///< mean of the latent deprivation of its families
  float travel;          ///< logit added against leaving home
  std::uint32_t families = 0;
};

/// Undirected friendships in compressed rows: friends of family i are targets[first[i] .. first[i+1]).
struct Network {
  std::vector<std::uint32_t> first, targets;
  std::vector<float> weight;  ///< 1 / friends of family i, 0 without friends; as long as all blocks
};

/// Timetable shared by all arms, in weeks from the start of the lead-in.
struct Timetable {
  int lead_in;      ///< first week in which a family can enrol
  int horizon;      ///< weeks that each family is followed
  int weeks;        ///< whole run
  int years() const { return (weeks + 51) / 52; }
};

/// Families that enrolled in one week, inside one block: lanes [begin, end).
struct Cohort {
  std::uint16_t begin, end;
  std::uint16_t week;
};

struct World {
  const Layout* layout;
  WorldId id;
  core::KernelLevel level;
  Timetable time;
  std::uint32_t families = 0, blocks = 0;
  Arena fixed;
  std::vector<Community> communities;
  Network network;
  std::vector<std::uint32_t> enrolled_before;  ///< [week] families enrolled in earlier weeks; families are in order of enrolment
  std::vector<Cohort> cohorts;                  ///< by block
  std::vector<std::uint32_t> first_cohort;      ///< [block + 1]

  BlockView fixed_block(std::uint32_t b) const {
    return {{fixed.data() + b * layout->block_bytes(declare::Storage::fixed), nullptr, nullptr, nullptr, nullptr}, b, blocks};
  }
  /// Fixed value of one family.
  template <class T>
  T& fixed_value(Slot<T> slot, std::uint32_t family) const {
    return reinterpret_cast<T*>(fixed.data() + family / lanes * layout->block_bytes(declare::Storage::fixed) + slot.offset)[family % lanes];
  }
  /// Fetches fixed values of one family into the cache, for a serial step that will come to it soon.
  template <class... T>
  void fetch_fixed(std::uint32_t family, Slot<T>... slots) const {
    (__builtin_prefetch(&fixed_value(slots, family)), ...);
  }
  /// The random word of one agent for one purpose.
  std::uint32_t word(const declare::Purpose& purpose, std::uint32_t agent, int week = 0, std::uint32_t k = 0) const {
    return core::draw_one(id.key, agent, static_cast<std::uint32_t>(week) << 16 | k, id.world, purpose.code);
  }
};

/// Builds the world of one (draw, replicate): population, communities, network.
World build_world(const Layout& layout, const Row& row, const WorldId& id, core::KernelLevel level);
/// Weeks, from the scenario's numbers.
Timetable timetable(const Row& row);

/// What population.cpp and network.cpp declare.
extern const declare::Declarations population, network;

// Population parameters that processes read too.
extern const declare::Parameter families_count, communities_count, horizon_weeks, lead_in_weeks, arrivals, arrival_weeks,
    enrolment_age, enrolment_age_range;

}  // namespace alongside::world
