#include "analysis/explore/validation.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace alongside::explore {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();
constexpr double half_width = 1.959963984540054;

double on_scale(const ValidationRow& row, double x) { return row.log_scale ? std::log(x) : x; }

/// Whether a row counts in the comparison of models.
bool counts(const ValidationRow& row) { return row.compared && !row.control && row.direction == 0 && !std::isnan(row.simulated); }

/// The effect that a row shows over its own control, and its standard error: a log risk ratio, or a difference.
std::pair<double, double> shown_effect(const ValidationRow& row) {
  if (row.contrast && row.log_scale) return {std::log(row.observed), row.se};
  if (row.scale == Scale::share && !row.contrast) return {std::log(row.observed / row.without), row.se / row.observed};
  if (row.scale == Scale::share) return {none, none};  // a difference of shares has no log ratio of its own
  return {row.contrast ? row.observed : row.observed - row.without, row.se};
}

std::string number(double x, int digits = 3) { return std::isnan(x) ? "-" : fmt::format("{:.{}f}", x, digits); }

std::string interval(double low, double high) { return std::isnan(low) || std::isnan(high) ? "-" : fmt::format("{} to {}", number(low), number(high)); }

/// 95% interval of an observation.
std::string observed_interval(const ValidationRow& row) {
  const double at = on_scale(row, row.observed), half = half_width * row.se;
  return row.log_scale ? interval(std::exp(at - half), std::exp(at + half)) : interval(at - half, at + half);
}

std::string verdict(const ValidationRow& row) {
  if (row.control) return "input";
  if (std::isnan(row.simulated)) return "no answer";
  return row.hit() ? "yes" : "no";
}

data::OutputTable row_table(const std::vector<ValidationRow>& rows) {
  data::OutputTable table{"Observed and simulated", {"row", "study", "what", "arm", "observed", "95% of the study", "simulated", "MC error", "95% predicted", "z", "inside"}, {}, {}};
  for (const ValidationRow& row : rows) {
    const bool signs = row.direction != 0;
    table.rows.push_back({row.id, row.study, row.what, row.arm, signs ? std::string(row.direction > 0 ? "higher" : "lower") : number(row.observed), signs ? std::string("-") : observed_interval(row),
                          number(row.simulated), number(row.monte_carlo), interval(row.low, row.high), signs || row.control ? std::string("-") : number(row.z(), 2), verdict(row)});
  }
  table.notes = {"z: (simulated - observed) / sqrt(se^2 + discrepancy^2), for ratios on the log scale; inside: |z| < 1.96, or the sign is the one observed.",
                 "input: the study's own control arm or baseline, which says what population it had; it counts for no model.",
                 "95% predicted: uncertain parameters, differences between settings, and the study's own sampling."};
  return table;
}

data::OutputTable fit_table(const std::vector<ValidationRow>& rows) {
  data::OutputTable table{"Sum of z squared by domain", {"domain", "rows", "inside", "this model", "no effect", "average effect"}, {}, {}};
  for (const DomainFit& fit : domain_fits(rows))
    table.rows.push_back({fit.domain, static_cast<long long>(fit.rows), static_cast<long long>(fit.hits), data::Number{fit.model, 1}, data::Number{fit.zero_effect, 1}, data::Number{fit.average_effect, 1}});
  table.notes = {"Symptoms and feeding: rows of arms offered support and contrasts, over this model's own control arms. Average effect: one log risk ratio and one",
                 "difference in points for all studies of the domain, estimated from these very rows. Process: no effect means that everything is taken up and",
                 "received as planned and nobody leaves; average means the mean of what was observed of the same measure. Intracluster correlations and other",
                 "rows of process that are not for fitting have no such rival and are left out."};
  return table;
}

data::OutputTable miss_table(const std::vector<ValidationRow>& rows) {
  data::OutputTable table{"Rows missed", {"row", "study", "z", "reason"}, {}, {}};
  for (const ValidationRow& row : rows)
    if (!row.control && !row.hit()) table.rows.push_back({row.id, row.study, row.direction != 0 ? std::string("-") : number(row.z(), 2), row.reason.empty() ? std::string("not known") : row.reason});
  if (table.rows.empty()) table.notes = {"none"};
  return table;
}

}  // namespace

double ValidationRow::z_of(double prediction) const { return (on_scale(*this, prediction) - on_scale(*this, observed)) / std::sqrt(se * se + discrepancy * discrepancy); }

double ValidationRow::z() const { return z_of(simulated); }

bool ValidationRow::hit() const {
  if (direction != 0) return direction * simulated > 0;
  return std::abs(z()) < half_width;
}

double average_effect(const std::vector<ValidationRow>& rows, const std::string& domain, Scale scale) {
  double weights = 0, sum = 0;
  for (const ValidationRow& row : rows) {
    if (!counts(row) || !row.treated || row.domain != domain || row.scale != scale) continue;
    const auto [effect, se] = shown_effect(row);
    if (std::isnan(effect)) continue;
    weights += 1 / (se * se);
    sum += effect / (se * se);
  }
  return weights > 0 ? sum / weights : 0;
}

double zero_effect_prediction(const ValidationRow& row) {
  if (row.domain != "process") return row.contrast ? (row.log_scale ? 1 : 0) : row.without;
  return row.measure == "left_by" ? 0 : 1;
}

double average_effect_prediction(const std::vector<ValidationRow>& rows, const ValidationRow& row) {
  if (row.domain == "process") {
    double sum = 0;
    std::size_t n = 0;
    for (const ValidationRow& other : rows)
      if (counts(other) && other.measure == row.measure) sum += other.observed, ++n;
    return n > 0 ? sum / static_cast<double>(n) : row.observed;
  }
  const double effect = average_effect(rows, row.domain, row.scale);
  if (row.contrast && row.log_scale) return std::exp(effect);
  if (row.scale == Scale::share) return row.contrast ? row.without * (std::exp(effect) - 1) : row.without * std::exp(effect);
  return row.contrast ? effect : row.without + effect;
}

std::vector<DomainFit> domain_fits(const std::vector<ValidationRow>& rows) {
  std::vector<DomainFit> fits;
  for (const ValidationRow& row : rows) {
    // What happens without any support is not what the models differ in.
    if (!counts(row) || (row.domain != "process" && !row.treated)) continue;
    auto fit = std::find_if(fits.begin(), fits.end(), [&](const DomainFit& one) { return one.domain == row.domain; });
    if (fit == fits.end()) fit = fits.insert(fits.end(), DomainFit{row.domain});
    const double zero = row.z_of(zero_effect_prediction(row)), average = row.z_of(average_effect_prediction(rows, row));
    ++fit->rows;
    fit->hits += row.hit() ? 1 : 0;
    fit->model += row.z() * row.z();
    fit->zero_effect += zero * zero;
    fit->average_effect += average * average;
  }
  return fits;
}

std::vector<data::OutputTable> validation_tables(const std::vector<ValidationRow>& rows) { return {row_table(rows), fit_table(rows), miss_table(rows)}; }

}  // namespace alongside::explore
