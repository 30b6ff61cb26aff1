#pragma once
// One arm of one world while it runs, and what it leaves behind.

#include <cstdint>
#include <vector>

#include "sim/process/columns.hpp"
#include "sim/process/follow_up.hpp"
#include "sim/process/process.hpp"
#include "sim/process/regime.hpp"

namespace alongside::process {

/// Sums of every tally by calendar week and by weeks since enrolment, and families followed.
struct Tallies {
  int weeks = 0, ages = 0;
  std::vector<double> by_week;  ///< [tally][week]
  std::vector<double> by_age;   ///< [tally][age]

  Tallies() = default;
  Tallies(std::size_t tallies, int weeks_, int ages_)
      : weeks(weeks_), ages(ages_), by_week(tallies * static_cast<std::size_t>(weeks_)), by_age(tallies * static_cast<std::size_t>(ages_)) {}
  double& week(std::size_t tally, int w) { return by_week[tally * static_cast<std::size_t>(weeks) + static_cast<std::size_t>(w)]; }
  double& age(std::size_t tally, int a) { return by_age[tally * static_cast<std::size_t>(ages) + static_cast<std::size_t>(a)]; }
  double week(std::size_t tally, int w) const { return by_week[tally * static_cast<std::size_t>(weeks) + static_cast<std::size_t>(w)]; }
};

/// Quantities of every item by year, in the item's smallest units.
struct Ledger {
  int years = 0;
  std::vector<std::int64_t> quantity;  ///< [item][year]
  std::int64_t& at(std::size_t item, int year) { return quantity[item * static_cast<std::size_t>(years) + static_cast<std::size_t>(year)]; }
};

/// Health by person and year: quality-adjusted life years, and person-weeks in one-point score bands.
enum Person { mother = 0, partner = 1, supporter = 2 };
inline constexpr int persons = 3, score_bands = 31;
struct Health {
  int years = 0;
  std::vector<double> qalys;               ///< [person][year]
  std::vector<std::int64_t> symptom_weeks; ///< [person][band][year]
};

/// Measured outcomes at each follow-up, over all participants and over those observed.
struct FollowUp {
  std::int64_t families = 0, observed = 0, cases = 0, observed_cases = 0, any_feeding = 0, exclusive = 0, worse = 0;
  std::int64_t score = 0, observed_score = 0, score_squares = 0, partner_score = 0;
};

/// Totals over the families of one stratum at the end of their horizon.
struct Stratum {
  std::int64_t families = 0, eligible = 0, at_risk = 0, offered = 0, supported = 0, at_risk_supported = 0, contacts = 0, cost = 0, cases = 0;
  double qalys = 0;
};
enum Grouping { by_deprivation = 0, by_language = 1, by_rurality = 2 };
inline constexpr std::size_t groupings = 3;
inline constexpr int strata_of[groupings] = {5, 2, 2};

/// Waits are counted by whole weeks up to this; longer ones with it.
inline constexpr int longest_wait_counted = 104;

/// What one arm of one world leaves behind.
struct ArmResult {
  Tallies tallies;
  Ledger ledger;
  Health health;
  std::vector<FollowUp> follow_ups;
  std::vector<std::vector<Stratum>> strata;  ///< [Grouping][stratum]
  std::vector<std::vector<double>> strata_qalys;  ///< [Grouping][stratum x year]
  std::vector<std::int64_t> waits;  ///< [weeks] families by their wait for their first supporter or group
  std::vector<std::uint8_t> score_weeks, state_weeks;  ///< [family][week since enrolment], when families are recorded
  std::uint32_t families = 0;
  std::int64_t words = 0;  ///< random words drawn by blocks
  int lead_in = 0;         ///< weeks before the first family can enrol
  /// Year of the programme; the lead-in belongs to the first.
  int year(int week) const { return week < lead_in ? 0 : (week - lead_in) / 52; }
  std::vector<FollowUpDetail> follow_up_details = {};
  std::vector<ScorePair> score_pairs = {};  ///< of any two follow-ups
};

/// A family's place in the programme.
enum class Phase : std::uint8_t {
  unborn_to_study = 0,  ///< not enrolled yet
  not_offered = 1,      ///< not eligible, not covered, or no programme
  declined = 2,
  waiting = 3,
  supported = 4,
  completed = 5,
  left = 6,
  stepped_up = 7,       ///< referred on: too severe for a peer
  finished = 8,         ///< followed to its horizon
};

/// What a block tells the serial part of the week, as bits of the `events` column.
enum Event : std::uint8_t {
  first_contact = 1,
  attachment_changed = 2,
  support_ended = 4,
  care_sought = 8,
  contact_happened = 32,
  switch_wanted = 64,
};

/// Change over time of a community under one arm.
struct CommunityState {
  std::int32_t treated = 0;         ///< families with at least one contact
  std::int32_t enrolled = 0;
  std::int32_t supported = 0;
  std::uint16_t begins = never;     ///< first week of offers here; never: no programme
  std::uint16_t recruits = never;   ///< first week in which supporters are recruited for it
  bool covered() const { return begins != never; }
};

/// The same, for the kernels: a number per community.
struct CommunityValues {
  std::vector<float> treated_share;  ///< of the enrolled, as of last week
  std::vector<float> norm;           ///< of feeding and of asking for help, how far it has moved
  std::vector<float> period_effect;  ///< root points
  explicit CommunityValues(std::size_t communities) : treated_share(communities), norm(communities), period_effect(communities) {}
};

struct SupporterPool;

class Run {
 public:
  Run(const world::World& world, const declare::Catalogue& catalogue, std::size_t tallies, std::size_t items, int follow_ups);
  ~Run();

  const world::World& world;
  const declare::Catalogue& catalogue;
  world::Arena state, linked;
  std::vector<CommunityState> communities;
  CommunityValues community_values;
  std::vector<std::uint16_t> supported_in_block;  ///< families being supported, by block
  std::int64_t ever_treated = 0;
  std::vector<std::uint32_t> care_wanted;         ///< families that serial steps want treated; step_up.cpp queues them
  std::unique_ptr<SupporterPool> pool;            ///< supporters, groups, coordinators, waiting lists
  Regime* regime = nullptr;                       ///< of a trial; null in a comparison of programmes
  TrialLog* log = nullptr;                        ///< of a trial
  std::size_t offers_to_come = 0;                 ///< families that the regime will offer support in a later week
  ArmResult result;
  int year(int week) const { return result.year(week); }

  BlockView block(std::uint32_t b) const {
    return {{world.fixed.data() + b * world.layout->block_bytes(Storage::fixed), state.data() + b * world.layout->block_bytes(Storage::state), nullptr, nullptr, linked.data()}, b, world.blocks};
  }
  /// A value of one family, of a state column. Straight to its place: serial steps ask for millions.
  template <class T>
  T& value(Slot<T> slot, std::uint32_t family) const {
    return reinterpret_cast<T*>(state.data() + family / lanes * world.layout->block_bytes(Storage::state) + slot.offset)[family % lanes];
  }
  /// Fetches state values of one family into the cache, for a serial step that will come to it soon.
  template <class... T>
  void fetch_value(std::uint32_t family, Slot<T>... slots) const {
    (__builtin_prefetch(&value(slots, family), 1), ...);
  }
  /// Fetches columns of a block into the cache, for a serial step that is about to come to it; past the last block nothing.
  template <class... T>
  void fetch(std::uint32_t b, Slot<T>... slots) const {
    if (b >= world.blocks) return;
    const BlockView view = block(b);
    const auto one = [&](const auto* column) {
      for (std::size_t at = 0; at < lanes * sizeof *column; at += 64) __builtin_prefetch(reinterpret_cast<const std::byte*>(column) + at);
    };
    (one(view.at(slots)), ...);
  }
  /// A linked column of all families.
  template <class T>
  T* whole(Slot<T> slot) const {
    return block(0).at(slot);
  }
  /// Adds to a tally from a serial step: the family's enrolment week places it by age.
  void post(std::size_t tally, int week, int enrolled, double amount);
  /// Adds to a tally by calendar week only.
  void post(std::size_t tally, int week, double amount) { result.tallies.week(tally, week) += amount; }
  void pay(std::size_t item, int week, std::int64_t quantity) { result.ledger.at(item, year(week)) += quantity; }
};

/// Whether every family's weekly score and state are kept.
enum class Families { drop, record };

/// One run of one world: an arm of a comparison, or a regime of a trial.
struct RunSpec {
  const world::World& world;
  const declare::Catalogue& catalogue;
  const scenario::CellMap& cells;
  const std::vector<bool>& rows_used;  ///< table rows that the arm has
  const double* row;                   ///< all cells
  Families families = Families::drop;
  std::span<const Process* const> processes;  ///< tests add inert ones
  Regime* regime = nullptr;
  TrialLog* log = nullptr;             ///< with its due follow-ups; filled
};
ArmResult run_arm(const RunSpec& spec);
/// Runs one arm of one world with the model's week.
ArmResult run_arm(const world::World& world, const declare::Catalogue& catalogue, const scenario::CellMap& cells,
                  const std::vector<bool>& rows_used, const double* row, Families families);

}  // namespace alongside::process
