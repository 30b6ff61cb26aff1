#include "analysis/trial/estimators/common.hpp"
#include "analysis/trial/gee.hpp"

namespace alongside::estimation {
extern const Estimator ancova;

namespace {

Estimate fit_ancova(const Sample& sample, const FitOptions&) {
  const Design design = parallel_design(sample, Adjust::baseline);
  if (!full_rank(design)) return failed("the baseline is constant, or the same as the arm");
  const GeeFit gee = fit_gee(design, Link::identity, Working::independence);
  if (!gee.usable()) return failed("the least-squares equations are singular");
  const double columns = static_cast<double>(design.columns());
  if (!sample.clustered) return settled(gee.beta[1], std::sqrt(gee.model_covariance()(1, 1)), design.rows - columns);
  const double df = static_cast<double>(sample.clusters()) - columns;
  if (df < 1) return failed("too few clusters for a baseline covariate");
  return settled(gee.beta[1], std::sqrt(gee.covariance(Sandwich::kauermann_carroll)(1, 1)), df);
}

}  // namespace

const Estimator ancova{"ancova", "Least squares on arm and baseline; with clusters the Kauermann-Carroll sandwich and t(K - 3).",
                       {Measure::difference, Weight::participant}, needs_baseline | needs_parallel, false, fit_ancova};

}  // namespace alongside::estimation
