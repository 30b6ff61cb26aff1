// The palette of the report can be told apart by readers with each kind of colour blindness, on light and on dark paper.

#include <Eigen/Dense>
#include <cmath>

#include "analysis/report/html/assets.hpp"
#include "tests/catch.hpp"

using namespace alongside;

namespace {

using Colour = Eigen::Vector3d;  // linear RGB

Colour colour(const std::string& hex) {
  Colour c;
  for (int i = 0; i < 3; ++i) {
    const double v = std::stoi(hex.substr(1 + 2 * static_cast<std::size_t>(i), 2), nullptr, 16) / 255.0;
    c[i] = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
  }
  return c;
}

/// CIE L*a*b*, D65.
Eigen::Vector3d lab(const Colour& rgb) {
  Eigen::Matrix3d m;
  m << 0.4124, 0.3576, 0.1805, 0.2126, 0.7152, 0.0722, 0.0193, 0.1192, 0.9505;
  Eigen::Vector3d f = (m * rgb.cwiseMax(0).cwiseMin(1)).cwiseQuotient(Eigen::Vector3d(0.9505, 1, 1.089));
  for (double& x : f) x = x > 0.008856 ? std::cbrt(x) : 7.787 * x + 16.0 / 116;
  return {116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])};
}

double contrast(const Colour& a, const Colour& b) {
  const Eigen::Vector3d w(0.2126, 0.7152, 0.0722);
  const double x = w.dot(a), y = w.dot(b);
  return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

/// What readers see: normal, protanopia, deuteranopia, tritanopia (Machado, Oliveira & Fernandes 2009, severity 1).
std::vector<Eigen::Matrix3d> eyes() {
  Eigen::Matrix3d protan, deutan, tritan;
  protan << 0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998;
  deutan << 0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.011820, 0.042940, 0.968881;
  tritan << 1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.303900;
  return {Eigen::Matrix3d::Identity(), protan, deutan, tritan};
}

std::string value_after(const std::string& css, const std::string& name) {
  const std::size_t at = css.find("--" + name + ": #");
  REQUIRE(at != std::string::npos);
  return css.substr(at + name.size() + 4, 7);
}

}  // namespace

TEST_CASE("colours of arms can be told apart by colour-blind readers, and from the paper") {
  const std::string css(report::assets::style);
  const std::size_t dark = css.find("prefers-color-scheme: dark");
  REQUIRE(dark != std::string::npos);
  constexpr int told_apart = 7;
  for (const std::string& theme : {css.substr(0, dark), css.substr(dark)}) {
    const Colour paper = colour(value_after(theme, "paper"));
    for (int i = 0; i < told_apart; ++i) {
      const Colour a = colour(value_after(theme, "look-" + std::to_string(i)));
      CHECK(contrast(a, paper) > 2.2);
      for (int j = 0; j < i; ++j) {
        const Colour b = colour(value_after(theme, "look-" + std::to_string(j)));
        INFO("looks " << i << " and " << j);
        // A just noticeable difference is about 2.3; thin lines need several times that.
        for (const Eigen::Matrix3d& eye : eyes()) CHECK((lab(eye * a) - lab(eye * b)).norm() > 12);
      }
    }
    // Text: at least 4.5 to 1 (WCAG 2.2, 1.4.3).
    for (const char* ink : {"ink", "soft", "accent", "good", "bad"}) CHECK(contrast(colour(value_after(theme, ink)), paper) > 4.5);
  }
}
