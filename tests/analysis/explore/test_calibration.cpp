// Calibration against posteriors that are known: a linear simulator has a normal one, and one parameter can be integrated.

#include "analysis/explore/calibration_tables.hpp"

#include <cmath>

#include "tests/catch.hpp"

using namespace alongside::explore;
using Eigen::MatrixXd;
using Eigen::VectorXd;

namespace {

const Tell quiet = [](const std::string&) {};

/// Five parameters, four targets: the first two in sum and difference, the third alone, the last two by nothing.
struct Linear {
  MatrixXd slopes = MatrixXd::Zero(4, 5);
  VectorXd targets{{2.0, 0.5, -1.0, 0.3}};
  VectorXd variance{{0.04, 0.25, 0.09, 1.0}};
  Linear() {
    slopes(0, 0) = slopes(0, 1) = slopes(1, 0) = slopes(3, 2) = 1;
    slopes(1, 1) = -1;
    slopes(2, 2) = 2;
  }
  Simulator simulator() const {
    return {[this](const std::vector<Point>& points, Effort) {
              MatrixXd rows(static_cast<Eigen::Index>(points.size()), 4);
              for (std::size_t i = 0; i < points.size(); ++i) rows.row(static_cast<Eigen::Index>(i)) = (slopes * points[i]).transpose();
              return rows;
            },
            [this](const Point&) { return MatrixXd(variance.asDiagonal()); }};
  }
  MatrixXd covariance() const { return (slopes.transpose() * variance.cwiseInverse().asDiagonal() * slopes + MatrixXd::Identity(5, 5)).inverse(); }
  VectorXd mean() const { return covariance() * slopes.transpose() * variance.cwiseInverse().asDiagonal() * targets; }
};

}  // namespace

TEST_CASE("a linear simulator's posterior is found, and what no target speaks of is left at its prior") {
  const Linear linear;
  CalibrationPlan plan;
  plan.search_evaluations = 120;
  plan.samples = 2000;
  plan.wanted_size = 1500;
  const Calibration found = calibrate(linear.targets, 5, linear.simulator(), plan, quiet);
  CHECK((found.mode - linear.mean()).norm() < 1e-6);
  CHECK((found.laplace - linear.covariance()).norm() < 1e-6);
  CHECK(found.effective_size > 1500);
  for (Eigen::Index p = 0; p < 5; ++p) CHECK(std::abs(found.mean[p] - linear.mean()[p]) < 4 * found.mean_error[p]);
  // The standard error of a variance from 1,500 samples is under 4% of it, of a correlation under 0.026.
  CHECK((found.covariance - linear.covariance()).cwiseAbs().maxCoeff() < 0.15);
  for (const Eigen::Index unseen : {3, 4}) CHECK(std::abs(found.covariance(unseen, unseen) - 1) < 0.15);
  CHECK(std::abs(found.objectives[0] - found.objectives[1]) < 1e-6);
}

TEST_CASE("calibrations from other seeds find the same posterior within Monte Carlo error, and the same seed the same numbers") {
  const Linear linear;
  CalibrationPlan plan;
  plan.search_evaluations = 60;
  plan.samples = 800;
  plan.most_rounds = 2;
  const Calibration a = calibrate(linear.targets, 5, linear.simulator(), plan, quiet), again = calibrate(linear.targets, 5, linear.simulator(), plan, quiet);
  plan.seed = 2;
  const Calibration b = calibrate(linear.targets, 5, linear.simulator(), plan, quiet);
  CHECK(a.mean == again.mean);
  CHECK(a.covariance == again.covariance);
  for (Eigen::Index p = 0; p < 5; ++p) {
    CHECK(a.mean[p] != b.mean[p]);
    CHECK(std::abs(a.mean[p] - b.mean[p]) < 4 * std::hypot(a.mean_error[p], b.mean_error[p]));
  }
}

TEST_CASE("a skewed posterior is corrected: its mean is that of the integral, not the mode") {
  // One target, exp(1.5 u) = 3 with standard error 1.5: the mode and the mean lie apart.
  const Simulator simulator{[](const std::vector<Point>& points, Effort) {
                              MatrixXd rows(static_cast<Eigen::Index>(points.size()), 1);
                              for (std::size_t i = 0; i < points.size(); ++i) rows(static_cast<Eigen::Index>(i), 0) = std::exp(1.5 * points[i][0]);
                              return rows;
                            },
                            [](const Point&) { return MatrixXd::Constant(1, 1, 2.25); }};
  double mass = 0, mean = 0, square = 0;
  for (double u = -6; u <= 6; u += 1e-4) {
    const double r = (3 - std::exp(1.5 * u)) / 1.5, density = std::exp(-0.5 * r * r - 0.5 * u * u);
    mass += density, mean += density * u, square += density * u * u;
  }
  mean /= mass;
  const double sd = std::sqrt(square / mass - mean * mean);
  CalibrationPlan plan;
  plan.search_evaluations = 60;
  plan.samples = 4000;
  plan.most_rounds = 3;
  plan.wanted_size = 1e9;
  const Calibration found = calibrate(VectorXd::Constant(1, 3.0), 1, simulator, plan, quiet);
  CHECK(std::abs(found.mean[0] - mean) < 4 * found.mean_error[0]);
  CHECK(std::abs(found.mode[0] - mean) > 10 * found.mean_error[0]);
  CHECK(std::abs(std::sqrt(found.covariance(0, 0)) - sd) < 0.05 * sd);
}

TEST_CASE("the search finds the deeper of two valleys, which steps from the centre miss") {
  // The sum of squares has a valley at u = (-1.5, -1.5) and, from the prior's centre downhill, a shallower one at (0.8, 0.8).
  const auto depth = [](const Point& u) {
    const double near = (u.array() - 0.8).square().sum(), far = (u.array() + 1.5).square().sum();
    return 6 - 3 * std::exp(-2 * near) - 6 * std::exp(-2 * far);
  };
  const Simulator simulator{[&](const std::vector<Point>& points, Effort) {
                              MatrixXd rows(static_cast<Eigen::Index>(points.size()), 1);
                              for (std::size_t i = 0; i < points.size(); ++i) rows(static_cast<Eigen::Index>(i), 0) = depth(points[i]);
                              return rows;
                            },
                            [](const Point&) { return MatrixXd::Constant(1, 1, 0.05); }};
  CalibrationPlan plan;
  plan.search_evaluations = 600;
  plan.samples = 200;
  plan.most_rounds = 1;
  const Calibration found = calibrate(VectorXd::Zero(1), 2, simulator, plan, quiet);
  CHECK(found.mode[0] < -1);
  CHECK(found.mode[1] < -1);
  plan.search_evaluations = 0;
  CHECK(calibrate(VectorXd::Zero(1), 2, simulator, plan, quiet).mode[0] > -1);
}

TEST_CASE("tables and the posterior's file say what was found") {
  const Linear linear;
  CalibrationPlan plan;
  plan.search_evaluations = 0;
  plan.samples = 500;
  const Calibration found = calibrate(linear.targets, 5, linear.simulator(), plan, quiet);
  CalibrationDescription description;
  const std::vector<std::string> names{"a", "b", "c", "d", "e"};
  for (const std::string& name : names) description.parameters.push_back({name, 0, [](double z) { return 10 + z; }});
  for (const char* id : {"1", "2", "3", "4"}) description.targets.push_back({id, "s", "w", 0, 1, ""});
  const auto tables = calibration_tables(description, found);
  REQUIRE(tables.size() == 4);
  CHECK(std::get<std::string>(tables[2].rows[2].back()) == "identified");
  CHECK(std::get<std::string>(tables[2].rows[4].back()) == "left at its prior");
  const std::string text = posterior_toml(names, found, "by hand");
  CHECK(text.find("\"c\" = { shift = -0.") != std::string::npos);
  CHECK(text.find("\"a\" = { \"b\" = ") != std::string::npos);
  CHECK(text.find("\"e\" = { \"") == std::string::npos);
}
