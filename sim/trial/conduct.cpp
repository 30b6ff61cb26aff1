#include "sim/trial/conduct.hpp"

#include <algorithm>
#include <cmath>

#include "sim/core/random.hpp"
#include "sim/trial/regimes.hpp"
#include "sim/trial/stepped_wedge.hpp"

namespace alongside::trial {
namespace {

constexpr Purpose loss_word{"trial.lost_cluster", "Whether a whole community drops out of follow-up."};

/// Numbers of a programme that its workforce scales with.
constexpr std::string_view scaled[] = {"supporter.wanted", "supporter.applications", "supervision.coordinators", "group.per_community"};
/// What carries support to families outside it, or changes usual care.
constexpr std::string_view carriers[] = {"spillover.network", "spillover.staff", "spillover.norms", "spillover.cross_over", "spillover.cross_over_at_enrolment",
                                         "services.substitution", "services.compensation"};

double& cell(std::vector<double>& row, const declare::Catalogue& catalogue, std::string_view name) { return row[catalogue.index(*catalogue.find_parameter(name))]; }

/// Makes everything ready for one world and runs its regimes.
class Conductor {
 public:
  Conductor(const Plan& plan, const Numbers& numbers, const world::World& world, process::Families families, std::span<const process::Process* const> processes)
      : plan_(plan), numbers_(numbers), world_(world), families_(families), processes_(processes), setting_{world, numbers.row(0), numbers.rows.size()},
        recruitment_(setting_, numbers.row(1)), follow_ups_(process::follow_up_plan(numbers.scenario.cells, numbers.catalogue, numbers.rows[0].data())),
        count_(trial::occasions(setting_.row, follow_ups_.weeks.size())),
        occasions_(world, follow_ups_, measured(setting_.row), count_, setting_.row.i(period_weeks)) {
    check();
  }

  Conducted run() {
    const Design& design = design_of(setting_.row);
    Conducted out{world_, design, design.allocate(setting_), {}, endpoints(numbers_.scenario.cells, setting_.row, std::max<std::size_t>(count_, 1)), follow_ups_,
                  measured(setting_.row), occasions_, {}};
    out.runs.resize(plan_.regimes.size());
    watches_feeding_ = std::ranges::any_of(out.endpoints, [](const Endpoint& e) { return e.outcome == Outcome::feeding_time; });
    run_trial(out);
    for (std::size_t r = 0; r < plan_.regimes.size(); ++r)
      if (plan_.regimes[r].kind != RegimeSpec::Kind::trial) run_counterfactual(out, r);
    return out;
  }

 private:
  void check() const {
    const process::Reach reach(*world_.layout, numbers_.row(1));
    for (std::size_t a = 2; a < numbers_.rows.size(); ++a)
      if (!(process::Reach(*world_.layout, numbers_.row(a)) == reach))
        throw DataError(fmt::format("arms \"{}\" and \"{}\" differ in reach.* (a trial recruits the same families for all its arms) give them the same reach",
                                    numbers_.scenario.arms[1].name, numbers_.scenario.arms[a].name));
    for (std::size_t a = 2; a < numbers_.rows.size(); ++a) check_same_programme(a);
    if (recruitment_.when() == RandomiseWhen::place_free && design_of(setting_.row).clustering == Clustering::community)
      throw DataError("trial.randomise_when = \"place free\" in a cluster design (clusters are randomised before families come) use \"consent\"");
  }

  /// A world carries one programme, so every supported arm of a trial must have the first one's: with another's levers its families
  /// would be given the first programme, and compared with a roll-out of their own.
  void check_same_programme(std::size_t arm) const {
    const scenario::Scenario& s = numbers_.scenario;
    const auto refuse = [&](const std::string& what) {
      throw DataError(fmt::format("arms \"{}\" and \"{}\" differ in {} (one world carries one programme, so a trial cannot try two at once yet) try each against control in a study of its own: the same seed gives both the same families",
                                  s.arms[1].name, s.arms[arm].name, what));
    };
    for (std::size_t c = 0; c < s.cells.cells.size(); ++c)
      if (s.cells.cells[c].scope == declare::Scope::programme && numbers_.rows[arm][c] != numbers_.rows[1][c]) refuse(s.cells.cells[c].path);
    if (s.arms[arm].table_row_used != s.arms[1].table_row_used) refuse("the rows of their tables");
  }

  process::TrialLog empty_log() const {
    process::TrialLog log;
    log.occasions = count_;
    log.found.resize(world_.families * count_);
    log.families.resize(world_.families);
    log.due.resize(static_cast<std::size_t>(world_.time.weeks) + 1);
    log.watches_feeding = watches_feeding_;
    if (const double share = setting_.row(lost_clusters); share > 0) {
      log.lost_clusters.resize(world_.communities.size());
      for (std::uint32_t k = 0; k < log.lost_clusters.size(); ++k) log.lost_clusters[k] = core::unit_double(world_.word(loss_word, k)) < share;
    }
    return log;
  }

  void simulate(RegimeRun& run, std::size_t arm, process::Regime& regime) const {
    run.result = process::run_arm({world_, numbers_.catalogue, numbers_.scenario.cells, numbers_.scenario.arms[arm].table_row_used, run.row.data(), families_,
                                   processes_, &regime, &run.log});
  }

  void run_trial(Conducted& out) const {
    RegimeRun& run = out.runs[static_cast<std::size_t>(plan_.find(RegimeSpec::Kind::trial))];
    run.row = numbers_.rows[1];
    run.log = empty_log();
    TrialRegime regime({setting_, recruitment_, occasions_, *out.allocation, out.roster, run.log});
    simulate(run, 1, regime);
    for (const Place& place : out.roster.families) {
      if (!eligible(place)) continue;
      out.roster.reached += place.would_be_offered ? 1 : 0;
      // A waiting list's control families come later, to the same supporters.
      out.roster.offered += place.offered_at != never && (place.arm > 0 || out.design.stepped) ? 1 : 0;
    }
  }

  void run_counterfactual(Conducted& out, std::size_t r) const {
    const RegimeSpec& spec = plan_.regimes[r];
    RegimeRun& run = out.runs[r];
    const std::size_t arm = spec.kind == RegimeSpec::Kind::nobody ? 0 : spec.arm;
    run.row = numbers_.rows[arm];
    run.log = empty_log();
    for (const std::uint32_t family : out.roster.randomised) occasions_.note(family, out.roster.families[family].randomised, run.log);
    std::vector<double> workforce;
    if (spec.kind == RegimeSpec::Kind::everybody) {
      if (!spec.spills)
        for (const std::string_view name : carriers) cell(run.row, numbers_.catalogue, name) = 0;
      if (spec.workforce == Workforce::per_family) scale(run.row, out.roster.offered > 0 ? out.roster.reached / out.roster.offered : 1);
      else workforce = spread(out);
    }
    FixedRegime regime(out.roster, spec.kind == RegimeSpec::Kind::everybody ? FixedRegime::Offers::everybody : FixedRegime::Offers::nobody, recruitment_.refers(),
                       world_.time.lead_in, std::move(workforce));
    simulate(run, arm, regime);
  }

  /// As many hours a family as the trial's supported arm had.
  void scale(std::vector<double>& row, double factor) const {
    for (const std::string_view name : scaled) cell(row, numbers_.catalogue, name) *= factor;
    double& groups = cell(row, numbers_.catalogue, "group.per_community");
    groups = std::ceil(groups - 1e-9);
  }

  /// The trial's people over all communities, by births.
  std::vector<double> spread(const Conducted& out) const {
    double births = 0, staffed = 0;
    for (std::size_t k = 0; k < world_.communities.size(); ++k) {
      births += world_.communities[k].families;
      if (out.allocation->begins(static_cast<std::uint16_t>(k), 1) != never) staffed += world_.communities[k].families;
    }
    return std::vector<double>(world_.communities.size(), births > 0 ? staffed / births : 1);
  }

  const Plan& plan_;
  const Numbers& numbers_;
  const world::World& world_;
  process::Families families_;
  std::span<const process::Process* const> processes_;
  Setting setting_;
  Recruitment recruitment_;
  process::FollowUpPlan follow_ups_;
  std::size_t count_;
  Occasions occasions_;
  bool watches_feeding_ = false;
};

}  // namespace

const Declarations conduct_part{.name = "trial_conduct", .text = "Whole communities may drop out of follow-up.", .purposes = {&loss_word}};

Conducted conduct(const Plan& plan, const Numbers& numbers, const world::World& world, process::Families families, std::span<const process::Process* const> processes) {
  return Conductor(plan, numbers, world, families, processes).run();
}

}  // namespace alongside::trial
