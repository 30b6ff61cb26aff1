#include "sim/process/waiting.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "sim/core/numeric.hpp"
#include "sim/process/columns.hpp"
#include "sim/process/modes.hpp"
#include "sim/process/run.hpp"
#include "sim/process/supporters.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {
namespace {

const Parameter rematch_delay{.name = "matching.rematch_delay", .kind = Kind::count, .unit = "week", .low = 0, .high = 52, .value = 2, .grade = Grade::assumed,
    .source = "no evidence found: effect of changing supporter mid-way", .text = "Weeks before a family whose supporter left can be matched again."};
const Parameter carry_over{.name = "matching.carry_over", .low = 0, .high = 1, .value = 0.5, .spread = {Shape::uniform, 0.1, 0.9}, .grade = Grade::assumed,
    .source = "no evidence found: effect of changing supporter mid-way", .text = "Share of the alliance that a family carries to its next supporter."};
const Parameter patience{.name = "matching.give_up", .unit = "per week", .low = 0, .high = 1, .value = 0.02, .spread = {Shape::uniform, 0.005, 0.06}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Chance that a waiting family gives up in a week."};
const Parameter longest_wait{.name = "matching.longest_wait", .kind = Kind::count, .unit = "week", .low = 1, .high = 520, .value = 52, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Weeks after which a family is taken off the waiting list."};
const Parameter first_delay{.name = "offer.first_contact", .kind = Kind::count, .unit = "week", .low = 0, .high = 26, .value = 0, .scope = Scope::programme, .grade = Grade::trial,
    .source = "Dennis 2009: within 48-72 hours of randomisation", .text = "Weeks between consent and the earliest first contact."};

constexpr Purpose give_up_word{"matching.give_up", "How long a waiting family is patient."};
constexpr Purpose order_word{"matching.order", "Order of families that waited equally long."};

constexpr Tally tally_waiting{"waiting", "family", "Families waiting for support.", &phase, Count::equal, static_cast<double>(Phase::waiting)};
constexpr Tally tally_gave_up = by_year({"gave_up_waiting", "family", "Families that give up waiting or are taken off the list."});

constexpr auto goes_before = [](const Waiting& a, const Waiting& b) { return a.goes_before(b); };

WaitingList& list_of(SupporterPool& pool, int mode, std::uint16_t community) {
  return mode == Mode::group ? pool.waiting_for_groups[community] : pool.waiting[pool.pool_of(community)];
}

}  // namespace

void waits_no_more(Run& run, std::uint32_t family) {
  --run.pool->waiting_now[run.pool->pool_of(run.world.fixed_value(run.pool->rules.community, family))];
}

void WaitingList::Line::put_in_order() {
  const auto begin = line_.begin() + next_, newcomers = line_.begin() + std::max(in_order_, next_);
  std::sort(newcomers, line_.end(), goes_before);
  if (newcomers != begin && newcomers->goes_before(newcomers[-1]))
    std::inplace_merge(std::upper_bound(begin, newcomers, *newcomers, goes_before), newcomers, line_.end(), goes_before);
  in_order_ = static_cast<std::uint32_t>(line_.size());
}

void WaitingList::Line::give_back() {
  line_.erase(line_.begin(), line_.begin() + next_);
  in_order_ -= next_;
  next_ = 0;
}

namespace {

/// Puts a family on its list, from the week `from` on; `gone` weeks of its schedule are behind it. One word decides how long it is patient: geometric in the weekly
/// chance to give up.
void wait(Run& run, int week, std::uint32_t family, int from, int mode, int priority, int gone) {
  SupporterPool& pool = *run.pool;
  const WaitingRules& rules = pool.rules;
  run.value(rules.phase, family) = static_cast<std::uint8_t>(Phase::waiting);
  run.value(rules.since, family) = static_cast<std::uint16_t>(week);
  double patience = rules.longest + 1;
  if (rules.log_stays < 0) patience = std::min(patience, std::floor(core::log64(core::unit_double(run.world.word(give_up_word, family, week))) / rules.log_stays));
  const double until = std::min(week + patience, 65535.0);
  if (until < run.world.time.weeks)
    pool.impatient[static_cast<std::size_t>(until)].push_back({family, static_cast<std::uint16_t>(week)});
  const std::uint16_t community = run.world.fixed_value(rules.community, family);
  ++pool.waiting_now[pool.pool_of(community)];
  const Waiting one{family, priority, week, static_cast<int>(until), run.world.word(order_word, family), mode, gone};
  if (from <= week) list_of(pool, mode, community).add(one);
  else if (from < run.world.time.weeks) pool.later[static_cast<std::size_t>(from)].push_back({one, community});
}

}  // namespace

void join_waiting_list(Run& run, int week, std::uint32_t family, int mode, int priority) {
  wait(run, week, family, week + run.pool->rules.first_delay, mode, priority, 0);
}

void wait_again(Run& run, int week, const Place& place) {
  const WaitingRules& rules = run.pool->rules;
  const std::uint32_t family = place.family;
  run.value(rules.delivery, family) = 0;
  run.value(rules.alliance, family) *= rules.carry_over;
  --run.supported_in_block[family / lanes];
  --run.communities[run.world.fixed_value(rules.community, family)].supported;
  wait(run, week, family, week + rules.rematch_delay, place.mode, after_supporter_left, week - place.since);
}

void join_from(Run& run, int week) {
  for (const Later& one : std::exchange(run.pool->later[static_cast<std::size_t>(week)], {})) list_of(*run.pool, one.who.mode(), one.community).add(one.who);
}

void lose_patience(Run& run, int week) {
  const WaitingRules& rules = run.pool->rules;
  const std::vector<Impatient>& impatient = run.pool->impatient[static_cast<std::size_t>(week)];
  for (std::size_t i = 0; i < impatient.size(); ++i) {
    const Impatient& one = impatient[i];
    run.fetch_value(impatient[std::min(i + 8, impatient.size() - 1)].family, rules.phase, rules.since);
    if (stale(run, rules, one.family, one.since)) continue;
    run.value(rules.phase, one.family) = static_cast<std::uint8_t>(Phase::left);
    waits_no_more(run, one.family);
    run.post(rules.gave_up, week, run.world.fixed_value(rules.enrolled, one.family), 1);
  }
}

WaitingRules waiting_rules(const Binding& b) {
  const double stays = 1 - b(patience);
  return {b.slot(phase), b.slot(delivery), b.slot(since), b.slot(world::community), b.slot(world::enrolled_week), b.slot(alliance),
          stays > 0 ? core::log64(stays) : -std::numeric_limits<double>::infinity(), b.i(longest_wait), b.i(first_delay), b.i(rematch_delay),
          b.f(carry_over), b.tally(tally_gave_up)};
}

namespace {

const Measure waiting_measure{.name = "weeks_waiting", .unit = "weeks per family", .text = "Weeks spent waiting for support, over all families.", .numerator = &tally_waiting, .per = Per::family, .better = Better::lower};
const Measure gave_up_measure{.name = "gave_up_waiting", .unit = "per 1,000 births", .text = "Families that gave up waiting.", .numerator = &tally_gave_up, .per = Per::thousand_births, .better = Better::lower};

}  // namespace

const Declarations waiting_part{.name = "waiting", .text = "Families wait for support, or give up.",
    .parameters = {&rematch_delay, &carry_over, &patience, &longest_wait, &first_delay},
    .purposes = {&give_up_word, &order_word}, .tallies = {&tally_waiting, &tally_gave_up}, .measures = {&waiting_measure, &gave_up_measure}};

}  // namespace alongside::process
