// Families arrive, are screened on a measured score, and are offered support.

#include <algorithm>
#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/enrolment.hpp"
#include "sim/process/matching.hpp"
#include "sim/process/participants.hpp"
#include "sim/process/reach.hpp"
#include "sim/process/run.hpp"
#include "sim/process/step_up.hpp"
#include "sim/process/strata.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter programme{.name = "programme", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"none", "peer support"}, .scope = Scope::programme,
    .grade = Grade::definition, .text = "Whether the arm has a programme at all; \"none\" is usual care."};

namespace {

const Parameter minimum_score{.name = "reach.minimum_score", .kind = Kind::count, .unit = "points", .low = 0, .high = 30, .value = 0, .scope = Scope::programme, .grade = Grade::trial,
    .source = "Dennis 2009: EPDS above 9; Dennis 2005: at-risk women 0.67, all 0.81", .text = "Lowest measured score for an offer; 0 offers to all."};
const Parameter maximum_score{.name = "reach.maximum_score", .kind = Kind::count, .unit = "points", .low = 1, .high = 30, .value = 30, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "Letourneau 2015 referred 20 and above on", .text = "Highest measured score for an offer of peer support."};
const Parameter too_severe{.name = "reach.too_severe", .kind = Kind::choice, .high = 2, .value = 0, .labels = {"refer on", "hold", "turn away"}, .scope = Scope::programme, .grade = Grade::definition,
    .text = "What happens to families above the highest score: referred to treatment, supported all the same, or turned away."};
const Parameter minimum_quintile{.name = "reach.minimum_quintile", .kind = Kind::count, .unit = "", .low = 1, .high = 5, .value = 1, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Least deprived quintile that is offered support."};
const Parameter first_only{.name = "reach.first_child_only", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Whether only parents of a first child are offered support."};
const Parameter minority_only{.name = "reach.minority_only", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Whether only minority-language families are offered support."};
const Parameter communities_share{.name = "reach.communities", .unit = "share", .low = 0, .high = 1, .value = 1, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Share of communities in which the programme is delivered."};
const Parameter families_share{.name = "reach.families", .unit = "share", .low = 0, .high = 1, .value = 1, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Share of eligible families that is offered support, chosen by lot."};
const Parameter recruitment{.name = "offer.recruitment", .kind = Kind::choice, .high = 3, .value = 0, .labels = {"facility", "referral", "self-referral", "several"}, .scope = Scope::programme,
    .grade = Grade::cohort, .source = "Kaks & Malqvist 2020: most studies recruited in facilities; Barnes 2006: 41% of referred took it up", .text = "How families come to the offer: screened in a facility, referred by professionals, by themselves, or by several ways."};
const Parameter integration{.name = "offer.integration", .low = 0, .high = 1, .value = 0.3, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "evidence and gap map 2022 names the gap; no size found", .text = "How well the programme works with professionals, 0 to 1: more referrals reach it."};

const Parameter take_up_base{.name = "take_up.base", .unit = "logit", .low = -6, .high = 6, .value = -1.21, .spread = {Shape::normal, -2.4, -0.4}, .grade = Grade::fitted,
    .source = "calibrated: 19% took up drop-in groups (Wiggins 2005)", .text = "Log odds of taking up a reactive offer."};
const Parameter take_up_proactive{.name = "take_up.proactive", .unit = "logit", .low = -2, .high = 8, .value = 4.13, .spread = {Shape::normal, 3, 5.4}, .grade = Grade::fitted,
    .source = "calibrated: 94% took up proactive visits (Wiggins 2005)", .text = "Rise when supporters come to the family."};
const Parameter take_up_referral{.name = "take_up.referral", .unit = "logit", .low = -8, .high = 4, .value = -3.83, .spread = {Shape::normal, -4.6, -2.2}, .grade = Grade::fitted,
    .source = "set so that 40.9% take it up after referral in deprived places (Barnes 2006)", .text = "Difference of a referral over an offer in a facility."};
const Parameter take_up_self{.name = "take_up.self_referral", .unit = "logit", .low = -8, .high = 4, .value = -3.2, .spread = {Shape::normal, -4.4, -2}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Difference of self-referral over an offer in a facility."};
const Parameter take_up_deprivation{.name = "take_up.deprivation", .unit = "logit per quintile", .low = -2, .high = 2, .value = -0.119, .spread = {Shape::normal, -0.3, 0.05}, .grade = Grade::cohort,
    .source = "Barnes 2006: non-takers more disadvantaged; size assumed", .text = "Change per quintile of deprivation."};
const Parameter take_up_language{.name = "take_up.language_gap", .unit = "logit", .low = 0, .high = 6, .value = 1.0, .spread = {Shape::uniform, 0.3, 2}, .grade = Grade::assumed,
    .source = "no size found", .text = "Barrier of a minority language; co-design takes it away."};
const Parameter take_up_stigma{.name = "take_up.stigma", .unit = "logit per SD", .low = 0, .high = 4, .value = 0.4, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "Scottish evidence review: stigma as a barrier; no size found", .text = "Barrier of felt stigma; safety and the community's norm take it away."};
const Parameter take_up_need{.name = "take_up.need", .unit = "logit per root point", .low = -2, .high = 4, .value = 0.33, .spread = {Shape::uniform, 0, 0.8}, .grade = Grade::assumed,
    .source = "no size found", .text = "Rise per root point of symptoms above the mean; trebled for referrals, which select the severe."};
const Parameter take_up_consented{.name = "take_up.consented", .unit = "logit", .low = -2, .high = 4, .value = 0.515, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "assumed (calibrated)", .text = "Rise for participants who have already consented to a study: with participants.consented, and for families randomised in a trial."};
const Parameter take_up_on_request{.name = "take_up.on_request", .unit = "logit", .low = -2, .high = 8, .value = 2.98, .spread = {Shape::normal, 2.0, 4.0}, .grade = Grade::assumed,
    .source = "Graffy 2004: at least 53% called a counsellor; nothing has to be agreed to beforehand", .text = "Rise for a reactive offer of one-to-one contact: whoever keeps the number has taken it up, and contact.seeking says how often it is used."};
const Parameter group_take_up{.name = "take_up.group", .unit = "logit", .low = -6, .high = 6, .value = -0.162, .spread = {Shape::normal, -1, 0.4}, .grade = Grade::assumed,
    .source = "no direct comparison found", .text = "Difference of an offer of a group."};
const Parameter screening{.name = "offer.screening", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Whether the programme's screening refers severe scorers on to treatment."};
}  // namespace

const Parameter cross_over_weekly{.name = "spillover.cross_over", .unit = "per week", .low = 0, .high = 0.5, .value = 0, .spread = {}, .grade = Grade::assumed,
    .source = "no evidence found: contamination rate of controls", .text = "Weekly chance that an eligible family that was not offered support gets into it all the same."};
const Parameter cross_over_at_enrolment{.name = "spillover.cross_over_at_enrolment", .unit = "share", .low = 0, .high = 1, .value = 0, .spread = {}, .grade = Grade::assumed,
    .source = "no evidence found; Torgerson 2001 for the arithmetic", .text = "Share of eligible families not offered support that get it from enrolment on: all or nothing."};
const Parameter cross_over_capacity{.name = "spillover.cross_over_capacity", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"shared", "own"}, .grade = Grade::definition,
    .text = "In a trial, whether families that cross over compete for the supporters of those offered support, or as many supporters a family are added for them."};

namespace {

constexpr Purpose offer_word{"arrival.offer", "Whether an offer reaches the family by lot."};
constexpr Purpose take_up_word{"arrival.take_up", "Whether the family takes the offer up."};
constexpr Purpose mode_word{"arrival.mode", "Mode of support."};
constexpr Purpose choice_word{"arrival.choice", "Whether the family may choose the mode."};
constexpr Purpose cover_word{"arrival.cover", "Order in which communities get the programme."};
constexpr Purpose cross_word{"arrival.cross_over", "Whether and when a family not offered support gets into it."};

constexpr Tally tally_enrolled = by_year({"enrolled", "family", "Families enrolled."});
constexpr Tally tally_eligible = by_year({"eligible", "family", "Families eligible for the programme."});
constexpr Tally tally_offered = by_year({"offered", "family", "Families offered support."});
constexpr Tally tally_accepted = by_year({"accepted", "family", "Families that take the offer up."});
constexpr Tally tally_too_severe{"too_severe", "family", "Families above the programme's highest score: referred on, held or turned away."};
constexpr Tally tally_accepted_severe{"accepted_severe", "family", "Families with a severe measured score that take the offer up."};
constexpr Tally tally_crossed{"crossed_over", "family", "Families not offered support that get into it."};
constexpr Tally tally_offered_minority{"offered_minority", "family", "Minority-language families offered support."};
constexpr Tally tally_participants{"participants", "family", "Families that take part in the study."};
constexpr Tally tally_accepted_minority{"accepted_minority", "family", "Minority-language families that take the offer up."};

class Arrival final : public Step {
 public:
  explicit Arrival(const Binding& b) : b_(b), mix_(mode_mix(b)), reach_(b.layout, b.row), participants_(b), enrolment_(b), strata_(b) {
    n_ = {b(take_up_referral), b(take_up_self), b(integration), b(take_up_need), b(take_up_base), b(take_up_proactive), b(take_up_consented), b(take_up_on_request), b(take_up_deprivation), b(world::level_mean), b(take_up_language), b(co_design), b(take_up_stigma), b(safety), b(group_take_up), b(cross_over_at_enrolment), b(cross_over_weekly),
          b.f(families_share), b.i(world::severe_threshold), b.i(matching_priority), b.i(recruitment), b.i(initiative), b.on(programme), b.on(screening), b.on(participants_consented)};
    phase_ = b.slot(phase), measured_ = b.slot(measured_score), care_ = b.slot(care), participant_ = b.slot(participant), feeding_ = b.slot(feeding), level_ = b.slot(symptom_level), quintile_ = b.slot(world::deprivation);
    language_ = b.slot(world::language), traits_ = b.slot(world::traits_column), stigma_ = b.slot(world::stigma), home_ = b.slot(world::community);
    preferred_ = b.slot(world::preferred_mode), enrolled_ = b.slot(world::enrolled_week);
    const Tally* tallies[] = {&tally_enrolled, &tally_eligible, &tally_offered, &tally_accepted, &tally_too_severe, &tally_accepted_severe, &tally_crossed, &tally_offered_minority, &tally_accepted_minority, &tally_participants};
    for (std::size_t i = 0; i < 10; ++i) t_[i] = b.tally(*tallies[i]);
  }

  /// Chooses the communities that the programme covers: the first share of a keyed order. A trial says it itself.
  void begin(Run& run) override {
    agenda_.assign(static_cast<std::size_t>(run.world.time.weeks) + 1, {});
    if (run.regime) return cover(run);
    const bool on = b_.on(programme);
    std::vector<std::uint32_t> order(run.communities.size());
    for (std::uint32_t k = 0; k < order.size(); ++k) order[k] = k;
    const auto key = [&](std::uint32_t k) { return core::threefry({k, 0, run.world.id.world, cover_word.code}, run.world.id.key)[0]; };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) != key(b) ? key(a) < key(b) : a < b; });
    const auto covered = static_cast<std::size_t>(b_(communities_share) * static_cast<double>(order.size()) + 0.5);
    for (std::size_t i = 0; i < order.size(); ++i)
      if (CommunityState& community = run.communities[order[i]]; on && i < covered) community.begins = community.recruits = 0;
  }

  void before(Run& run, int week) override {
    const auto w = static_cast<std::size_t>(week);
    enrol(run, week, run.world.enrolled_before[w], run.world.enrolled_before[w + 1]);
    if (run.regime && n_.programme && run.regime->holds_queue()) randomise_waiting(run, week);
    // Enrolment may put families on this week's page, so it is read afterwards.
    for (const auto& [family, what] : agenda_[w]) {
      if (what == Entry::cross) {
        cross(run, week, family);
      } else {
        --run.offers_to_come;
        offer_later(run, week, family);
      }
    }
  }

 private:
  /// What a page of the agenda holds.
  enum class Entry : std::uint8_t { offer, cross };

  void cover(Run& run) const {
    for (std::size_t k = 0; k < run.communities.size(); ++k) {
      CommunityState& community = run.communities[k];
      community.begins = n_.programme ? run.regime->begins(static_cast<std::uint16_t>(k)) : never;
      if (community.begins != never) community.recruits = static_cast<std::uint16_t>(std::max(0, community.begins - run.regime->preparation()));
    }
  }

  /// Families first up to last enrol: their state is set block by block, then they are counted and offered support.
  void enrol(Run& run, int week, std::uint32_t first, std::uint32_t last) {
    if (first == last) return;
    for (std::uint32_t b = first / world::lanes; b <= (last - 1) / world::lanes; ++b) enrolment_.block(run, b, week);
    for (std::uint32_t i = first; i < last; ++i) ++run.communities[run.world.fixed_value(home_, i)].enrolled;
    run.post(t_[0], week, week, last - first);
    std::uint32_t participants = 0;
    for (std::uint32_t i = first; i < last; ++i) {
      const bool in = participants_.everybody() || participants_.take_part(run.world, i, week, run.value(measured_, i), run.value(feeding_, i));
      run.value(participant_, i) = in ? 1 : 0;
      participants += in ? 1 : 0;
    }
    run.post(t_[9], week, week, participants);
    for (std::uint32_t i = first; i < last && run.regime; ++i)
      if (run.value(participant_, i) != 0) meet(run, week, i);
    if (run.regime || !n_.programme) return;
    for (std::uint32_t i = first; i < last; ++i)
      if (run.value(participant_, i) != 0) offer(run, week, i);
  }

  /// In a trial the regime says who is offered support, and when.
  void meet(Run& run, int week, std::uint32_t i) {
    const std::uint16_t pool = run.pool->pool_of(run.world.fixed_value(home_, i));
    const Standing standing = run.regime->meet({i, week, run.value(measured_, i), pool, run.pool->waiting_now[pool], run.pool->active});
    if (standing.within_reach && n_.programme) {
      run.post(t_[1], week, week, 1);
      strata_.count_eligible(run, i);
    }
    heed(run, week, i, standing);
  }

  /// Families that consented are randomised while supporters have places that nobody waits for.
  void randomise_waiting(Run& run, int week) {
    for (std::size_t p = 0; p < run.pool->waiting.size(); ++p) {
      const auto pool = static_cast<std::uint16_t>(p);
      const std::size_t places = free_places(b_, run, pool), waiting = run.pool->waiting_now[p];
      Regime::Placed placed{};
      for (std::size_t room = places > waiting ? places - waiting : 0; room > 0 && run.regime->place(pool, week, placed);) {
        heed(run, week, placed.family, placed.standing);
        room -= placed.standing.offered_at == week ? 1 : 0;
      }
    }
  }

  void heed(Run& run, int week, std::uint32_t i, const Standing& standing) {
    if (standing.too_severe) run.post(t_[4], week, week, 1);
    if (standing.refer) want_care(run, i);
    if (standing.offered_at < agenda_.size() && n_.programme) {
      agenda_[standing.offered_at].emplace_back(i, Entry::offer);
      ++run.offers_to_come;
    }
    if (standing.may_cross) schedule_cross_over(run, week, i);
  }

  /// Offers support to a family in the week that the regime named, if it has not got into the programme by itself.
  void offer_later(Run& run, int week, std::uint32_t i) {
    if (run.value(phase_, i) != static_cast<std::uint8_t>(Phase::not_offered)) return;
    offer_to(run, week, i);
  }

  void offer(Run& run, int week, std::uint32_t i) {
    if (!reach_.admits(run.world, i, run.value(measured_, i))) return;
    run.post(t_[1], week, week, 1);
    strata_.count_eligible(run, i);
    const world::World& world = run.world;
    const bool covered = run.communities[world.fixed_value(home_, i)].covered();
    if (!covered || core::unit_float(world.word(offer_word, i)) >= n_.families_share) return schedule_cross_over(run, week, i);
    offer_to(run, week, i);
  }

  void offer_to(Run& run, int week, std::uint32_t i) {
    const world::World& world = run.world;
    const int enrolled = world.fixed_value(enrolled_, i), measured = run.value(measured_, i);
    const double level = run.value(level_, i);
    tell(run, i, was_offered);
    run.post(t_[2], week, enrolled, 1);
    const bool minority = world.fixed_value(language_, i) != 0;
    if (minority) run.post(t_[7], week, enrolled, 1);
    const bool severe = measured >= n_.severe_threshold;
    if (severe && n_.screening) want_care(run, i);
    if (reach_.above_highest(measured)) {
      run.post(t_[4], week, enrolled, 1);
      if (reach_.too_severe() == TooSevere::refer_on) want_care(run, i);
      if (reach_.too_severe() != TooSevere::hold) {
        run.value(phase_, i) = static_cast<std::uint8_t>(reach_.too_severe() == TooSevere::refer_on ? Phase::stepped_up : Phase::declined);
        return;
      }
    }
    const int mode = choose_mode(mix_, world.fixed_value(traits_, i), world.fixed_value(preferred_, i), core::unit_double(world.word(mode_word, i)), core::unit_double(world.word(choice_word, i)));
    if (mode < 0 || core::unit_double(world.word(take_up_word, i)) >= take_up(run, i, mode, level)) {
      run.value(phase_, i) = static_cast<std::uint8_t>(Phase::declined);
      return;
    }
    tell(run, i, took_up);
    run.post(t_[3], week, enrolled, 1);
    if (minority) run.post(t_[8], week, enrolled, 1);
    if (severe) run.post(t_[5], week, enrolled, 1);
    join_waiting_list(run, week, i, mode, priority(run, i, measured));
  }

  static void tell(const Run& run, std::uint32_t i, Story what) {
    if (run.log) run.log->families[i].story |= what;
  }

  int priority(const Run& run, std::uint32_t i, int measured) const {
    const int rule = n_.matching_priority;
    return rule == 1 ? measured : rule == 2 ? run.world.fixed_value(quintile_, i) : 0;
  }

  double take_up(const Run& run, std::uint32_t i, int mode, double level) const {
    const world::World& world = run.world;
    const int way = n_.recruitment;
    double referral = way == 1 ? n_.take_up_referral : way == 2 ? n_.take_up_self : 0.0;
    referral *= 1 - 0.4 * n_.integration;
    if (way == 3) referral = 0.2;  // whoever one way misses, another may reach
    const double need = n_.take_up_need * (way == 1 || way == 2 ? 3 : 1);
    const float norm = run.community_values.norm[world.fixed_value(home_, i)];
    const double eta = n_.take_up_base + (n_.initiative == 0 ? n_.take_up_proactive : mode != Mode::group ? n_.take_up_on_request : 0.0) + referral + (n_.consented || (run.regime && run.regime->consented(i)) ? n_.take_up_consented : 0.0) +
                       n_.take_up_deprivation * (world.fixed_value(quintile_, i) - 3) + need * (level - n_.level_mean) -
                       (world.fixed_value(language_, i) != 0 ? n_.take_up_language * (1 - n_.co_design) : 0.0) -
                       n_.take_up_stigma * world.fixed_value(stigma_, i) * (1 - n_.safety) * (1 - norm) + (mode == Mode::group ? n_.group_take_up : 0.0);
    return core::logistic64(eta);
  }

  void want_care(Run& run, std::uint32_t i) const {
    if (run.value(care_, i) != 0) return;
    run.value(care_, i) = 1;
    run.care_wanted.push_back(i);
  }

  /// One word says in which week the family would get in: geometric in the weekly chance.
  void schedule_cross_over(const Run& run, int week, std::uint32_t i) {
    if (!n_.programme) return;
    const double u = core::unit_double(run.world.word(cross_word, i));
    const double share = n_.cross_over_share, chance = n_.cross_over;
    double weeks = -1;
    if (u < share) weeks = 0;
    else if (chance > 0) weeks = core::log64((u - share) / (1 - share)) / core::log64(1 - chance);
    if (weeks < 0 || week + weeks >= run.world.time.weeks) return;
    agenda_[static_cast<std::size_t>(week + static_cast<int>(weeks))].emplace_back(i, Entry::cross);
  }

  void cross(Run& run, int week, std::uint32_t i) {
    if (run.value(phase_, i) != static_cast<std::uint8_t>(Phase::not_offered)) return;
    const world::World& world = run.world;
    const int mode = choose_mode(mix_, world.fixed_value(traits_, i), world.fixed_value(preferred_, i), core::unit_double(world.word(mode_word, i)), core::unit_double(world.word(choice_word, i)));
    if (mode < 0) return;
    tell(run, i, crossed_over);
    run.post(t_[6], week, world.fixed_value(enrolled_, i), 1);
    join_waiting_list(run, week, i, mode, 0);
  }

  /// The arm's numbers, read once: families are many.
  struct Numbers {
    double take_up_referral, take_up_self, integration, take_up_need, take_up_base, take_up_proactive, take_up_consented, take_up_on_request, take_up_deprivation, level_mean, take_up_language, co_design, take_up_stigma, safety, group_take_up, cross_over_share, cross_over;
    float families_share;
    int severe_threshold, matching_priority, recruitment, initiative;
    bool programme, screening, consented;
  };

  Binding b_;
  ModeMix mix_;
  Numbers n_{};
  Reach reach_;
  Participants participants_;
  Enrolment enrolment_;
  Strata strata_;
  std::vector<std::vector<std::pair<std::uint32_t, Entry>>> agenda_;  ///< by week, in the order of writing
  Slot<float> level_, stigma_;
  Slot<std::uint8_t> phase_, measured_, care_, participant_, feeding_, quintile_, language_, preferred_;
  Slot<std::uint16_t> traits_, home_, enrolled_;
  std::size_t t_[10];
};

const Measure take_up_measure{.name = "take_up", .unit = "share", .text = "Families that take the offer up, of those offered.", .numerator = &tally_accepted, .per = Per::tally, .denominator = &tally_offered, .better = Better::higher};
const Measure minority_measure{.name = "take_up_minority", .unit = "share", .text = "The same among minority-language families.", .numerator = &tally_accepted_minority, .per = Per::tally, .denominator = &tally_offered_minority, .better = Better::higher};
const Measure offered_measure{.name = "offered", .unit = "per 1,000 births", .text = "Families offered support.", .numerator = &tally_offered, .per = Per::thousand_births};
const Measure eligible_measure{.name = "eligible", .unit = "per 1,000 births", .text = "Families eligible.", .numerator = &tally_eligible, .per = Per::thousand_births};
const Measure severe_measure{.name = "severe_share", .unit = "share", .text = "Share of those taking up with a severe measured score.", .numerator = &tally_accepted_severe, .per = Per::tally, .denominator = &tally_accepted, .better = Better::lower};
const Measure too_severe_measure{.name = "too_severe", .unit = "per 1,000 births", .text = "Families too severe for a peer at the offer.", .numerator = &tally_too_severe, .per = Per::thousand_births};

const Declarations declarations{.name = "arrival", .text = "Families arrive, are screened and are offered support.",
    .parameters = {&programme, &minimum_score, &maximum_score, &too_severe, &minimum_quintile, &first_only, &minority_only, &communities_share, &families_share,
                   &recruitment, &integration, &screening, &take_up_base, &take_up_proactive, &take_up_referral, &take_up_self, &take_up_deprivation,
                   &take_up_language, &take_up_stigma, &take_up_need, &take_up_consented, &take_up_on_request, &group_take_up, &cross_over_weekly, &cross_over_at_enrolment, &cross_over_capacity},
    .columns = {&phase, &events, &measured_score, &participant, &on, &age},
    .purposes = {&enrolment_state_word, &enrolment_partner_word, &enrolment_error_word, &offer_word, &take_up_word, &mode_word, &choice_word, &cover_word, &cross_word},
    .tallies = {&tally_enrolled, &tally_eligible, &tally_offered, &tally_accepted, &tally_too_severe, &tally_accepted_severe, &tally_crossed, &tally_offered_minority, &tally_accepted_minority, &tally_participants},
    .measures = {&take_up_measure, &minority_measure, &offered_measure, &eligible_measure, &severe_measure, &too_severe_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Arrival>(b); }

}  // namespace

Reach::Reach(const world::Layout& layout, const world::Row& row)
    : minimum_(row.i(minimum_score)), maximum_(row.i(maximum_score)), quintile_from_(row.i(minimum_quintile)), too_severe_(static_cast<TooSevere>(row.i(alongside::process::too_severe))),
      first_only_(row.on(first_only)), minority_only_(row.on(minority_only)), quintile_(layout.slot(world::deprivation)), language_(layout.slot(world::language)),
      traits_(layout.slot(world::traits_column)) {}

bool Reach::admits(const world::World& world, std::uint32_t family, int measured) const {
  if (measured < minimum_) return false;
  if (world.fixed_value(quintile_, family) < quintile_from_) return false;
  if (first_only_ && !(world.fixed_value(traits_, family) & world::first_child)) return false;
  return !(minority_only_ && world.fixed_value(language_, family) == 0);
}

bool Reach::operator==(const Reach& other) const {
  return minimum_ == other.minimum_ && maximum_ == other.maximum_ && quintile_from_ == other.quintile_from_ && too_severe_ == other.too_severe_ &&
         first_only_ == other.first_only_ && minority_only_ == other.minority_only_;
}

const Tally &enrolled_tally = tally_enrolled, &eligible_tally = tally_eligible, &offered_tally = tally_offered;
extern const Process arrival;
const Process arrival{&declarations, bind};

}  // namespace alongside::process
