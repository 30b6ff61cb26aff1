#pragma once
// What a search for a trial's size found, as an answer.

#include <string>
#include <vector>

#include "analysis/economics/answer.hpp"
#include "analysis/trial/size.hpp"
#include "analysis/trial/size_worth.hpp"

namespace alongside::estimation {

/// One way of running the trial, with the size found for it.
struct SizedTrial {
  std::string cluster_size, follow_up;  ///< as asked for; "" where the scenario's own stands
  bool by_cluster = false;              ///< communities are randomised as wholes, and so have a cost
  SizeAnswer answer;
};

/// How the search was asked.
struct SizeContext {
  std::string design, method, contrast, endpoint;
  bool uncertain = false;  ///< parameters vary between the trials: power is its mean over them
};

/// The answer, the cheapest way of running the trial first. Ways in which the wanted power is out of reach stand last.
economics::Answer size_answer(const SizeQuestion& question, const SizeContext& context, std::vector<SizedTrial> trials, const TrialRules& rules);

/// One way of running the trial, with the size that is worth most.
struct WorthTrial {
  std::string cluster_size;  ///< as in SizedTrial
  WorthAnswer answer;
};

/// The way and size with the highest ENBS first.
economics::Answer worth_answer(const WorthQuestion& question, const SizeContext& context, std::vector<WorthTrial> trials, const TrialRules& rules);

}  // namespace alongside::estimation
