#pragma once
// A conducted trial as the rows that a trialist would analyse: one for each family and occasion.

#include "sim/trial/conduct.hpp"

namespace alongside::trial {

/// One family at one occasion, as the design analyses it.
struct Entry {
  std::uint32_t family;
  std::uint16_t occasion;
  std::int8_t arm;      ///< its own, or in a stepped wedge its community's condition
  std::uint16_t period;
  std::uint16_t cluster;  ///< community
  bool observed;        ///< reached and not lost in the trial
};

/// The entries of an endpoint, in order of randomisation, occasions that the family's horizon does not reach left out.
std::vector<Entry> entries(const Plan& plan, const Conducted& trial, const Endpoint& endpoint);

/// Reads outcomes of one regime.
class Reader {
 public:
  /// Costs hold each offered family's share of what the programme spent beside contacts (training, supervision,
  /// coordination, overheads). In the trial it is the share that a roll-out would have, where one was run: a small trial
  /// carries the whole of the set-up and of a coordinator, which nobody who decides on a roll-out would charge it with.
  Reader(const Numbers& numbers, const Plan& plan, const Conducted& trial, std::size_t regime);

  double value(const Endpoint& endpoint, const Entry& entry) const;
  /// Pounds so far, with the family's share of the overhead once it has been offered support.
  double cost(const Entry& entry) const;
  double qaly(const Entry& entry) const { return static_cast<double>(at(entry).qaly); }
  bool received(const Entry& entry) const { return at(entry).contacts > 0; }
  const process::Occasion& at(const Entry& entry) const { return log_.at(entry.family, entry.occasion); }
  /// For an outcome that is a time: whether it ended in the event.
  bool event(const Endpoint& endpoint, const Entry& entry) const;

 private:
  const Conducted& trial_;
  const process::TrialLog& log_;
  int case_at_;
  bool own_;              ///< the trial's regime: support may be offered later than at randomisation
  std::vector<double> overhead_;  ///< by arm: pounds for each family offered support
  world::Slot<std::uint16_t> enrolled_;
  world::Slot<std::int8_t> age_;
};

/// Columns of one contrast of one endpoint, as the estimators take them. Optional ones are empty.
struct Rows {
  std::vector<double> outcome;           ///< NaN where the family was lost
  std::vector<std::int32_t> arm, cluster, period;
  std::vector<double> baseline, received, cost, event;  ///< cost: of QALYs, and not where a cohort's add up from period to period
  std::vector<std::uint8_t> possible;    ///< allocations that could have been drawn, over the clusters here in order
};

/// The rows of the trial regime.
Rows rows_of(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint);

}  // namespace alongside::trial
