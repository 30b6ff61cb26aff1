#include "sim/core/numeric.hpp"

#include <cmath>

#include "sim/core/error.hpp"

namespace alongside::core {
namespace {

[[gnu::always_inline]] inline double fma64(double a, double b, double c) { return __builtin_fma(a, b, c); }

template <int N>
[[gnu::always_inline]] inline double horner(const double (&c)[N], double x) {
  double p = c[N - 1];
  for (int i = N - 2; i >= 0; --i) p = fma64(p, x, c[i]);
  return p;
}

}  // namespace

namespace {

// Set-up calls these one number at a time. On a CPU with fma each is one version with the instruction inside; without it,
// one with calls of the library's exact fma: the same bits.
[[gnu::always_inline]] inline double exp_of(double x) {
  x = x < -708.0 ? -708.0 : x > 709.0 ? 709.0 : x;
  const double shifted = fma64(x, 1.4426950408889634, 6755399441055744.0);
  const double n = shifted - 6755399441055744.0;
  double r = fma64(n, -6.93147180369123816490e-01, x);
  r = fma64(n, -1.90821492927058770002e-10, r);
  // Taylor to degree 13 on |r| <= ln(2)/2: remainder under 2e-17.
  double p = 1.0 / 6227020800.0;
  for (int k = 12; k >= 1; --k) {
    static constexpr double inverse_factorial[] = {1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040,
                                                   1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600};
    p = fma64(p, r, inverse_factorial[k]);
  }
  p = fma64(p, r, 1.0);
  const std::uint64_t scale = (std::bit_cast<std::uint64_t>(shifted) + 1023u) << 52;
  return p * std::bit_cast<double>(scale);
}

[[gnu::always_inline]] inline double log_of(double x) {
  const std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
  const std::int64_t e = static_cast<std::int64_t>(bits - 0x3fe6a09e667f3bcdull) >> 52;
  const double m = std::bit_cast<double>(bits - (static_cast<std::uint64_t>(e) << 52));
  // log m = 2 atanh(s), s = (m - 1) / (m + 1), |s| <= 0.1716.
  const double s = (m - 1.0) / (m + 1.0), s2 = s * s;
  double p = 0;
  for (int k = 23; k >= 3; k -= 2) p = fma64(p, s2, 1.0 / k);
  const double n = static_cast<double>(e);
  const double tail = fma64(n, 1.90821492927058770002e-10, 2.0 * s * s2 * p);
  return fma64(n, 6.93147180369123816490e-01, 2.0 * s + tail);
}

[[gnu::always_inline]] inline double quantile_of(double p) {
  const double q = p - 0.5;
  if (q <= 0.425 && q >= -0.425) {
    static constexpr double a[] = {3.3871328727963666080e0, 1.3314166789178437745e2, 1.9715909503065514427e3,
                                   1.3731693765509461125e4, 4.5921953931549871457e4, 6.7265770927008700853e4,
                                   3.3430575583588128105e4, 2.5090809287301226727e3};
    static constexpr double b[] = {1.0, 4.2313330701600911252e1, 6.8718700749205790830e2, 5.3941960214247511077e3,
                                   2.1213794301586595867e4, 3.9307895800092710610e4, 2.8729085735721942674e4,
                                   5.2264952788528545610e3};
    const double r = 0.180625 - q * q;
    return q * horner(a, r) / horner(b, r);
  }
  double r = std::sqrt(-log_of(q < 0 ? p : 1.0 - p));
  double z;
  if (r <= 5.0) {
    static constexpr double c[] = {1.42343711074968357734e0, 4.63033784615654529590e0, 5.76949722146069140550e0,
                                   3.64784832476320460504e0, 1.27045825245236838258e0, 2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
    static constexpr double d[] = {1.0, 2.05319162663775882187e0, 1.67638483018380384940e0, 6.89767334985100004550e-1,
                                   1.48103976427480074590e-1, 1.51986665636164571966e-2, 5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
    r -= 1.6;
    z = horner(c, r) / horner(d, r);
  } else {
    static constexpr double e[] = {6.65790464350110377720e0, 5.46378491116411436990e0, 1.78482653991729133580e0,
                                   2.96560571828504891230e-1, 2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                   2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static constexpr double f[] = {1.0, 5.99832206555887937690e-1, 1.36929880922735805310e-1, 1.48753612908506148525e-2,
                                   7.86869131145613259100e-4, 1.84631831751005468180e-5, 1.42151175831644588870e-7,
                                   2.04426310338993978564e-15};
    r -= 5.0;
    z = horner(e, r) / horner(f, r);
  }
  return q < 0 ? -z : z;
}

#if defined(__x86_64__)
#define ALONGSIDE_FMA [[gnu::target("arch=x86-64-v3")]]
const bool has_fma = (__builtin_cpu_init(), __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2"));
#else
#define ALONGSIDE_FMA
const bool has_fma = true;
#endif
ALONGSIDE_FMA double exp_fma(double x) { return exp_of(x); }
ALONGSIDE_FMA double log_fma(double x) { return log_of(x); }
ALONGSIDE_FMA double quantile_fma(double p) { return quantile_of(p); }
#undef ALONGSIDE_FMA

}  // namespace

double exp64(double x) { return has_fma ? exp_fma(x) : exp_of(x); }

double log64(double x) {
  ALONGSIDE_EXPECTS(x > 0);
  return has_fma ? log_fma(x) : log_of(x);
}

double normal_quantile64(double p) {
  ALONGSIDE_EXPECTS(p > 0 && p < 1);
  return has_fma ? quantile_fma(p) : quantile_of(p);
}

double logistic64(double x) { return 1.0 / (1.0 + exp64(-x)); }

double logit64(double p) { return log64(p / (1.0 - p)); }

double normal_cdf64(double x) {
  const double z = x < 0 ? -x : x;
  if (z > 37) return x < 0 ? 0.0 : 1.0;
  const double density = exp64(-z * z / 2);
  double tail;
  if (z < 7.07106781186547) {
    static constexpr double n[] = {220.206867912376, 221.213596169931, 112.079291497871, 33.912866078383,
                                   6.37396220353165, 0.700383064443688, 3.52624965998911e-02};
    static constexpr double d[] = {440.413735824752, 793.826512519948, 637.333633378831, 296.564248779674,
                                   86.7807322029461, 16.064177579207, 1.75566716318264, 8.83883476483184e-02};
    tail = density * horner(n, z) / horner(d, z);
  } else {
    double b = z + 0.65;
    b = z + 4.0 / b;
    b = z + 3.0 / b;
    b = z + 2.0 / b;
    b = z + 1.0 / b;
    tail = density / b / 2.506628274631;
  }
  return x > 0 ? 1.0 - tail : tail;
}

double cos_turns64(double turns) {
  const double nearest = (turns + 6755399441055744.0) - 6755399441055744.0;
  const double x = (turns - nearest) * 6.283185307179586;
  const double x2 = x * x;
  double p = 1.0;
  for (int k = 30; k >= 2; k -= 2) p = fma64(-x2 / (static_cast<double>(k) * (k - 1)), p, 1.0);
  return p;
}

int poisson64(double mean, double uniform) {
  ALONGSIDE_EXPECTS(mean >= 0 && mean < 700);
  double term = exp64(-mean), sum = term;
  int k = 0;
  while (uniform > sum && k < 2000) {
    ++k;
    term *= mean / k;
    sum += term;
  }
  return k;
}

}  // namespace alongside::core
