#include "analysis/trial/estimators/mixed_common.hpp"

namespace alongside::estimation {
extern const Estimator lmm_satterthwaite, lmm_kenward_roger, lmm_ancova;

namespace {

template <Adjust adjust, Df df>
Estimate fit_lmm(const Sample& sample, const FitOptions&) {
  return mixed_estimate(parallel_design(sample, adjust), Between::intercept, df);
}

}  // namespace

const Estimator lmm_satterthwaite{"lmm-satterthwaite", "Random-intercept model by REML, Satterthwaite df.",
                                  {Measure::difference, Weight::precision}, needs_clusters | needs_parallel, false,
                                  fit_lmm<Adjust::none, Df::satterthwaite>};
const Estimator lmm_kenward_roger{"lmm-kenward-roger", "Random-intercept model by REML, Kenward-Roger (1997) SE and df.",
                                  {Measure::difference, Weight::precision}, needs_clusters | needs_parallel, false,
                                  fit_lmm<Adjust::none, Df::kenward_roger>};
const Estimator lmm_ancova{"lmm-ancova", "Random-intercept model with the baseline by REML, Kenward-Roger SE and df.",
                           {Measure::difference, Weight::precision}, needs_clusters | needs_parallel | needs_baseline, false,
                           fit_lmm<Adjust::baseline, Df::kenward_roger>};

}  // namespace alongside::estimation
