#include <array>
#include <vector>

#include "analysis/trial/estimator.hpp"

namespace alongside::estimation {

extern const Estimator difference, risk_difference, risk_ratio, odds_ratio, ancova, cluster_t, cluster_t_weighted, cluster_t_welch,
    permutation, lmm_satterthwaite, lmm_kenward_roger, lmm_ancova, partially_nested, hussey_hughes, nested_exchangeable, random_effect, decay, exposure_time, glmm_logit,
    cace_cr1, cace_cr0, contamination_adjusted, per_protocol, as_treated, log_rank, cox, cost_effectiveness, stepped_net_benefit;
extern const std::array<Estimator, 48> gee_family;

std::span<const Estimator* const> estimators() {
  static const std::vector<const Estimator*> list = [] {
    std::vector<const Estimator*> out{
        &difference, &risk_difference, &risk_ratio, &odds_ratio, &ancova,
        &cluster_t, &cluster_t_weighted, &cluster_t_welch, &permutation,
        &lmm_satterthwaite, &lmm_kenward_roger, &lmm_ancova, &partially_nested,
        &hussey_hughes, &nested_exchangeable, &random_effect, &decay, &exposure_time,
    };
    for (const Estimator& gee : gee_family) out.push_back(&gee);
    out.insert(out.end(), {
        &glmm_logit,
        &cace_cr1, &cace_cr0, &contamination_adjusted, &per_protocol, &as_treated,
        &log_rank, &cox,
        &cost_effectiveness, &stepped_net_benefit,
    });
    return out;
  }();
  return list;
}

}  // namespace alongside::estimation
