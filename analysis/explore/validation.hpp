#pragma once
// The model beside what studies observed, and beside two models that anybody could have: support has no effect, and support
// has everywhere the average effect.

#include <string>
#include <vector>

#include "analysis/data/table.hpp"

namespace alongside::explore {

/// What kind of number a row is, which says how an average effect is carried over to it.
enum class Scale { share, mean, standardised, other };

/// One observed row and the model's answer to it. Numbers of ratios are ratios; their errors are on the log scale.
struct ValidationRow {
  std::string id, study, domain, what, arm, source, reason;
  double observed = 0, se = 0, discrepancy = 0;
  double simulated = 0, monte_carlo = 0;
  double without = 0;           ///< the model's own number had support no effect
  double low = 0, high = 0;     ///< 95% predictive interval; NaN without draws
  bool log_scale = false;
  bool control = false;         ///< an input: what the study's own control arm or baseline says of its population
  bool treated = false;         ///< of an arm that is offered support, or a contrast
  bool contrast = false;
  int direction = 0;            ///< only the sign is known
  bool compared = true;         ///< counts in the sums by domain; else it is shown only
  Scale scale = Scale::other;
  std::string measure;

  double z() const;             ///< (simulated - observed) / sqrt(se^2 + discrepancy^2)
  double z_of(double prediction) const;
  bool hit() const;             ///< |z| < 1.96, or the sign known is the sign simulated
};

/// Fits of a domain: sums of squared z over its rows that are not inputs.
struct DomainFit {
  std::string domain;
  std::size_t rows = 0, hits = 0;
  double model = 0, zero_effect = 0, average_effect = 0;
};

/// The average effect of a kind of number in a domain, by inverse variance over the rows: a log risk ratio or a difference.
double average_effect(const std::vector<ValidationRow>& rows, const std::string& domain, Scale scale);

/// Predictions of the two other models. In the domain "process" the first delivers what was planned, and the second has everywhere
/// the mean of what was observed of that measure.
double zero_effect_prediction(const ValidationRow& row);
double average_effect_prediction(const std::vector<ValidationRow>& rows, const ValidationRow& row);

std::vector<DomainFit> domain_fits(const std::vector<ValidationRow>& rows);

/// The tables: every row, the sums by domain, and the rows missed with their reasons.
std::vector<data::OutputTable> validation_tables(const std::vector<ValidationRow>& rows);

}  // namespace alongside::explore
