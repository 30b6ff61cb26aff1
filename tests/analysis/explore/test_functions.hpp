#pragma once
// Published test functions of sensitivity analysis, with what is known of them exactly.

#include <array>
#include <cmath>
#include <functional>
#include <numbers>
#include <span>
#include <vector>

#include "analysis/explore/experiment.hpp"
#include "sim/core/random.hpp"
#include "sim/sampling/cube.hpp"

namespace alongside::test {

/// Ishigami & Homma (1990), a = 7, b = 0.1, inputs uniform on [-pi, pi]: here of unit inputs.
inline double ishigami(std::span<const double> u) {
  const auto x = [&](std::size_t i) { return std::numbers::pi * (2 * u[i] - 1); };
  return std::sin(x(0)) + 7 * std::pow(std::sin(x(1)), 2) + 0.1 * std::pow(x(2), 4) * std::sin(x(0));
}
struct Indices {
  std::vector<double> first, total;
  double variance;
};
/// Saltelli et al. (2000), section 2.9: V1 = (1 + b pi^4/5)^2/2, V2 = a^2/8, V13 = b^2 pi^8 (1/18 - 1/50).
inline Indices ishigami_indices() {
  const double pi4 = std::pow(std::numbers::pi, 4), v1 = std::pow(1 + 0.1 * pi4 / 5, 2) / 2, v2 = 49.0 / 8, v13 = 0.01 * pi4 * pi4 * (1.0 / 18 - 1.0 / 50), v = v1 + v2 + v13;
  return {{v1 / v, v2 / v, 0}, {(v1 + v13) / v, v2 / v, v13 / v}, v};
}

/// The g-function of Sobol': product of (|4u - 2| + a) / (1 + a), with the usual a.
inline constexpr std::array<double, 8> g_weights{0, 1, 4.5, 9, 99, 99, 99, 99};
inline double g_function(std::span<const double> u) {
  double y = 1;
  for (std::size_t i = 0; i < g_weights.size(); ++i) y *= (std::abs(4 * u[i] - 2) + g_weights[i]) / (1 + g_weights[i]);
  return y;
}
/// Sobol' (1993): Vi = 1 / (3 (1 + ai)^2), V = product of (1 + Vi) - 1, Ti = Vi x product of the others' (1 + Vj) / V.
inline Indices g_indices() {
  double all = 1;
  std::vector<double> v;
  for (const double a : g_weights) v.push_back(1 / (3 * (1 + a) * (1 + a))), all *= 1 + v.back();
  Indices out{{}, {}, all - 1};
  for (const double vi : v) out.first.push_back(vi / (all - 1)), out.total.push_back(vi * all / (1 + vi) / (all - 1));
  return out;
}

/// Morris (1991), 20 inputs, with the small coefficients that Campolongo et al. use in place of random ones: (-1)^i, (-1)^(i+j).
inline double morris_function(std::span<const double> u) {
  std::array<double, 20> w{};
  for (std::size_t i = 0; i < 20; ++i) w[i] = i == 2 || i == 4 || i == 6 ? 2 * (1.1 * u[i] / (u[i] + 0.1) - 0.5) : 2 * (u[i] - 0.5);
  const auto sign = [](std::size_t n) { return n % 2 == 0 ? 1.0 : -1.0; };
  double y = 0;
  for (std::size_t i = 0; i < 20; ++i) y += (i < 10 ? 20 : sign(i + 1)) * w[i];
  for (std::size_t i = 0; i < 20; ++i)
    for (std::size_t j = i + 1; j < 20; ++j) y += (j < 6 ? -15 : sign(i + j)) * w[i] * w[j];
  for (std::size_t i = 0; i < 5; ++i)
    for (std::size_t j = i + 1; j < 5; ++j)
      for (std::size_t l = j + 1; l < 5; ++l) y += -10 * w[i] * w[j] * w[l];
  return y + 5 * w[0] * w[1] * w[2] * w[3];
}

using Function = std::function<double(std::span<const double>)>;

inline std::vector<std::string> input_names(std::size_t n) {
  std::vector<std::string> names;
  for (std::size_t i = 1; i <= n; ++i) names.push_back("x" + std::to_string(i));
  return names;
}

/// The function at the points of a design, without noise.
inline explore::Experiment experiment_of(const sampling::Cube& cube, const Function& function) {
  explore::Experiment e;
  e.what = "y";
  e.inputs = input_names(cube.columns);
  const auto rows = static_cast<Eigen::Index>(cube.rows);
  e.x.resize(rows, static_cast<Eigen::Index>(cube.columns));
  e.y.resize(rows, 1);
  for (std::size_t r = 0; r < cube.rows; ++r) {
    for (std::size_t c = 0; c < cube.columns; ++c) e.x(static_cast<Eigen::Index>(r), static_cast<Eigen::Index>(c)) = cube.at(r, c);
    e.y(static_cast<Eigen::Index>(r), 0) = function(cube.row(r));
  }
  return e;
}

/// The same in several worlds: each world shifts all its points by one number (deviation `common`), and each point of it by
/// another (deviation `own`).
inline void add_noise(explore::Experiment& e, Eigen::Index worlds, double common, double own) {
  const Eigen::VectorXd exact = e.y.col(0);
  e.y.resize(exact.size(), worlds);
  // Uniform numbers of variance 1 are enough.
  const auto unit = [](std::uint32_t a, std::uint32_t b) { return std::sqrt(12.0) * (core::unit_double(core::threefry({a, b, 5, 6}, 99)[0]) - 0.5); };
  for (Eigen::Index w = 0; w < worlds; ++w)
    for (Eigen::Index p = 0; p < exact.size(); ++p)
      e.y(p, w) = exact[p] + common * unit(static_cast<std::uint32_t>(w), 0xffffffffu) + own * unit(static_cast<std::uint32_t>(w), static_cast<std::uint32_t>(p));
}

}  // namespace alongside::test
