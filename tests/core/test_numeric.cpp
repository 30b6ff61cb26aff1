#include "sim/core/numeric.hpp"

#include <Random123/threefry.h>

#include <cmath>

#include "sim/core/random.hpp"
#include "tests/catch.hpp"

using namespace alongside::core;

TEST_CASE("Threefry4x32-12 equals Random123") {
  for (std::uint32_t i = 0; i < 1000; ++i) {
    const Words4 counter{i, i * 7919u, ~i, i << 20};
    const Key key{0x9e3779b97f4a7c15ull * (i + 1), i};
    const r123::Threefry4x32_R<12> oracle;
    const r123::Threefry4x32_R<12>::ctr_type c{{counter[0], counter[1], counter[2], counter[3]}};
    const r123::Threefry4x32_R<12>::key_type k{
        {static_cast<std::uint32_t>(key.seed), static_cast<std::uint32_t>(key.seed >> 32), key.stream, 0}};
    auto kernel = oracle;
    const auto expected = kernel(c, k);
    const Words4 got = threefry(counter, key);
    for (std::size_t w = 0; w < 4; ++w) REQUIRE(got[w] == expected[w]);
  }
}

TEST_CASE("float exp, log and normal quantile are as close as float allows") {
  for (float x = -80; x < 80; x += 0.0371f) CHECK(std::abs(exp32(x) / std::exp(static_cast<double>(x)) - 1) < 3e-7);
  for (float x = 1e-30f; x < 1e30f; x *= 1.0713f)
    CHECK(std::abs(log32(x) - std::log(static_cast<double>(x))) < 2e-7 * std::max(1.0, std::abs(std::log(static_cast<double>(x)))));
  for (std::uint64_t w = 1; w < (1ull << 32); w += 9999991) {
    const auto word = static_cast<std::uint32_t>(w);
    const double q = ((word & 0x7fffffffu) + 0.5) * 0x1p-32;
    const double z = std::abs(normal_quantile64(q));
    // Giles fitted up to about 5.4; the last words of the tail (chance 6e-8) are good to three digits.
    CHECK(std::abs(std::abs(normal32(word)) - z) < (z < 5.4 ? 4e-6 : 4e-3) * std::max(1.0, z));
    CHECK((normal32(word) < 0) == ((word >> 31) != 0));
  }
  CHECK(std::abs(normal32(0)) == Approx(6.3375).epsilon(1e-3));
}

TEST_CASE("double exp, log, quantile and distribution function agree with libm and with each other") {
  for (double x = -700; x < 700; x += 0.731) CHECK(std::abs(exp64(x) / std::exp(x) - 1) < 4e-16 * 2);
  for (double x = 1e-300; x < 1e300; x *= 1.93) CHECK(std::abs(log64(x) - std::log(x)) <= 4e-16 * std::max(1.0, std::abs(std::log(x))));
  for (double p = 1e-12; p < 1; p += 0.00137) CHECK(std::abs(normal_cdf64(normal_quantile64(p)) - p) < 1e-13);
  for (double t = -3; t < 3; t += 0.0123) CHECK(std::abs(cos_turns64(t) - std::cos(2 * M_PI * t)) < 1e-14);
  CHECK(logistic64(logit64(0.2)) == Approx(0.2).epsilon(1e-14));
}

TEST_CASE("Poisson counts by inversion have the right mean and variance") {
  // 40 000 draws: standard error of the mean sqrt(3/40000) = 0.0087; 4 SE, expected false failures 1e-4.
  double sum = 0, squares = 0;
  const int n = 40000;
  for (std::uint32_t i = 0; i < n; ++i) {
    const int k = poisson64(3.0, unit_double(threefry({i, 0, 0, 1}, 5)[0]));
    sum += k;
    squares += static_cast<double>(k) * k;
  }
  CHECK(std::abs(sum / n - 3.0) < 4 * 0.0087);
  CHECK(std::abs(squares / n - (sum / n) * (sum / n) - 3.0) < 4 * 0.023);
}
