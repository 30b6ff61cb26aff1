#include "analysis/trial/estimators/common.hpp"
#include "analysis/trial/functions.hpp"

namespace alongside::estimation {
extern const Estimator risk_ratio, odds_ratio;

namespace {

/// Events and non-events by arm, with 1/2 added everywhere when a cell is empty (Haldane 1956; Anscombe 1956).
struct Cells {
  double yes[2], no[2];
  bool adjusted = false;
};

Cells cells_of(const Sample& sample) {
  Cells out{{0, 0}, {0, 0}};
  for (std::size_t r = 0; r < sample.rows(); ++r) (sample.outcome[r] == 1 ? out.yes : out.no)[sample.arm[r]] += 1;
  out.adjusted = out.yes[0] == 0 || out.yes[1] == 0 || out.no[0] == 0 || out.no[1] == 0;
  if (out.adjusted)
    for (int a = 0; a < 2; ++a) out.yes[a] += 0.5, out.no[a] += 0.5;
  return out;
}

Estimate mark(Estimate estimate, const Cells& cells) {
  if (cells.adjusted) {
    estimate.status = Status::fallback;
    estimate.note = "an arm has no events, or only events: 1/2 added to every cell";
  }
  return estimate;
}

Estimate fit_risk_ratio(const Sample& sample, const FitOptions&) {
  const Cells c = cells_of(sample);
  double value = 0, variance = 0;
  for (int a = 0; a < 2; ++a) {
    const double n = c.yes[a] + c.no[a];
    value += (a == 1 ? 1 : -1) * logarithm(c.yes[a] / n);
    variance += 1 / c.yes[a] - 1 / n;  // Katz et al. (1978)
  }
  return mark(settled(value, std::sqrt(variance)), c);
}

Estimate fit_odds_ratio(const Sample& sample, const FitOptions&) {
  const Cells c = cells_of(sample);
  double value = 0, variance = 0;
  for (int a = 0; a < 2; ++a) {
    value += (a == 1 ? 1 : -1) * logarithm(c.yes[a] / c.no[a]);
    variance += 1 / c.yes[a] + 1 / c.no[a];  // the logistic model's, Woolf (1955)
  }
  return mark(settled(value, std::sqrt(variance)), c);
}

}  // namespace

const Estimator risk_ratio{"risk-ratio", "Log risk ratio, Katz interval; ignores clusters.",
                           {Measure::log_risk_ratio, Weight::participant}, needs_binary, false, fit_risk_ratio};
const Estimator odds_ratio{"odds-ratio", "Log odds ratio of the logistic model, Wald interval; ignores clusters.",
                           {Measure::log_odds_ratio, Weight::participant}, needs_binary, false, fit_odds_ratio};

}  // namespace alongside::estimation
