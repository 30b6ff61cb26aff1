#include "sim/trial/conduct.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "sim/core/random.hpp"
#include "sim/trial/regimes.hpp"
#include "sim/trial/stepped_wedge.hpp"

namespace alongside::trial {
namespace {

/// Room for the supporters and groups of one programme; the arm stands above. Bit 31 marks a group.
constexpr int supporter_bits = 28;

constexpr Purpose loss_word{"trial.lost_cluster", "Whether a whole community drops out of follow-up."};

/// Numbers of a programme that its workforce scales with.
constexpr std::string_view scaled[] = {"supporter.wanted", "supporter.applications", "supervision.coordinators", "group.per_community"};
/// What carries support to families outside it, or changes usual care.
constexpr std::string_view carriers[] = {"spillover.network", "spillover.staff", "spillover.norms", "spillover.cross_over", "spillover.cross_over_at_enrolment",
                                         "services.compensation", "services.substitution"};

/// Those that pass support, or its lack, from one family to another: all but the last, which is a family's own services.
constexpr auto passes = std::span(carriers).first<std::size(carriers) - 1>();

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
    if (numbers_.rows.size() > 2) check_apart();
    if (recruitment_.when() == RandomiseWhen::place_free && design_of(setting_.row).clustering == Clustering::community)
      throw DataError("trial.randomise_when = \"place free\" in a cluster design (clusters are randomised before families come) use \"consent\"");
  }

  /// Of several programmes each has its families in a world of its own, beside families that are offered nothing there. That is the
  /// trial only where nothing passes from one programme's families to another's or to control.
  void check_apart() const {
    std::string found;
    for (const std::string_view name : passes)
      if (cell_of(name) != 0) found += fmt::format("{}{}", found.empty() ? "" : ", ", name);
    if (!found.empty())
      throw DataError(fmt::format("a trial of several programmes with {} (each programme's families live in a world of their own, so that nothing may pass between families) set them to 0, or \"off\"", found));
    if (numbers_.row(0)(*numbers_.catalogue.find_parameter("trial.pause_above")) > 0 || recruitment_.when() == RandomiseWhen::place_free)
      throw DataError("trial.pause_above or randomise_when = \"place free\" in a trial of several programmes (which programme's queue would be meant?) recruit without them");
    if (design_of(setting_.row).declarations->name == "trial_waiting_list") throw DataError(fmt::format("trial.design = \"waiting list\" with {} arms (which programme would control families be offered later?) keep two arms", numbers_.rows.size()));
  }
  double cell_of(std::string_view name) const { return numbers_.rows[0][numbers_.catalogue.index(*numbers_.catalogue.find_parameter(name))]; }

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
    const bool several = setting_.arms > 2;
    TrialRegime regime({setting_, recruitment_, occasions_, *out.allocation, out.roster, run.log, several ? 1 : TrialRegime::every});
    simulate(run, 1, regime);
    out.roster.offered.assign(setting_.arms, 0);
    out.roster.reached.assign(setting_.arms, 0);
    for (const Place& place : out.roster.families) {
      if (!eligible(place)) continue;
      for (std::size_t a = 1; a < setting_.arms; ++a) out.roster.reached[a] += place.would_be_offered >> a & 1;
      // A waiting list's control families come later, to the same supporters.
      if (place.offered_at != never && (place.arm > 0 || out.design.stepped)) out.roster.offered[out.design.stepped ? 1 : place.arm] += 1;
    }
    if (several) run_other_programmes(out);
  }

  /// The families of the other supported arms, each in a world of its own; what is found of them joins the trial's log.
  void run_other_programmes(Conducted& out) const {
    process::TrialLog& joined = out.runs[static_cast<std::size_t>(plan_.find(RegimeSpec::Kind::trial))].log;
    for (std::size_t arm = 2; arm < setting_.arms; ++arm) {
      RegimeRun& run = out.runs[static_cast<std::size_t>(plan_.find_trial(arm))];
      run.row = numbers_.rows[arm];
      run.log = empty_log();
      for (const std::uint32_t family : out.roster.randomised) occasions_.note(family, out.roster.families[family].randomised, run.log);
      ProgrammeRegime regime(out.roster, *out.allocation, static_cast<int>(arm), recruitment_.refers());
      simulate(run, arm, regime);
      for (const std::uint32_t family : out.roster.randomised) {
        if (out.roster.families[family].arm != arm) continue;
        for (std::size_t o = 0; o < count_; ++o) joined.at(family, o) = run.log.at(family, o);
        joined.families[family] = run.log.families[family];
        // Supporters of different programmes are different people.
        if (std::uint32_t& who = joined.families[family].supporter; who != ~0u) who += static_cast<std::uint32_t>(arm) << supporter_bits;
      }
    }
    for (std::size_t arm = 2; arm < setting_.arms; ++arm) out.runs[static_cast<std::size_t>(plan_.find_trial(arm))].log = joined;
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
      if (spec.workforce == Workforce::per_family) scale(run.row, out.roster.offered[arm] > 0 ? out.roster.reached[arm] / out.roster.offered[arm] : 1);
      else workforce = spread(out, static_cast<int>(arm));
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
  std::vector<double> spread(const Conducted& out, int arm) const {
    double births = 0, staffed = 0;
    for (std::size_t k = 0; k < world_.communities.size(); ++k) {
      births += world_.communities[k].families;
      if (out.allocation->begins(static_cast<std::uint16_t>(k), arm) != never) staffed += world_.communities[k].families;
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
