#pragma once
// Power of individually and cluster-randomised parallel trials, and of difference-in-differences.

#include "analysis/trial/power.hpp"

namespace alongside::power {

/// How unequal cluster sizes enter: `eldridge` inflates as if clusters were weighted by size (Eldridge et al. 2006);
/// `van_breukelen` takes the minimum-variance weights' relative efficiency 1 - CV^2 L(1 - L) (van Breukelen et al. 2007).
enum class SizeRule { eldridge, van_breukelen };

/// Cluster size, its coefficient of variation, and the intra-cluster correlation.
struct Clusters {
  double size = 1;
  double icc = 0;
  double cv = 0;
  SizeRule rule = SizeRule::eldridge;
};

/// 1 + ((1 + CV^2) m - 1) ICC, or (1 + (m - 1) ICC) / relative efficiency. Throws UsageError on impossible input.
double design_effect(const Clusters& clusters);

/// 1 - CV^2 L (1 - L) with L = m rho / (m rho + 1 - rho) (van Breukelen et al. 2007, eq. 12).
double relative_efficiency(const Clusters& clusters);

/// What the outcome contributes: variance of one person's outcome in each arm, and the difference.
struct Contrast {
  double effect;
  double variance_control, variance_support;
};
Contrast means(double effect, double sd);
/// Two risks, unpooled variances p(1 - p). Throws UsageError unless both lie in (0, 1).
Contrast risks(double control, double support);

/// People per arm of an individually randomised trial by the normal approximation, for `power`.
double individuals_per_arm(const Contrast& contrast, double power, double alpha);

/// Variance of the difference with k clusters in each arm: design effect x (v0 + v1) / (k m).
double parallel_variance(const Contrast& contrast, const Clusters& clusters, double per_arm);

/// Reference distribution: normal, or t with 2 (k - 1) df.
enum class Reference { normal, t };

double parallel_power(const Contrast& contrast, const Clusters& clusters, double per_arm, Reference reference, Test test);
/// Clusters per arm (not rounded) for the wanted power.
double parallel_clusters(const Contrast& contrast, const Clusters& clusters, double power, Reference reference, Test test);

/// Clusters per arm for two rates, y person-years per cluster and between-cluster CV k of the true rates, by Hayes and
/// Bennett (1999) eq. 2, with their one cluster more.
double rate_clusters(double control, double support, double person_years, double k, double power, double alpha);
/// Its inverse: power with so many clusters per arm.
double rate_power(double control, double support, double person_years, double k, double per_arm, double alpha);

/// Correlations over time for a baseline and a follow-up survey: of cluster means (cluster autocorrelation), and of a
/// person's own outcomes (0 in a cross-section).
struct Autocorrelation {
  double cluster = 0, person = 0;
};

/// Difference in differences, k clusters per arm surveyed twice (Teerenstra et al. 2012): t with 2 (k - 1) df,
/// variance 2 x 2 (1 - r) DE sd^2 / (k m), r = (m rho r_c + (1 - rho) r_p) / DE.
double did_power(const Contrast& contrast, const Clusters& clusters, const Autocorrelation& over_time, double per_arm, Test test);
double did_clusters(const Contrast& contrast, const Clusters& clusters, const Autocorrelation& over_time, double power, Test test);
/// Variance factor of ANCOVA on the baseline against follow-up alone: 1 - r^2 (Teerenstra et al. 2012).
double ancova_factor(const Clusters& clusters, const Autocorrelation& over_time);

/// Exact behaviour of the balanced two-arm normal cluster trial with k clusters per arm: the Liang-Zeger variance is
/// S (k - 1) / k, Kauermann-Carroll S and Mancl-DeRouen S k / (k - 1), where S is the cluster-level variance.
enum class Correction { liang_zeger, kauermann_carroll, mancl_derouen };
/// True type I error at nominal alpha, against z or t(2k - 2).
double exact_type_one_error(Correction correction, Reference reference, double per_arm, double alpha);
/// Exact power of the cluster-level t test, effect in SDs: Var = 2 (rho + (1 - rho) / m) / k, noncentral t(2k - 2),
/// both tails.
double cluster_t_power(double effect, const Clusters& clusters, double per_arm, double alpha);

/// Supporters carry k groups of m families in the supported arm; n controls are on their own (Moerbeek and Wong 2008).
struct PartiallyNested {
  double groups = 0, size = 1, controls = 0;
  double between = 0, within = 1;  ///< variances in the supported arm, between supporters and inside
  double control_variance = 1;
};
double partially_nested_variance(const PartiallyNested& design);
/// Satterthwaite df on supporter means: (v1 + v0)^2 / (v1^2 / (k - 1) + v0^2 / (n - 1)).
double partially_nested_df(const PartiallyNested& design);
double partially_nested_power(double effect, const PartiallyNested& design, Test test);
/// Controls, or families per supporter, that reach `power`; the other numbers as given. Effect-tail, normal.
double partially_nested_controls(double effect, PartiallyNested design, double power, double alpha);
double partially_nested_size(double effect, PartiallyNested design, double power, double alpha);

}  // namespace alongside::power
