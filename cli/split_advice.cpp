#include "cli/split_advice.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <cmath>
#include <filesystem>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/two_level.hpp"
#include "analysis/economics/valuation.hpp"
#include "cli/with_catalogue.hpp"
#include "revision.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"
#include "sim/record/merge.hpp"
#include "sim/run/pipeline.hpp"

namespace alongside::cli {
namespace {
using namespace economics;
namespace fs = std::filesystem;

constexpr double pilot_seconds = 20;
constexpr std::size_t most_draws = 100, fewest_draws = 12, pilot_replicates = 2;

/// A folder that goes when this goes.
class TemporaryFolder {
 public:
  TemporaryFolder() : path_((fs::temp_directory_path() / "alongside-pilot-XXXXXX").string()) {
    if (!mkdtemp(path_.data())) throw OutputError(fmt::format("{}: no temporary folder can be made for the pilot (is the disk full?)", path_));
  }
  ~TemporaryFolder() {
    std::error_code ignored;
    fs::remove_all(path_, ignored);
  }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

struct Pilot {
  DrawMeans means;
  double seconds_per_world = 0;  ///< of one thread, all arms
  std::size_t draws = 0;
};

Pilot run_pilot(const Parsed& given, std::size_t draws, unsigned threads) {
  scenario::Overrides overrides = overrides_of(given);
  overrides.draws = std::to_string(draws);
  overrides.replicates = std::to_string(pilot_replicates);
  overrides.record = "summary";
  const declare::Catalogue catalogue = process::model_catalogue();
  const run::Study study(scenario::read_scenario(given.get<std::string>("SCENARIO"), catalogue, overrides), catalogue);
  if (study.scenario().uncertain.empty()) throw DataError("plan --minutes: the scenario has no uncertain parameters (so there is nothing to split) add [uncertainty] vary = \"all\"");
  const run::Plan plan = run::make_plan(study, {program_version, program_revision});
  const TemporaryFolder folder;
  const auto start = std::chrono::steady_clock::now();
  run::PipelineOptions options;
  options.threads = threads;
  options.level = core::kernel_level();
  const auto spread = run::spread_by_folder(plan, folder.path(), {}, std::vector<bool>(plan.shards(), false));
  run::make_shards(plan, folder.path(), *spread, options);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const std::string file = folder.path() + "/pilot.h5";
  record::merge_shards(plan.layout, folder.path(), file);
  const Accounts accounts = read_accounts(record::Result::open(file), 0);
  return {average_replicates(draws_of(accounts, value_accounts(accounts, {}))), seconds * threads / static_cast<double>(plan.tasks()), draws};
}

}  // namespace

std::string split_advice(const Parsed& given, double minutes, unsigned threads) {
  Pilot pilot = run_pilot(given, fewest_draws, threads);
  const double affordable = pilot_seconds * threads / std::max(pilot.seconds_per_world, 1e-6) / pilot_replicates;
  if (affordable > 2 * fewest_draws) pilot = run_pilot(given, std::min(most_draws, static_cast<std::size_t>(affordable)), threads);
  const double worlds = std::floor(minutes * 60 * threads / std::max(pilot.seconds_per_world, 1e-9)), threshold = reference_threshold().low;
  if (worlds < 4) return fmt::format("  split          {} minutes pay for {} worlds: too few to split into draws and replicates\n", plain(minutes), plain(worlds));
  const CorrectedDecision found = decide_corrected(pilot.means, threshold, 2, 1);
  std::string text = fmt::format("  split          {} minutes pay for about {} worlds; by a pilot of {} draws, at {} pounds per QALY and per 1,000 births:\n", plain(minutes), plain(worlds), pilot.draws, plain(threshold));
  if (found.sigma == 0)
    return text + fmt::format("                 noise inside draws hides what lies between them: use many replicates, such as {} draws of 16\n", plain(std::max(2.0, std::floor(worlds / 16))));
  const std::vector<SplitOutlook> outlooks = split_outlooks(found.lead, found.sigma, found.tau, worlds, {1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64});
  text += "                 replicates     draws   SE of mean   SE of P(best)   SE of EVPI   naive EVPI too high by\n";
  for (const SplitOutlook& one : outlooks)
    text += fmt::format("                 {:>10} {:>9} {:>12} {:>15} {:>12} {:>24}\n", one.replicates, plain(one.draws), plain(one.se_mean), std::isnan(one.se_probability) ? "-" : fmt::format("{:.4f}", one.se_probability),
                        std::isnan(one.se_evpi) ? "-" : plain(one.se_evpi), plain(one.naive_evpi_bias));
  if (outlooks.size() < 2) return text;
  const SplitOutlook& best = advised_split(outlooks);
  return text + fmt::format("                 advice: --draws {} --replicates {}\n", std::min(best.draws, static_cast<double>(world::max_draws)), best.replicates);
}

}  // namespace alongside::cli
