#include <algorithm>
#include <numeric>
#include <vector>

#include "analysis/trial/estimators/common.hpp"
#include "analysis/trial/functions.hpp"

namespace alongside::estimation {
extern const Estimator log_rank, cox;

namespace {

/// One distinct event time: events and numbers at risk, all and in the supported arm.
struct Step {
  double time, events, events1, risk0, risk1;
};

std::vector<Step> steps_of(const Sample& sample) {
  std::vector<std::size_t> order(sample.rows());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return sample.outcome[a] > sample.outcome[b]; });
  std::vector<Step> steps;
  double risk[2] = {0, 0};
  for (std::size_t i = 0; i < order.size();) {
    const double time = sample.outcome[order[i]];
    double events[2] = {0, 0};
    for (; i < order.size() && sample.outcome[order[i]] == time; ++i) {
      const int a = sample.arm[order[i]];
      risk[a] += 1;
      if (sample.event[order[i]] > 0) events[a] += 1;
    }
    if (events[0] + events[1] > 0) steps.push_back({time, events[0] + events[1], events[1], risk[0], risk[1]});
  }
  std::reverse(steps.begin(), steps.end());
  return steps;
}

/// Share of the supported arm in the risk set, weighted by the hazard ratio.
double share(const Step& step, double ratio) { return step.risk1 * ratio / (step.risk0 + step.risk1 * ratio); }

/// Sum over clusters of the squared score (Lin and Wei 1989, eq. 2.3, Breslow ties).
double robust_meat(const Sample& sample, const std::vector<Step>& steps, double ratio) {
  // Up to and including each step: the compensator of a supported and of a control row.
  std::vector<double> ahead[2] = {{0}, {0}};
  for (const Step& step : steps) {
    const double p = share(step, ratio), increment = step.events / (step.risk0 + step.risk1 * ratio);
    ahead[0].push_back(ahead[0].back() + increment * (0 - p));
    ahead[1].push_back(ahead[1].back() + increment * ratio * (1 - p));
  }
  double meat = 0;
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    double score = 0;
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r) {
      const auto after = std::upper_bound(steps.begin(), steps.end(), sample.outcome[r],
                                          [](double time, const Step& step) { return time < step.time; });
      const auto passed = static_cast<std::size_t>(after - steps.begin());
      const int a = sample.arm[r];
      if (sample.event[r] > 0) score += a - share(steps[passed - 1], ratio);
      score -= ahead[a][passed];
    }
    meat += score * score;
  }
  const double k = static_cast<double>(sample.clusters());
  return sample.clustered ? meat * k / (k - 1) : meat;
}

bool one_sided_events(const std::vector<Step>& steps) {
  double all = 0, supported = 0;
  for (const Step& step : steps) all += step.events, supported += step.events1;
  return all == 0 || supported == 0 || supported == all;
}

double reference_df(const Sample& sample) { return sample.clustered ? cluster_df(sample) : std::numeric_limits<double>::infinity(); }

Estimate fit_log_rank(const Sample& sample, const FitOptions&) {
  const std::vector<Step> steps = steps_of(sample);
  double score = 0, variance = 0;
  for (const Step& step : steps) {
    const double n = step.risk0 + step.risk1, p = step.risk1 / n;
    score += step.events1 - step.events * p;
    if (n > 1) variance += step.events * p * (1 - p) * (n - step.events) / (n - 1);  // Mantel (1966)
  }
  if (!(variance > 0)) return failed("no event while both arms were at risk");
  // The one-step log hazard ratio U / V; with clusters its variance is that of U, summed by cluster.
  const double se = sample.clustered ? std::sqrt(robust_meat(sample, steps, 1)) / variance : 1 / std::sqrt(variance);
  return settled(score / variance, se, reference_df(sample));
}

Estimate fit_cox(const Sample& sample, const FitOptions&) {
  const std::vector<Step> steps = steps_of(sample);
  if (one_sided_events(steps)) return failed("an arm has no events: the hazard ratio has no finite estimate");
  double beta = 0;
  for (int iteration = 0; iteration < 50; ++iteration) {
    const double ratio = exponential(beta);
    double score = 0, information = 0;
    for (const Step& step : steps) {
      const double p = share(step, ratio);
      score += step.events1 - step.events * p;
      information += step.events * p * (1 - p);
    }
    if (!(information > 0)) return failed("no event while both arms were at risk");
    const double move = std::clamp(score / information, -1.0, 1.0);
    beta += move;
    if (std::fabs(beta) > 15) break;
    if (std::fabs(move) > 1e-10) continue;
    const double se = sample.clustered ? std::sqrt(robust_meat(sample, steps, ratio)) / information : 1 / std::sqrt(information);
    return settled(beta, se, reference_df(sample));
  }
  return failed("the partial likelihood has no maximum");
}

}  // namespace

const Estimator log_rank{"log-rank", "Log-rank test with the one-step log hazard ratio; cluster-robust and t(K - 2) with clusters.",
                         {Measure::log_hazard_ratio, Weight::participant}, needs_event | needs_parallel, false, fit_log_rank};
const Estimator cox{"cox", "Cox model, Breslow ties; cluster-robust (Lin and Wei 1989) and t(K - 2) with clusters.",
                    {Measure::log_hazard_ratio, Weight::participant}, needs_event | needs_parallel, false, fit_cox};

}  // namespace alongside::estimation
