#pragma once
// Cost-effectiveness of a result: the reference case first, then any other way of looking at it.

#include "analysis/economics/cea_tables.hpp"
#include "analysis/economics/valuation.hpp"
#include "sim/record/result.hpp"

namespace alongside::economics {

/// Whether a result must have draws of the uncertain parameters, or is taken at its base values.
enum class Uncertainty { draws, base_case };

struct ResultQuestion {
  std::vector<Viewpoint> views{Viewpoint{}};  ///< in the order of printing
  std::size_t point = 0;
  Uncertainty uncertainty = Uncertainty::draws;
  CeaQuestion cea;                            ///< its wording is set here
};

/// The detail of the accounts that these views need.
Detail detail_for(const std::vector<Viewpoint>& views);

/// Which worlds stand behind an answer, and what was left out.
std::string worlds_sentence(const Accounts& accounts);

/// Plain sentences, then for each view its tables; safety, breastfeeding and natural units once. Throws DataError when the
/// result lacks what the question needs.
Answer analyse_result(const record::Result& result, const ResultQuestion& question);

}  // namespace alongside::economics
