#pragma once
// The two kinds of regime: the trial itself, which recruits and randomises as families come, and the counterfactual ones,
// which follow the roster that the trial left.

#include <deque>

#include "sim/process/observation.hpp"
#include "sim/trial/recruitment.hpp"

namespace alongside::trial {

/// When the occasions of a family fall.
class Occasions {
 public:
  Occasions(const world::World& world, const process::FollowUpPlan& plan, Measured measured, std::size_t count, int period_weeks);
  std::size_t count() const { return count_; }
  /// Week of an occasion, or never: before randomisation, or after the family's horizon.
  std::uint16_t week(std::uint32_t family, std::uint16_t randomised, std::size_t occasion) const;
  /// Puts a family's occasions on the log's agenda.
  void note(std::uint32_t family, std::uint16_t randomised, process::TrialLog& log) const;

 private:
  const world::World& world_;
  process::FollowUpPlan plan_;
  Measured measured_;
  std::size_t count_;
  int period_weeks_;
  world::Slot<std::uint16_t> enrolled_;
  world::Slot<std::int8_t> age_;
};

/// The trial's own regime. Fills a roster and the agenda of its log.
class TrialRegime final : public process::Regime {
 public:
  /// What the trial is made of; all must outlive the regime.
  struct Parts {
    const Setting& setting;
    const Recruitment& recruitment;
    const Occasions& occasions;
    Allocation& allocation;
    Roster& roster;
    process::TrialLog& log;
    int programme = every;  ///< arm whose families are offered support here
  };
  static constexpr int every = 0;
  explicit TrialRegime(const Parts& parts);

  process::Standing meet(const process::Met& met) override;
  bool consented(std::uint32_t family) const override { return parts_.roster.families[family].randomised != never; }
  bool holds_queue() const override { return parts_.recruitment.when() == RandomiseWhen::place_free; }
  bool queues() const override;
  bool place(std::uint16_t pool, int week, Placed& placed) override;
  std::uint16_t begins(std::uint16_t community) const override;
  int preparation() const override { return parts_.allocation.preparation(); }
  double workforce(std::uint16_t community) const override;

 private:
  Recruited recruit(const Candidate& candidate, const process::Met& met, Place& place);
  bool full(const Candidate& candidate) const;
  process::Standing randomise(Candidate candidate, int week);
  process::Standing standing(const Place& place) const;
  /// Whether an arm's families are offered support in this world.
  bool offers(std::size_t arm) const { return parts_.programme == every || parts_.programme == static_cast<int>(arm); }

  Parts parts_;
  std::size_t wanted_, wanted_in_cluster_;
  std::vector<std::vector<std::uint32_t>> taken_;  ///< families so far, [period][community]
  std::vector<std::deque<std::uint32_t>> queue_;   ///< consenting families not randomised yet, by pool
  bool own_capacity_;
  double crossing_;                                 ///< expected share of families not offered that cross over
  world::Slot<std::uint16_t> home_;
};

/// The families of one more supported arm, in a world of their own: recruited and allocated as the trial has done it.
class ProgrammeRegime final : public process::Regime {
 public:
  ProgrammeRegime(const Roster& roster, const Allocation& allocation, int arm, bool refers) : roster_(roster), allocation_(allocation), arm_(arm), refers_(refers) {}

  process::Standing meet(const process::Met& met) override;
  bool consented(std::uint32_t family) const override { return roster_.families[family].randomised != never; }
  std::uint16_t begins(std::uint16_t community) const override { return allocation_.begins(community, arm_); }
  int preparation() const override { return allocation_.preparation(); }
  double workforce(std::uint16_t community) const override { return begins(community) != never ? 1 : 0; }

 private:
  const Roster& roster_;
  const Allocation& allocation_;
  int arm_;
  bool refers_;
};

/// A counterfactual: nobody is offered support, or everybody whom the programme reaches.
class FixedRegime final : public process::Regime {
 public:
  enum class Offers { nobody, everybody };
  FixedRegime(const Roster& roster, Offers offers, bool refers, int preparation, std::vector<double> workforce)
      : roster_(roster), offers_(offers), refers_(refers), preparation_(preparation), workforce_(std::move(workforce)) {}

  process::Standing meet(const process::Met& met) override;
  /// As in the trial: what differs between regimes is the offer alone.
  bool consented(std::uint32_t family) const override { return roster_.families[family].randomised != never; }
  std::uint16_t begins(std::uint16_t) const override { return offers_ == Offers::everybody ? 0 : never; }
  int preparation() const override { return preparation_; }
  double workforce(std::uint16_t community) const override { return workforce_.empty() ? 1 : workforce_[community]; }

 private:
  const Roster& roster_;
  Offers offers_;
  bool refers_;
  int preparation_;
  std::vector<double> workforce_;  ///< by community; empty: 1
};

/// Whether a family got as far as being eligible.
inline bool eligible(const Place& place) {
  return place.state != Recruited::not_met && place.state != Recruited::ineligible && place.state != Recruited::too_severe;
}

}  // namespace alongside::trial
