#pragma once
// Who gains and who loses: health by group, weighed by aversion to inequality, with the health that money displaces.

#include <span>
#include <string>
#include <vector>

namespace alongside::economics {

/// The social welfare function behind an equally distributed equivalent (EDE).
enum class InequalityIndex { atkinson, kolm, extended_gini };

/// EDE of health levels h with population weights w (need not sum to 1): the level that, had by all, is as good as the
/// distribution (Asaria, Griffin & Cookson 2016). Atkinson: (sum w h^(1-e))^(1/(1-e)), exp(sum w ln h) at e = 1; e >= 0,
/// h > 0. Kolm: -(1/a) ln sum w exp(-a h), the mean at a = 0. Extended Gini: sum h_i [(1 - P_(i-1))^eta - (1 - P_i)^eta] over
/// groups by rising health, P the cumulative share of people; eta >= 1 (1: the mean, 2: the Gini). Throws DataError outside these.
double equally_distributed_equivalent(std::span<const double> health, std::span<const double> population, InequalityIndex index, double aversion);

/// 1 - EDE/mean (Atkinson, extended Gini) or mean - EDE (Kolm, in units of health).
double inequality(std::span<const double> health, std::span<const double> population, InequalityIndex index, double aversion);

/// Direct equity weights proportional to h^-e with population mean 1 (Cookson et al. 2017).
std::vector<double> equity_weights(std::span<const double> health, std::span<const double> population, double aversion);

/// Population totals of a change from one distribution to another (Asaria, Griffin & Cookson 2016; Cookson et al. 2020).
struct EquityImpact {
  double health = 0;   ///< change of the mean x people
  double total = 0;    ///< change of the EDE x people
  double equity = 0;   ///< total - health: what the change in inequality is worth, in units of health
};
EquityImpact equity_impact(std::span<const double> before, std::span<const double> after, std::span<const double> population,
                           InequalityIndex index, double aversion);

/// Shares of a health opportunity cost by group. Relative weights are per person: share_g = w_g N_g / sum w N.
std::vector<double> opportunity_shares(std::span<const double> weight_per_person, std::span<const double> population);

/// Net benefit of each group, all its people: gain - share x cost / money per unit of health. `gain` is per person.
/// Shares must sum to 1 within 1e-6 and money_per_health be positive, else DataError.
std::vector<double> net_group_benefit(std::span<const double> gain, std::span<const double> population, std::span<const double> shares,
                                      double cost, double money_per_health);

/// Health along social rank, groups in order from the most to the least disadvantaged.
struct SocialGradient {
  double slope_index = 0;          ///< SII: health of the best-off end - worst-off end of the weighted line on ridits
  double relative_index = 0;       ///< RII (mean form): SII / mean
  double concentration_index = 0;  ///< 2 cov(h, ridit) / mean; positive when the better-off have more health
};
/// Ridit: share of people below a group plus half its own (Mackenbach & Kunst 1997; Wagstaff, Paci & van Doorslaer 1991).
/// Needs two groups or more, else DataError.
SocialGradient social_gradient(std::span<const double> health, std::span<const double> population);

/// "atkinson", "kolm" or "gini"; throws UsageError otherwise.
InequalityIndex parse_index(const std::string& name);
std::string index_text(InequalityIndex index);

}  // namespace alongside::economics
