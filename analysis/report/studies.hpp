#pragma once
// What studies of the uncertain numbers would be worth, net of their cost: the command voi's answer, for the page.

#include <vector>

#include "analysis/economics/studies.hpp"
#include "analysis/report/economy.hpp"

namespace alongside::report {

/// A curve for every group of parameters at the doubtful threshold, the one with the best study first. Throws DataError for a
/// result without enough draws, and as parameter_groups and check_sizes do.
std::vector<economics::StudyCurve> study_curves(const Economy& economy, const economics::StudyQuestion& question);

}  // namespace alongside::report
