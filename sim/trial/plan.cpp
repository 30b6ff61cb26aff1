#include "sim/trial/plan.hpp"

#include <algorithm>

#include "sim/core/error.hpp"
#include "sim/process/supporters.hpp"
#include "sim/trial/stepped_wedge.hpp"

namespace alongside::trial {
namespace {

using RegimeKind = RegimeSpec::Kind;

void add_regimes(Plan& plan, const scenario::Scenario& scenario) {
  if (plan.truth != Truth::none) plan.regimes.push_back({"nobody", RegimeKind::nobody});
  // Each supported arm's families have a world of their own where there are several programmes.
  const bool several = scenario.arms.size() > 2;
  plan.regimes.push_back({several ? "trial: " + scenario.arms[1].name : "trial", RegimeKind::trial});
  for (std::size_t a = 2; a < scenario.arms.size(); ++a) plan.regimes.push_back({"trial: " + scenario.arms[a].name, RegimeKind::trial, a});
  if (plan.truth == Truth::none) return;
  for (std::size_t a = 1; a < scenario.arms.size(); ++a) {
    const std::string name = "everybody: " + scenario.arms[a].name;
    plan.regimes.push_back({name, RegimeKind::everybody, a});
    if (plan.truth != Truth::full) continue;
    plan.regimes.push_back({name + ", same staff", RegimeKind::everybody, a, Workforce::fixed});
    plan.regimes.push_back({name + ", no spill-over", RegimeKind::everybody, a, Workforce::per_family, false});
  }
}

void add_contrasts(Plan& plan, const scenario::Scenario& scenario, bool factorial) {
  const std::size_t arms = scenario.arms.size();
  if (factorial) {
    plan.contrasts.push_back({scenario.arms[1].name + " at the margin", {0, 1, 0, 1}, {{1, 0}, {3, 2}}});
    plan.contrasts.push_back({scenario.arms[2].name + " at the margin", {0, 0, 1, 1}, {{2, 0}, {3, 1}}});
    return;
  }
  for (std::size_t a = 1; a < arms; ++a) {
    Contrast contrast{scenario.arms[a].name, std::vector<int>(arms, -1), {{a, 0}}};
    contrast.side[0] = 0;
    contrast.side[a] = 1;
    plan.contrasts.push_back(std::move(contrast));
  }
}

/// Whether a parameter or table cell varies over points or draws.
bool varies(const scenario::Scenario& s, int cell) {
  const auto is = [&](int c) { return c == cell; };
  return std::any_of(s.sweep.begin(), s.sweep.end(), [&](const auto& axis) { return is(axis.cell); }) ||
         std::any_of(s.points_cells.begin(), s.points_cells.end(), is) ||
         std::any_of(s.uncertain.begin(), s.uncertain.end(), [&](const auto& one) { return is(one.cell); });
}

void check_arms(const scenario::Scenario& s, const declare::Catalogue& catalogue, bool factorial) {
  const std::size_t n = s.arms.size();
  if (n < 2) throw DataError("a trial with one arm (there is nothing to compare) add a second [[arm]]: the first is control");
  if (n > 8) throw DataError(fmt::format("a trial with {} arms (at most 8) compare fewer", n));
  if (factorial && n != 4) throw DataError(fmt::format("trial.design = \"factorial\" with {} arms (it takes four: control, A, B, and both) add or delete arms", n));
  const auto on = [&](std::size_t a) { return s.arms[a].row[catalogue.index(process::programme)] != 0; };
  for (std::size_t a = 1; a < n; ++a)
    if (!on(a))
      throw DataError(fmt::format("arm \"{}\" has no programme (in a trial the first arm is control, and every other has one) set programme = \"peer support\", or put it first", s.arms[a].name));
}

}  // namespace

int Plan::find_trial(std::size_t arm) const { return find(RegimeKind::trial, arm > 1 ? arm : 0); }

int Plan::find(RegimeSpec::Kind kind, std::size_t arm, Workforce workforce, bool spills) const {
  for (std::size_t r = 0; r < regimes.size(); ++r)
    if (const RegimeSpec& spec = regimes[r]; spec.kind == kind && spec.arm == arm && (kind != RegimeKind::everybody || (spec.workforce == workforce && spec.spills == spills)))
      return static_cast<int>(r);
  return -1;
}

Plan make_plan(const scenario::Scenario& scenario, const declare::Catalogue& catalogue, const std::vector<std::vector<double>>& first_arm_rows) {
  Plan plan;
  const world::Row base(catalogue, first_arm_rows[0].data());
  if (varies(scenario, static_cast<int>(catalogue.index(truth_choice)))) throw DataError("trial.truth varies over points (it decides the axes of the result) give it one value");
  plan.truth = static_cast<Truth>(base.i(truth_choice));
  if (plan.truth != Truth::full && base.i(workforce_choice) == 1)
    throw DataError("trial.workforce = \"fixed\" (that roll-out is only run with truth = \"full\") set trial.truth = \"full\"");
  const std::size_t follow_ups = process::follow_up_plan(scenario.cells, catalogue, base.values()).weeks.size();
  bool by_period = false, by_follow_up = false, factorial = false, other = false;
  for (const std::vector<double>& values : first_arm_rows) {
    const world::Row row(catalogue, values.data());
    if (!is_trial(row)) throw DataError("trial.design is \"none\" at some points and a trial at others (their results have other axes) make two studies");
    const Design& design = design_of(row);
    const bool period = measured(row) == Measured::every_period;
    (period ? by_period : by_follow_up) = true;
    plan.occasions = std::max(plan.occasions, occasions(row, follow_ups));
    if (design.stepped) {
      plan.periods = std::max(plan.periods, static_cast<std::size_t>(stepped_periods(row)));
      plan.sequences = std::max(plan.sequences, static_cast<std::size_t>(stepped_sequences(row)));
    }
    (design.declarations->name == "trial_factorial" ? factorial : other) = true;
    for (const Endpoint& endpoint : endpoints(scenario.cells, row, period ? plan.occasions : follow_ups)) static_cast<void>(endpoint);
  }
  if (by_follow_up && follow_ups == 0) throw DataError("a trial without a follow-up (nothing would be measured) add [follow_up.NAME] and week = 12");
  if (factorial && other) throw DataError("trial.design is \"factorial\" at some points only (its arms are compared another way) make two studies");
  check_arms(scenario, catalogue, factorial);
  const std::vector<std::string> names = process::follow_up_plan(scenario.cells, catalogue, base.values()).names;
  for (std::size_t o = 0; o < plan.occasions; ++o)
    plan.occasion_names.push_back(by_period || o >= names.size() ? fmt::format("period {}", o + 1) : names[o]);
  for (const Endpoint& endpoint : endpoints(scenario.cells, base, 64)) plan.endpoints.push_back(endpoint.name);
  plan.sequences = std::max(plan.sequences, scenario.arms.size());
  add_regimes(plan, scenario);
  add_contrasts(plan, scenario, factorial);
  return plan;
}

}  // namespace alongside::trial
