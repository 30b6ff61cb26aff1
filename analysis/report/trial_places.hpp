#pragma once
// What the figures of a trial share: where a comparison is, and names that a reader can take in.

#include <fmt/format.h>

#include <string>
#include <vector>

#include "analysis/trial/trial_result.hpp"

namespace alongside::report {

/// Two-sided level of the tests and, with it, of the intervals on the page.
inline constexpr double trial_alpha = 0.05;

/// One comparison of a trial: a contrast at an endpoint.
struct TrialPlace {
  std::size_t contrast, endpoint;
  std::string suffix;  ///< of an element's id: "0-1"
  std::string name;    ///< "score", or "phone peers, score" where there are several contrasts
};

/// Every comparison, the first `most` of them: a page of more would not be read.
inline std::vector<TrialPlace> trial_places(const estimation::TrialResult& trial, std::size_t most = 6) {
  std::vector<TrialPlace> all;
  for (std::size_t c = 0; c < trial.contrasts().size(); ++c)
    for (std::size_t e = 0; e < trial.endpoints().size(); ++e)
      if (all.size() < most)
        all.push_back({c, e, fmt::format("{}-{}", c, e), trial.contrasts().size() > 1 ? trial.contrasts()[c] + ", " + trial.endpoints()[e] : trial.endpoints()[e]});
  return all;
}

/// Name and value of a design point's one swept parameter; the name is "" without a sweep and where several are swept.
struct SweptValue {
  std::string parameter, value;
};
inline SweptValue swept_value(const estimation::TrialResult& trial, std::size_t point) {
  const std::string name = trial.point_name(point);
  if (name.empty()) return {"", "as written"};
  const std::size_t sign = name.find(" = ");
  if (name.find(" = ", sign + 1) != name.npos) return {"", name};
  return {name.substr(0, sign), name.substr(sign + 3)};
}

/// A design point as it stands in a sentence: "stepped wedge", "population.communities = 4".
inline std::string point_in_words(const estimation::TrialResult& trial, std::size_t point) {
  const SweptValue swept = swept_value(trial, point);
  return swept.parameter.empty() || swept.parameter == "trial.design" ? swept.value : trial.point_name(point);
}

}  // namespace alongside::report
