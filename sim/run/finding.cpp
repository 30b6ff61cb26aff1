#include "sim/run/finding.hpp"

#include <cmath>
#include <limits>

namespace alongside::run {
namespace {

using declare::Catalogue;
using declare::Over;
using declare::Per;
using process::ArmResult;
using process::GroupFound;
using process::ScorePair;

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double ratio(double numerator, double denominator) { return denominator == 0 ? none : numerator / denominator; }
double ratio(std::int64_t numerator, std::int64_t denominator) { return ratio(static_cast<double>(numerator), static_cast<double>(denominator)); }

double total(const process::Tallies& tallies, std::size_t tally, Over over) {
  if (over == Over::last_week) return tallies.by_age[(tally + 1) * static_cast<std::size_t>(tallies.ages) - 1];
  double sum = 0;
  for (int week = 0; week < tallies.weeks; ++week) sum += tallies.week(tally, week);
  return sum;
}

const GroupFound& found(const ArmResult& arm, const Reading& r) { return arm.follow_up_details[r.follow_up].group[static_cast<std::size_t>(r.group)]; }

/// The pair of two follow-ups, the first of the reading first.
ScorePair pair_of(const ArmResult& arm, const Reading& r) {
  for (const ScorePair& pair : arm.score_pairs) {
    if (static_cast<std::size_t>(pair.first) == r.follow_up && static_cast<std::size_t>(pair.second) == r.second) return pair;
    if (static_cast<std::size_t>(pair.first) == r.second && static_cast<std::size_t>(pair.second) == r.follow_up) return pair.turned();
  }
  throw InternalError("a pair of follow-ups that was not recorded");
}

double by_age(const Catalogue& catalogue, const ArmResult& arm, std::string_view name, int first, int last) {
  for (const declare::Tally* tally : catalogue.tallies()) {
    if (tally->name != name) continue;
    const std::size_t start = catalogue.index(*tally) * static_cast<std::size_t>(arm.tallies.ages);
    double sum = 0;
    for (int age = first; age <= last && age < arm.tallies.ages; ++age) sum += arm.tallies.by_age[start + static_cast<std::size_t>(age)];
    return sum;
  }
  throw InternalError(fmt::format("no tally {}", name));
}

double started(const Catalogue& catalogue, const ArmResult& arm, int last) { return by_age(catalogue, arm, "support_started_first", 0, last); }

const Finding mean_score{"mean_score", "points", "Measured score, mean over participants.", Domain::symptoms, Needs::follow_up, Finding::Score::none, Finding::Groups::any,
    [](const Catalogue&, const ArmResult& arm, const Reading& r) { return ratio(found(arm, r).sum(), found(arm, r).families()); }};

const Finding sd_score{"sd_score", "points", "Measured score, standard deviation between participants.", Domain::symptoms, Needs::follow_up, Finding::Score::none, Finding::Groups::any,
    [](const Catalogue&, const ArmResult& arm, const Reading& r) {
      const auto n = static_cast<double>(found(arm, r).families()), sum = static_cast<double>(found(arm, r).sum());
      return n < 2 ? none : std::sqrt((static_cast<double>(found(arm, r).squares()) - sum * sum / n) / (n - 1));
    }};

const Finding share_at_least{"share_at_least", "share", "Participants with a measured score of at_least or more.", Domain::symptoms, Needs::follow_up, Finding::Score::at_least, Finding::Groups::any,
    [](const Catalogue&, const ArmResult& arm, const Reading& r) { return ratio(found(arm, r).at_least(r.at_least), found(arm, r).families()); }};

const Finding correlation{"score_correlation", "", "Correlation between the measured scores at two follow-ups.", Domain::symptoms, Needs::follow_ups, Finding::Score::none, Finding::Groups::all_only,
    [](const Catalogue&, const ArmResult& arm, const Reading& r) { return pair_of(arm, r).correlation(); }};

const Finding persistence{"persistence", "share", "Participants with at_least or more at the second follow-up, of those with as much at the first.", Domain::symptoms, Needs::follow_ups, Finding::Score::at_least,
    Finding::Groups::all_only, [](const Catalogue&, const ArmResult& arm, const Reading& r) {
      return ratio(pair_of(arm, r).cases_both(r.at_least), pair_of(arm, r).cases_first(r.at_least));
    }};

const Finding any_feeding{"any_breastfeeding", "share", "Participants breastfeeding, exclusively or not.", Domain::feeding, Needs::follow_up, Finding::Score::none, Finding::Groups::any,
    [](const Catalogue&, const ArmResult& arm, const Reading& r) { return ratio(found(arm, r).any_feeding, found(arm, r).families()); }};

const Finding exclusive{"exclusive_breastfeeding", "share", "Participants breastfeeding exclusively.", Domain::feeding, Needs::follow_up, Finding::Score::none, Finding::Groups::any,
    [](const Catalogue&, const ArmResult& arm, const Reading& r) { return ratio(found(arm, r).exclusive, found(arm, r).families()); }};

const Finding in_contact{"in_contact", "share", "Families in support in a week since enrolment, of those ever given support by then.", Domain::process, Needs::week, Finding::Score::none, Finding::Groups::all_only,
    [](const Catalogue& c, const ArmResult& arm, const Reading& r) { return ratio(by_age(c, arm, "supported", r.week, r.week), started(c, arm, r.week)); }};

const Finding left_by{"left_by", "share", "Families that left early within so many weeks of enrolment, of those given support.", Domain::process, Needs::week, Finding::Score::none, Finding::Groups::all_only,
    [](const Catalogue& c, const ArmResult& arm, const Reading& r) { return ratio(by_age(c, arm, "left", 0, r.week - 1), started(c, arm, r.week - 1)); }};

const Finding supporter_icc{"supporter_icc", "", "Share of the variance of the measured symptom level of supported families that lies between their supporters.", Domain::process, Needs::follow_up, Finding::Score::none,
    Finding::Groups::all_only, [](const Catalogue&, const ArmResult& arm, const Reading& r) { return arm.follow_up_details[r.follow_up].supporters.icc(); }};

const Finding community_icc{"community_icc", "", "Share of the variance of the measured symptom level of participants that lies between communities, deprivation included.", Domain::process, Needs::follow_up, Finding::Score::none,
    Finding::Groups::all_only, [](const Catalogue&, const ArmResult& arm, const Reading& r) { return arm.follow_up_details[r.follow_up].communities.icc(); }};

template <class T>
void add_vector(std::vector<T>& into, const std::vector<T>& more) {
  ALONGSIDE_EXPECTS(into.size() == more.size());
  for (std::size_t i = 0; i < into.size(); ++i) into[i] += more[i];
}

void add_group(GroupFound& into, const GroupFound& more) {
  into.any_feeding += more.any_feeding;
  into.exclusive += more.exclusive;
  for (std::size_t s = 0; s < into.scores.size(); ++s) into.scores[s] += more.scores[s];
}

}  // namespace

std::string_view label(Domain domain) {
  static constexpr std::string_view labels[] = {"symptoms", "feeding", "process"};
  return labels[static_cast<int>(domain)];
}

std::span<const Finding* const> findings() {
  static const Finding* const list[] = {&mean_score, &sd_score,  &share_at_least, &correlation, &persistence, &any_feeding,
                                        &exclusive,  &in_contact, &left_by,        &supporter_icc, &community_icc};
  return list;
}

const Finding* find_finding(std::string_view name) {
  for (const Finding* finding : findings())
    if (finding->name == name) return finding;
  return nullptr;
}

double measure_value(const Catalogue& catalogue, const declare::Measure& m, const ArmResult& arm) {
  const double sum = total(arm.tallies, catalogue.index(*m.numerator), m.over), families = arm.families;
  switch (m.per) {
    case Per::total: return sum;
    case Per::thousand_births: return ratio(1000 * sum, families);
    case Per::family: return ratio(sum, families);
    case Per::tally: break;
  }
  return ratio(sum, total(arm.tallies, catalogue.index(*m.denominator), m.over));
}

void add(ArmResult& into, const ArmResult& more) {
  into.families += more.families;
  add_vector(into.tallies.by_week, more.tallies.by_week);
  add_vector(into.tallies.by_age, more.tallies.by_age);
  ALONGSIDE_EXPECTS(into.follow_up_details.size() == more.follow_up_details.size() && into.score_pairs.size() == more.score_pairs.size());
  for (std::size_t f = 0; f < into.follow_up_details.size(); ++f) {
    process::FollowUpDetail& detail = into.follow_up_details[f];
    for (std::size_t g = 0; g < process::subgroups; ++g) add_group(detail.group[g], more.follow_up_details[f].group[g]);
    detail.supporters.add(more.follow_up_details[f].supporters);
    detail.communities.add(more.follow_up_details[f].communities);
  }
  for (std::size_t p = 0; p < into.score_pairs.size(); ++p)
    for (std::size_t cell = 0; cell < into.score_pairs[p].families.size(); ++cell) into.score_pairs[p].families[cell] += more.score_pairs[p].families[cell];
}

}  // namespace alongside::run
