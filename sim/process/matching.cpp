// Families wait, longest first within priority, until a supporter with a free place is found. Nobody is supported by
// somebody without hours: what a supporter's week cannot hold becomes a shortfall of offered contacts.

#include "sim/process/matching.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>
#include <span>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/run.hpp"
#include "sim/process/schedule.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {
extern const Tally& trained_tally;

namespace {

const Parameter weight_language{.name = "matching.language", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "Reeder 2014; muse 759943: OR 0.04 of contact in unlike dyads (veterans)", .text = "Weight of a shared language when a supporter is chosen."};
const Parameter weight_background{.name = "matching.background", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "Kaks & Malqvist 2020 name it; no size found", .text = "Weight of a like social background."};
const Parameter weight_experience{.name = "matching.experience", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "Dennis 2009: peers had recovered from postnatal depression; muse 759943: unlike severity, shorter calls", .text = "Weight of a like lived experience and severity."};
const Parameter weight_age{.name = "matching.age", .low = 0, .high = 1, .value = 0, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Weight of a like age."};
const Parameter candidates{.name = "matching.candidates", .kind = Kind::count, .unit = "person", .low = 1, .high = 64, .value = 8, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Supporters with a free place whom a coordinator compares for one family."};
const Parameter importance_language{.name = "matching.importance_language", .low = 0, .high = 1, .value = 0.5, .spread = {Shape::uniform, 0.1, 0.8}, .grade = Grade::assumed,
    .source = "no evidence found: causal effect of matching on outcomes", .text = "Share of felt likeness that comes from a shared language."};
const Parameter importance_experience{.name = "matching.importance_experience", .low = 0, .high = 1, .value = 0.25, .spread = {Shape::uniform, 0, 0.5}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Share that comes from like experience; the rest is background and age in equal parts."};
const Parameter overbooking{.name = "matching.overbooking", .unit = "ratio", .low = 0.2, .high = 5, .value = 1.3, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found; 0.44 to 0.78 of planned contacts are received (Justice 2024, RUBY, Letourneau 2015)", .text = "How far coordinators fill a supporter's hours beyond what planned contacts would take."};
const Parameter priority_rule{.name = "matching.priority", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"waited", "symptoms", "deprivation"}, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Who goes first: those who waited longest, or those with the highest measured score, or the most deprived."};

constexpr Purpose pair_word{"matching.pair", "Likeness of a family and a supporter that nobody recorded; constant over weeks."};

constexpr Tally tally_started{"support_started", "family", "Families that are given a supporter or a place in a group, re-matches included."};
constexpr Tally tally_waited{"weeks_waited", "week", "Weeks waited by families that are given support for the first time."};
constexpr Tally tally_first = by_year({"support_started_first", "family", "Families that are given support for the first time."});
constexpr Tally tally_used{"supporters_used", "person", "Supporters who are given their first family."};
constexpr Tally tally_scheduled{"contacts_in_schedule", "contact", "Contacts in the whole schedule of families that are given support for the first time."};
constexpr Tally tally_rationed = by_year({"contacts_rationed", "contact", "Planned contacts for which no hours or places were left."});
constexpr Tally tally_minutes_over{"minutes_over", "minute", "Minutes planned above a supporter's hours after rationing (a check: always 0)."};

/// Likeness of one family and one supporter by attribute, each in [0,1].
struct Likeness {
  double language, background, experience, age;
};

/// Minutes that one family plans for in the schedule's busiest week, travel and notes included.
double busiest_minutes(const Binding& b, const Schedule& schedule) {
  const ModeMix mix = mode_mix(b);
  const char* overhead = mix.weight[Mode::home] > 0 ? "contact_home.overhead" : mix.weight[Mode::phone] > 0 ? "contact_phone.overhead" : "contact_online.overhead";
  return schedule.weekly_minutes + schedule.most * static_cast<int>(b(*b.catalogue.find_parameter(overhead)));
}

/// Whether one family more fits beside `families`, at the schedule's busiest week. Since part of what is planned is never
/// taken up, coordinators book more than the hours would hold.
bool fits(const Supporter& s, std::size_t families, double busiest, double overbooked) {
  return (s.minutes - s.group_minutes) * overbooked >= busiest * (static_cast<double>(families) + 1);
}

class Matching final : public Step {
 public:
  explicit Matching(const Binding& b) : b_(b), schedule_(make_schedule(b)) {
    on_ = b.on(programme);
    n_ = {b(overbooking), b(importance_language), b(importance_experience), b(weight_language), b(weight_background), b(weight_experience), b(weight_age), b.i(group_facilitators), b.i(candidates)};
    limit_ = static_cast<std::size_t>(b.i(caseload_limit));
    const Parameter* overheads[] = {b.catalogue.find_parameter("contact_home.overhead"), b.catalogue.find_parameter("contact_phone.overhead"),
                                    b.catalogue.find_parameter("contact_online.overhead"), b.catalogue.find_parameter("contact_group.overhead")};
    for (std::size_t m = 0; m < 4; ++m) {
      overhead_[m] = static_cast<int>(b(*overheads[m]));
      for (std::size_t i = 0; i < Schedule::size; ++i) {
        minutes_[m][i] = schedule_.planned[i] * (schedule_.minutes[i] + overhead_[m]);
        most_minutes_ = std::max(most_minutes_, minutes_[m][i]);
      }
    }
    weekly_minutes_ = busiest_minutes(b, schedule_);
    phase_ = b.slot(phase), since_ = b.slot(since), delivery_ = b.slot(delivery), provider_ = b.slot(provider), match_ = b.slot(match);
    quality_ = b.slot(quality), shortfall_ = b.slot(shortfall), missed_ = b.slot(missed), contacts_ = b.slot(contacts);
    language_ = b.slot(world::language), quintile_ = b.slot(world::deprivation), age_ = b.slot(world::parent_age), experience_ = b.slot(world::experience);
    home_ = b.slot(world::community), enrolled_ = b.slot(world::enrolled_week), enrolled_age_ = b.slot(world::enrolled_age), traits_ = b.slot(world::traits_column);
    started_ = b.tally(tally_started), waited_ = b.tally(tally_waited), first_ = b.tally(tally_first);
    scheduled_ = b.tally(tally_scheduled), used_ = b.tally(tally_used), rationed_ = b.tally(tally_rationed), over_ = b.tally(tally_minutes_over);
  }

  void begin(Run& run) override {
    if (!on_) return;
    run.pool->rules = waiting_rules(b_);
    if (mode_mix(b_).weight[Mode::group] <= 0) return;
    for (std::size_t k = 0; k < run.communities.size(); ++k)
      for (int g = 0; run.communities[k].covered() && g < b_.i(groups_per_community); ++g) {
        Group group;
        group.community = static_cast<std::uint16_t>(k);
        group.capacity = static_cast<std::uint16_t>(b_.i(group_capacity));
        // Not everybody on the list comes: lists are three times as long as the room is wide.
        group.members_limit = static_cast<std::uint16_t>(3 * group.capacity);
        run.pool->groups.push_back(group);
      }
  }

  void before(Run& run, int week) override {
    if (!on_ || !run.pool->delivering) return;
    staff_groups(run, week);
    join_from(run, week);
    lose_patience(run, week);
    match_pools(run, week);
    for (std::uint32_t g = 0; g < run.pool->groups.size(); ++g) fill_group(run, week, g);
    for (std::uint32_t s = 0; s < run.pool->supporters.size(); ++s) ration(run, week, run.pool->supporters[s]);
    for (Group& g : run.pool->groups) ration_group(run, week, g);
  }

 private:
  /// A pool where families can be given supporters, and which of those are free.
  struct OpenPool {
    std::size_t pool, first, last;
  };

  /// Gives every group its facilitators from the community's active supporters; a group without them rests.
  void staff_groups(Run& run, int week) {
    SupporterPool& pool = *run.pool;
    if (pool.groups.empty()) return;
    for (Supporter& s : pool.supporters) s.group_minutes = 0;
    const auto needed = static_cast<std::size_t>(n_.group_facilitators);
    const auto minutes = static_cast<int>(schedule_.weekly_minutes) + overhead_[Mode::group];
    for (Group& g : pool.groups) {
      if (week < run.communities[g.community].begins) continue;  // a trial has not come here yet
      std::size_t found = 0;
      double quality = 0;
      for (std::uint32_t s : pool.by_pool[pool.pool_of(g.community)]) {
        Supporter& who = pool.supporters[s];
        if (found == needed) break;
        if (who.phase != SupporterPhase::active || who.group_minutes + minutes > who.minutes) continue;
        g.facilitators[found++] = s;
        who.group_minutes = static_cast<std::uint16_t>(who.group_minutes + minutes);
        quality += who.quality;
      }
      const bool meets = found == needed;
      if (!meets) {
        for (std::size_t f = 0; f < found; ++f) pool.supporters[g.facilitators[f]].group_minutes = static_cast<std::uint16_t>(pool.supporters[g.facilitators[f]].group_minutes - minutes);
        g.facilitators[0] = g.facilitators[1] = ~0u;
      }
      const float now = meets ? static_cast<float>(quality / static_cast<double>(needed) * (0.85 + 0.3 * g.cohesion)) : 0.0f;
      if (now - g.quality > 0.02f || g.quality - now > 0.02f) {
        g.quality = now;
        for (const Place& place : g.places) run.value(quality_, place.family) = now;
      }
    }
  }

  /// Families whose turn it is are handed out while `open`.
  template <class Open, class Give>
  void hand_out(const Run& run, int week, WaitingList& list, const Open& open, const Give& give) {
    while (open()) {
      const Waiting* next = list.next(week);
      if (!next) return;
      const Waiting w = *next;
      list.take();
      if (const Waiting* then = list.next(week)) fetch_family(run, then->family);
      if (!stale(run, run.pool->rules, w.family, w.since())) give(w);
    }
  }

  /// Families of every pool lie scattered over the world: those whose turn it is in the pools after the next are fetched
  /// while this one's are matched.
  void match_pools(Run& run, int week) {
    constexpr std::size_t ahead = 4;
    find_free(run);
    for (std::size_t i = 0; i < open_.size(); ++i) {
      if (i + ahead < open_.size())
        if (const Waiting* next = run.pool->waiting[open_[i + ahead].pool].next(week)) fetch_family(run, next->family);
      match_pool(run, week, open_[i]);
    }
  }

  void fetch_family(const Run& run, std::uint32_t family) const {
    run.fetch_value(family, phase_, since_, delivery_, provider_, match_, quality_, missed_, shortfall_);
    run.world.fetch_fixed(family, home_, enrolled_, enrolled_age_, language_, quintile_, age_, experience_);
  }

  /// Pools where families wait and supporters have free places.
  void find_free(const Run& run) {
    SupporterPool& pool = *run.pool;
    free_.clear(), open_.clear();
    for (std::size_t p = 0; p < pool.waiting.size(); ++p) {
      if (pool.waiting[p].empty()) continue;
      const std::size_t first = free_.size();
      for (std::uint32_t s : pool.by_pool[p])
        if (pool.supporters[s].phase == SupporterPhase::active && pool.supporters[s].places.size() < limit_ && has_hours(pool.supporters[s])) free_.push_back(s);
      if (free_.size() == first) continue;
      open_.push_back({p, first, free_.size()});
      pool.waiting[p].fetch();
    }
  }

  void match_pool(Run& run, int week, const OpenPool& open) {
    SupporterPool& pool = *run.pool;
    const std::span<std::uint32_t> all(free_.data() + open.first, open.last - open.first);
    // Coordinators spread families: they go on with whom they stopped at when they last gave somebody a family.
    std::rotate(all.begin(), std::lower_bound(all.begin(), all.end(), pool.turn[open.pool]), all.end());
    std::size_t n = all.size();
    hand_out(run, week, pool.waiting[open.pool], [&] { return n > 0; }, [&](const Waiting& w) {
      const auto at = all.begin() + static_cast<std::ptrdiff_t>(best(run, w.family, all.first(n)));
      const std::uint32_t who = *at;
      Supporter& s = pool.supporters[who];
      if (!s.used) run.post(used_, week, 1);
      s.used = true;
      begin_support(run, week, w, who, s.places, s.quality, static_cast<float>(felt(run, w.family, s)));
      // Whoever has places left comes last.
      std::rotate(at, at + 1, all.begin() + static_cast<std::ptrdiff_t>(n));
      if (s.places.size() >= limit_ || !has_hours(s)) --n;
      if (n > 0) pool.turn[open.pool] = all.front();
    });
  }

  void fill_group(Run& run, int week, std::uint32_t g) {
    Group& group = run.pool->groups[g];
    const bool meets = group.facilitators[0] != ~0u;
    hand_out(run, week, run.pool->waiting_for_groups[group.community], [&] { return meets && group.places.size() < group.members_limit; },
             [&](const Waiting& w) { begin_support(run, week, w, g | group_bit, group.places, group.quality, 0.5f); });
  }

  bool has_hours(const Supporter& s) const { return fits(s, s.places.size(), weekly_minutes_, n_.overbooking); }

  Likeness likeness(const Run& run, std::uint32_t family, const Supporter& s) const {
    const world::World& world = run.world;
    const double years = std::abs(world.fixed_value(age_, family) - s.age);
    return {world.fixed_value(language_, family) == s.language ? 1.0 : 0.0, 1 - std::abs(world.fixed_value(quintile_, family) - s.quintile) / 4.0,
            world.fixed_value(experience_, family) == s.experience ? 1.0 : 0.3, std::max(0.0, 1 - years / 20.0)};
  }

  /// What the family feels of it, whatever the programme looked at.
  double felt(const Run& run, std::uint32_t family, const Supporter& s) const {
    const Likeness x = likeness(run, family, s);
    const double l = n_.importance_language, e = n_.importance_experience, rest = std::max(0.0, 1 - l - e);
    return std::clamp((l * x.language + e * x.experience + 0.5 * rest * (x.background + x.age)) / std::max(l + e + rest, 1e-9), 0.0, 1.0);
  }

  /// The best of the first few candidates by the programme's weights; a keyed lot decides between equals.
  std::size_t best(const Run& run, std::uint32_t family, std::span<const std::uint32_t> free) const {
    const std::size_t looked = std::min(free.size(), static_cast<std::size_t>(n_.candidates));
    std::size_t chosen = 0;
    double highest = -1;
    std::optional<std::uint32_t> lot;  // of the chosen, drawn at the first tie
    const auto draw = [&](std::size_t i) {
      const Supporter& s = run.pool->supporters[free[i]];
      return core::threefry({family, s.applicant << 12 ^ s.pool, run.world.id.world, pair_word.code}, run.world.id.key)[0];
    };
    for (std::size_t i = 0; i < looked; ++i) {
      const Likeness x = likeness(run, family, run.pool->supporters[free[i]]);
      const double value = n_.weight_language * x.language + n_.weight_background * x.background + n_.weight_experience * x.experience + n_.weight_age * x.age;
      if (value < highest) continue;
      std::optional<std::uint32_t> mine;
      if (value == highest) {
        if (!lot) lot = draw(chosen);
        mine = draw(i);
        if (*mine <= *lot) continue;
      }
      highest = value;
      chosen = i;
      lot = mine;
    }
    return chosen;
  }

  void begin_support(Run& run, int week, const Waiting& w, std::uint32_t who, Places& places, float quality, float likeness) {
    const int enrolled = run.world.fixed_value(enrolled_, w.family);
    waits_no_more(run, w.family);
    const auto began = static_cast<std::uint16_t>(week - w.gone);
    places.push_back({w.family, began, static_cast<std::int16_t>(enrolled - run.world.fixed_value(enrolled_age_, w.family)), static_cast<std::uint16_t>(enrolled), w.mode()});
    run.value(phase_, w.family) = static_cast<std::uint8_t>(Phase::supported);
    run.value(delivery_, w.family) = delivery_code(w.mode());
    run.value(since_, w.family) = began;
    run.value(provider_, w.family) = who;
    run.value(match_, w.family) = likeness;
    run.value(quality_, w.family) = quality;
    run.value(missed_, w.family) = 0;
    run.value(shortfall_, w.family) = 0;
    ++run.supported_in_block[w.family / lanes];
    ++run.communities[run.world.fixed_value(home_, w.family)].supported;
    run.post(started_, week, enrolled, 1);
    if (run.log) {
      FamilyLog& log = run.log->families[w.family];
      log.story |= was_matched;
      if (log.supporter == ~0u) log.supporter = who;
    }
    if (!w.again()) {
      run.post(first_, week, enrolled, 1);
      run.post(waited_, week, enrolled, week - w.since());
      ++run.result.waits[static_cast<std::size_t>(std::min(week - w.since(), longest_wait_counted))];
      run.post(scheduled_, week, enrolled, contacts_left(week, places.back()));
    }
  }

  int planned_at(const Place& place, int week) const {
    const int index = schedule_.from_birth ? week - place.birth + Schedule::birth_offset : week - place.since;
    return std::clamp(index, 0, Schedule::size - 1);
  }

  /// Contacts of the schedule from this week on: of a schedule that counts from birth, part may be over.
  int contacts_left(int week, const Place& place) const {
    int sum = 0;
    for (int index = planned_at(place, week); index < Schedule::size; ++index) sum += schedule_.planned[static_cast<std::size_t>(index)];
    return sum;
  }

  /// Hours are given out in turn, beginning with another family each week, so that nobody is always last.
  void ration(Run& run, int week, Supporter& s) {
    const std::size_t n = s.places.size();
    if (n == 0) return;
    int left = s.phase == SupporterPhase::active ? s.minutes - s.group_minutes : 0, wanted = 0;
    // Mostly even the busiest week of everybody would fit.
    if (static_cast<double>(n) * most_minutes_ <= left) return;
    for (const Place& place : s.places) wanted += minutes_[place.mode][static_cast<std::size_t>(planned_at(place, week))];
    if (wanted <= left) return;
    for (std::size_t i = 0; i < n; ++i) {
      const Place& place = s.places[(i + static_cast<std::size_t>(week)) % n];
      const int index = planned_at(place, week), planned = schedule_.planned[static_cast<std::size_t>(index)];
      if (planned == 0) continue;
      const int each = schedule_.minutes[static_cast<std::size_t>(index)] + overhead_[place.mode];
      const int held = std::min(planned, left / std::max(each, 1));
      left -= held * each;
      if (held < planned) refuse(run, week, place, planned - held);
    }
    if (left < 0) run.post(over_, week, -left);
  }

  void ration_group(Run& run, int week, Group& g) {
    const std::size_t n = g.places.size();
    const bool meets = g.facilitators[0] != ~0u;
    int room = meets ? g.capacity : 0;
    for (std::size_t i = 0; i < n; ++i) {
      const Place& place = g.places[(i + static_cast<std::size_t>(week) * 3) % n];
      const int planned = schedule_.planned[static_cast<std::size_t>(planned_at(place, week))];
      if (planned == 0) continue;
      const int held = room > 0 ? planned : 0;
      --room;
      if (held < planned) refuse(run, week, place, planned - held);
    }
  }

  void refuse(Run& run, int week, const Place& place, int contacts) {
    run.value(shortfall_, place.family) = static_cast<std::uint8_t>(contacts);
    run.post(rationed_, week, place.enrolled, contacts);
  }

  /// The arm's numbers, read once: families and supporters are many.
  struct Numbers {
    double overbooking, importance_language, importance_experience, weight_language, weight_background, weight_experience, weight_age;
    int group_facilitators, candidates;
  };

  Binding b_;
  Numbers n_{};
  Schedule schedule_;
  bool on_ = false;
  std::size_t limit_ = 1;
  int overhead_[4] = {0, 0, 0, 0};
  std::array<std::array<int, Schedule::size>, 4> minutes_{};  ///< planned for a week by mode and schedule index, overhead included
  std::vector<std::uint32_t> free_;                            ///< supporters with a free place, pool by pool
  std::vector<OpenPool> open_;                                     ///< pools that have them, and families that wait
  int most_minutes_ = 0;       ///< of these
  double weekly_minutes_ = 0;  ///< that one family plans for in the schedule's busiest week, travel and notes included
  Slot<std::uint8_t> phase_, delivery_, shortfall_, missed_, language_, quintile_, age_, experience_;
  Slot<std::uint16_t> since_, contacts_, home_, enrolled_, traits_;
  Slot<std::int8_t> enrolled_age_;
  Slot<std::uint32_t> provider_;
  Slot<float> match_, quality_;
  std::size_t started_, waited_, first_, rationed_, over_, scheduled_, used_;
};

const Measure wait_measure{.name = "wait_to_support", .unit = "week", .text = "Weeks waited by families given support, to their first supporter.", .numerator = &tally_waited, .per = Per::tally, .denominator = &tally_first, .better = Better::lower};
const Measure started_measure{.name = "supported", .unit = "per 1,000 births", .text = "Families given support.", .numerator = &tally_first, .per = Per::thousand_births, .better = Better::higher};
const Measure of_schedule{.name = "received_of_schedule", .unit = "share", .text = "Contacts received over those of the whole schedule, of families given support: contacts after an early end count as planned.",
                         .numerator = &contacts_received_tally, .per = Per::tally, .denominator = &tally_scheduled, .better = Better::higher};
const Measure per_supported{.name = "contacts_per_supported", .unit = "contact", .text = "Contacts received, mean over families given support.", .numerator = &contacts_received_tally, .per = Per::tally, .denominator = &tally_first, .better = Better::higher};
const Measure used_measure{.name = "supporting_of_trained", .unit = "share", .text = "Trained supporters who are ever given a family.", .numerator = &tally_used, .per = Per::tally, .denominator = &trained_tally, .better = Better::higher};

const Declarations declarations{.name = "matching", .text = "Waiting families are matched to supporters and groups, and hours are rationed.",
    .parameters = {&weight_language, &weight_background, &weight_experience, &weight_age, &candidates, &importance_language, &importance_experience,
                   &overbooking, &priority_rule},
    .purposes = {&pair_word},
    .tallies = {&tally_started, &tally_waited, &tally_first, &tally_scheduled, &tally_used, &tally_rationed, &tally_minutes_over},
    .measures = {&wait_measure, &started_measure, &of_schedule, &per_supported, &used_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Matching>(b); }

}  // namespace

std::size_t free_places(const Binding& b, const Run& run, std::uint16_t pool) {
  const Schedule schedule = make_schedule(b);
  const double busiest = busiest_minutes(b, schedule);
  const auto limit = static_cast<std::size_t>(b.i(caseload_limit));
  std::size_t free = 0;
  for (const std::uint32_t s : run.pool->by_pool[pool]) {
    const Supporter& who = run.pool->supporters[s];
    for (std::size_t n = who.places.size(); who.phase == SupporterPhase::active && n < limit && fits(who, n, busiest, b(overbooking)); ++n) ++free;
  }
  for (const Group& g : run.pool->groups)
    if (run.pool->pool_of(g.community) == pool && g.facilitators[0] != ~0u && g.members_limit > g.places.size()) free += g.members_limit - g.places.size();
  return free;
}

const Parameter& matching_priority = priority_rule;
extern const Process matching;
const Process matching{&declarations, bind};

}  // namespace alongside::process
