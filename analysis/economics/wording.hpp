#pragma once
// How money and effects are named in sentences, and plain sentences about a comparison.

#include <string>
#include <vector>

#include "analysis/economics/frontier.hpp"

namespace alongside::economics {

/// Names of what is compared: draws of any origin say "effect"; a result of a run says "QALYs" and "per 1,000 births".
struct Wording {
  std::string currency = "";               ///< before an amount: "£"
  std::string one = "unit of effect";      ///< "QALY"
  std::string many = "units of effect";    ///< "QALYs"
  std::string basis = "";                  ///< " per 1,000 births", after an amount

  /// "£1,234", "-£56".
  std::string money(double value) const;
};

/// The words for a result of a run.
Wording result_wording();

/// "phone peers costs £1,234 more and gives 1.2 more QALYs than usual care per 1,000 births: £1,028 per QALY." with the other
/// signs, and equality, said in words; never an infinite ratio.
std::string pair_sentence(const Wording& wording, const std::string& option, const std::string& reference, double added_cost, double added_effect);

/// Who is best on the frontier around a threshold and where that changes: "usual care would be best below £8,716 per QALY and
/// home visits above £41,000 per QALY."; empty when nothing else is ever best.
std::string range_sentence(const Wording& wording, const std::vector<std::string>& options, const std::vector<Place>& places, double threshold);

/// Options off the frontier with the reason, each a sentence.
std::vector<std::string> dominance_sentences(const std::vector<std::string>& options, const std::vector<Place>& places);

}  // namespace alongside::economics
