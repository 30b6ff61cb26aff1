#include "cli/size_worlds.hpp"

#include <tbb/parallel_for.h>
#include <tbb/task_arena.h>

#include <algorithm>
#include <cmath>

#include "analysis/trial/trial_result.hpp"
#include "cli/trial_analyst.hpp"
#include "sim/core/error.hpp"
#include "sim/run/task.hpp"
#include "sim/trial/design.hpp"

namespace alongside::cli {
namespace {

double setting(const run::Study& study, const std::string& path) {
  const int cell = study.scenario().cells.find(path);
  if (cell < 0) throw InternalError("no parameter " + path);
  return study.scenario().arms[0].row[static_cast<std::size_t>(cell)];
}

world::Row first_row(const run::Study& study) { return world::Row(study.catalogue(), study.scenario().arms[0].row.data()); }

/// Where a method's numbers of a contrast and endpoint begin in a world's estimates.
std::size_t place(const run::Study& study, std::size_t contrast, std::size_t endpoint, std::size_t method) {
  return ((contrast * study.trial()->endpoints.size() + endpoint) * study.analyst()->methods().size() + method) * std::size(trial::statistics);
}

/// Index of a name in a list of texts.
template <class Texts>
std::size_t index_of(const Texts& texts, std::string_view name) {
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (texts[i].name == name) return i;
  throw InternalError(fmt::format("no \"{}\"", name));
}

/// Families randomised in a world to arms first up to last.
double randomised(const trial::Reduced& world, std::size_t first, std::size_t last) {
  const auto steps = trial::flow_texts();
  const std::size_t step = index_of(steps, "randomised");
  double sum = 0;
  for (std::size_t a = first; a < last; ++a) sum += static_cast<double>(world.flow[a * steps.size() + step]);
  return sum;
}

/// A number of a world for a contrast and endpoint.
double fact(const run::Study& study, const trial::Reduced& world, std::size_t contrast, std::size_t endpoint, std::string_view name) {
  const auto texts = trial::world_texts();
  return world.world[(contrast * study.trial()->endpoints.size() + endpoint) * texts.size() + index_of(texts, name)];
}

/// Does something for the numbers from 0 up to count, on so many threads.
template <class Action>
void in_parallel(unsigned threads, std::uint32_t count, const Action& action) {
  tbb::task_arena arena(static_cast<int>(threads));
  arena.execute([&] { tbb::parallel_for(std::uint32_t{0}, count, action); });
}

/// A world's place among draws and replicates: where parameters vary, each trial has a draw of its own.
record::TaskPlace world_place(const run::Study& study, std::uint32_t number) {
  return study.scenario().draws > 0 ? record::TaskPlace{0, number, 0} : record::TaskPlace{0, 0, number};
}

}  // namespace

SizeScenario::SizeScenario(std::string path, const scenario::Overrides& overrides, const declare::Catalogue& catalogue, std::uint64_t worlds)
    : path_(std::move(path)), overrides_(overrides), catalogue_(catalogue) {
  const scenario::Scenario asked = scenario::read_scenario(path_, catalogue_, overrides_);
  if (scenario::count_points(asked) > 1) throw DataError(fmt::format("{}: has a [sweep] (a size is searched for one study) take it out, and give its values by --set", path_));
  // Numbers of worlds run over draws or replicates.
  const std::uint32_t most = asked.draws > 0 ? world::max_draws : world::max_replicates;
  if (worlds > most) throw UsageError(fmt::format("the search would number {} worlds (there is room for {} {}) lower --worlds or --draws", worlds, most, asked.draws > 0 ? "draws" : "replicates"));
  if (asked.draws > 0) overrides_.draws = std::to_string(worlds);
  overrides_.record = "summary";
  own_ = std::make_unique<run::Study>(scenario::read_scenario(path_, catalogue_, overrides_), catalogue_, process::week(), make_analyst);
  if (!own_->trial()) throw DataError(fmt::format("{}: is no trial (trial.design is \"none\") give it a design, or compare programmes with alongside run", path_));
  communities_ = static_cast<int>(setting(*own_, "population.communities"));
  families_ = setting(*own_, "population.families") / communities_;
  wanted_ = setting(*own_, "trial.families") / communities_;
}

std::unique_ptr<run::Study> SizeScenario::study(int communities, const TrialWay& way, const char* truth, const run::AnalystFactory& analyst) const {
  scenario::Overrides overrides = overrides_;
  const auto set = [&](const std::string& path, const std::string& value) { overrides.set.push_back(path + "=" + value); };
  const auto whole = [](double value) { return fmt::format("{:.0f}", std::max(1.0, std::round(value))); };
  set("population.communities", std::to_string(communities));
  set("population.families", whole(families_ * communities));
  set("trial.truth", fmt::format("\"{}\"", truth));
  set("trial.workforce", "\"per family\"");
  if (wanted_ > 0) set("trial.families", whole(wanted_ * communities));
  if (!way.cluster_size.empty()) set("trial.families_per_cluster", way.cluster_size);
  if (!way.follow_up.empty()) {
    const std::vector<trial::Endpoint> endpoints = trial::endpoints(own_->scenario().cells, first_row(*own_), own_->follow_ups().names.size());
    set("follow_up." + own_->follow_ups().names[endpoints[endpoint_].follow_up] + ".week", way.follow_up);
    const double horizon = setting(*own_, "population.horizon"), week = std::stod(way.follow_up);
    if (week + 1 > horizon) set("population.horizon", whole(week + 1));
  }
  return std::make_unique<run::Study>(scenario::read_scenario(path_, catalogue_, overrides), catalogue_, process::week(), analyst);
}

int SizeScenario::step() const {
  const world::Row row = first_row(*own_);
  const trial::Design& design = trial::design_of(row);
  if (design.stepped) return static_cast<int>(setting(*own_, "trial.sequences"));
  // Equal arms take whole rounds of communities.
  return design.clustering == trial::Clustering::community && row(trial::ratio) == 1 ? static_cast<int>(own_->arms()) : 1;
}

bool SizeScenario::by_cluster() const { return trial::design_of(first_row(*own_)).clustering == trial::Clustering::community; }

std::string SizeScenario::design() const { return std::string(trial::design_choice.labels[static_cast<std::size_t>(first_row(*own_).i(trial::design_choice))]); }

estimation::SimulatedTrials SizeWorlds::operator()(int size, std::uint32_t first, std::uint32_t count) {
  std::unique_ptr<run::Study>& study = studies_[size];
  if (!study) study = scenario_.study(size, way_, "none", [&](const auto&, const auto&) { return analyst_of(method_); });
  fmt::print(stderr, "alongside: {} trials with {} communities\n", count, size);
  estimation::SimulatedTrials out;
  for (std::vector<double>* column : {&out.estimate, &out.se, &out.df, &out.p, &out.families, &out.weeks}) column->resize(count);
  const std::size_t at = place(*study, contrast_, endpoint_, 0);
  std::vector<std::uint8_t> suits(count);  // a trial of nobody does not tell
  in_parallel(threads_, count, [&](std::uint32_t i) {
    run::Timings timings;
    const run::TaskResult result = run::simulate(*study, world_place(*study, first + i), core::kernel_level(), timings);
    const double* found = &result.trial->estimates[at];
    suits[i] = found[trial::status_place] != status_not_applicable || randomised(*result.trial, 0, study->arms()) == 0;
    out.estimate[i] = found[0], out.se[i] = found[1], out.df[i] = found[2], out.p[i] = found[3];
    out.families[i] = randomised(*result.trial, 0, study->arms());
    out.weeks[i] = fact(*study, *result.trial, contrast_, endpoint_, "duration");
  });
  if (std::ranges::none_of(suits, [](auto one) { return one != 0; }))
    throw UsageError(fmt::format("--method {} does not suit the design and endpoint (it needs other columns) leave it out for the usual one, or see alongside estimate --list", method_.name));
  return out;
}

const run::Study& WorthWorlds::study(int size) {
  std::unique_ptr<run::Study>& study = studies_[size];
  if (!study) study = scenario_.study(size, way_, "total", make_analyst);
  return *study;
}

estimation::DesignTrials WorthWorlds::trials(int size, std::uint32_t first, std::uint32_t draws) {
  const run::Study& study = this->study(size);
  fmt::print(stderr, "alongside: {} trials with {} communities and their truths\n", draws, size);
  const std::size_t methods = study.analyst()->methods().size(), endpoints = study.trial()->endpoints.size();
  std::vector<std::vector<double>> estimates(draws);
  std::vector<double> supported(draws), control(draws), clusters(draws), weeks(draws);
  in_parallel(threads_, draws, [&](std::uint32_t i) {
    run::Timings timings;
    run::TaskResult result = run::simulate(study, world_place(study, first + i), core::kernel_level(), timings);
    control[i] = randomised(*result.trial, 0, 1), supported[i] = randomised(*result.trial, 1, study.arms());
    clusters[i] = fact(study, *result.trial, contrast_, 0, "clusters");
    for (std::size_t e = 0; e < endpoints; ++e) weeks[i] = std::fmax(weeks[i], fact(study, *result.trial, contrast_, e, "duration"));
    estimates[i] = std::move(result.trial->estimates);
  });
  std::vector<estimation::ReportedNumbers> reported;
  const std::vector<std::string> estimands = study.analyst()->estimands();
  for (std::size_t e = 0; e < endpoints; ++e)
    for (std::size_t m = 0; m < methods; ++m) {
      const std::size_t at = place(study, contrast_, e, m);
      if (std::ranges::all_of(estimates, [&](const auto& world) { return world[at + trial::status_place] == status_not_applicable; })) continue;
      reported.push_back({e, estimands[m].starts_with("net benefit"), {}, {}});
      for (const auto& world : estimates) reported.back().estimate.push_back(world[at]), reported.back().se.push_back(world[at + 1]);
    }
  if (reported.empty()) throw DataError("no method of the scenario gave an estimate (nothing would be learnt from the trial)");
  estimation::DesignTrials out = estimation::summarise_trials(reported, uncosted_);
  out.supported = estimation::mean_of(supported).value, out.control = estimation::mean_of(control).value;
  out.weeks = estimation::mean_of(weeks).value;
  out.clusters = scenario_.by_cluster() ? estimation::mean_of(clusters).value : 0;
  return out;
}

Eigen::VectorXd WorthWorlds::benefit(std::uint32_t first, std::uint32_t draws) {
  constexpr std::uint32_t worlds = 2;
  const run::Study& study = this->study(scenario_.communities());
  fmt::print(stderr, "alongside: {} roll-outs\n", worlds * draws);
  const std::size_t endpoints = study.trial()->endpoints.size(), estimand = index_of(trial::estimand_texts(), "net benefit, participant");
  Eigen::VectorXd out = Eigen::VectorXd::Zero(draws);
  in_parallel(threads_, draws, [&](std::uint32_t i) {
    for (std::uint32_t w = 1; w <= worlds; ++w) {
      run::Timings timings;
      const run::TaskResult result = run::simulate(study, {0, first + i, w}, core::kernel_level(), timings);
      double value = std::nan("");
      for (std::size_t e = 0; e < endpoints && std::isnan(value); ++e) value = result.trial->truth[(contrast_ * endpoints + e) * trial::estimands + estimand];
      out[i] += value / worlds;
    }
  });
  if (!out.allFinite()) throw DataError("some worlds have no true net benefit (no family is randomised, or none reaches an endpoint's follow-up) look at one with alongside run, or lengthen population.horizon");
  return out.array() - uncosted_;
}

const estimation::Estimator& first_method(const run::Study& study, std::size_t contrast, std::size_t endpoint) {
  run::Timings timings;
  const run::TaskResult result = run::simulate(study, world_place(study, 0), core::kernel_level(), timings);
  if (randomised(*result.trial, 0, study.arms()) == 0) throw DataError("no family is randomised in the scenario's first world (there is nothing to find a size for) look at the flow of families with alongside run");
  const std::vector<std::string>& methods = study.analyst()->methods();
  for (std::size_t m = 0; m < methods.size(); ++m)
    if (result.trial->estimates[place(study, contrast, endpoint, m) + trial::status_place] != status_not_applicable) return estimation::find_estimator(methods[m]);
  throw UsageError(fmt::format("none of the scenario's methods suits the endpoint ({}) name one with --method (alongside estimate --list)", fmt::join(methods, ", ")));
}

}  // namespace alongside::cli
