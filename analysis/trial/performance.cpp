#include "analysis/trial/performance.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "analysis/trial/distributions.hpp"
#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

void check(const Replicates& r) {
  const std::size_t n = r.estimate.size();
  if (r.se.size() != n || (!r.df.empty() && r.df.size() != n) || (!r.p.empty() && r.p.size() != n))
    throw DataError("performance: the columns of results differ in length");
}

bool answered(const Replicates& r, std::size_t i) { return std::isfinite(r.estimate[i]) && std::isfinite(r.se[i]); }

/// t quantiles are costly, so the last one is kept while df repeats.
class Critical {
 public:
  explicit Critical(double alpha) : alpha_(alpha) {}
  double operator()(double df) {
    if (df != df_) df_ = df, value_ = t_quantile(1 - alpha_ / 2, df);
    return value_;
  }

 private:
  double alpha_, df_ = -1, value_ = 0;
};

double df_of(const Replicates& r, std::size_t i) { return r.df.empty() ? std::numeric_limits<double>::infinity() : r.df[i]; }

bool rejects(const Replicates& r, std::size_t i, double alpha, Critical& critical) {
  if (!r.p.empty() && std::isfinite(r.p[i])) return r.p[i] <= alpha;
  return std::fabs(r.estimate[i]) >= critical(df_of(r, i)) * r.se[i];
}

Measured proportion(double count, double n) {
  const double p = count / n;
  return {p, std::sqrt(p * (1 - p) / n)};
}

/// Moments of errors and of squared standard errors.
struct Moments {
  double n = 0, mean = 0, squares = 0, variance = 0, variance_squares = 0;
};

Moments moments(const Replicates& r, std::span<const double> truth) {
  Moments m;
  for (std::size_t i = 0; i < r.estimate.size(); ++i)
    if (answered(r, i)) m.n += 1, m.mean += r.estimate[i] - truth[i], m.variance += r.se[i] * r.se[i];
  m.mean /= m.n, m.variance /= m.n;
  for (std::size_t i = 0; i < r.estimate.size(); ++i)
    if (answered(r, i)) {
      const double a = r.estimate[i] - truth[i] - m.mean, b = r.se[i] * r.se[i] - m.variance;
      m.squares += a * a, m.variance_squares += b * b;
    }
  return m;
}

}  // namespace

Performance performance(const Replicates& r, double truth, double alpha) {
  return performance(r, std::vector<double>(r.estimate.size(), truth), alpha);
}

Performance performance(const Replicates& r, std::span<const double> truth, double alpha) {
  check(r);
  if (truth.size() != r.estimate.size()) throw DataError("performance: as many truths as trials are needed");
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Measured none{nan, nan};
  const Moments m = moments(r, truth);
  Performance out{static_cast<std::size_t>(m.n), r.estimate.size() - static_cast<std::size_t>(m.n), none, none, none, none, none, none, none, none};
  if (m.n < 2) return out;
  const double n = m.n, sd = std::sqrt(m.squares / (n - 1)), spread = m.variance_squares / (n - 1);
  out.bias = {m.mean, sd / std::sqrt(n)};
  out.empirical_se = {sd, sd / std::sqrt(2 * (n - 1))};
  const double model = std::sqrt(m.variance);
  out.model_se = {model, std::sqrt(spread / (4 * n * m.variance))};
  if (sd > 0) {
    const double ratio = model / sd;
    out.relative_error = {100 * (ratio - 1), 100 * ratio * std::sqrt(spread / (4 * n * m.variance * m.variance) + 1 / (2 * (n - 1)))};
  }
  double mse = 0, fourth = 0, covered = 0, about_mean = 0, rejected = 0;
  Critical critical(alpha);
  for (std::size_t i = 0; i < r.estimate.size(); ++i)
    if (answered(r, i)) {
      const double half = critical(df_of(r, i)) * r.se[i], error = r.estimate[i] - truth[i];
      mse += error * error;
      covered += std::fabs(error) <= half;
      about_mean += std::fabs(error - m.mean) <= half;
      rejected += rejects(r, i, alpha, critical);
    }
  mse /= n;
  for (std::size_t i = 0; i < r.estimate.size(); ++i)
    if (answered(r, i)) {
      const double error = r.estimate[i] - truth[i], apart = error * error - mse;
      fourth += apart * apart;
    }
  out.mse = {mse, std::sqrt(fourth / (n * (n - 1)))};
  out.coverage = proportion(covered, n);
  out.bias_eliminated_coverage = proportion(about_mean, n);
  out.rejection = proportion(rejected, n);
  return out;
}

std::vector<std::int8_t> rejections(const Replicates& r, double alpha) {
  check(r);
  Critical critical(alpha);
  std::vector<std::int8_t> out(r.estimate.size(), -1);
  for (std::size_t i = 0; i < out.size(); ++i)
    if (answered(r, i)) out[i] = rejects(r, i, alpha, critical) ? 1 : 0;
  return out;
}

Measured relative_precision(const Replicates& a, const Replicates& b) {
  check(a);
  check(b);
  if (a.estimate.size() != b.estimate.size()) throw DataError("performance: two methods have different numbers of trials");
  double n = 0, ma = 0, mb = 0, aa = 0, bb = 0, ab = 0;
  const auto both = [&](std::size_t i) { return answered(a, i) && answered(b, i); };
  for (std::size_t i = 0; i < a.estimate.size(); ++i)
    if (both(i)) n += 1, ma += a.estimate[i], mb += b.estimate[i];
  ma /= n, mb /= n;
  for (std::size_t i = 0; i < a.estimate.size(); ++i)
    if (both(i)) {
      const double x = a.estimate[i] - ma, y = b.estimate[i] - mb;
      aa += x * x, bb += y * y, ab += x * y;
    }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (n < 2 || aa == 0 || bb == 0) return {nan, nan};
  const double ratio = aa / bb;
  return {100 * (ratio - 1), 200 * ratio * std::sqrt((1 - ab * ab / (aa * bb)) / (n - 1))};
}

Measured rejection_difference(const Replicates& a, const Replicates& b, double alpha) {
  check(a);
  check(b);
  if (a.estimate.size() != b.estimate.size()) throw DataError("performance: two methods have different numbers of trials");
  Critical critical_a(alpha), critical_b(alpha);
  double n = 0, only_a = 0, only_b = 0;
  for (std::size_t i = 0; i < a.estimate.size(); ++i) {
    if (!answered(a, i) || !answered(b, i)) continue;
    n += 1;
    const bool in_a = rejects(a, i, alpha, critical_a), in_b = rejects(b, i, alpha, critical_b);
    only_a += in_a && !in_b;
    only_b += in_b && !in_a;
  }
  const double nan = std::numeric_limits<double>::quiet_NaN();
  if (n == 0) return {nan, nan};
  const double apart = only_b - only_a;
  return {apart / n, std::sqrt(only_a + only_b - apart * apart / n) / n};
}

}  // namespace alongside::estimation
