#include "analysis/report/studies.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/voi_tables.hpp"
#include "sim/core/error.hpp"

namespace alongside::report {

std::vector<economics::StudyCurve> study_curves(const Economy& economy, const economics::StudyQuestion& question) {
  const economics::DrawMeans& means = economy.means;
  if (!economy.uncertain() || means.draws() < economics::fewest_draws_for_groups)
    throw DataError(fmt::format("studies are worth something where numbers are uncertain: the result has {} draws of them (at least {} are wanted) run again with --draws 1000 --replicates 2",
                                economy.uncertain() ? means.draws() : 0, economics::fewest_draws_for_groups));
  const economics::VoiQuestion same{};  // redraws and seed of the command voi
  const std::vector<economics::ParameterGroup> groups = economics::parameter_groups(means.parameters, question.groups);
  economics::check_sizes(question.sizes, groups.size());
  const Eigen::MatrixXd nmb = economics::net_monetary_benefit(means.cost, means.effect, economy.doubtful_threshold());
  std::vector<economics::StudyCurve> curves;
  for (std::size_t g = 0; g < groups.size(); ++g)
    curves.push_back(economics::study_curve(economics::know(means, nmb, groups[g], same.redraws, same.seed), question.sizes.prior_size(g), question.sizes.most(), question.plan));
  std::ranges::stable_sort(curves, std::greater{}, [](const economics::StudyCurve& c) { return std::pair(c.best.enbs, c.studies.back().population); });
  return curves;
}

}  // namespace alongside::report
