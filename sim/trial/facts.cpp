#include "sim/trial/facts.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace alongside::trial {
namespace {

using process::Found;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

constexpr FactText flow_list[] = {
    {"met", "family", "Families met."},
    {"ineligible", "family", "Outside the programme's reach."},
    {"too_severe", "family", "Scored above the highest score."},
    {"closed", "family", "Eligible when recruitment was not open, or the trial was full."},
    {"not_identified", "family", "Passed over by the recruiter."},
    {"paused", "family", "Not asked: the queue for support was too long."},
    {"refused", "family", "No consent."},
    {"gave_up", "family", "Consented, never randomised: no place became free in time."},
    {"randomised", "family", "Randomised."},
    {"offered", "family", "Offered support by the trial."},
    {"took_up", "family", "Took the offer up."},
    {"crossed_over", "family", "Got into the programme without an offer."},
    {"matched", "family", "Given a supporter or a group."},
    {"received", "family", "Received at least one contact by the last occasion."},
    {"left", "family", "Left support early, as seen at an occasion."},
    {"seen", "family", "Observed at one occasion or more."},
};
constexpr std::size_t flow_steps = std::size(flow_list);

constexpr FactText arm_list[] = {
    {"families", "family", "Families whose occasion fell within their horizon."},
    {"observed", "family", "Of those, not lost."},
    {"score", "points", "Measured scores, summed."},
    {"score_squares", "points squared", "Squares of measured scores, summed."},
    {"observed_score", "points", "Measured scores of the observed, summed."},
    {"cases", "family", "Probable cases by the measured score."},
    {"observed_cases", "family", "The same among the observed."},
    {"any_feeding", "family", "Breastfeeding at all."},
    {"exclusive_feeding", "family", "Breastfeeding exclusively."},
    {"received", "family", "At least one contact so far."},
    {"contacts", "contact", "Contacts received so far."},
    {"waiting", "family", "Waiting for a supporter."},
    {"qaly", "QALY", "Lived so far."},
    {"cost", "GBP", "Cost so far: contacts, services, and each offered family's share of what else the programme spent."},
};

constexpr FactText cell_list[] = {
    {"clusters", "community", "Communities with families randomised."},
    {"randomised", "family", "Families randomised."},
    {"reached", "family", "Families whose endpoint fell within their horizon."},
    {"observed", "family", "Of those, not lost."},
};

constexpr FactText world_list[] = {
    {"icc_community", "", "Correlation of the endpoint inside communities with nobody offered support (without that regime: among the trial's controls)."},
    {"icc_supporter", "", "Correlation of the endpoint inside the families of one supporter, in the trial's supported arm."},
    {"contamination", "share", "Share of the control side that received support by the endpoint."},
    {"non_uptake", "share", "Share of the supported side that did not."},
    {"attrition", "share", "Share of the families reached that was lost."},
    {"attrition_gap", "share", "Share lost on the supported side less that on the control side."},
    {"waiting", "share", "Share of the supported side still waiting for a supporter at the endpoint."},
    {"clusters", "", "Clusters with observed families."},
    {"cluster_size", "family", "Mean of their observed families."},
    {"cluster_cv", "", "Coefficient of variation of those."},
    {"baseline_gap", "points", "Mean measured score at enrolment, supported less control side, observed families."},
    {"supporters", "", "Supporters and groups with families of the supported side."},
    {"duration", "week", "Weeks from the opening of recruitment to the last family's endpoint."},
};

/// Share of the rows that pass, of those of one side.
class Share {
 public:
  void add(bool passes) { n_ += 1, yes_ += passes ? 1 : 0; }
  double value() const { return n_ > 0 ? yes_ / n_ : none; }

 private:
  double n_ = 0, yes_ = 0;
};

double spread_of_sizes(const std::map<std::uint32_t, double>& sizes, double& mean) {
  double sum = 0, squares = 0;
  const double k = static_cast<double>(sizes.size());
  for (const auto& [id, n] : sizes) sum += n;
  mean = k > 0 ? sum / k : none;
  for (const auto& [id, n] : sizes) squares += (n - mean) * (n - mean);
  return k > 1 && mean > 0 ? std::sqrt(squares / (k - 1)) / mean : none;
}

}  // namespace

std::span<const FactText> flow_texts() { return flow_list; }
std::span<const FactText> arm_texts() { return arm_list; }
std::span<const FactText> cell_texts() { return cell_list; }
std::span<const FactText> world_texts() { return world_list; }

std::vector<std::int64_t> flow(const Plan& plan, const Conducted& trial) {
  const process::TrialLog& log = trial.runs[static_cast<std::size_t>(plan.find(RegimeSpec::Kind::trial))].log;
  std::vector<std::int64_t> out(plan.contrasts.front().side.size() * flow_steps, 0);
  for (std::uint32_t i = 0; i < trial.roster.families.size(); ++i) {
    const Place& place = trial.roster.families[i];
    if (place.state == Recruited::not_met) continue;
    const bool in = place.state == Recruited::randomised, known = !trial.design.stepped && trial.allocation->sequence(place.community) >= 0;
    const auto arm = static_cast<std::size_t>(in ? place.arm : known ? trial.allocation->sequence(place.community) : 0);
    std::int64_t* at = out.data() + arm * flow_steps;
    ++at[0];
    ++at[static_cast<std::size_t>(place.state)];
    if (!in) continue;
    const std::uint8_t story = log.families[i].story;
    bool received = false, seen = false;
    for (std::size_t o = 0; o < log.occasions; ++o) {
      const process::Occasion& occasion = log.at(i, o);
      received = received || ((occasion.bits & Found::reached) && occasion.contacts > 0);
      seen = seen || (occasion.bits & (Found::reached | Found::lost)) == Found::reached;
    }
    const bool passed[] = {(story & process::was_offered) != 0, (story & process::took_up) != 0, (story & process::crossed_over) != 0, (story & process::was_matched) != 0,
                           received, (story & process::left_support) != 0, seen};
    for (std::size_t s = 0; s < std::size(passed); ++s) at[9 + s] += passed[s] ? 1 : 0;
  }
  return out;
}

std::vector<double> by_arm(const Numbers& numbers, const Plan& plan, const Conducted& trial, std::size_t regime) {
  const std::size_t arms = plan.contrasts.front().side.size(), per_fact = arms * plan.occasions;
  std::vector<double> out(std::size(arm_list) * per_fact, 0.0);
  const Reader reader(numbers, plan, trial, regime);
  const Endpoint is_case{"", Outcome::is_case, 0};
  const bool every = trial.measured == Measured::every_period;
  for (std::size_t o = 0; o < (every ? 1 : trial.occasions.count()); ++o)
    for (const Entry& row : entries(plan, trial, {"", Outcome::score, o})) {
      const process::Occasion& found = reader.at(row);
      const double seen = row.observed ? 1 : 0, hit = reader.value(is_case, row), score = found.score;
      const double values[] = {1, seen, score, score * score, seen * score, hit, seen * hit, found.bits & (Found::partly_fed | Found::wholly_fed) ? 1.0 : 0.0,
                               found.bits & Found::wholly_fed ? 1.0 : 0.0, found.contacts > 0 ? 1.0 : 0.0, static_cast<double>(found.contacts),
                               found.bits & Found::still_waiting ? 1.0 : 0.0, static_cast<double>(found.qaly), reader.cost(row)};
      for (std::size_t f = 0; f < std::size(values); ++f) out[f * per_fact + static_cast<std::size_t>(row.arm) * plan.occasions + row.occasion] += values[f];
    }
  return out;
}

std::vector<std::int64_t> by_cell(const Plan& plan, const Conducted& trial) {
  std::vector<std::int64_t> out(std::size(cell_list) * plan.sequences * plan.periods, 0);
  const auto at = [&](std::size_t fact, std::uint16_t community, int period) -> std::int64_t& {
    return out[(fact * plan.sequences + static_cast<std::size_t>(trial.allocation->sequence(community))) * plan.periods + static_cast<std::size_t>(period)];
  };
  if (trial.allocation->sequence(0) < 0) return out;
  std::set<std::pair<int, std::uint16_t>> seen;
  for (const std::uint32_t i : trial.roster.randomised) {
    const Place& place = trial.roster.families[i];
    const int period = trial.allocation->period(place.randomised);
    ++at(1, place.community, period);
    if (seen.emplace(period, place.community).second) ++at(0, place.community, period);
  }
  for (const Entry& row : entries(plan, trial, trial.endpoints.front())) {
    ++at(2, row.cluster, row.period);
    if (row.observed) ++at(3, row.cluster, row.period);
  }
  return out;
}

std::vector<double> world_facts(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint) {
  const int own = plan.find(RegimeSpec::Kind::trial), nobody = plan.find(RegimeSpec::Kind::nobody);
  const Reader reader(numbers, plan, trial, static_cast<std::size_t>(own)), untreated(numbers, plan, trial, static_cast<std::size_t>(nobody < 0 ? own : nobody));
  const process::TrialLog& log = trial.runs[static_cast<std::size_t>(own)].log;
  Share received[2], lost[2], all_lost, waiting;
  std::vector<double> free_value, supported_value;
  std::vector<std::uint32_t> free_group, supported_group;
  std::map<std::uint32_t, double> sizes;
  double start[2] = {0, 0}, seen[2] = {0, 0}, mean = none;
  int last = -1;
  for (const Entry& row : entries(plan, trial, endpoint)) {
    last = std::max<int>(last, trial.occasions.week(row.family, trial.roster.families[row.family].randomised, row.occasion));
    const int side = contrast.side[static_cast<std::size_t>(row.arm)];
    if (side < 0) continue;
    received[side].add(reader.received(row));
    lost[side].add(!row.observed);
    all_lost.add(!row.observed);
    if (side == 1) waiting.add(reader.at(row).bits & Found::still_waiting);
    if (nobody >= 0 || side == 0) {
      free_value.push_back(untreated.value(endpoint, row));
      free_group.push_back(row.cluster);
    }
    if (!row.observed) continue;
    sizes[row.cluster] += 1;
    start[side] += trial.roster.families[row.family].measured, seen[side] += 1;
    if (const std::uint32_t who = log.families[row.family].supporter; side == 1 && who != ~0u) {
      supported_value.push_back(reader.value(endpoint, row));
      supported_group.push_back(who);
    }
  }
  const double cv = spread_of_sizes(sizes, mean), uptake = received[1].value();
  const std::set<std::uint32_t> supporters(supported_group.begin(), supported_group.end());
  return {one_way_icc(free_value, free_group), one_way_icc(supported_value, supported_group), received[0].value(), std::isnan(uptake) ? none : 1 - uptake,
          all_lost.value(), lost[1].value() - lost[0].value(), waiting.value(), static_cast<double>(sizes.size()), mean, cv,
          seen[0] > 0 && seen[1] > 0 ? start[1] / seen[1] - start[0] / seen[0] : none, static_cast<double>(supporters.size()),
          last < 0 ? none : static_cast<double>(last + 1 - trial.world.time.lead_in)};
}

}  // namespace alongside::trial
