#pragma once
// Performance of an estimator over simulated trials, each figure with its Monte Carlo standard error
// (Morris, White and Crowther 2019, table 6).

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace alongside::estimation {

/// A figure and its Monte Carlo standard error.
struct Measured {
  double value, mcse;
};

/// Results of one method over n simulated trials; NaN in `estimate` or `se` marks a trial without an answer.
struct Replicates {
  std::span<const double> estimate, se;
  std::span<const double> df = {};  ///< empty: normal reference for all
  std::span<const double> p = {};   ///< empty: from estimate / se; else a test's own p-values (NaN: from estimate / se)
};

struct Performance {
  std::size_t used = 0, missing = 0;
  Measured bias, empirical_se, mse, model_se;
  Measured relative_error;             ///< of the model SE against the empirical SE, percent
  Measured coverage, bias_eliminated_coverage;
  Measured rejection;                  ///< power, or type I error when the truth is 0
};

/// All figures against a truth of each trial: the same for all, or that of the trial's draw of the parameters. Errors are
/// estimate - truth; rejections are of the estimates themselves. Trials without an answer are counted and left out of every figure; with fewer than two
/// answers all figures are NaN. Throws DataError when the spans differ in length.
Performance performance(const Replicates& replicates, std::span<const double> truth, double alpha = 0.05);
/// The same with one truth.
Performance performance(const Replicates& replicates, double truth, double alpha = 0.05);

/// By trial whether the two-sided test rejects: 1 yes, 0 no, -1 where there is no answer.
std::vector<std::int8_t> rejections(const Replicates& replicates, double alpha = 0.05);

/// Percent gain in precision of b against a, 100 ((SD_a / SD_b)^2 - 1), over trials in which both have an answer.
Measured relative_precision(const Replicates& a, const Replicates& b);

/// Difference in rejection rates b - a on the same trials: MCSE sqrt(b10 + b01 - (b10 - b01)^2 / n) / n from the
/// discordant counts.
Measured rejection_difference(const Replicates& a, const Replicates& b, double alpha = 0.05);

}  // namespace alongside::estimation
