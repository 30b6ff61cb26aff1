#include "sim/trial/table.hpp"

#include <algorithm>
#include <limits>
#include <map>

#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::trial {
namespace {

using process::Found;

/// What a programme spent beside its contacts, in pounds: they are in the families' running costs.
double spent_beside_contacts(const Numbers& numbers, const RegimeRun& run) {
  double pence = 0;
  const auto& items = numbers.catalogue.items();
  for (std::size_t i = 0; i < items.size(); ++i) {
    if (items[i]->payer != declare::Payer::programme || items[i]->category == "delivery") continue;
    double quantity = 0;
    for (int y = 0; y < run.result.ledger.years; ++y)
      quantity += static_cast<double>(run.result.ledger.quantity[i * static_cast<std::size_t>(run.result.ledger.years) + static_cast<std::size_t>(y)]);
    pence += quantity * run.row[numbers.catalogue.index(items[i]->price)] / static_cast<double>(items[i]->per);
  }
  return pence / 100;
}

/// Numbers for the clusters of a partially nested trial: supporters, and every family that had none by itself.
std::vector<std::int32_t> by_supporter(const std::vector<Entry>& rows, const process::TrialLog& log) {
  std::map<std::uint32_t, std::int32_t> number;
  std::vector<std::int32_t> out;
  for (const Entry& row : rows)
    if (const std::uint32_t who = log.families[row.family].supporter; row.arm > 0 && who != ~0u) number.emplace(who, static_cast<std::int32_t>(number.size()));
  auto next = static_cast<std::int32_t>(number.size());
  for (const Entry& row : rows) {
    const std::uint32_t who = log.families[row.family].supporter;
    out.push_back(row.arm > 0 && who != ~0u ? number.at(who) : next++);
  }
  return out;
}

/// Columns of the allowed allocations for the communities that have rows.
std::vector<std::uint8_t> allowed(const Conducted& trial, const std::vector<std::int32_t>& cluster) {
  const std::span<const std::uint8_t> all = trial.allocation->possible();
  const std::size_t k = trial.world.communities.size();
  std::vector<std::uint8_t> here(k, 0), out;
  for (const std::int32_t c : cluster) here[static_cast<std::size_t>(c)] = 1;
  for (std::size_t row = 0; row + k <= all.size(); row += k)
    for (std::size_t c = 0; c < k; ++c)
      if (here[c]) out.push_back(all[row + c]);
  return out;
}

}  // namespace

std::vector<Entry> entries(const Plan& plan, const Conducted& trial, const Endpoint& endpoint) {
  const process::TrialLog& log = trial.runs[static_cast<std::size_t>(plan.find(RegimeSpec::Kind::trial))].log;
  const bool every = trial.measured == Measured::every_period;
  const world::Slot<std::int8_t> age = trial.world.layout->slot(world::enrolled_age);
  std::vector<Entry> out;
  out.reserve(trial.roster.randomised.size());
  for (const std::uint32_t family : trial.roster.randomised) {
    const Place& place = trial.roster.families[family];
    // Who had stopped before being met cannot stop any more.
    if (endpoint.outcome == Outcome::feeding_time && log.families[family].fed_until <= trial.world.fixed_value(age, family)) continue;
    for (std::size_t o = every ? 0 : endpoint.follow_up; o < (every ? log.occasions : endpoint.follow_up + 1); ++o) {
      const std::uint8_t bits = log.at(family, o).bits;
      if (!(bits & Found::reached)) continue;
      const auto cell = trial.allocation->cell(place, o, trial.occasions.week(family, place.randomised, o));
      if (!cell) continue;
      out.push_back({family, static_cast<std::uint16_t>(o), static_cast<std::int8_t>(cell->arm), static_cast<std::uint16_t>(cell->period), place.community, !(bits & Found::lost)});
    }
  }
  return out;
}

Reader::Reader(const Numbers& numbers, const Plan& plan, const Conducted& trial, std::size_t regime)
    : trial_(trial), log_(trial.runs[regime].log), case_at_(numbers.row(0).i(world::case_threshold)), own_(plan.regimes[regime].kind == RegimeSpec::Kind::trial),
      enrolled_(trial.world.layout->slot(world::enrolled_week)), age_(trial.world.layout->slot(world::enrolled_age)) {
  const auto workforce = static_cast<Workforce>(numbers.row(0).i(workforce_choice));
  const std::size_t arms = numbers.rows.size();
  const bool several = own_ && arms > 2;
  for (std::size_t a = 1; a < (several ? arms : 2); ++a) {
    const int rolled_out = own_ ? plan.find(RegimeSpec::Kind::everybody, a, workforce) : -1;
    const RegimeRun& spends = trial.runs[rolled_out >= 0 ? static_cast<std::size_t>(rolled_out) : own_ ? static_cast<std::size_t>(plan.find_trial(a)) : regime];
    double offered = 0;
    for (std::size_t i = 0; i < spends.log.families.size(); ++i)
      if (rolled_out >= 0 || !several || trial.roster.families[i].arm == a) offered += spends.log.families[i].story & process::was_offered ? 1 : 0;
    // A waiting list's control families have the one programme's too.
    const double each = offered > 0 ? spent_beside_contacts(numbers, spends) / offered : 0;
    if (several) overhead_.resize(arms), overhead_[a] = each;
    else overhead_.assign(arms, each);
  }
}

double Reader::cost(const Entry& entry) const {
  bool charged = log_.families[entry.family].story & process::was_offered;
  if (const Place& place = trial_.roster.families[entry.family]; own_ && charged)
    charged = place.offered_at <= trial_.occasions.week(entry.family, place.randomised, entry.occasion);
  return at(entry).cost / 100.0 + (charged ? overhead_[trial_.roster.families[entry.family].arm] : 0.0);
}

double Reader::value(const Endpoint& endpoint, const Entry& entry) const {
  const process::Occasion& found = at(entry);
  switch (endpoint.outcome) {
    case Outcome::score: return found.score;
    case Outcome::is_case: return found.score >= case_at_ ? 1 : 0;
    case Outcome::any_feeding: return found.bits & (Found::partly_fed | Found::wholly_fed) ? 1 : 0;
    case Outcome::exclusive_feeding: return found.bits & Found::wholly_fed ? 1 : 0;
    case Outcome::qaly: return qaly(entry);
    case Outcome::cost: return cost(entry);
    case Outcome::feeding_time: break;
  }
  // Weeks from birth to the end of breastfeeding, or to the follow-up.
  const int last = trial_.occasions.week(entry.family, trial_.roster.families[entry.family].randomised, entry.occasion) -
                   trial_.world.fixed_value(enrolled_, entry.family) + trial_.world.fixed_value(age_, entry.family);
  return std::max(0, std::min<int>(log_.families[entry.family].fed_until, last));
}

bool Reader::event(const Endpoint& endpoint, const Entry& entry) const {
  if (endpoint.outcome != Outcome::feeding_time) return false;
  const int last = trial_.occasions.week(entry.family, trial_.roster.families[entry.family].randomised, entry.occasion) -
                   trial_.world.fixed_value(enrolled_, entry.family) + trial_.world.fixed_value(age_, entry.family);
  return log_.families[entry.family].fed_until <= std::max(0, last);
}

Rows rows_of(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint) {
  const auto regime = static_cast<std::size_t>(plan.find(RegimeSpec::Kind::trial));
  const Reader reader(numbers, plan, trial, regime);
  std::vector<Entry> all = entries(plan, trial, endpoint);
  std::erase_if(all, [&](const Entry& e) { return contrast.side[static_cast<std::size_t>(e.arm)] < 0; });
  Rows out;
  const bool time = endpoint.outcome == Outcome::feeding_time, costs = endpoint.outcome == Outcome::qaly && trial.measured == Measured::at_follow_ups;
  for (const Entry& entry : all) {
    out.outcome.push_back(entry.observed ? reader.value(endpoint, entry) : std::numeric_limits<double>::quiet_NaN());
    out.arm.push_back(contrast.side[static_cast<std::size_t>(entry.arm)]);
    out.baseline.push_back(trial.roster.families[entry.family].measured);
    out.received.push_back(reader.received(entry) ? 1 : 0);
    if (costs) out.cost.push_back(reader.cost(entry));
    if (time) out.event.push_back(reader.event(endpoint, entry) ? 1 : 0);
    if (trial.design.clustering == Clustering::community) out.cluster.push_back(entry.cluster);
    if (trial.design.stepped) out.period.push_back(entry.period);
  }
  if (trial.design.clustering == Clustering::supporter) out.cluster = by_supporter(all, trial.runs[regime].log);
  if (trial.design.clustering == Clustering::community) {
    std::vector<std::int32_t> observed;
    for (std::size_t r = 0; r < all.size(); ++r)
      if (all[r].observed) observed.push_back(out.cluster[r]);
    out.possible = allowed(trial, observed);
  }
  return out;
}

}  // namespace alongside::trial
