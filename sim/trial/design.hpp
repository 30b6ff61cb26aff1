#pragma once
// A trial design: one file each, one line in the ordered list (designs.cpp). A design says which arm a family comes into,
// from which week its arm's support is offered, and in which cluster and period its results are analysed.

#include <memory>
#include <optional>
#include <span>

#include "sim/trial/roster.hpp"
#include "sim/trial/settings.hpp"

namespace alongside::trial {

/// What the results of families hang together by.
enum class Clustering { none, community, supporter };
/// When outcomes are measured: at the follow-ups, or at the end of every period of the trial.
enum class Measured { at_follow_ups, every_period };

/// A family that may be randomised.
struct Candidate {
  std::uint32_t family;
  std::uint16_t community;
  int week;      ///< of being met, or of being randomised
  int measured;  ///< score at enrolment
};

/// What the design of one world is made from. The world and the row must outlive the design.
struct Setting {
  const world::World& world;
  world::Row row;        ///< of the first arm: trial and population parameters are the same in all
  std::size_t arms;      ///< control included
};

/// Arm and period in which one occasion of a family is analysed.
struct Cell {
  int arm;
  int period;
};

/// The allocation of one world.
class Allocation {
 public:
  virtual ~Allocation() = default;

  /// The arm of a family, called once for each in order of randomisation.
  virtual int allocate(const Candidate& candidate) = 0;
  /// The arm that a recruiter who knows the allocation expects for a family, or -1 where nobody can know.
  virtual int foreseen(const Candidate&) const { return -1; }
  /// Whether the design still takes families in that week and community.
  virtual bool recruits(const Candidate&) const { return true; }
  /// Week in which the support of a family's arm is offered, for a family randomised in the candidate's week.
  virtual std::uint16_t offered_at(const Candidate& candidate, int arm) const = 0;
  /// First week of an arm's programme in a community.
  virtual std::uint16_t begins(std::uint16_t /*community*/, int /*arm*/) const { return 0; }
  /// Weeks before that in which its supporters are recruited.
  virtual int preparation() const;
  /// Share of the families not offered support among those that could cross over in a community, for one offered support
  /// at the programme's full size: 1 to 1 allocation in every community gives 1.
  virtual double not_offered_per_offered(std::uint16_t community) const = 0;
  /// Where an occasion is analysed; nothing when the design leaves it out (transition periods).
  virtual std::optional<Cell> cell(const Place& place, std::size_t occasion, int week) const;
  /// Period of the trial for a week, 0 when there is one.
  virtual int period(int) const { return 0; }
  /// Allocations of clusters to the supported arm that the design could have drawn, row by row: [allocation][community].
  /// Empty: every one with as many supported clusters.
  virtual std::span<const std::uint8_t> possible() const { return {}; }
  /// Sequence of a community in a stepped wedge, or its arm; -1 where communities are not allocated.
  virtual int sequence(std::uint16_t) const { return -1; }

 protected:
  explicit Allocation(const Setting& setting) : setting_(setting) {}
  Setting setting_;
};

/// One design.
struct Design {
  const Declarations* declarations;
  Clustering clustering;
  bool stepped;  ///< clusters change their condition; analysed by period
  std::unique_ptr<Allocation> (*allocate)(const Setting& setting);
};

/// Every design, in the order of the labels of trial.design after "none".
std::span<const Design* const> designs();
/// The design that a row asks for. is_trial(row) must hold.
const Design& design_of(const world::Row& row);

/// When the design measures, and how many times. `follow_ups`: of the scenario.
Measured measured(const world::Row& row);
std::size_t occasions(const world::Row& row, std::size_t follow_ups);

/// What all parts of sim/trial declare, for the catalogue.
std::span<const Declarations* const> all_declarations();

}  // namespace alongside::trial
