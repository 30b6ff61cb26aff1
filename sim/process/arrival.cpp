// Families arrive, are screened on a measured score, and are offered support.

#include <algorithm>
#include <cmath>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/enrolment.hpp"
#include "sim/process/matching.hpp"
#include "sim/process/participants.hpp"
#include "sim/process/run.hpp"
#include "sim/process/step_up.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

extern const Parameter& matching_priority;

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

const Parameter take_up_base{.name = "take_up.base", .unit = "logit", .low = -6, .high = 6, .value = -1.45, .spread = {Shape::normal, -2.4, -0.4}, .grade = Grade::fitted,
    .source = "fitted prototype: 19% took up drop-in groups (Wiggins 2005)", .text = "Log odds of taking up a reactive offer."};
const Parameter take_up_proactive{.name = "take_up.proactive", .unit = "logit", .low = -2, .high = 8, .value = 4.2, .spread = {Shape::normal, 3, 5.4}, .grade = Grade::fitted,
    .source = "fitted prototype: 94% took up proactive visits (Wiggins 2005)", .text = "Rise when supporters come to the family."};
const Parameter take_up_referral{.name = "take_up.referral", .unit = "logit", .low = -8, .high = 4, .value = -3.4, .spread = {Shape::normal, -4.6, -2.2}, .grade = Grade::fitted,
    .source = "set so that 40.9% take it up after referral in deprived places (Barnes 2006)", .text = "Difference of a referral over an offer in a facility."};
const Parameter take_up_self{.name = "take_up.self_referral", .unit = "logit", .low = -8, .high = 4, .value = -3.2, .spread = {Shape::normal, -4.4, -2}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Difference of self-referral over an offer in a facility."};
const Parameter take_up_deprivation{.name = "take_up.deprivation", .unit = "logit per quintile", .low = -2, .high = 2, .value = -0.1, .spread = {Shape::normal, -0.3, 0.05}, .grade = Grade::cohort,
    .source = "Barnes 2006: non-takers more disadvantaged; size assumed", .text = "Change per quintile of deprivation."};
const Parameter take_up_language{.name = "take_up.language_gap", .unit = "logit", .low = 0, .high = 6, .value = 1.0, .spread = {Shape::uniform, 0.3, 2}, .grade = Grade::assumed,
    .source = "no size found", .text = "Barrier of a minority language; co-design takes it away."};
const Parameter take_up_stigma{.name = "take_up.stigma", .unit = "logit per SD", .low = 0, .high = 4, .value = 0.4, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "Scottish evidence review: stigma as a barrier; no size found", .text = "Barrier of felt stigma; safety and the community's norm take it away."};
const Parameter take_up_need{.name = "take_up.need", .unit = "logit per root point", .low = -2, .high = 4, .value = 0.3, .spread = {Shape::uniform, 0, 0.8}, .grade = Grade::assumed,
    .source = "no size found", .text = "Rise per root point of symptoms above the mean; trebled for referrals, which select the severe."};
const Parameter take_up_consented{.name = "take_up.consented", .unit = "logit", .low = -2, .high = 4, .value = 0.3, .spread = {Shape::uniform, 0, 1}, .grade = Grade::assumed,
    .source = "assumed (fitted prototype)", .text = "Rise for participants who have already consented to a study."};
const Parameter take_up_on_request{.name = "take_up.on_request", .unit = "logit", .low = -2, .high = 8, .value = 3.0, .spread = {Shape::normal, 2.0, 4.0}, .grade = Grade::assumed,
    .source = "Graffy 2004: at least 53% called a counsellor; nothing has to be agreed to beforehand", .text = "Rise for a reactive offer of one-to-one contact: whoever keeps the number has taken it up, and contact.seeking says how often it is used."};
const Parameter group_take_up{.name = "take_up.group", .unit = "logit", .low = -6, .high = 6, .value = -0.3, .spread = {Shape::normal, -1, 0.4}, .grade = Grade::assumed,
    .source = "no direct comparison found", .text = "Difference of an offer of a group."};
const Parameter screening{.name = "offer.screening", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"no", "yes"}, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Whether the programme's screening refers severe scorers on to treatment."};
const Parameter cross_over{.name = "spillover.cross_over", .unit = "per week", .low = 0, .high = 0.5, .value = 0, .spread = {}, .grade = Grade::assumed,
    .source = "no evidence found: contamination rate of controls", .text = "Weekly chance that an eligible family that was not offered support gets into it all the same."};
const Parameter cross_over_share{.name = "spillover.cross_over_at_enrolment", .unit = "share", .low = 0, .high = 1, .value = 0, .spread = {}, .grade = Grade::assumed,
    .source = "no evidence found; Torgerson 2001 for the arithmetic", .text = "Share of eligible families not offered support that get it from enrolment on: all or nothing."};

constexpr Purpose offer_word{"arrival.offer", "Whether an offer reaches the family by lot."};
constexpr Purpose take_up_word{"arrival.take_up", "Whether the family takes the offer up."};
constexpr Purpose mode_word{"arrival.mode", "Mode of support."};
constexpr Purpose choice_word{"arrival.choice", "Whether the family may choose the mode."};
constexpr Purpose cover_word{"arrival.cover", "Order in which communities get the programme."};
constexpr Purpose cross_word{"arrival.cross_over", "Whether and when a family not offered support gets into it."};

constexpr Tally tally_enrolled{"enrolled", "family", "Families enrolled."};
constexpr Tally tally_eligible{"eligible", "family", "Families eligible for the programme."};
constexpr Tally tally_offered{"offered", "family", "Families offered support."};
constexpr Tally tally_accepted{"accepted", "family", "Families that take the offer up."};
constexpr Tally tally_too_severe{"too_severe", "family", "Families above the programme's highest score: referred on, held or turned away."};
constexpr Tally tally_accepted_severe{"accepted_severe", "family", "Families with a severe measured score that take the offer up."};
constexpr Tally tally_crossed{"crossed_over", "family", "Families not offered support that get into it."};
constexpr Tally tally_offered_minority{"offered_minority", "family", "Minority-language families offered support."};
constexpr Tally tally_participants{"participants", "family", "Families that take part in the study."};
constexpr Tally tally_accepted_minority{"accepted_minority", "family", "Minority-language families that take the offer up."};

class Arrival final : public Step {
 public:
  explicit Arrival(const Binding& b) : b_(b), mix_(mode_mix(b)), participants_(b), enrolment_(b) {
    n_ = {b(take_up_referral), b(take_up_self), b(integration), b(take_up_need), b(take_up_base), b(take_up_proactive), b.on(participants_consented) ? b(take_up_consented) : 0.0, b(take_up_on_request), b(take_up_deprivation), b(world::level_mean), b(take_up_language), b(co_design), b(take_up_stigma), b(safety), b(group_take_up), b(cross_over_share), b(cross_over),
          b.f(families_share), b.i(minimum_score), b.i(minimum_quintile), b.i(world::severe_threshold), b.i(maximum_score), b.i(too_severe), b.i(matching_priority), b.i(recruitment), b.i(initiative),
          b.on(programme), b.on(first_only), b.on(minority_only), b.on(screening)};
    phase_ = b.slot(phase), measured_ = b.slot(measured_score), care_ = b.slot(care), participant_ = b.slot(participant), feeding_ = b.slot(feeding), level_ = b.slot(symptom_level), quintile_ = b.slot(world::deprivation);
    language_ = b.slot(world::language), traits_ = b.slot(world::traits_column), stigma_ = b.slot(world::stigma), home_ = b.slot(world::community);
    preferred_ = b.slot(world::preferred_mode), enrolled_ = b.slot(world::enrolled_week);
    const Tally* tallies[] = {&tally_enrolled, &tally_eligible, &tally_offered, &tally_accepted, &tally_too_severe, &tally_accepted_severe, &tally_crossed, &tally_offered_minority, &tally_accepted_minority, &tally_participants};
    for (std::size_t i = 0; i < 10; ++i) t_[i] = b.tally(*tallies[i]);
  }

  /// Chooses the communities that the programme covers: the first share of a keyed order.
  void begin(Run& run) override {
    agenda_.assign(static_cast<std::size_t>(run.world.time.weeks) + 1, {});
    const bool on = b_.on(programme);
    std::vector<std::uint32_t> order(run.communities.size());
    for (std::uint32_t k = 0; k < order.size(); ++k) order[k] = k;
    const auto key = [&](std::uint32_t k) { return core::threefry({k, 0, run.world.id.world, cover_word.code}, run.world.id.key)[0]; };
    std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return key(a) != key(b) ? key(a) < key(b) : a < b; });
    const auto covered = static_cast<std::size_t>(b_(communities_share) * static_cast<double>(order.size()) + 0.5);
    for (std::size_t i = 0; i < order.size(); ++i) run.communities[order[i]].covered = on && i < covered;
  }

  void before(Run& run, int week) override {
    const auto w = static_cast<std::size_t>(week);
    enrol(run, week, run.world.enrolled_before[w], run.world.enrolled_before[w + 1]);
    // Enrolment may put families on this week's page, so it is read afterwards.
    for (std::uint32_t family : agenda_[w]) cross(run, week, family);
  }

 private:
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
    if (!n_.programme) return;
    for (std::uint32_t i = first; i < last; ++i)
      if (run.value(participant_, i) != 0) offer(run, week, i, run.value(measured_, i), run.value(level_, i));
  }

  bool eligible(const Run& run, std::uint32_t i, int measured) const {
    const world::World& world = run.world;
    if (measured < n_.minimum_score) return false;
    if (world.fixed_value(quintile_, i) < n_.minimum_quintile) return false;
    if (n_.first_only && !(world.fixed_value(traits_, i) & world::first_child)) return false;
    return !(n_.minority_only && world.fixed_value(language_, i) == 0);
  }

  void offer(Run& run, int week, std::uint32_t i, int measured, double level) {
    if (!eligible(run, i, measured)) return;
    run.post(t_[1], week, week, 1);
    const world::World& world = run.world;
    const bool covered = run.communities[world.fixed_value(home_, i)].covered;
    if (!covered || core::unit_float(world.word(offer_word, i)) >= n_.families_share) return schedule_cross_over(run, week, i);
    run.post(t_[2], week, week, 1);
    const bool minority = world.fixed_value(language_, i) != 0;
    if (minority) run.post(t_[7], week, week, 1);
    const bool severe = measured >= n_.severe_threshold;
    if (severe && n_.screening) want_care(run, i);
    if (measured > n_.maximum_score) {
      run.post(t_[4], week, week, 1);
      if (n_.too_severe == 0) want_care(run, i);
      if (n_.too_severe != 1) {
        run.value(phase_, i) = static_cast<std::uint8_t>(n_.too_severe == 0 ? Phase::stepped_up : Phase::declined);
        return;
      }
    }
    const int mode = choose_mode(mix_, world.fixed_value(traits_, i), world.fixed_value(preferred_, i), core::unit_double(world.word(mode_word, i)), core::unit_double(world.word(choice_word, i)));
    if (mode < 0 || core::unit_double(world.word(take_up_word, i)) >= take_up(run, i, mode, level)) {
      run.value(phase_, i) = static_cast<std::uint8_t>(Phase::declined);
      return;
    }
    run.post(t_[3], week, week, 1);
    if (minority) run.post(t_[8], week, week, 1);
    if (severe) run.post(t_[5], week, week, 1);
    join_waiting_list(run, week, i, mode, priority(run, i, measured));
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
    const double eta = n_.take_up_base + (n_.initiative == 0 ? n_.take_up_proactive : mode != Mode::group ? n_.take_up_on_request : 0.0) + referral + n_.take_up_consented +
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
    const double u = core::unit_double(run.world.word(cross_word, i));
    const double share = n_.cross_over_share, chance = n_.cross_over;
    double weeks = -1;
    if (u < share) weeks = 0;
    else if (chance > 0) weeks = core::log64((u - share) / (1 - share)) / core::log64(1 - chance);
    if (weeks < 0 || week + weeks >= run.world.time.weeks) return;
    agenda_[static_cast<std::size_t>(week + static_cast<int>(weeks))].push_back(i);
  }

  void cross(Run& run, int week, std::uint32_t i) {
    if (run.value(phase_, i) != static_cast<std::uint8_t>(Phase::not_offered)) return;
    const world::World& world = run.world;
    const int mode = choose_mode(mix_, world.fixed_value(traits_, i), world.fixed_value(preferred_, i), core::unit_double(world.word(mode_word, i)), core::unit_double(world.word(choice_word, i)));
    if (mode < 0) return;
    run.post(t_[6], week, world.fixed_value(enrolled_, i), 1);
    join_waiting_list(run, week, i, mode, 0);
  }

  /// The arm's numbers, read once: families are many.
  struct Numbers {
    double take_up_referral, take_up_self, integration, take_up_need, take_up_base, take_up_proactive, take_up_consented, take_up_on_request, take_up_deprivation, level_mean, take_up_language, co_design, take_up_stigma, safety, group_take_up, cross_over_share, cross_over;
    float families_share;
    int minimum_score, minimum_quintile, severe_threshold, maximum_score, too_severe, matching_priority, recruitment, initiative;
    bool programme, first_only, minority_only, screening;
  };

  Binding b_;
  ModeMix mix_;
  Numbers n_{};
  Participants participants_;
  Enrolment enrolment_;
  std::vector<std::vector<std::uint32_t>> agenda_;
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
                   &take_up_language, &take_up_stigma, &take_up_need, &take_up_consented, &take_up_on_request, &group_take_up, &cross_over, &cross_over_share},
    .columns = {&phase, &events, &measured_score, &participant, &on, &age},
    .purposes = {&enrolment_state_word, &enrolment_partner_word, &enrolment_error_word, &offer_word, &take_up_word, &mode_word, &choice_word, &cover_word, &cross_word},
    .tallies = {&tally_enrolled, &tally_eligible, &tally_offered, &tally_accepted, &tally_too_severe, &tally_accepted_severe, &tally_crossed, &tally_offered_minority, &tally_accepted_minority, &tally_participants},
    .measures = {&take_up_measure, &minority_measure, &offered_measure, &eligible_measure, &severe_measure, &too_severe_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Arrival>(b); }

}  // namespace

const Tally &enrolled_tally = tally_enrolled, &eligible_tally = tally_eligible, &offered_tally = tally_offered;
extern const Process arrival;
const Process arrival{&declarations, bind};

}  // namespace alongside::process
