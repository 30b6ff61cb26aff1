#pragma once
// Own elementary functions for everything that enters a result: only + - * / sqrt and named fma, so that the bits
// are the same on every CPU and at every optimisation level. The float ones are branch-free for vectorisation.

#include <bit>
#include <cstdint>

namespace alongside::core {

[[gnu::always_inline]] inline float fmaf_(float a, float b, float c) { return __builtin_fmaf(a, b, c); }
[[gnu::always_inline]] inline float min_(float a, float b) { return a < b ? a : b; }
[[gnu::always_inline]] inline float max_(float a, float b) { return a > b ? a : b; }
[[gnu::always_inline]] inline float clamp_(float x, float low, float high) { return min_(max_(x, low), high); }

/// e^x for x cut to [-87, 88]; relative error under 1.5e-7.
[[gnu::always_inline]] inline float exp32(float x) {
  x = clamp_(x, -87.0f, 88.0f);
  // Adding 1.5 * 2^23 leaves the nearest integer in the low bits, without a call or a mode change.
  const float shifted = fmaf_(x, 1.44269504f, 12582912.0f);
  const float n = shifted - 12582912.0f;
  float r = fmaf_(n, -0.693145752f, x);
  r = fmaf_(n, -1.42860677e-6f, r);
  float p = 1.37805939e-3f;
  p = fmaf_(p, r, 8.37312452e-3f);
  p = fmaf_(p, r, 4.16695364e-2f);
  p = fmaf_(p, r, 1.66664720e-1f);
  p = fmaf_(p, r, 4.99999851e-1f);
  p = fmaf_(p, r, 1.0f);
  p = fmaf_(p, r, 1.0f);
  const std::uint32_t scale = (std::bit_cast<std::uint32_t>(shifted) + 127u) << 23;
  return p * std::bit_cast<float>(scale);
}

/// Natural logarithm of a positive normal float; relative error about 1e-7 away from 1.
[[gnu::always_inline]] inline float log32(float x) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x);
  // Exponent so that the mantissa lies in [sqrt(1/2), sqrt(2)).
  const std::int32_t e = static_cast<std::int32_t>(bits - 0x3f3504f3u) >> 23;
  const float m = std::bit_cast<float>(bits - (static_cast<std::uint32_t>(e) << 23));
  const float f = m - 1.0f;
  float p = 7.0376836292e-2f;
  p = fmaf_(p, f, -1.1514610310e-1f);
  p = fmaf_(p, f, 1.1676998740e-1f);
  p = fmaf_(p, f, -1.2420140846e-1f);
  p = fmaf_(p, f, 1.4249322787e-1f);
  p = fmaf_(p, f, -1.6668057665e-1f);
  p = fmaf_(p, f, 2.0000714765e-1f);
  p = fmaf_(p, f, -2.4999993993e-1f);
  p = fmaf_(p, f, 3.3333331174e-1f);
  const float f2 = f * f;
  const float n = static_cast<float>(e);
  float y = p * f * f2;
  y = fmaf_(n, -2.12194440e-4f, y);
  y = fmaf_(-0.5f, f2, y);
  return fmaf_(n, 0.693359375f, f + y);
}

/// 1 / (1 + e^-x).
[[gnu::always_inline]] inline float logistic32(float x) { return 1.0f / (1.0f + exp32(-x)); }

[[gnu::always_inline]] inline float sqrt32(float x) { return __builtin_sqrtf(x); }

/// Standard normal from one word by the inverse distribution function (Giles 2012, single precision), symmetric,
/// with tails to 2^-32.
[[gnu::always_inline]] inline float normal32(std::uint32_t word) {
  const float q = (static_cast<float>(static_cast<std::int32_t>(word & 0x7fffffffu)) + 0.5f) * 0x1p-32f;
  const float x = fmaf_(-2.0f, q, 1.0f);
  const float w = -log32(4.0f * q * (1.0f - q));
  const float a = w - 2.5f;
  float p = 2.81022636e-08f;
  p = fmaf_(p, a, 3.43273939e-07f);
  p = fmaf_(p, a, -3.5233877e-06f);
  p = fmaf_(p, a, -4.39150654e-06f);
  p = fmaf_(p, a, 2.1858087e-04f);
  p = fmaf_(p, a, -1.25372503e-03f);
  p = fmaf_(p, a, -4.17768164e-03f);
  p = fmaf_(p, a, 2.46640727e-01f);
  p = fmaf_(p, a, 1.50140941f);
  const float b = sqrt32(max_(w, 0.0f)) - 3.0f;
  float t = -2.00214257e-04f;
  t = fmaf_(t, b, 1.00950558e-04f);
  t = fmaf_(t, b, 1.34934322e-03f);
  t = fmaf_(t, b, -3.67342844e-03f);
  t = fmaf_(t, b, 5.73950773e-03f);
  t = fmaf_(t, b, -7.6224613e-03f);
  t = fmaf_(t, b, 9.43887047e-03f);
  t = fmaf_(t, b, 1.00167406f);
  t = fmaf_(t, b, 2.83297682f);
  const float z = 1.41421356f * x * (w < 5.0f ? p : t);
  // The top bit is the sign.
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(z) ^ (word & 0x80000000u));
}

/// Double versions for world building and set-up; relative error under 1e-15 (exp, log), 1e-15 (quantile).
double exp64(double x);
double log64(double x);
double logistic64(double x);
double logit64(double p);
/// Standard normal quantile for p in (0, 1): Wichura 1988, AS 241, PPND16.
double normal_quantile64(double p);
/// Standard normal distribution function: West 2005 (after Hart 1968), absolute error under 1e-15.
double normal_cdf64(double x);
/// cos(2 pi turns).
double cos_turns64(double turns);
/// Whole steps of a Poisson count by inversion of one uniform number; mean up to 700.
int poisson64(double mean, double uniform);

}  // namespace alongside::core
