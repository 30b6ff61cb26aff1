#pragma once
// What the follow-ups of a study found beyond simple counts: the distribution of scores by group of participants, how scores hang
// together over time, and how much of their variance lies between supporters and between communities.

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/process/participants.hpp"

namespace alongside::process {

inline constexpr int score_values = 31;

/// Groups of participants that studies report on. The first holds everybody; the others overlap.
enum class Subgroup : std::uint8_t { all, quintile_1, quintile_2, quintile_3, quintile_4, quintile_5, majority, minority, two_risks };
inline constexpr int subgroups = 9;
std::string_view label(Subgroup group);

/// Measured scores and feeding of one group at one follow-up.
struct GroupFound {
  std::int64_t any_feeding = 0, exclusive = 0;
  std::array<std::int64_t, score_values> scores{};  ///< families by measured score

  std::int64_t families() const;
  std::int64_t sum() const;                ///< of the scores
  std::int64_t squares() const;            ///< of the scores
  std::int64_t at_least(int score) const;  ///< families with that score or more
};

/// Sums of a one-way analysis of variance; those of several worlds add up.
struct Anova {
  std::int64_t clusters = 0, families = 0, squared_sizes = 0;
  double total = 0, squares = 0, between = 0;  ///< sum; sum of squares; sum over clusters of (sum of the cluster)^2 / size

  void add(const Anova& more);
  /// Intracluster correlation by the analysis-of-variance estimator (Donner & Koval 1980); NaN with fewer than two clusters or with no
  /// cluster of two.
  double icc() const;
};

/// One follow-up.
struct FollowUpDetail {
  std::array<GroupFound, subgroups> group{};
  Anova supporters;   ///< measured level of the supported by their last supporter
  Anova communities;  ///< measured level by community
};

/// Families by their measured scores at two follow-ups, for families measured at both.
struct ScorePair {
  std::int32_t first = 0, second = 0;                                              ///< follow-ups, in the order of the plan
  std::array<std::int32_t, static_cast<std::size_t>(score_values* score_values)> families{};  ///< [first score][second score]

  std::int64_t both() const;
  /// Families with at least that score at the first, and of those at the second too.
  std::int64_t cases_first(int score) const;
  std::int64_t cases_both(int score) const;
  double correlation() const;  ///< Pearson; NaN without variance
  ScorePair turned() const;    ///< the second follow-up first
};

/// Keeps the score that every family had at every follow-up, and what clusters add up to, while an arm runs.
class FollowUpRecord {
 public:
  FollowUpRecord(std::size_t follow_ups, std::uint32_t families, std::size_t communities);
  /// Notes a measured family. `level` is the measured level before rounding; `supporter` its last supporter, or `nobody`.
  void note(std::size_t follow_up, std::uint32_t family, int score, double level, std::uint16_t community, std::uint32_t supporter);
  static constexpr std::uint32_t nobody = ~0u;

  /// The pairs of follow-ups, first before second.
  std::vector<ScorePair> pairs() const;
  Anova supporters(std::size_t follow_up) const { return sums(supporters_[follow_up]); }
  Anova communities(std::size_t follow_up) const { return sums(communities_[follow_up]); }

 private:
  struct Cluster {
    std::int64_t families = 0;
    double total = 0, squares = 0;
  };
  static void note_in(std::vector<Cluster>& clusters, std::size_t which, double level);
  static Anova sums(const std::vector<Cluster>& clusters);

  std::vector<std::vector<std::uint8_t>> scores_;  ///< [follow-up][family]; 255: not measured
  std::vector<std::vector<Cluster>> supporters_, communities_;
};

/// Which groups a family is in.
class FamilyGroups {
 public:
  explicit FamilyGroups(const world::Layout& layout);
  /// Bit g is set when the family is in group g.
  std::uint32_t groups_of(const world::World& world, std::uint32_t family) const;

 private:
  SocialRisks risks_;
  Slot<std::uint8_t> quintile_, language_;
};

}  // namespace alongside::process
