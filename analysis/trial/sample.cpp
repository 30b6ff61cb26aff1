#include "analysis/trial/sample.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

void check(const TrialData& data) {
  const std::size_t n = data.outcome.size();
  const auto fits = [n](std::size_t size) { return size == 0 || size == n; };
  if (data.arm.size() != n || !fits(data.cluster.size()) || !fits(data.period.size()) || !fits(data.baseline.size()) ||
      !fits(data.received.size()) || !fits(data.cost.size()) || !fits(data.event.size()))
    throw DataError("trial data: the columns differ in length (every row needs every column)");
  for (const std::int32_t arm : data.arm)
    if (arm != 0 && arm != 1) throw DataError(fmt::format("trial data: arm {} (0 is control, 1 is support)", arm));
  const auto negative = [](std::span<const std::int32_t> column) {
    return std::any_of(column.begin(), column.end(), [](std::int32_t value) { return value < 0; });
  };
  if (negative(data.cluster) || negative(data.period))
    throw DataError("trial data: a negative cluster or period number (they count from 0)");
}

bool complete(const TrialData& data, std::size_t row) {
  const auto has = [row](std::span<const double> column) { return column.empty() || std::isfinite(column[row]); };
  return has(data.outcome) && has(data.baseline) && has(data.received) && has(data.cost) && has(data.event);
}

}  // namespace

void Sample::sort_rows(const TrialData& data) {
  const std::size_t n = data.outcome.size();
  order_.clear();
  for (std::size_t r = 0; r < n; ++r)
    if (complete(data, r)) order_.push_back(r);
  lost = n - order_.size();
  const auto key = [&](std::size_t r) {
    const std::int64_t cluster = data.cluster.empty() ? static_cast<std::int64_t>(r) : data.cluster[r];
    return (cluster << 32) | (data.period.empty() ? 0 : data.period[r]);
  };
  const auto before = [&](std::size_t a, std::size_t b) { return key(a) < key(b); };
  // A simulated trial arrives sorted; then this is one pass.
  if (!std::is_sorted(order_.begin(), order_.end(), before)) std::stable_sort(order_.begin(), order_.end(), before);
}

void Sample::assign(const TrialData& data) {
  check(data);
  sort_rows(data);
  const auto take = [&](auto& to, const auto& from) {
    to.clear();
    if (from.empty()) return;
    for (const std::size_t r : order_) to.push_back(from[r]);
  };
  take(outcome, data.outcome);
  take(arm, data.arm);
  take(period, data.period);
  take(baseline, data.baseline);
  take(received, data.received);
  take(cost, data.cost);
  take(event, data.event);
  if (period.empty()) period.assign(outcome.size(), 0);
  clustered = !data.cluster.empty();
  start.assign(1, 0);
  for (std::size_t i = 1; i <= order_.size(); ++i)
    if (i == order_.size() || !clustered || data.cluster[order_[i]] != data.cluster[order_[i - 1]]) start.push_back(i);
  if (order_.empty()) start.assign(1, 0);
  summarise();
}

void Sample::summarise() {
  const std::size_t k = clusters();
  total.assign(k, 0);
  cluster_arm.assign(k, 0);
  in_arm[0] = in_arm[1] = rows_in_arm[0] = rows_in_arm[1] = 0;
  periods = 1;
  binary = constant = parallel = true;
  for (std::size_t c = 0; c < k; ++c) {
    cluster_arm[c] = arm[start[c]];
    for (std::size_t r = start[c]; r < start[c + 1]; ++r) {
      total[c] += outcome[r];
      ++rows_in_arm[arm[r]];
      if (arm[r] != cluster_arm[c]) cluster_arm[c] = -1;
      periods = std::max(periods, period[r] + 1);
      binary = binary && (outcome[r] == 0 || outcome[r] == 1);
      constant = constant && outcome[r] == outcome[0];
    }
    if (cluster_arm[c] < 0) parallel = false;
    else ++in_arm[cluster_arm[c]];
  }
}

OneWay one_way(const Sample& sample) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  OneWay out{nan, nan, nan, nan};
  double rows[2] = {0, 0}, sums[2] = {0, 0}, squares[2] = {0, 0};
  double between = 0, within = 0;
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    const int a = sample.cluster_arm[c];
    if (a < 0) return out;
    const double m = static_cast<double>(sample.size(c)), mean = sample.cluster_mean(c);
    rows[a] += m;
    sums[a] += sample.total[c];
    squares[a] += m * m;
    for (std::size_t r = sample.first(c); r < sample.first(c) + sample.size(c); ++r)
      within += (sample.outcome[r] - mean) * (sample.outcome[r] - mean);
  }
  double n = 0, arms = 0, correction = 0;
  for (int a = 0; a < 2; ++a)
    if (rows[a] > 0) n += rows[a], arms += 1, correction += squares[a] / rows[a];
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    const int a = sample.cluster_arm[c];
    const double apart = sample.cluster_mean(c) - sums[a] / rows[a];
    between += static_cast<double>(sample.size(c)) * apart * apart;
  }
  const double k = static_cast<double>(sample.clusters());
  if (k <= arms || n <= k) return out;
  out.between = between / (k - arms);
  out.within = within / (n - k);
  out.size = (n - correction) / (k - arms);
  const double sum = out.between + (out.size - 1) * out.within;
  if (sum > 0) out.icc = (out.between - out.within) / sum;
  return out;
}

}  // namespace alongside::estimation
