// Emulator, sparse regression and slice sampling against what is known in closed form.

#include "analysis/explore/emulator.hpp"

#include <cmath>

#include "analysis/explore/slice_sampling.hpp"
#include "analysis/explore/sparse_regression.hpp"
#include "sim/core/numeric.hpp"
#include "sim/core/random.hpp"
#include "tests/catch.hpp"

using namespace alongside::explore;
using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

double normal(std::uint32_t row, std::uint32_t column) {
  const auto w = alongside::core::threefry({row, column, 0, 3}, 5);
  return alongside::core::normal_quantile64(alongside::core::unit_double(w[0], w[1]));
}

MatrixXd normals(Index rows, Index columns) {
  MatrixXd all(rows, columns);
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < columns; ++c) all(r, c) = normal(static_cast<std::uint32_t>(r), static_cast<std::uint32_t>(c));
  return all;
}

}  // namespace

TEST_CASE("sparse regression keeps the terms that matter, drops the others and knows the noise") {
  const Index rows = 400, columns = 60;
  MatrixXd terms(rows, columns + 1);
  terms << VectorXd::Ones(rows), normals(rows, columns);
  VectorXd values(rows);
  for (Index r = 0; r < rows; ++r) values[r] = 0.5 + 0.8 * terms(r, 3) - 0.4 * terms(r, 17) + 0.3 * normal(static_cast<std::uint32_t>(r), 999);
  const SparseFit fit = fit_sparsely(terms, values);
  CHECK(fit.terms.size() < 25);  // of 61
  VectorXd dense = VectorXd::Zero(columns + 1), error = VectorXd::Zero(columns + 1);
  for (std::size_t i = 0; i < fit.terms.size(); ++i) {
    dense[fit.terms[i]] = fit.coefficients[static_cast<Index>(i)];
    error[fit.terms[i]] = std::sqrt(fit.covariance(static_cast<Index>(i), static_cast<Index>(i)));
  }
  CHECK(std::abs(dense[0] - 0.5) < 4 * error[0]);
  CHECK(std::abs(dense[3] - 0.8) < 4 * error[3]);
  CHECK(std::abs(dense[17] + 0.4) < 4 * error[17]);
  CHECK(std::abs(error[3] - 0.3 / 20) < 0.003);  // noise over the root of 400
  CHECK(std::abs(fit.noise - 0.09) < 4 * 0.09 * std::sqrt(2.0 / 400));
  dense[0] = dense[3] = dense[17] = 0;
  CHECK(dense.norm() < 0.09);  // 58 least-squares coefficients would come to 0.015 times the root of 58: 0.114, standard error 0.011
}

TEST_CASE("an emulator of a polynomial finds it, its slopes and its own error") {
  const Index rows = 300, columns = 20;
  const MatrixXd points = normals(rows, columns);
  const auto truth = [](const VectorXd& u) { return 10 + 2 * u[0] - u[1] + 0.5 * u[0] * u[1] + 0.3 * u[2] * u[2] + u[2]; };
  MatrixXd values(rows, 2);
  for (Index r = 0; r < rows; ++r) {
    values(r, 0) = truth(points.row(r)) + 0.2 * normal(static_cast<std::uint32_t>(r), 77);
    values(r, 1) = 3;
  }
  values(5, 0) = std::nan("");
  const VectorXd centre = VectorXd::Constant(columns, 0.1);
  const Emulator emulator(points, values, centre);
  VectorXd at = VectorXd::Zero(columns);
  at.head(3) << 0.4, -0.6, 0.9;
  const Emulator::Prediction found = emulator.at(at);
  CHECK(std::abs(found.mean[0] - truth(at)) < 4 * std::sqrt(found.variance[0]));
  CHECK(std::sqrt(found.variance[0]) < 0.06);
  CHECK(std::abs(emulator.scatter()[0] - 0.04) < 4 * 0.04 * std::sqrt(2.0 / 300));
  CHECK(std::abs(found.mean[1] - 3) < 1e-9);
  const MatrixXd slopes = emulator.slopes(at);
  CHECK(std::abs(slopes(0, 0) - (2 + 0.5 * at[1])) < 0.06);
  CHECK(std::abs(slopes(0, 1) - (-1 + 0.5 * at[0])) < 0.06);
  CHECK(std::abs(slopes(0, 2) - (1 + 0.6 * at[2])) < 0.08);
  const double step = 1e-4;  // slopes are the derivatives of what `at` gives
  for (Index p = 0; p < 4; ++p) {
    VectorXd up = at, down = at;
    up[p] += step, down[p] -= step;
    CHECK(std::abs(slopes(0, p) - (emulator.at(up).mean[0] - emulator.at(down).mean[0]) / (2 * step)) < 1e-6);
  }
}

TEST_CASE("slice sampling gives the moments of a density that its normal does not match") {
  // Twenty independent components: a normal of twice the spread that the chain is told of, and one exponential.
  const Index n = 20;
  const auto density = [&](const VectorXd& u) {
    if (u[0] < 0) return -std::numeric_limits<double>::infinity();
    return -u[0] - 0.5 * u.tail(n - 1).squaredNorm() / 1.44;
  };
  VectorXd start = VectorXd::Zero(n);
  start[0] = 1;
  const MatrixXd states = sample_by_slices(density, make_normal(start, MatrixXd::Identity(n, n)), 4000, 8, 3);
  for (Index p = 0; p < n; ++p) {
    const VectorXd chain = states.col(p);
    const double size = effective_size(chain), mean = chain.mean(), variance = (chain.array() - mean).square().sum() / 3999;
    const double wanted_mean = p == 0 ? 1 : 0, wanted_variance = p == 0 ? 1 : 1.44;
    INFO("component " << p << ", effective size " << size);
    CHECK(size > 300);
    CHECK(std::abs(mean - wanted_mean) < 4 * std::sqrt(wanted_variance / size));  // 20 times 6 in 100,000
    CHECK(std::abs(variance / wanted_variance - 1) < (p == 0 ? 0.45 : 0.25));      // about 4 standard errors of a variance at size 500
  }
}

TEST_CASE("a chain's effective size falls with its autocorrelation") {
  // AR(1) of coefficient r: n (1 - r) / (1 + r); batch means of length 141 know it to about 12%, and lean high.
  const Index n = 20000;
  for (const double r : {0.0, 0.5, 0.9}) {
    VectorXd chain(n);
    double x = 0;
    for (Index i = 0; i < n; ++i) chain[i] = x = r * x + std::sqrt(1 - r * r) * normal(static_cast<std::uint32_t>(i), 1234);
    const double wanted = static_cast<double>(n) * (1 - r) / (1 + r);
    CHECK(std::abs(effective_size(chain) / wanted - 1) < 0.5);
  }
}
