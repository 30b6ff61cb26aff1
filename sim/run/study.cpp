#include "sim/run/study.hpp"

#include <algorithm>


namespace alongside::run {
namespace {

Extent extent_of(const declare::Catalogue& catalogue, const std::vector<double>& values) {
  const world::Row row(catalogue, values.data());
  const world::Timetable time = world::timetable(row);
  return {time.weeks, time.horizon, time.years(), row(world::families_count), row(world::families_count) * time.horizon};
}

void widen(Extent& extent, const Extent& other) {
  extent.weeks = std::max(extent.weeks, other.weeks);
  extent.horizon = std::max(extent.horizon, other.horizon);
  extent.years = std::max(extent.years, other.years);
  extent.families = std::max(extent.families, other.families);
  extent.family_weeks = std::max(extent.family_weeks, other.family_weeks);
}

}  // namespace

Study::Study(scenario::Scenario scenario, const declare::Catalogue& catalogue, std::span<const process::Process* const> processes, const AnalystFactory& analyst)
    : scenario_(std::move(scenario)), catalogue_(catalogue), processes_(processes), design_(scenario_), columns_(catalogue), trial_(find_trial()), extent_(find_extent()) {
  if (trial_ && analyst) analyst_ = analyst(scenario_, catalogue_);
}

/// A trial's plan looks at every point only when something of the trial varies over points.
std::optional<trial::Plan> Study::find_trial() const {
  const auto of_trial = [&](int cell) { return scenario_.cells.cells[static_cast<std::size_t>(cell)].scope == declare::Scope::trial; };
  const bool by_point = std::ranges::any_of(scenario_.sweep, [&](const auto& axis) { return of_trial(axis.cell); }) || std::ranges::any_of(scenario_.points_cells, of_trial);
  std::vector<std::vector<double>> rows;
  bool any = false;
  for (std::size_t point = 0; point < (by_point ? design_.points() : 1); ++point) {
    rows.push_back(design_.row(0, point, 0));
    any = any || trial::is_trial(world::Row(catalogue_, rows.back().data()));
  }
  if (!any) return std::nullopt;
  return trial::make_plan(scenario_, catalogue_, rows);
}

// Rows are made for every point (draw) only when something that decides a length varies over points (draws).
Extent Study::find_extent() const {
  std::vector<int> deciding;
  for (const declare::Parameter* p : {&world::families_count, &world::horizon_weeks, &world::lead_in_weeks, &world::arrivals, &world::arrival_weeks})
    deciding.push_back(static_cast<int>(catalogue_.index(*p)));
  const auto decides = [&](int cell) { return std::ranges::find(deciding, cell) != deciding.end(); };
  const bool by_point = std::ranges::any_of(scenario_.sweep, [&](const auto& axis) { return decides(axis.cell); }) ||
                        std::ranges::any_of(scenario_.points_cells, decides);
  const bool by_draw = std::ranges::any_of(scenario_.uncertain, [&](const auto& one) { return decides(one.cell); });
  Extent extent;
  for (std::size_t point = 0; point < (by_point ? design_.points() : 1); ++point)
    for (std::uint32_t draw = 0; draw < (by_draw ? design_.draws() : 1); ++draw)
      widen(extent, extent_of(catalogue_, design_.row(0, point, draw)));
  extent.family_weeks *= static_cast<double>(runs());
  return extent;
}

process::FollowUpPlan Study::follow_ups() const {
  return process::follow_up_plan(scenario_.cells, catalogue_, scenario_.arms[0].row.data());
}

world::WorldId Study::world_id(const record::TaskPlace& place, std::size_t arm) const {
  std::uint32_t stream = 0;
  if (scenario_.common == scenario::Common::arms) stream = static_cast<std::uint32_t>(place[0]);
  if (scenario_.common == scenario::Common::none) stream = static_cast<std::uint32_t>(place[0] * arms() + arm);
  return world::world_id(scenario_.seed, stream, static_cast<std::uint32_t>(place[1]), static_cast<std::uint32_t>(place[2]));
}

bool Study::records_families(std::size_t replicate) const {
  return scenario_.record == scenario::RecordLevel::family && replicate < scenario_.record_families;
}

}  // namespace alongside::run
