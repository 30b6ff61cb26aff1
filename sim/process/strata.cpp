#include "sim/process/strata.hpp"

#include "sim/world/columns.hpp"
#include "sim/world/traits.hpp"

namespace alongside::process {

Strata::Strata(const Binding& b)
    : case_threshold_(b.i(world::case_threshold)), risk_threshold_(b.i(world::risk_threshold)), qaly_(b.slot(qaly)), quintile_(b.slot(world::deprivation)),
      language_(b.slot(world::language)), phase_(b.slot(phase)), score_(b.slot(score)), measured_(b.slot(measured_score)), traits_(b.slot(world::traits_column)),
      contacts_(b.slot(contacts)), cost_(b.slot(cost)) {}

std::array<std::size_t, groupings> Strata::places(const world::World& world, std::uint32_t i) const {
  return {static_cast<std::size_t>(world.fixed_value(quintile_, i) - 1), world.fixed_value(language_, i) != 0 ? std::size_t{1} : 0,
          (world.fixed_value(traits_, i) & world::rural) != 0 ? std::size_t{1} : 0};
}

void Strata::count_eligible(Run& run, std::uint32_t i) const {
  const auto place = places(run.world, i);
  for (std::size_t g = 0; g < groupings; ++g) ++run.result.strata[g][place[g]].eligible;
}

void Strata::count_finished(Run& run, std::uint32_t i) const {
  const auto place = places(run.world, i);
  const bool supported = run.value(contacts_, i) > 0, at_risk = run.value(measured_, i) >= risk_threshold_;
  for (std::size_t g = 0; g < groupings; ++g) {
    Stratum& s = run.result.strata[g][place[g]];
    ++s.families;
    s.offered += run.value(phase_, i) != static_cast<std::uint8_t>(Phase::not_offered);
    s.supported += supported;
    s.contacts += run.value(contacts_, i);
    s.cost += run.value(cost_, i);
    s.cases += run.value(score_, i) >= case_threshold_;
    s.at_risk += at_risk;
    s.at_risk_supported += at_risk && supported;
    s.qalys += static_cast<double>(run.value(qaly_, i));
  }
}

void Strata::close_year(Run& run, int year) {
  // By cell of all three groupings first: one addition a family.
  constexpr std::size_t languages = strata_of[by_language], settings = strata_of[by_rurality], cells = strata_of[by_deprivation] * languages * settings;
  std::array<double, cells> now{};
  const world::World& world = run.world;
  for (std::uint32_t b = 0; b < world.blocks; ++b) {
    const BlockView view = run.block(b);
    const float* health = view.at(qaly_);
    const std::uint8_t *quintile = view.at(quintile_), *language = view.at(language_);
    const std::uint16_t* traits = view.at(traits_);
    const std::uint32_t used = std::min<std::uint32_t>(lanes, world.families - b * lanes);
    for (std::uint32_t l = 0; l < used; ++l)
      now[((quintile[l] - 1u) * languages + (language[l] != 0)) * settings + ((traits[l] & world::rural) != 0)] += static_cast<double>(health[l]);
  }
  before_.resize(cells);
  const auto years = static_cast<std::size_t>(run.result.health.years), y = static_cast<std::size_t>(year);
  for (std::size_t c = 0; c < cells; ++c) {
    const double gained = now[c] - before_[c];
    before_[c] = now[c];
    run.result.strata_qalys[by_deprivation][c / (languages * settings) * years + y] += gained;
    run.result.strata_qalys[by_language][c / settings % languages * years + y] += gained;
    run.result.strata_qalys[by_rurality][c % settings * years + y] += gained;
  }
}

}  // namespace alongside::process
