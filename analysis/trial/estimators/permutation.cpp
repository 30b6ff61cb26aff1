#include <algorithm>
#include <bit>
#include <vector>

#include "analysis/trial/estimators/common.hpp"
#include "sim/core/random.hpp"

namespace alongside::estimation {
extern const Estimator permutation, cluster_t;

namespace {

/// Cluster means and how far the observed difference is from zero; counts allocations at least as far.
class Counter {
 public:
  explicit Counter(const Sample& sample) : treated_(sample.clusters_in(1)) {
    for (std::size_t c = 0; c < sample.clusters(); ++c) {
      means_.push_back(sample.cluster_mean(c));
      total_ += means_.back();
    }
    double sum = 0;
    for (std::size_t c = 0; c < sample.clusters(); ++c)
      if (sample.cluster_arm[c] == 1) sum += means_[c];
    observed_ = apart(sum, treated_);
  }

  void add(double treated_sum) { add(treated_sum, treated_); }
  void add(double treated_sum, std::size_t treated) {
    ++all_;
    if (apart(treated_sum, treated) >= observed_ * (1 - 1e-10)) ++extreme_;
  }
  const std::vector<double>& means() const { return means_; }
  std::size_t treated() const { return treated_; }
  double share() const { return static_cast<double>(extreme_) / static_cast<double>(all_); }
  double share_with_observed() const { return static_cast<double>(extreme_ + 1) / static_cast<double>(all_ + 1); }

 private:
  double apart(double sum, std::size_t treated) const {
    const double k1 = static_cast<double>(treated), k0 = static_cast<double>(means_.size()) - k1;
    return std::fabs(sum / k1 - (total_ - sum) / k0);
  }
  std::vector<double> means_;
  std::size_t treated_;
  double total_ = 0, observed_ = 0;
  std::uint64_t all_ = 0, extreme_ = 0;
};

/// Number of ways to choose, or more than `limit`.
std::uint64_t choose(std::size_t n, std::size_t k, std::uint64_t limit) {
  double ways = 1;
  for (std::size_t i = 0; i < std::min(k, n - k); ++i) {
    ways = ways * static_cast<double>(n - i) / static_cast<double>(i + 1);
    if (ways > 1e15) return limit + 1;
  }
  return static_cast<std::uint64_t>(ways + 0.5);
}

double list_all(Counter& counter) {
  const std::size_t k = counter.means().size();
  const std::uint64_t end = std::uint64_t{1} << k;
  // Gosper's hack: the next larger word with as many bits set.
  for (std::uint64_t word = (std::uint64_t{1} << counter.treated()) - 1; word < end;) {
    double sum = 0;
    for (std::uint64_t rest = word; rest; rest &= rest - 1) sum += counter.means()[static_cast<std::size_t>(std::countr_zero(rest))];
    counter.add(sum);
    const std::uint64_t low = word & (~word + 1), high = word + low;
    word = (((high ^ word) >> 2) / low) | high;
  }
  return counter.share();
}

/// Draws are a pure function of seed, draw and place, so a p-value does not depend on what else was drawn.
double draw_some(Counter& counter, const FitOptions& options) {
  std::vector<double> means = counter.means();
  for (std::uint32_t d = 0; d < options.draws; ++d) {
    double sum = 0;
    core::Words4 words{};
    for (std::size_t i = 0; i < counter.treated(); ++i) {  // Fisher-Yates, as far as the treated clusters
      if (i % 4 == 0) words = core::threefry({d, static_cast<std::uint32_t>(i / 4), 0, 0}, {options.seed, 0});
      const std::size_t pick = i + static_cast<std::size_t>((std::uint64_t{words[i % 4]} * (means.size() - i)) >> 32);
      std::swap(means[i], means[pick]);
      sum += means[i];
    }
    counter.add(sum);
  }
  return counter.share_with_observed();
}

/// The share over a given set, or a negative number when the allocation that was used is not in it.
double walk_set(Counter& counter, const Sample& sample, std::span<const std::uint8_t> set) {
  const std::size_t k = sample.clusters();
  bool used = false;
  for (std::size_t at = 0; at + k <= set.size(); at += k) {
    double sum = 0;
    std::size_t treated = 0;
    bool same = true;
    for (std::size_t c = 0; c < k; ++c) {
      if (set[at + c]) sum += counter.means()[c], ++treated;
      same = same && (set[at + c] != 0) == (sample.cluster_arm[c] == 1);
    }
    if (treated == 0 || treated == k) return -1;
    used = used || same;
    counter.add(sum, treated);
  }
  return used ? counter.share() : -1;
}

Estimate fit_permutation(const Sample& sample, const FitOptions& options) {
  Estimate out = cluster_t.fit(sample, options);  // the interval is the t test's; only p is by permutation
  Counter counter(sample);
  if (!options.allocations.empty()) {
    if (options.allocations.size() % sample.clusters()) return failed("the allocations do not have one number for each cluster");
    out.p_value = walk_set(counter, sample, options.allocations);
    out.note = "p over the given allocations; interval from the cluster-level t";
    if (out.p_value < 0) return failed("the allocation that was used is not in the given set, or an allocation has one arm");
    return out;
  }
  const bool listed = sample.clusters() < 63 && choose(sample.clusters(), counter.treated(), options.list_at_most) <= options.list_at_most;
  out.p_value = listed ? list_all(counter) : draw_some(counter, options);
  out.note = listed ? "p exact over all allocations; interval from the cluster-level t"
                    : "p over random allocations, the observed one counted; interval from the cluster-level t";
  return out;
}

}  // namespace

const Estimator permutation{"permutation", "Permutation test of the difference of cluster means (Gail et al. 1996).",
                            {Measure::difference, Weight::cluster}, needs_clusters | needs_parallel, false, fit_permutation};

}  // namespace alongside::estimation
