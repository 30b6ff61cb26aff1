#include "cli/observed_worlds.hpp"

#include <algorithm>
#include <cmath>

#include "cli/observed_check.hpp"
#include "sim/core/kernel.hpp"
#include "sim/core/parallel.hpp"

namespace alongside::cli {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

process::ArmResult merged(const std::vector<process::ArmResult>& arms, const std::vector<std::size_t>& which) {
  process::ArmResult all = arms[which[0]];
  for (std::size_t i = 1; i < which.size(); ++i) run::add(all, arms[which[i]]);
  return all;
}

double compared(Contrast contrast, double a, double b, double pooled_sd) {
  switch (contrast) {
    case Contrast::difference: return a - b;
    case Contrast::ratio: return b > 0 ? a / b : none;
    case Contrast::odds_ratio: return a < 1 && b > 0 && b < 1 ? a / (1 - a) / (b / (1 - b)) : none;
    case Contrast::standardised: return pooled_sd > 0 ? (a - b) / pooled_sd : none;
    case Contrast::none: break;
  }
  return a;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double v : values) sum += v;
  return sum / static_cast<double>(values.size());
}

double standard_error(const std::vector<double>& values) {
  if (values.size() < 2) return none;
  const double mean = mean_of(values), n = static_cast<double>(values.size());
  double squares = 0;
  for (const double v : values) squares += (v - mean) * (v - mean);
  return std::sqrt(squares / (n - 1) / n);
}

}  // namespace

ObservedStudy::ObservedStudy(const declare::Catalogue& catalogue, const std::string& path, std::vector<const Observed*> rows, const Size& size, scenario::Issues& issues)
    : catalogue_(catalogue), path_(path), rows_(std::move(rows)) {
  scenario::Overrides overrides;
  overrides.draws = fmt::format("{}", std::max(size.draws, 1u));
  overrides.seed = size.seed;
  overrides.record = "summary";
  try {
    scenario::Scenario scenario = scenario::read_scenario(path, catalogue, overrides);
    if (size.families != 1) {
      const std::size_t cell = catalogue.index(world::families_count);
      for (scenario::Arm& arm : scenario.arms) arm.row[cell] = std::max(1.0, std::floor(arm.row[cell] * size.families));
    }
    study_ = std::make_unique<run::Study>(std::move(scenario), catalogue);
  } catch (const DataError& error) {
    issues.add(rows_[0]->place, fmt::format("the scenario cannot be read:\n{}", error.what()));
    return;
  }
  for (const Observed* row : rows_) check_row(catalogue, *study_, *row, issues);
  for (std::size_t r = 0; r < rows_.size(); ++r)
    if (is_control(r)) controls_.push_back({r, catalogue.find_parameter(rows_[r]->sets)});
}

const std::string& ObservedStudy::name() const { return study_->scenario().name; }

run::Domain ObservedStudy::domain(std::size_t row) const {
  const run::Finding* finding = run::find_finding(rows_[row]->measure);
  return finding ? finding->domain : run::Domain::process;
}

ArmRows ObservedStudy::base() const {
  ArmRows rows;
  for (const scenario::Arm& arm : study_->scenario().arms) rows.push_back(arm.row);
  return rows;
}

ArmRows ObservedStudy::draw(std::uint32_t draw) const { return study_->design().rows(0, draw); }

bool ObservedStudy::change(ArmRows& arms, const declare::Parameter& parameter, double value) const {
  const auto cell = static_cast<int>(catalogue_.index(parameter));
  for (const scenario::UncertainCell& uncertain : study_->scenario().uncertain) {
    if (uncertain.cell != cell) continue;
    bool taken = false;
    for (std::size_t arm = 0; arm < arms.size(); ++arm)
      if (!uncertain.held[arm]) arms[arm][static_cast<std::size_t>(cell)] = value, taken = true;
    return taken;
  }
  return false;
}

std::vector<std::size_t> ObservedStudy::arms_of(const std::vector<std::string>& names) const {
  std::vector<std::size_t> indices;
  for (const std::string& name : names)
    for (std::size_t a = 0; a < study_->arms(); ++a)
      if (study_->scenario().arms[a].name == name) indices.push_back(a);
  return indices;
}

ObservedStudy::Results ObservedStudy::run_arms(const ArmRows& arms, const std::vector<std::size_t>& which, WorldRange worlds) const {
  Results results(worlds.count, std::vector<process::ArmResult>(arms.size(), process::ArmResult{}));
  const scenario::Scenario& s = study_->scenario();
  core::parallel_for(std::uint32_t{0}, worlds.count, [&](std::uint32_t r) {
    const world::World world = world::build_world(study_->columns(), world::Row(catalogue_, arms[0].data()), study_->world_id({0, 0, worlds.first + r}, 0), core::kernel_level());
    for (const std::size_t a : which)
      results[r][a] = process::run_arm({world, catalogue_, s.cells, s.arms[a].table_row_used, arms[a].data(), process::Families::drop, study_->processes()});
  });
  return results;
}

double ObservedStudy::row_value(const Observed& row, const std::vector<process::ArmResult>& arms) const {
  const Asked asked = asked_of(catalogue_, *study_, row);
  const process::ArmResult arm = merged(arms, arms_of(row.arms));
  const double a = asked.value(catalogue_, arm);
  if (row.contrast == Contrast::none) return a / row.divide_by;
  const process::ArmResult other = merged(arms, arms_of(row.against));
  double sd = none;
  if (row.contrast == Contrast::standardised) {
    const run::Finding& spread = *run::find_finding("sd_score");
    const double va = spread.value(catalogue_, arm, asked.reading), vb = spread.value(catalogue_, other, asked.reading);
    sd = std::sqrt((va * va + vb * vb) / 2);
  }
  return compared(row.contrast, a, asked.value(catalogue_, other), sd);
}

Simulated ObservedStudy::answer(const Observed& row, const Results& results) const {
  std::vector<process::ArmResult> all = results[0];
  std::vector<double> single;
  for (std::size_t r = 0; r < results.size(); ++r) {
    if (r > 0)
      for (std::size_t a = 0; a < all.size(); ++a) run::add(all[a], results[r][a]);
    const double one = row_value(row, results[r]);
    single.push_back(row.on_log_scale() ? std::log(one) : one);
  }
  Simulated simulated{row_value(row, all), standard_error(single), none};
  Observed without = row;
  without.arms = row.contrast == Contrast::none ? std::vector{study_->scenario().arms[0].name} : row.against;
  simulated.without = row_value(without, all);
  return simulated;
}

double ObservedStudy::control_value(const ArmRows& arms, const Control& control, WorldRange worlds) const {
  const Observed& row = *rows_[control.row];
  const Results results = run_arms(arms, arms_of(row.arms), worlds);
  std::vector<process::ArmResult> all = results[0];
  for (std::size_t r = 1; r < results.size(); ++r)
    for (const std::size_t a : arms_of(row.arms)) run::add(all[a], results[r][a]);
  return row_value(row, all);
}

/// The parameter's value at which the row is as observed: by secants, which common random numbers make smooth. The values
/// are shifted in every arm, since they describe the world.
double ObservedStudy::solve(ArmRows& arms, const Control& control, WorldRange worlds, double wanted) const {
  constexpr int most_steps = 8;
  constexpr double first_step = 0.1, longest_step = 1.0;
  const Observed& row = *rows_[control.row];
  const std::size_t cell = catalogue_.index(*control.parameter);
  const auto set = [&](double value) {
    for (std::vector<double>& arm : arms) arm[cell] = std::clamp(value, control.parameter->low, control.parameter->high);
  };
  const double near = 0.03 * row.se;
  double x0 = arms[0][cell], f0 = control_value(arms, control, worlds) - wanted;
  if (std::abs(f0) <= near || std::isnan(f0)) return x0;
  double x1 = x0 + first_step;
  for (int step = 0; step < most_steps; ++step) {
    set(x1);
    const double f1 = control_value(arms, control, worlds) - wanted;
    if (std::abs(f1) <= near || std::isnan(f1) || f1 == f0) break;
    const double next = x1 - std::clamp(f1 * (x1 - x0) / (f1 - f0), -longest_step, longest_step);
    x0 = x1, f0 = f1, x1 = next;
  }
  return arms[0][cell];
}

StudyAnswer ObservedStudy::simulate(ArmRows arms, WorldRange worlds, const std::vector<double>& shifts) const {
  StudyAnswer answer_;
  for (std::size_t c = 0; c < controls_.size(); ++c) {
    const Observed& row = *rows_[controls_[c].row];
    answer_.set.push_back(solve(arms, controls_[c], worlds, row.value + (shifts.empty() ? 0 : shifts[c] * row.se)));
  }
  std::vector<std::size_t> all;
  for (std::size_t a = 0; a < arms.size(); ++a) all.push_back(a);
  const Results results = run_arms(arms, all, worlds);
  for (const Observed* row : rows_) answer_.rows.push_back(answer(*row, results));
  return answer_;
}

std::optional<StudyAnswer> ObservedStudy::simulate_possible(ArmRows arms, WorldRange worlds, const std::vector<double>& shifts) const {
  try {
    return simulate(std::move(arms), worlds, shifts);
  } catch (const DataError&) {
    return std::nullopt;
  }
}

std::vector<ObservedStudy> observed_studies(const declare::Catalogue& catalogue, const std::vector<Observed>& rows, const Size& size, scenario::Issues& issues) {
  std::vector<std::pair<std::string, std::vector<const Observed*>>> by_scenario;
  for (const Observed& row : rows) {
    const auto at = std::find_if(by_scenario.begin(), by_scenario.end(), [&](const auto& one) { return one.first == row.scenario; });
    if (at == by_scenario.end()) by_scenario.push_back({row.scenario, {&row}});
    else at->second.push_back(&row);
  }
  std::vector<ObservedStudy> studies;
  for (auto& [path, of_scenario] : by_scenario) studies.emplace_back(catalogue, path, std::move(of_scenario), size, issues);
  return studies;
}

}  // namespace alongside::cli
