#pragma once
// Tables and sentences that need mean costs and effects only.

#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/frontier.hpp"
#include "analysis/economics/wording.hpp"

namespace alongside::economics {

/// Frontier and dominated options with increments and ICERs.
data::OutputTable frontier_table(const std::vector<std::string>& options, const std::vector<Place>& places);

/// Each option against the reference in a plain sentence, then who is dominated by whom.
std::vector<std::string> comparison_sentences(const Wording& wording, const std::vector<std::string>& options, const std::vector<double>& cost,
                                              const std::vector<double>& effect, const std::vector<Place>& places, std::size_t reference);

/// The option of that name, or the cheapest when none is named. Throws DataError for an unknown name.
std::size_t reference_of(const std::vector<std::string>& options, const std::optional<std::string>& name, const std::vector<double>& cost);

/// Cost-effectiveness of a table of mean costs and effects: frontier, pairs, net benefit at each threshold.
Answer analyse_means(const Wording& wording, const std::vector<std::string>& options, const std::vector<double>& cost, const std::vector<double>& effect,
                     const std::vector<double>& thresholds, const std::optional<std::string>& reference);

}  // namespace alongside::economics
