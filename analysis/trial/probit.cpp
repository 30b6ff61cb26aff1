#include "analysis/trial/probit.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "analysis/trial/distributions.hpp"

namespace alongside::estimation {
namespace {

double density(double x) { return std::exp(-0.5 * x * x) / std::sqrt(2 * std::numbers::pi); }

/// What one trial at a size contributes to the likelihood.
struct Leverage {
  double x, p, slope;  ///< sqrt(size), chance of rejection, its derivative by the linear predictor
  double weight() const { return slope * slope / (p * (1 - p)); }
  double score(bool rejected) const { return ((rejected ? 1.0 : 0.0) - p) * slope / (p * (1 - p)); }
};

Leverage at(const PowerCurve& curve, double size) {
  const double x = std::sqrt(size), eta = curve.intercept + curve.slope * x;
  return {x, std::clamp(normal_cdf(eta), 1e-10, 1 - 1e-10), std::max(density(eta), 1e-12)};
}

/// A symmetric 2 x 2 matrix as (aa, ab, bb).
struct Symmetric {
  double aa = 0, ab = 0, bb = 0;
  double determinant() const { return aa * bb - ab * ab; }
  void add(double weight, double x) { aa += weight, ab += weight * x, bb += weight * x * x; }
};

Symmetric information(const PowerCurve& curve, std::span<const SizeTrials> trials) {
  Symmetric out;
  for (const SizeTrials& t : trials) {
    const Leverage l = at(curve, t.size);
    out.add(static_cast<double>(t.answers()) * l.weight(), l.x);
  }
  return out;
}

/// One Fisher step; false when it cannot be made.
bool step(PowerCurve& curve, std::span<const SizeTrials> trials, Intercept intercept, double& moved) {
  const Symmetric i = information(curve, trials);
  const double determinant = i.determinant();
  if (intercept == Intercept::free && !(determinant > 1e-9 * i.aa * i.bb)) return false;
  double sa = 0, sb = 0;
  for (const SizeTrials& t : trials) {
    const Leverage l = at(curve, t.size);
    const auto yes = static_cast<double>(t.rejections()), no = static_cast<double>(t.answers()) - yes;
    const double score = yes * l.score(true) + no * l.score(false);
    sa += score, sb += score * l.x;
  }
  const bool free = intercept == Intercept::free;
  const double da = free ? (i.bb * sa - i.ab * sb) / determinant : 0, db = free ? (i.aa * sb - i.ab * sa) / determinant : sb / i.bb;
  curve.intercept += da, curve.slope += db;
  moved = std::fabs(da) + std::fabs(db);
  return std::isfinite(moved) && std::fabs(curve.intercept) < 50;
}

void add_covariance(PowerCurve& curve, std::span<const SizeTrials> trials, Intercept intercept) {
  std::size_t most = 0;
  for (const SizeTrials& t : trials) most = std::max(most, t.rejected.size());
  Symmetric meat;
  for (std::size_t r = 0; r < most; ++r) {
    double a = 0, b = 0;
    for (const SizeTrials& t : trials)
      if (r < t.rejected.size() && t.rejected[r] >= 0) {
        const Leverage l = at(curve, t.size);
        const double score = l.score(t.rejected[r] == 1);
        a += score, b += score * l.x;
      }
    meat.aa += a * a, meat.ab += a * b, meat.bb += b * b;
  }
  const Symmetric i = information(curve, trials);
  if (intercept == Intercept::held) {
    curve.covariance[2] = meat.bb / (i.bb * i.bb);
    return;
  }
  const double d = i.determinant();
  const double inverse[3] = {i.bb / d, -i.ab / d, i.aa / d};
  // Inverse x meat x inverse.
  const double left[4] = {inverse[0] * meat.aa + inverse[1] * meat.ab, inverse[0] * meat.ab + inverse[1] * meat.bb,
                          inverse[1] * meat.aa + inverse[2] * meat.ab, inverse[1] * meat.ab + inverse[2] * meat.bb};
  curve.covariance[0] = left[0] * inverse[0] + left[1] * inverse[1];
  curve.covariance[1] = left[0] * inverse[1] + left[1] * inverse[2];
  curve.covariance[2] = left[2] * inverse[1] + left[3] * inverse[2];
}

}  // namespace

std::size_t SizeTrials::answers() const { return static_cast<std::size_t>(std::ranges::count_if(rejected, [](std::int8_t r) { return r >= 0; })); }
std::size_t SizeTrials::rejections() const { return static_cast<std::size_t>(std::ranges::count(rejected, std::int8_t{1})); }

double PowerCurve::power(double size) const { return normal_cdf(intercept + slope * std::sqrt(size)); }

double PowerCurve::standard_error(double size) const {
  const double x = std::sqrt(size);
  return std::sqrt(covariance[0] + 2 * x * covariance[1] + x * x * covariance[2]);
}

double PowerCurve::size_for(double power) const {
  const double x = (normal_quantile(power) - intercept) / slope;
  return x > 0 ? x * x : 0;
}

PowerCurve::Ends PowerCurve::interval(double power, double level) const {
  // (a + b x - q)^2 = z^2 (vaa + 2 vab x + vbb x^2) in x = sqrt(size).
  const double z = normal_quantile(0.5 + level / 2), zz = z * z, shift = intercept - normal_quantile(power);
  const double two = slope * slope - zz * covariance[2], one = 2 * (shift * slope - zz * covariance[1]), none = shift * shift - zz * covariance[0];
  const double infinite = std::numeric_limits<double>::infinity(), under = one * one - 4 * two * none;
  if (!(two > 0) || !(under >= 0)) return {0, infinite};
  const double low = (-one - std::sqrt(under)) / (2 * two), high = (-one + std::sqrt(under)) / (2 * two);
  return {low > 0 ? low * low : 0, high > 0 ? high * high : 0};
}

PowerCurve fit_power_curve(std::span<const SizeTrials> trials, Intercept intercept, double alpha) {
  PowerCurve curve;
  std::size_t answers = 0, rejections = 0;
  for (const SizeTrials& t : trials) answers += t.answers(), rejections += t.rejections();
  if ((intercept == Intercept::free && trials.size() < 2) || rejections == 0 || rejections == answers) return curve;
  // Both begin at the overall share of rejections: a flat curve, or one that has it at the first size.
  const double eta = normal_quantile(static_cast<double>(rejections) / static_cast<double>(answers));
  curve.intercept = intercept == Intercept::free ? eta : -normal_quantile(1 - alpha / 2);
  if (intercept == Intercept::held) curve.slope = (eta - curve.intercept) / std::sqrt(trials.front().size);
  double moved = 1;
  for (int i = 0; i < 50 && moved > 1e-10; ++i)
    if (!step(curve, trials, intercept, moved)) return curve;
  if (moved > 1e-6) return curve;
  add_covariance(curve, trials, intercept);
  curve.rises = curve.slope > 3 * std::sqrt(curve.covariance[2]);
  return curve;
}

}  // namespace alongside::estimation
