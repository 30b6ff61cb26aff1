#include "sim/trial/regimes.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/trial/stepped_wedge.hpp"
#include "sim/world/columns.hpp"

namespace alongside::trial {

using process::Met;
using process::Standing;

Occasions::Occasions(const world::World& world, const process::FollowUpPlan& plan, Measured measured, std::size_t count, int period_weeks)
    : world_(world), plan_(plan), measured_(measured), count_(count), period_weeks_(period_weeks), enrolled_(world.layout->slot(world::enrolled_week)),
      age_(world.layout->slot(world::enrolled_age)) {}

std::uint16_t Occasions::week(std::uint32_t family, std::uint16_t randomised, std::size_t occasion) const {
  const int enrolled = world_.fixed_value(enrolled_, family);
  int week = 0;
  if (measured_ == Measured::every_period) week = world_.time.lead_in + (static_cast<int>(occasion) + 1) * period_weeks_ - 1;
  else if (occasion >= plan_.weeks.size()) return never;
  else week = plan_.weeks[occasion] + (plan_.from_birth ? enrolled - world_.fixed_value(age_, family) : randomised);
  return week >= randomised && week < enrolled + world_.time.horizon ? static_cast<std::uint16_t>(week) : never;
}

void Occasions::note(std::uint32_t family, std::uint16_t randomised, process::TrialLog& log) const {
  for (std::size_t o = 0; o < count_; ++o)
    if (const std::uint16_t when = week(family, randomised, o); when != never) log.due[when].push_back({family, static_cast<std::uint16_t>(o)});
}

TrialRegime::TrialRegime(const Parts& parts)
    : parts_(parts), wanted_(static_cast<std::size_t>(parts.setting.row(families_wanted))), wanted_in_cluster_(static_cast<std::size_t>(parts.setting.row(families_per_cluster))),
      home_(parts.setting.world.layout->slot(world::community)) {
  const world::World& world = parts.setting.world;
  const world::Row& row = parts.setting.row;
  parts_.roster.families.assign(world.families, {});
  queue_.resize(world.communities.size());
  own_capacity_ = row.i(process::cross_over_capacity) == 1;
  const double weekly = row(process::cross_over_weekly), at_once = row(process::cross_over_at_enrolment);
  crossing_ = at_once + (1 - at_once) * (weekly > 0 ? 1 - core::exp64(world.time.horizon * core::log64(1 - weekly)) : 0);
}

bool TrialRegime::full(const Candidate& c) const {
  if (wanted_ > 0 && parts_.roster.randomised.size() >= wanted_) return true;
  if (wanted_in_cluster_ == 0) return false;
  const auto period = static_cast<std::size_t>(parts_.allocation.period(c.week));
  return period < taken_.size() && taken_[period][c.community] >= wanted_in_cluster_;
}

Recruited TrialRegime::recruit(const Candidate& c, const Met& met, Place& place) {
  const Recruitment& recruitment = parts_.recruitment;
  if (const auto barrier = recruitment.barrier(c)) return *barrier;
  place.would_be_offered = 0;
  for (std::size_t a = 1; a < parts_.setting.arms; ++a)
    if (parts_.allocation.begins(c.community, static_cast<int>(a)) != never && parts_.allocation.offered_at(c, static_cast<int>(a)) != never)
      place.would_be_offered = static_cast<std::uint8_t>(place.would_be_offered | 1u << a);
  if (!parts_.allocation.recruits(c) || full(c)) return Recruited::closed;
  const int swayed_by = recruitment.swayed_by(parts_.allocation.foreseen(c));
  if (!recruitment.identified(c, swayed_by)) return Recruited::not_identified;
  if (recruitment.paused(met.waiting, met.active)) return Recruited::paused;
  return recruitment.consents(c, swayed_by) ? Recruited::randomised : Recruited::refused;
}

Standing TrialRegime::meet(const Met& met) {
  const world::World& world = parts_.setting.world;
  Place& place = parts_.roster.families[met.family];
  place.community = world.fixed_value(home_, met.family);
  place.met = static_cast<std::uint16_t>(met.week);
  place.measured = static_cast<std::uint8_t>(met.measured);
  const Candidate candidate{met.family, place.community, met.week, met.measured};
  place.state = recruit(candidate, met, place);
  if (place.state != Recruited::randomised) {
    place.may_cross = eligible(place);
    return standing(place);
  }
  if (parts_.recruitment.when() == RandomiseWhen::consent) return randomise(candidate, met.week);
  place.state = Recruited::gave_up;  // until a place is free
  queue_[met.pool].push_back(met.family);
  return standing(place);
}

Standing TrialRegime::randomise(Candidate candidate, int week) {
  Place& place = parts_.roster.families[candidate.family];
  candidate.week = week;
  const auto period = static_cast<std::size_t>(parts_.allocation.period(week));
  if (taken_.size() <= period) taken_.resize(period + 1, std::vector<std::uint32_t>(parts_.setting.world.communities.size(), 0));
  ++taken_[period][candidate.community];
  place.state = Recruited::randomised;
  place.randomised = static_cast<std::uint16_t>(week);
  place.arm = static_cast<std::uint8_t>(parts_.allocation.allocate(candidate));
  place.offered_at = parts_.allocation.offered_at(candidate, place.arm);
  place.may_cross = place.offered_at != week;
  parts_.roster.randomised.push_back(candidate.family);
  parts_.occasions.note(candidate.family, place.randomised, parts_.log);
  return standing(place);
}

Standing TrialRegime::standing(const Place& place) const {
  const bool severe = place.state == Recruited::too_severe;
  return {offers(place.arm) ? place.offered_at : never, place.may_cross, severe, severe && parts_.recruitment.refers(), eligible(place) || severe};
}

bool TrialRegime::queues() const {
  return std::any_of(queue_.begin(), queue_.end(), [](const auto& queue) { return !queue.empty(); });
}

bool TrialRegime::place(std::uint16_t pool, int week, Placed& placed) {
  std::deque<std::uint32_t>& queue = queue_[pool];
  while (!queue.empty()) {
    const std::uint32_t family = queue.front();
    queue.pop_front();
    const Place& waiting = parts_.roster.families[family];
    const Candidate candidate{family, waiting.community, waiting.met, waiting.measured};
    if (week - waiting.met > parts_.recruitment.patience() || full(candidate)) continue;
    placed = {family, randomise(candidate, week)};
    return true;
  }
  return false;
}

std::uint16_t TrialRegime::begins(std::uint16_t community) const {
  std::uint16_t first = never;
  for (std::size_t a = 1; a < parts_.setting.arms; ++a)
    if (offers(a)) first = std::min(first, parts_.allocation.begins(community, static_cast<int>(a)));
  // Families that cross over have supporters of their own, also where the trial has none.
  return first == never && own_capacity_ && crossing_ > 0 ? std::uint16_t{0} : first;
}

double TrialRegime::workforce(std::uint16_t community) const {
  bool here = false;
  for (std::size_t a = 1; a < parts_.setting.arms; ++a) here = here || (offers(a) && parts_.allocation.begins(community, static_cast<int>(a)) != never);
  return (here ? 1.0 : 0.0) + (own_capacity_ ? crossing_ * parts_.allocation.not_offered_per_offered(community) : 0.0);
}

Standing ProgrammeRegime::meet(const Met& met) {
  const Place& place = roster_.families[met.family];
  const bool severe = place.state == Recruited::too_severe, offered = place.randomised != never && place.arm == arm_;
  return {offered ? place.offered_at : never, false, severe, severe && refers_, eligible(place) || severe};
}

Standing FixedRegime::meet(const Met& met) {
  const Place& place = roster_.families[met.family];
  const bool severe = place.state == Recruited::too_severe;
  if (offers_ == Offers::nobody || !eligible(place)) return {never, false, severe, severe && refers_, severe};
  // Families in the trial are offered support when they were randomised, so that follow-ups mean the same.
  return {place.randomised != never ? place.randomised : static_cast<std::uint16_t>(met.week), false, false, false, true};
}

}  // namespace alongside::trial
