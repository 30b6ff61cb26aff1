// Supporters: they apply, train, take on families, tire, pause and leave. Coordinators supervise them.

#include "sim/process/supporters.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "sim/core/numeric.hpp"
#include "sim/process/contact.hpp"
#include "sim/process/events.hpp"
#include "sim/process/run.hpp"
#include "sim/process/matching.hpp"
#include "sim/world/columns.hpp"

namespace alongside::process {

const Parameter supporter_kind{.name = "supporter.kind", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"volunteer", "paid"}, .scope = Scope::programme,
    .grade = Grade::cohort, .source = "RUBY 2023: volunteer time is two thirds of the cost", .text = "Whether supporters are volunteers or paid."};
const Parameter supporters_wanted{.name = "supporter.wanted", .unit = "per 1,000 births", .low = 0, .high = 1000, .value = 40, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Supporters that the programme tries to keep, per 1,000 births of the world."};
const Parameter caseload_limit{.name = "supporter.caseload", .kind = Kind::count, .unit = "family", .low = 1, .high = 60, .value = 4, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "2.0 over a trial (Dennis 2009, RUBY); 5-15 at once (Community Mothers)", .text = "Most families that a supporter takes on at once."};
const Parameter pool_scope{.name = "supporter.pool", .kind = Kind::choice, .high = 1, .value = 0, .labels = {"community", "shared"}, .scope = Scope::programme,
    .grade = Grade::definition, .text = "Whether supporters serve their own community or any family of the world."};
const Parameter group_capacity{.name = "group.capacity", .kind = Kind::count, .unit = "family", .low = 1, .high = 60, .value = 8, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Families that one group meeting can hold."};
const Parameter groups_per_community{.name = "group.per_community", .kind = Kind::count, .unit = "group", .low = 0, .high = 200, .value = 1, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Groups that the programme wants in each community."};
const Parameter group_facilitators{.name = "group.facilitators", .kind = Kind::count, .unit = "person", .low = 1, .high = 2, .value = 2, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Supporters who run a group."};

namespace {

const Parameter hours{.name = "supporter.hours", .unit = "hours per month", .low = 0, .high = 200, .value = 12, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "2.5 h weekly visit (Home-Start UK); up to 3 h weekly (Aberlour)", .text = "Hours a month that a supporter has for families, travel included."};
const Parameter applications{.name = "supporter.applications", .unit = "per week", .low = 0, .high = 1000, .value = 4, .spread = {Shape::lognormal, 2, 8}, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "RUBY: 693 interested over about two years", .text = "People who apply in a week while supporters are wanted, per 1,000 births."};
const Parameter finish{.name = "supporter.finish_training", .unit = "share", .low = 0, .high = 1, .value = 0.349, .spread = {Shape::logitnormal, 0.31, 0.39}, .grade = Grade::cohort,
    .source = "RUBY: 246 of 693", .text = "Share of applicants who finish training."};
const Parameter ever{.name = "supporter.ever_support", .unit = "share", .low = 0, .high = 1, .value = 0.988, .spread = {Shape::logitnormal, 0.93, 0.997}, .grade = Grade::fitted,
    .source = "Dennis 2013: 175 of 205 trained were given a mother; RUBY 95%. Some of the rest were willing and not needed", .text = "Share of the trained who would take on a family."};
const Parameter training_weeks{.name = "supporter.training_weeks", .kind = Kind::count, .unit = "week", .low = 0, .high = 104, .value = 4, .scope = Scope::programme, .grade = Grade::cohort,
    .source = "Community Mothers: 4 weeks", .text = "Weeks from application to the first family."};
const Parameter intake{.name = "supporter.intake", .kind = Kind::count, .unit = "week", .low = 1, .high = 52, .value = 1, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Weeks between training courses; 1 is rolling."};
const Parameter competence_mean{.name = "supporter.competence", .low = 0, .high = 1, .value = 0.68, .spread = {Shape::normal, 0.5, 0.9}, .grade = Grade::assumed,
    .source = "a scale of the model's own: set with the gains", .text = "Mean quality of contacts by a volunteer trained for eight hours."};
const Parameter competence_sd{.name = "supporter.competence_sd", .low = 0, .high = 0.5, .value = 0.2, .spread = {Shape::uniform, 0.1, 0.3}, .grade = Grade::cohort,
    .source = "so that the supporter ICC is 0.01-0.05 (Firth 2020: 1.1-2.3% in the voluntary sector)", .text = "Spread of competence between supporters."};
const Parameter training_effect{.name = "supporter.training_effect", .unit = "per doubling", .low = 0, .high = 0.3, .value = 0.02, .spread = {Shape::uniform, 0, 0.05}, .grade = Grade::assumed,
    .source = "no evidence found: trials trained from 2.5 h to weeks", .text = "Rise of competence per doubling of training hours."};
const Parameter paid_effect{.name = "supporter.paid_competence", .low = -0.3, .high = 0.3, .value = 0.03, .spread = {Shape::uniform, 0, 0.08}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How much better paid supporters' contacts are."};
const Parameter selection{.name = "supporter.selection", .low = 0, .high = 1, .value = 0.3, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "EENet review names peers' characteristics; no size found", .text = "How strictly applicants are chosen, own recovery included: raises competence, turns more away."};
const Parameter leave_base{.name = "supporter.leave_base", .unit = "logit per week", .low = -12, .high = 2, .value = -5.2, .spread = {Shape::normal, -6.2, -4.2}, .grade = Grade::assumed,
    .source = "no evidence found: months to leaving in the UK; THPP lost 7% a year, so this is higher", .text = "Log odds that an unstrained volunteer leaves in a week."};
const Parameter leave_strain{.name = "supporter.leave_strain", .unit = "logit", .low = 0, .high = 8, .value = 1.8, .spread = {Shape::uniform, 0.6, 3}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Rise of those log odds per unit of strain."};
const Parameter leave_paid{.name = "supporter.leave_paid", .unit = "logit", .low = -4, .high = 4, .value = -0.3, .spread = {Shape::uniform, -1, 0.4}, .grade = Grade::cohort,
    .source = "Scanlan 2020: turnover intention as in other staff", .text = "Difference of paid supporters."};
const Parameter pause_chance{.name = "supporter.pause", .unit = "per week", .low = 0, .high = 0.5, .value = 0.01, .spread = {Shape::lognormal, 0.004, 0.025}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Chance that a supporter takes a break."};
const Parameter pause_weeks{.name = "supporter.pause_weeks", .kind = Kind::count, .unit = "week", .low = 1, .high = 52, .value = 3, .grade = Grade::assumed, .source = "no evidence found", .text = "Length of a break."};
const Parameter comfortable{.name = "supporter.comfortable_caseload", .unit = "family", .low = 0.5, .high = 40, .value = 3, .spread = {Shape::lognormal, 1.5, 6}, .grade = Grade::assumed,
    .source = "RUBY mean 2 (1-11); no threshold found", .text = "Families that a supporter with 12 hours a month carries without strain."};
const Parameter strain_load{.name = "supporter.strain_load", .low = 0, .high = 4, .value = 0.6, .spread = {Shape::uniform, 0.2, 1.2}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Strain per comfortable caseload above the first."};
const Parameter strain_severe{.name = "supporter.strain_severe", .low = 0, .high = 4, .value = 0.5, .spread = {Shape::uniform, 0, 1.2}, .grade = Grade::assumed,
    .source = "ENRICH: burnout of paid peers rises early; size assumed", .text = "Strain from a family with severe symptoms."};
const Parameter strain_supervision{.name = "supporter.strain_unsupervised", .low = 0, .high = 4, .value = 0.8, .spread = {Shape::uniform, 0.2, 1.6}, .grade = Grade::assumed,
    .source = "no evidence found: supervision frequency", .text = "Strain of a supporter without any supervision."};
const Parameter strain_network{.name = "supporter.strain_network", .low = 0, .high = 4, .value = 0.3, .spread = {Shape::uniform, 0, 0.8}, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Strain taken away by a full network among supporters."};
const Parameter strain_speed{.name = "supporter.strain_speed", .unit = "per week", .low = 0.01, .high = 1, .value = 0.1, .grade = Grade::assumed,
    .source = "ENRICH: up at 4 months, back by 12", .text = "How fast strain follows its causes."};
const Parameter burnt_out{.name = "supporter.burnt_out", .low = 0.1, .high = 4, .value = 1.0, .grade = Grade::definition, .source = "", .text = "Strain from which a supporter counts as burnt out."};
const Parameter peer_network{.name = "supervision.peer_network", .low = 0, .high = 1, .value = 0.3, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "Ties among supporters that the programme keeps up, 0 to 1."};
const Parameter span{.name = "supervision.span", .kind = Kind::count, .unit = "person", .low = 1, .high = 200, .value = 15, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found: coordinator-to-volunteer ratio", .text = "Supporters that one coordinator can supervise well."};
const Parameter coordinators{.name = "supervision.coordinators", .unit = "per 1,000 births", .low = 0, .high = 100, .value = 0, .scope = Scope::programme, .grade = Grade::definition,
    .text = "Coordinators, per 1,000 births; 0 employs as many as the span asks for."};
const Parameter fidelity{.name = "supervision.fidelity_checks", .low = 0, .high = 1, .value = 0.3, .scope = Scope::programme, .grade = Grade::assumed,
    .source = "no evidence found", .text = "How far contacts are checked against what was taught, 0 to 1."};
const Parameter quality_floor{.name = "supervision.quality_floor", .low = 0, .high = 1, .value = 0.7, .spread = {Shape::uniform, 0.5, 0.95}, .grade = Grade::assumed,
    .source = "no evidence found: effect of supervision", .text = "Quality of contacts without any supervision, relative to good supervision."};
const Parameter wellbeing_gain{.name = "supporter.wellbeing_gain", .unit = "QALY per year", .low = -0.2, .high = 0.2, .value = 0.005, .spread = {Shape::uniform, -0.01, 0.02}, .grade = Grade::assumed,
    .source = "Dennis 2013: over 90% would volunteer again; no utility found", .text = "Health that an unstrained active supporter gains."};
const Parameter wellbeing_strain{.name = "supporter.wellbeing_strain", .unit = "QALY per year", .low = 0, .high = 0.3, .value = 0.02, .spread = {Shape::uniform, 0, 0.06}, .grade = Grade::assumed,
    .source = "no evidence found: supporters' own health", .text = "Health lost per unit of strain, re-traumatisation included."};

constexpr Purpose applicant_word{"supporter.applicant", "Attributes of an applicant."};
constexpr Purpose applicant_word_2{"supporter.applicant_2", "Further attributes of an applicant."};
constexpr Purpose leave_word{"supporter.leave", "Whether a supporter leaves this week."};
constexpr Purpose pause_word{"supporter.pause", "Whether a supporter takes a break from this week on."};

constexpr Tally tally_active = by_year({"supporters_active", "person", "Supporters active this week."});
constexpr Tally tally_left = by_year({"supporters_left", "person", "Supporters who leave this week."});
constexpr Tally tally_strained{"supporters_burnt_out", "person", "Active supporters who are burnt out."};
constexpr Tally tally_trained = by_year({"supporters_trained", "person", "Applicants who finish training."});
constexpr Tally tally_joined = by_year({"supporters_joined", "person", "Trained supporters who will take on families."});
constexpr Tally tally_applied = by_year({"supporters_applied", "person", "Applicants."});
constexpr Tally tally_coordinators = by_year({"coordinators", "person", "Coordinators employed this week."});
constexpr Tally tally_logged{"contacts_logged", "contact", "Contacts in the supporters' and groups' own logs."};
constexpr Tally tally_interpreted{"contacts_interpreted", "contact", "Contacts with minority-language families by a supporter who does not share the language."};
constexpr Tally tally_caseload{"caseload", "family", "Families on the lists of active supporters."};
constexpr Tally tally_over{"caseload_over_limit", "person", "Supporters with more families than the limit allows (a check: always 0)."};

bool has_families(const Run& run, int week) {
  if (run.world.enrolled_before[static_cast<std::size_t>(week)] < run.world.families || run.offers_to_come > 0) return true;
  if (run.regime && run.regime->queues()) return true;
  for (const std::uint32_t waiting : run.pool->waiting_now)
    if (waiting > 0) return true;
  for (const CommunityState& c : run.communities)
    if (c.supported > 0) return true;
  return false;
}

constexpr int greatest_strain = 3, strain_steps = 8;

class Supporters final : public Step {
 public:
  explicit Supporters(const Binding& b) : b_(b), mix_(mode_mix(b)) {
    on_ = b.on(programme);
    n_ = {b(supporters_wanted), b(applications), b(ever), b(competence_sd), b(comfortable), b(hours), b(strain_load), b(strain_severe), b(strain_supervision), b(strain_network), b(peer_network), b(strain_speed), b(wellbeing_gain), b(wellbeing_strain), b(leave_base), b(leave_strain), b(leave_paid), b(pause_chance), b(burnt_out), b(coordinators), b(supervision_hours), b(fidelity), b(quality_floor),
          b.i(caseload_limit), b.i(intake), b.i(supporter_kind), b.i(training_weeks), b.i(pause_weeks), b.i(span)};
    const double trained = 1 + b(training_effect) * core::log64((b(training_hours) + 1) / 9.0) / 0.6931471805599453;
    competence_ = b(competence_mean) * trained + 0.05 * b(selection) + (b.i(supporter_kind) == 1 ? b(paid_effect) : 0.0);
    finish_ = b(finish) * (1 - 0.3 * b(selection)) / 0.91;
    minutes_ = b(hours) * 60 * 12 / 52.1775;
    per_room_ = 1 / std::max(n_.comfortable * n_.hours / 12.0, 0.25);
    for (std::size_t i = 0; i < leaves_below_.size(); ++i)
      leaves_below_[i] = core::logistic64(n_.leave_base + n_.leave_strain * static_cast<double>(i + 1) / strain_steps + std::max(n_.leave_paid, 0.0)) * (1 + 1e-9);
    provider_ = b.slot(provider), quality_ = b.slot(quality), events_ = b.slot(events), received_ = b.slot(received_now), delivery_ = b.slot(delivery);
    phase_ = b.slot(phase), since_ = b.slot(since), alliance_ = b.slot(alliance), severe_ = b.slot(severe_weeks), language_ = b.slot(world::language), traits_ = b.slot(world::traits_column), missed_ = b.slot(missed), home_ = b.slot(world::community);
    active_ = b.tally(tally_active), left_ = b.tally(tally_left), strained_ = b.tally(tally_strained), trained_ = b.tally(tally_trained);
    applied_ = b.tally(tally_applied), logged_ = b.tally(tally_logged), caseload_ = b.tally(tally_caseload), over_ = b.tally(tally_over), interpreted_ = b.tally(tally_interpreted), joined_ = b.tally(tally_joined), coordinators_ = b.tally(tally_coordinators);
  }

  void begin(Run& run) override {
    SupporterPool& pool = *run.pool;
    const std::size_t pools = b_.i(pool_scope) == 1 ? 1 : run.communities.size();
    pool.by_pool.assign(pools, {});
    pool.turn.assign(pools, 0);
    pool.waiting.assign(pools, {});
    pool.waiting_now.assign(pools, 0);
    pool.waiting_for_groups.assign(run.communities.size(), {});
    pool.later.assign(static_cast<std::size_t>(run.world.time.weeks), {});
    pool.impatient.assign(static_cast<std::size_t>(run.world.time.weeks), {});
    pool.applicants.assign(pools, 0);
    credit_.assign(pools, 0.0);
    recruits_.assign(pools, never);
    births_.assign(pools, 0.0);
    if (run.regime) size_pools(run);
  }

  void before(Run& run, int week) override {
    if (!on_) return;
    SupporterPool& pool = *run.pool;
    pool.delivering = has_families(run, week);
    if (!pool.delivering) {
      pool.active = pool.coordinators = 0;
      return;
    }
    for (std::size_t p = 0; p < pool.by_pool.size(); ++p) recruit(run, week, static_cast<std::uint16_t>(p));
    draw_luck(run, week);
    pool.active = strained_now_ = 0;
    for (std::uint32_t s = 0; s < pool.supporters.size(); ++s) live(run, week, s);
    run.post(active_, week, pool.active);
    run.post(strained_, week, strained_now_);
    supervise(run, week);
    for (Supporter& s : pool.supporters) publish(run, s);
  }

  /// Logs contacts on the provider's side, and frees places of families whose support ended.
  void after(Run& run, int week) override {
    if (!on_) return;
    interpreted_now_ = 0;
    for (std::uint32_t b = 0; b < run.world.blocks; ++b) {
      const BlockView view = run.block(b);
      run.fetch(b + 1, events_, provider_, received_, severe_, language_);
      settle_block(run, view, b);
    }
    SupporterPool& pool = *run.pool;
    std::int64_t logged = 0;
    int caseload = 0, over = 0;
    for (Group& g : pool.groups) {
      logged += std::exchange(g.contacts, 0);
      settle_group(g);
    }
    for (Supporter& s : pool.supporters) {
      logged += std::exchange(s.contacts, 0);
      caseload += static_cast<int>(s.places.size());
      over += s.places.size() > static_cast<std::size_t>(n_.caseload_limit) ? 1 : 0;
    }
    run.post(logged_, week, static_cast<double>(logged));
    run.post(interpreted_, week, static_cast<double>(interpreted_now_));
    run.post(caseload_, week, caseload);
    run.post(over_, week, over);
  }

 private:
  /// A regime says where supporters are wanted, from when, and how many.
  void size_pools(const Run& run) {
    for (std::size_t k = 0; k < run.communities.size(); ++k) {
      const std::size_t p = recruits_.size() == 1 ? 0 : k;
      recruits_[p] = std::min(recruits_[p], run.communities[k].recruits);
      births_[p] += run.regime->workforce(static_cast<std::uint16_t>(k)) * run.world.communities[k].families;
    }
  }

  void recruit(Run& run, int week, std::uint16_t p) {
    SupporterPool& pool = *run.pool;
    double births = run.world.families;
    if (pool.by_pool.size() > 1) births = run.communities[p].covered() ? run.world.communities[p].families : 0;
    if (run.regime) births = week >= recruits_[p] ? births_[p] : 0;
    const auto wanted = static_cast<std::size_t>(std::ceil(n_.supporters_wanted * births / 1000.0 - 1e-9));
    if (pool.by_pool[p].size() >= wanted || week % n_.intake != 0) {
      credit_[p] = std::min(credit_[p] + n_.applications * births / 1000.0, 8.0);
      return;
    }
    credit_[p] += n_.applications * births / 1000.0;
    while (credit_[p] >= 1 && pool.by_pool[p].size() < wanted) {
      credit_[p] -= 1;
      apply(run, week, p);
    }
  }

  /// The next person of the pool's stream of applicants, the same in every arm.
  void apply(Run& run, int week, std::uint16_t p) {
    SupporterPool& pool = *run.pool;
    const std::uint32_t n = pool.applicants[p]++;
    const core::Words4 w = core::threefry({n, p, run.world.id.world, applicant_word.code}, run.world.id.key);
    const core::Words4 v = core::threefry({n, p, run.world.id.world, applicant_word_2.code}, run.world.id.key);
    run.post(applied_, week, 1);
    const bool finishes = core::unit_double(w[0]) < finish_;
    if (!finishes) return;
    run.post(trained_, week, 1);
    if (core::unit_double(w[1]) >= n_.ever) return;
    run.post(joined_, week, 1);
    pool.by_pool[p].push_back(static_cast<std::uint32_t>(pool.supporters.size()));
    Supporter& s = pool.supporters.emplace_back();
    s.pool = p;
    s.applicant = n;
    s.paid = n_.supporter_kind == 1;
    s.competence = static_cast<float>(std::clamp(competence_ + n_.competence_sd * core::normal_quantile64(core::unit_double(w[2])), 0.05, 1.2));
    s.language = static_cast<std::uint8_t>(core::unit_double(w[3]) < 0.85 ? 0 : 1 + w[3] % 3);
    s.age = static_cast<std::uint8_t>(22 + v[0] % 40);
    s.experience = static_cast<std::uint8_t>(v[1] >> 30);
    s.quintile = static_cast<std::uint8_t>(1 + v[2] % 5);
    s.minutes = static_cast<std::uint16_t>(std::min(minutes_ * (0.7 + 0.6 * core::unit_double(v[3])), 60000.0));
    s.ready = static_cast<std::uint16_t>(week + n_.training_weeks);
  }

  /// A supporter's number among all pools' applicants: the same person has the same luck in every arm with such pools.
  static std::size_t luck_of(const SupporterPool& pool, const Supporter& s) { return static_cast<std::size_t>(s.applicant) * pool.by_pool.size() + s.pool; }

  /// This week's words of every applicant so far.
  void draw_luck(const Run& run, int week) {
    const SupporterPool& pool = *run.pool;
    const std::uint32_t most = *std::ranges::max_element(pool.applicants);
    const auto blocks = static_cast<std::uint32_t>((static_cast<std::size_t>(most) * pool.by_pool.size() + lanes - 1) / lanes);
    leaving_luck_.resize(static_cast<std::size_t>(blocks) * lanes);
    pausing_luck_.resize(leaving_luck_.size());
    const world::World& world = run.world;
    for (std::uint32_t b = 0; b < blocks; ++b) {
      const std::size_t at = static_cast<std::size_t>(b) * lanes;
      core::draw_block(world.level, world.id.key, b, static_cast<std::uint32_t>(week) << 16, world.id.world, leave_word.code, leaving_luck_.data() + at);
      core::draw_block(world.level, world.id.key, b, static_cast<std::uint32_t>(week) << 16, world.id.world, pause_word.code, pausing_luck_.data() + at);
    }
  }

  /// One supporter's week: training ends, strain moves, a break, leaving.
  void live(Run& run, int week, std::uint32_t index) {
    SupporterPool& pool = *run.pool;
    Supporter& s = pool.supporters[index];
    if (s.phase == SupporterPhase::left) return;
    if (s.phase != SupporterPhase::active && week >= s.ready) s.phase = SupporterPhase::active;
    if (s.phase == SupporterPhase::training) return;
    const double load = static_cast<double>(s.places.size()) * per_room_;
    const double target = n_.strain_load * std::max(load - 1, 0.0) + n_.strain_severe * std::min<double>(s.severe, 2) +
                          n_.strain_supervision * (1 - pool.supervision_quality) - n_.strain_network * n_.peer_network;
    s.strain += static_cast<float>(n_.strain_speed * (std::clamp(target, 0.0, 1.0 * greatest_strain) - s.strain));
    s.severe = 0;
    const auto wellbeing = static_cast<float>(n_.wellbeing_gain - n_.wellbeing_strain * s.strain);
    run.result.health.qalys[static_cast<std::size_t>(Person::supporter * run.result.health.years + run.year(week))] += wellbeing / 52.1775;
    const std::size_t luck = luck_of(pool, s);
    // Most words are above the chance at the next step of strain; only the others need the chance itself.
    const double u = core::unit_double(leaving_luck_[luck]);
    if (u < leaves_below_[static_cast<std::size_t>(s.strain * strain_steps)] && u < core::logistic64(n_.leave_base + n_.leave_strain * s.strain + (s.paid ? n_.leave_paid : 0.0))) return leave(run, week, index);
    if (s.phase == SupporterPhase::active && core::unit_double(pausing_luck_[luck]) < n_.pause_chance) {
      s.phase = SupporterPhase::paused;
      s.ready = static_cast<std::uint16_t>(week + n_.pause_weeks);
    }
    pool.active += s.phase == SupporterPhase::active ? 1 : 0;
    strained_now_ += s.strain >= n_.burnt_out ? 1 : 0;
  }

  /// Families of a supporter who leaves wait again; part of the alliance is carried to the next one.
  void leave(Run& run, int week, std::uint32_t index) {
    SupporterPool& pool = *run.pool;
    Supporter& s = pool.supporters[index];
    s.phase = SupporterPhase::left;
    run.post(left_, week, 1);
    std::erase(pool.by_pool[s.pool], index);
    for (const Place& place : s.places) wait_again(run, week, place);
    s.places.clear();
  }

  /// Coordinators by span, or as many as are paid for; thin supervision is worse supervision.
  void supervise(Run& run, int week) {
    SupporterPool& pool = *run.pool;
    const double fixed = n_.coordinators * run.world.families / 1000.0;
    pool.coordinators = fixed > 0 ? static_cast<int>(std::ceil(fixed - 1e-9)) : (pool.active + n_.span - 1) / n_.span;
    run.post(coordinators_, week, pool.coordinators);
    const double load = pool.coordinators > 0 ? pool.active / (static_cast<double>(pool.coordinators) * n_.span) : 1.0;
    const double received = n_.supervision_hours / std::max(load, 1.0) + 0.5 * n_.fidelity;
    pool.supervision_quality = 1 - core::exp64(-1.2 * received);
  }

  /// Tells the families when a supporter's quality has changed enough to be felt.
  void publish(Run& run, Supporter& s) {
    const double floor = n_.quality_floor;
    const auto now = static_cast<float>(s.competence * (floor + (1 - floor) * run.pool->supervision_quality) * (1 - 0.15 * std::min(s.strain, 2.0f)));
    if (now - s.quality < 0.02f && s.quality - now < 0.02f) return;
    s.quality = now;
    for (const Place& place : s.places) run.value(quality_, place.family) = now;
  }

  /// What settling a block reads of its families, found once.
  struct Settling {
    const std::uint8_t *events, *received, *language, *severe;
    const std::uint32_t* provider;
  };

  /// Whoever provided is fetched while the list of a block's events is made, since they lie scattered.
  void settle_block(Run& run, const BlockView& view, std::uint32_t b) {
    SupporterPool& pool = *run.pool;
    const Settling at{view.at(events_), view.at(received_), view.at(language_), view.at(severe_), view.at(provider_)};
    settling_.clear();
    for_events(at.events, contact_happened | support_ended | switch_wanted, [&](std::uint32_t l) {
      settling_.push_back(l);
      if (!(at.provider[l] & group_bit)) __builtin_prefetch(&pool.supporters[at.provider[l]], 1);
    });
    for (const std::uint32_t l : settling_) {
      if (at.events[l] & contact_happened) log_contacts(pool, at, l);
      if (at.events[l] & (support_ended | switch_wanted)) settle(run, view, b, l, at.events[l]);
    }
  }

  void log_contacts(SupporterPool& pool, const Settling& at, std::uint32_t l) {
    const std::uint16_t n = at.received[l];
    if (at.provider[l] & group_bit) {
      Group& g = pool.groups[at.provider[l] & ~group_bit];
      g.contacts = static_cast<std::uint16_t>(g.contacts + n);
      ++g.attended;
      return;
    }
    Supporter& s = pool.supporters[at.provider[l]];
    s.contacts = static_cast<std::uint16_t>(s.contacts + n);
    if (at.language[l] != 0 && at.language[l] != s.language) interpreted_now_ += n;
    s.severe = static_cast<std::uint16_t>(s.severe + (at.severe[l] > 0 ? 1 : 0));
  }

  void settle(Run& run, const BlockView& view, std::uint32_t b, std::uint32_t l, std::uint8_t what) {
    SupporterPool& pool = *run.pool;
    const std::uint32_t family = b * lanes + l, who = view.at(provider_)[l];
    const bool in_group = (who & group_bit) != 0;
    if ((what & switch_wanted) && !(what & support_ended))
      for (Place& place : pool.supporters[who].places)
        if (place.family == family) {
          place.mode = static_cast<std::uint8_t>(next_mode(mix_, view.at(traits_)[l], place.mode));
          view.at(delivery_)[l] = delivery_code(place.mode);
          view.at(missed_)[l] = 0;
        }
    if (what & support_ended) {
      release(run, family, static_cast<std::uint8_t>(in_group ? Mode::group : Mode::home), who);
      --run.supported_in_block[b];
      --run.communities[view.at(home_)[l]].supported;
    }
  }

  /// A meeting with friends around binds; an empty one loosens.
  static void settle_group(Group& g) {
    const float full = g.capacity > 0 ? static_cast<float>(g.attended) / static_cast<float>(g.capacity) : 0.0f;
    g.cohesion += 0.05f * (std::min(full, 1.0f) - g.cohesion);
    g.met = g.attended > 0;
    g.attended = 0;
  }

  /// The arm's numbers, read once: a look-up for every supporter and week would cost more than the week.
  struct Numbers {
    double supporters_wanted, applications, ever, competence_sd, comfortable, hours, strain_load, strain_severe, strain_supervision, strain_network, peer_network, strain_speed, wellbeing_gain, wellbeing_strain, leave_base, leave_strain, leave_paid, pause_chance, burnt_out, coordinators, supervision_hours, fidelity, quality_floor;
    int caseload_limit, intake, supporter_kind, training_weeks, pause_weeks, span;
  };

  Binding b_;
  ModeMix mix_;
  Numbers n_{};
  std::int64_t interpreted_now_ = 0;
  std::vector<std::uint32_t> settling_;  ///< lanes of one block
  bool on_ = false;
  int strained_now_ = 0;
  std::vector<std::uint32_t> leaving_luck_, pausing_luck_;  ///< this week's words by luck_of
  double competence_ = 0, finish_ = 0, minutes_ = 0;
  double per_room_ = 0;  ///< share of the families carried without strain that one family takes
  std::array<double, greatest_strain * strain_steps + 1> leaves_below_{};  ///< chance to leave at the next higher step of strain
  std::vector<double> credit_;
  std::vector<std::uint16_t> recruits_;  ///< by pool: first week of recruiting, in a trial
  std::vector<double> births_;           ///< by pool: births that its size is for, in a trial
  Slot<std::uint32_t> provider_;
  Slot<float> quality_, alliance_;
  Slot<std::uint8_t> events_, received_, delivery_, phase_, severe_, language_, missed_;
  Slot<std::uint16_t> since_, home_, traits_;
  std::size_t active_, left_, strained_, trained_, applied_, logged_, caseload_, over_, interpreted_, joined_, coordinators_;
};

const Measure active_measure{.name = "supporter_weeks", .unit = "per 1,000 births", .text = "Weeks of active supporters.", .numerator = &tally_active, .per = Per::thousand_births};
const Measure trained_measure{.name = "trained_of_applicants", .unit = "share", .text = "Applicants who finish training.", .numerator = &tally_trained, .per = Per::tally, .denominator = &tally_applied, .better = Better::higher};
const Measure left_measure{.name = "supporters_left", .unit = "per 1,000 births", .text = "Supporters who left.", .numerator = &tally_left, .per = Per::thousand_births, .better = Better::lower};
const Measure strained_measure{.name = "burnt_out_share", .unit = "share", .text = "Share of active supporters' weeks spent burnt out.", .numerator = &tally_strained, .per = Per::tally, .denominator = &tally_active, .better = Better::lower};
const Measure turnover_measure{.name = "supporter_turnover", .unit = "per supporter-week", .text = "Supporters leaving per week of active supporters.", .numerator = &tally_left, .per = Per::tally, .denominator = &tally_active, .better = Better::lower};

const Declarations declarations{.name = "supporters", .text = "Supporters apply, train, tire, pause and leave.",
    .parameters = {&supporter_kind, &supporters_wanted, &caseload_limit, &pool_scope, &group_capacity, &groups_per_community, &group_facilitators,
                   &hours, &applications, &finish, &ever, &training_weeks, &intake, &competence_mean, &competence_sd, &training_effect, &paid_effect,
                   &selection, &leave_base, &leave_strain, &leave_paid, &pause_chance, &pause_weeks, &comfortable, &strain_load, &strain_severe,
                   &strain_supervision, &strain_network, &strain_speed, &burnt_out, &peer_network, &span, &coordinators, &fidelity, &quality_floor,
                   &wellbeing_gain, &wellbeing_strain},
    .purposes = {&applicant_word, &applicant_word_2, &leave_word, &pause_word},
    .tallies = {&tally_active, &tally_left, &tally_strained, &tally_trained, &tally_joined, &tally_applied, &tally_coordinators, &tally_logged, &tally_interpreted, &tally_caseload, &tally_over},
    .measures = {&active_measure, &trained_measure, &left_measure, &strained_measure, &turnover_measure}};

std::unique_ptr<Step> bind(const Binding& b) { return std::make_unique<Supporters>(b); }

}  // namespace

void release(Run& run, std::uint32_t family, std::uint8_t mode, std::uint32_t provider) {
  Places& places = mode == Mode::group ? run.pool->groups[provider & ~group_bit].places : run.pool->supporters[provider].places;
  places.erase(std::remove_if(places.begin(), places.end(), [&](const Place& place) { return place.family == family; }), places.end());
}

const Tally &active_supporters_tally = tally_active, &trained_tally = tally_trained, &applied_tally = tally_applied, &interpreted_tally = tally_interpreted;
const Parameter& supervision_span = span;
extern const Process supporters;
const Process supporters{&declarations, bind};

}  // namespace alongside::process
