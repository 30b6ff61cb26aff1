#include "cli/until.hpp"

#include <cmath>
#include <filesystem>
#include <memory>

#include "analysis/economics/precision.hpp"
#include "cli/with_catalogue.hpp"
#include "revision.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"
#include "sim/run/place.hpp"

namespace alongside::cli {
namespace {

using economics::PrecisionTarget;

/// One round: a study and its plan.
struct Round {
  Round(const declare::Catalogue& catalogue, const std::string& path, const scenario::Overrides& overrides)
      : study(scenario::read_scenario(path, catalogue, overrides), catalogue), plan(run::make_plan(study, {program_version, program_revision})) {}
  const run::Study study;
  const run::Plan plan;
};

class Rounds {
 public:
  explicit Rounds(const Parsed& given) : catalogue_(process::model_catalogue()), path_(given.get<std::string>("SCENARIO")), overrides_(overrides_of(given)) {
    const Round first(catalogue_, path_, overrides_);
    const scenario::Scenario& s = first.study.scenario();
    by_draws_ = s.draws > 0;
    // One unit has no error; a few more tell better how many are needed.
    constexpr std::size_t fewest = 8;
    units_ = std::max(fewest, static_cast<std::size_t>(by_draws_ ? s.draws : s.replicates));
  }

  std::size_t most() const { return by_draws_ ? world::max_draws : world::max_replicates; }
  std::size_t units() const { return units_; }
  const char* noun() const { return by_draws_ ? "draws" : "replicates"; }

  std::unique_ptr<Round> make(std::size_t units) const {
    scenario::Overrides overrides = overrides_;
    (by_draws_ ? overrides.draws : overrides.replicates) = std::to_string(units);
    return std::make_unique<Round>(catalogue_, path_, overrides);
  }

  /// The round whose result stands at the output, if it is one of these.
  std::unique_ptr<Round> standing_at(const std::string& output) const {
    if (!std::filesystem::exists(output)) return nullptr;
    const record::Result result = record::Result::open(output);
    const auto there = static_cast<std::size_t>(result.integer(by_draws_ ? "draws" : "replicates"));
    if (there < units_) return nullptr;
    std::unique_ptr<Round> round = make(there);
    return round->plan.identity() == result.text("plan_identity") ? std::move(round) : nullptr;
  }
  std::size_t units_of(const Round& round) const { return by_draws_ ? round.study.scenario().draws : round.study.scenario().replicates; }

 private:
  declare::Catalogue catalogue_;
  std::string path_;
  scenario::Overrides overrides_;
  bool by_draws_ = false;
  std::size_t units_ = 0;
};

}  // namespace

int run_until(const Parsed& given, const run::ExecuteOptions& options, const Conclude& conclude) {
  const PrecisionTarget target = economics::parse_precision(given.get<std::string>("until"));
  const Rounds rounds(given);
  std::unique_ptr<Round> last, round = rounds.standing_at(options.output);
  if (!round) round = rounds.make(rounds.units());
  for (;;) {
    run::ExecuteReport report;
    {
      std::unique_ptr<run::KeptWorlds> kept;
      run::ExecuteOptions now = options;
      if (last) {
        kept = std::make_unique<run::KeptWorlds>(options.output, last->plan, round->plan);
        now.kept = kept.get();
        now.conflict = run::Conflict::outgrow;
      }
      report = run::execute(round->plan, now);
    }
    if (report.outcome == run::Outcome::stopped || report.outcome == run::Outcome::failed) return conclude(round->plan, options, report);
    const std::size_t units = rounds.units_of(*round);
    const double error = economics::largest_error(record::Result::open(options.output), target);
    fmt::print(stderr, "alongside: {} {}: largest Monte Carlo standard error of {} {:.4g} ({:.4g} wanted)\n", units, rounds.noun(), target.measure, error, target.mcse);
    const bool reached = error <= target.mcse, full = units >= rounds.most();
    if (!reached && full) fmt::print(stderr, "alongside: stopped short of it: a world's number has room for {} {}\n", rounds.most(), rounds.noun());
    if (reached || full) return conclude(round->plan, options, report);
    last = std::move(round);
    round = rounds.make(economics::next_round(units, error, target.mcse, rounds.most()));
  }
}

}  // namespace alongside::cli
