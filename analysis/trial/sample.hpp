#pragma once
// The data of one trial as the estimators see them: rows grouped by cluster, with cluster totals.

#include <cstdint>
#include <span>
#include <vector>

namespace alongside::estimation {

/// A view of one trial's rows. Optional columns are empty spans. Rows may stand in any order.
struct TrialData {
  std::span<const double> outcome;        ///< the measured outcome, or the time for survival methods; NaN = lost
  std::span<const std::int32_t> arm;      ///< 0 or 1; in a stepped wedge the condition of the row's cluster-period
  std::span<const std::int32_t> cluster;  ///< from 0; empty: every row is a cluster of its own
  std::span<const std::int32_t> period;   ///< from 0; empty: one period
  std::span<const double> baseline;       ///< the outcome (or another covariate) before randomisation
  std::span<const double> received;       ///< 1 if the support was received, else 0
  std::span<const double> cost;           ///< money, any currency
  std::span<const double> event;          ///< 1 if the time in `outcome` ends in the event, 0 if censored
};

/// Rows of a trial sorted by cluster and period, those with a missing outcome or covariate left out and counted.
class Sample {
 public:
  Sample() = default;
  explicit Sample(const TrialData& data) { assign(data); }

  /// Takes over new data; memory is kept between calls. Throws DataError when columns differ in length, an arm is
  /// not 0 or 1, or a cluster or period number is negative.
  void assign(const TrialData& data);

  std::size_t rows() const { return outcome.size(); }
  std::size_t clusters() const { return start.size() - 1; }
  std::size_t first(std::size_t cluster) const { return start[cluster]; }
  std::size_t size(std::size_t cluster) const { return start[cluster + 1] - start[cluster]; }
  double cluster_mean(std::size_t cluster) const { return total[cluster] / static_cast<double>(size(cluster)); }
  /// Number of clusters whose rows are all in this arm.
  std::size_t clusters_in(int which) const { return in_arm[which]; }

  std::vector<double> outcome, baseline, received, cost, event;  ///< sorted; the optional ones may be empty
  std::vector<std::int32_t> arm, period;                         ///< sorted; period is all 0 when there is one
  std::vector<std::size_t> start;                                ///< rows of cluster c: start[c] up to start[c + 1]
  std::vector<double> total;                                     ///< sum of outcomes by cluster
  std::vector<std::int32_t> cluster_arm;                         ///< 0, 1, or -1 when it changes inside the cluster
  std::int32_t periods = 1;                                      ///< 1 + the highest period number
  std::size_t lost = 0;                                          ///< rows left out because a value was missing
  std::size_t rows_in_arm[2] = {0, 0};
  bool clustered = false;  ///< a cluster column was given
  bool binary = false;     ///< every outcome is 0 or 1
  bool constant = false;   ///< every outcome is the same
  bool parallel = false;   ///< no cluster changes its arm

 private:
  void sort_rows(const TrialData& data);
  void summarise();

  std::vector<std::size_t> order_, counts_;
  std::size_t in_arm[2] = {0, 0};
};

/// Variance components of a one-way layout: ANOVA estimator with common slope zero, pooled within arms
/// (Donner and Klar 2000, eqs 6.1-6.4).
struct OneWay {
  double between = 0, within = 0;  ///< mean squares between clusters (inside arms) and within clusters
  double size = 0;                 ///< m0, the size that replaces the common one
  double icc = 0;                  ///< (MSB - MSW) / (MSB + (m0 - 1) MSW); NaN when it cannot be had
};

/// Mean squares and ICC of a parallel trial, pooled within the arms. Needs more clusters than arms and more rows than
/// clusters for an ICC; NaN otherwise.
OneWay one_way(const Sample& sample);

}  // namespace alongside::estimation
