#include "sim/trial/reduce.hpp"

#include <algorithm>
#include <limits>

namespace alongside::trial {

Reduced reduce(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Analyst* analyst, KeepRows keep) {
  Reduced out;
  const std::size_t pairs = plan.contrasts.size() * plan.endpoints.size();
  const std::size_t per_pair = analyst ? analyst->methods().size() * std::size(statistics) : 0;
  out.estimates.assign(pairs * per_pair, std::numeric_limits<double>::quiet_NaN());
  std::size_t pair = 0;
  for (const Contrast& contrast : plan.contrasts)
    for (const Endpoint& endpoint : trial.endpoints) {
      Rows rows = rows_of(numbers, plan, trial, contrast, endpoint);
      if (analyst)
        analyst->analyse({rows, endpoint, numbers.row(0)(threshold), trial.world.id.world}, std::span(out.estimates).subspan(pair * per_pair, per_pair));
      const auto truths = truth(numbers, plan, trial, contrast, endpoint);
      out.truth.insert(out.truth.end(), truths.begin(), truths.end());
      const std::vector<double> facts = world_facts(numbers, plan, trial, contrast, endpoint);
      out.world.insert(out.world.end(), facts.begin(), facts.end());
      if (keep == KeepRows::yes) out.rows.push_back(std::move(rows));
      ++pair;
    }
  for (const Endpoint& endpoint : trial.endpoints) {
    const ByExposure by = effect_by_exposure(numbers, plan, trial, endpoint);
    out.exposure.insert(out.exposure.end(), by.effect.begin(), by.effect.end());
    out.exposure_rows.insert(out.exposure_rows.end(), by.rows.begin(), by.rows.end());
  }
  for (std::size_t r = 0; r < plan.regimes.size(); ++r) {
    const std::vector<double> facts = by_arm(numbers, plan, trial, r);
    out.by_arm.insert(out.by_arm.end(), facts.begin(), facts.end());
  }
  out.flow = flow(plan, trial);
  out.by_cell = by_cell(plan, trial);
  return out;
}

}  // namespace alongside::trial
