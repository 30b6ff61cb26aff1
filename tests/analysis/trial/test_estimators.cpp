// Estimators beyond the reference cases: other packages' answers on one small data set, and fits that cannot succeed.

#include "analysis/trial/cost_effectiveness.hpp"
#include "analysis/trial/distributions.hpp"
#include "analysis/trial/estimator.hpp"
#include "analysis/trial/glmm.hpp"
#include "analysis/trial/mixed.hpp"
#include "tests/analysis/trial/reference_data.hpp"

using namespace alongside;
using namespace alongside::estimation;
using reference::check_digits;

namespace {
Estimate run(const char* name, const reference::Rows& rows, const FitOptions& options = {}) { return fit(find_estimator(name), rows.sample(), options); }

/// Eight clusters of three with an outcome that is 1 where the balanced data exceed a limit.
reference::Rows binary(double limit) {
  reference::Rows rows = reference::balanced();
  for (double& y : rows.outcome) y = y > limit;
  return rows;
}
}  // namespace

TEST_CASE("degrees of freedom agree with lmerTest 3.1 and pbkrtest 0.5") {
  const Estimate wedge = run("hussey-hughes", reference::stepped());
  CHECK(wedge.df == Approx(57.79099446).epsilon(1e-6));
  const MixedFit fit = fit_mixed(stepped_design(reference::stepped().sample()), Between::intercept);
  CHECK(fit.se_kenward_roger == Approx(1.4136404736).epsilon(1e-6));
  CHECK(fit.df_kenward_roger == Approx(57.79271371).epsilon(1e-6));
  // At the boundary Satterthwaite keeps the expected information; Kenward-Roger is pbkrtest's.
  const Estimate edge = run("lmm-kenward-roger", reference::crt_a());
  CHECK(edge.status == Status::boundary);
  CHECK(edge.se == Approx(1.436800308).epsilon(1e-8));
  CHECK(edge.df == Approx(7.284613691).epsilon(1e-8));
  // Balanced data: all roads lead to K - 2.
  CHECK(run("lmm-satterthwaite", reference::balanced()).df == Approx(6));
  CHECK(run("lmm-kenward-roger", reference::balanced()).se == Approx(run("cluster-t", reference::balanced()).se));
}

TEST_CASE("quadrature: known nodes, and no cluster variance is the logistic model") {
  const Quadrature rule = gauss_hermite(3);
  CHECK(rule.node[2] == Approx(std::sqrt(1.5)));
  CHECK(rule.weight.sum() == Approx(std::sqrt(M_PI)));
  reference::Rows alike = reference::balanced();  // one of three in every control cluster, two of three in the others
  for (std::size_t i = 0; i < alike.outcome.size(); ++i) alike.outcome[i] = i % 3 <= static_cast<std::size_t>(alike.arm[i]);
  const Estimate glmm = run("glmm-logit", alike);
  REQUIRE(glmm.status == Status::boundary);
  const Estimate plain = run("odds-ratio", alike);
  CHECK(glmm.value == Approx(plain.value).epsilon(1e-8));
  CHECK(glmm.se == Approx(plain.se).epsilon(1e-6));
}

TEST_CASE("fits that cannot succeed say so and print nothing") {
  const Estimate separated = run("glmm-logit", binary(57.15));
  CHECK(separated.status == Status::failed);
  CHECK(std::string(separated.note).find("no maximum") != std::string::npos);
  CHECK(std::isnan(p_value(separated)));
  const Estimate ratio = run("risk-ratio", binary(57.15));
  CHECK(ratio.status == Status::fallback);
  CHECK(std::isfinite(ratio.value));
  reference::Rows flat = reference::balanced();
  for (double& y : flat.outcome) y = 3;
  for (const Estimator* method : estimators()) CHECK(fit(*method, flat.sample()).status == Status::failed);
}

TEST_CASE("no method gives a result that is not finite, whatever the data lack") {
  std::vector<reference::Rows> all{reference::balanced(), reference::crt_a(), reference::stepped(), reference::compliance(), binary(50.1), binary(57.15)};
  reference::Rows two = reference::balanced();
  for (auto& c : two.cluster) c /= 4;
  reference::Rows lost = reference::crt_a();
  for (std::size_t i = 0; i < lost.outcome.size(); i += 3) lost.outcome[i] = std::nan("");
  reference::Rows one_arm = reference::balanced();
  for (auto& a : one_arm.arm) a = 1;
  reference::Rows single = reference::balanced();
  for (std::size_t i = 0; i < single.cluster.size(); ++i) single.cluster[i] = static_cast<std::int32_t>(i);
  for (reference::Rows* rows : {&two, &lost, &one_arm, &single}) all.push_back(*rows);
  for (reference::Rows& rows : all) {
    if (rows.received.empty()) rows.received.assign(rows.outcome.size(), 1);
    rows.baseline.assign(rows.outcome.size(), 2);
    rows.event.assign(rows.outcome.size(), 1);
    rows.cost.assign(rows.outcome.size(), 10);
    for (const Estimator* method : estimators()) {
      const Estimate e = fit(*method, rows.sample());
      INFO(method->name);
      if (e.has_value()) CHECK((std::isfinite(e.value) && e.se > 0 && std::isfinite(p_value(e))));
      else CHECK(std::string(e.note) != "");
    }
  }
}

TEST_CASE("permutation over a restricted set counts that set only") {
  const reference::Rows rows = reference::balanced();
  const std::uint8_t set[] = {0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 1, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 1, 0, 1, 0, 1};
  FitOptions options;
  options.allocations = set;
  CHECK(run("permutation", rows, options).p_value == Approx(.5));
  options.allocations = std::span(set).subspan(8);
  CHECK(run("permutation", rows, options).status == Status::failed);
  options.allocations = {};
  options.list_at_most = 10;
  const double drawn = run("permutation", rows, options).p_value, exact = run("permutation", rows).p_value;
  CHECK(std::fabs(drawn - exact) < 4 * std::sqrt(exact * (1 - exact) / 9999));
  CHECK(run("permutation", rows, options).p_value == drawn);
}

TEST_CASE("Cox and log-rank on a small trial by hand") {
  // Times 1, 2, 3 in control and 2, 4 supported (censored at 4): log-rank U = -2/3 - 1/2... by steps below.
  reference::Rows rows;
  rows.outcome = {1, 2, 3, 2, 4};
  rows.event = {1, 1, 1, 1, 0};
  rows.arm = {0, 0, 0, 1, 1};
  const double expected = 2.0 / 5 + 2 * 2.0 / 4 + 1.0 / 2, variance = .24 + 2 * .25 * 2.0 / 3 + .25;
  const Estimate test = run("log-rank", rows);
  CHECK(test.value == Approx((1 - expected) / variance));
  CHECK(test.se == Approx(1 / std::sqrt(variance)));
  const Estimate model = run("cox", rows);
  const double r = std::exp(model.value);
  CHECK(1 == Approx(2 * r / (3 + 2 * r) + 2 * 2 * r / (2 + 2 * r) + r / (1 + r)));
}

TEST_CASE("net benefit: variances by arm and the sign of the covariance") {
  reference::Rows rows;
  rows.outcome = {1, 2, 3, 2, 4, 6};
  rows.cost = {10, 20, 30, 30, 40, 80};
  rows.arm = {0, 0, 0, 1, 1, 1};
  const CostEffect both = cost_effect(rows.sample());
  CHECK(both.effect == Approx(2));
  CHECK(both.cost == Approx(30));
  CHECK(both.effect_variance == Approx(1.0 / 3 + 4.0 / 3));
  CHECK(both.covariance == Approx(10.0 / 3 + 50.0 / 3));
  FitOptions options;
  options.willingness_to_pay = 20;
  const Estimate benefit = run("net-benefit", rows, options);
  CHECK(benefit.value == Approx(10));
  CHECK(benefit.se == Approx(std::sqrt(400 * both.effect_variance + both.cost_variance - 40 * both.covariance)));
}

TEST_CASE("net benefit of a stepped wedge is a GEE on families' net benefits") {
  reference::Rows rows = reference::stepped();
  for (std::size_t i = 0; i < rows.outcome.size(); ++i) rows.cost.push_back(100.0 + 7 * static_cast<double>(i % 5) + 30 * rows.arm[i]);
  FitOptions options;
  options.willingness_to_pay = 20;
  const Estimate found = run("net-benefit-stepped", rows, options);
  reference::Rows benefit = rows;
  for (std::size_t i = 0; i < rows.outcome.size(); ++i) benefit.outcome[i] = 20 * rows.outcome[i] - rows.cost[i];
  const Estimate gee = run("gee-identity-exch-kc-t", benefit);
  CHECK(found.value == Approx(gee.value).epsilon(1e-12));
  CHECK(found.se == Approx(gee.se).epsilon(1e-12));
  CHECK(found.df == gee.df);
  // In a parallel trial the method for those is meant.
  CHECK_FALSE(refusal(find_estimator("net-benefit-stepped"), reference::crt_a().sample()).empty());
  CHECK_FALSE(refusal(find_estimator("net-benefit"), rows.sample()).empty());
}
