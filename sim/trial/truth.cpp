#include "sim/trial/truth.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "sim/core/numeric.hpp"

namespace alongside::trial {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

double quotient(double sum, double n) { return n > 0 ? sum / n : none; }

/// Values of all entries in one regime.
std::vector<double> values_in(const Reader& reader, const Endpoint& endpoint, const std::vector<Entry>& rows) {
  std::vector<double> out;
  for (const Entry& row : rows) out.push_back(reader.value(endpoint, row));
  return out;
}

/// Sums over the families of a community.
struct Cluster {
  double n = 0, supported = 0, control = 0, both = 0;  ///< both: products of an event with support and a non-event without
  double compliers = 0, complier_gain = 0;
};

/// One pair of roll-outs, added up over all entries.
class Comparison {
 public:
  Comparison(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Endpoint& endpoint, const std::vector<Entry>& rows, std::size_t supported, std::size_t control)
      : endpoint_(endpoint) {
    const Reader with(numbers, plan, trial, supported), without(numbers, plan, trial, control);
    std::vector<std::uint32_t> group;
    std::vector<double> untreated;
    const double worth = numbers.row(0)(threshold);
    for (const Entry& row : rows) {
      const double y1 = with.value(endpoint, row), y0 = without.value(endpoint, row);
      Cluster& cluster = clusters_[row.cluster];
      cluster.n += 1, cluster.supported += y1, cluster.control += y0, cluster.both += y1 * (1 - y0);
      sum1_ += y1, sum0_ += y0;
      group.push_back(row.cluster);
      untreated.push_back(y0);
      if (with.received(row) && !without.received(row)) cluster.compliers += 1, cluster.complier_gain += y1 - y0;
      benefit_ += worth * (with.qaly(row) - without.qaly(row)) - (with.cost(row) - without.cost(row));
    }
    n_ = static_cast<double>(rows.size());
    icc_ = one_way_icc(untreated, group);
  }

  void add_to(std::array<double, estimands>& out, double share) const {
    const auto add = [&](Estimand e, double value) { out[static_cast<std::size_t>(e)] += share * value; };
    const double p1 = quotient(sum1_, n_), p0 = quotient(sum0_, n_);
    add(Estimand::difference_participant, p1 - p0);
    add(Estimand::difference_cluster, weighted([](double) { return 1.0; }));
    const double rho = std::isfinite(icc_) ? std::clamp(icc_, 0.0, 1.0) : 0;
    add(Estimand::difference_precision, weighted([&](double m) { return m / (1 + (m - 1) * rho); }));
    add(Estimand::mean_supported, p1);
    add(Estimand::mean_control, p0);
    add(Estimand::net_benefit, quotient(benefit_, n_));
    compliers(add);
    if (endpoint_.binary()) odds(add, p1, p0);
    else
      for (const Estimand e : {Estimand::log_risk_ratio, Estimand::log_odds_ratio, Estimand::log_odds_ratio_cluster, Estimand::odds_numerator, Estimand::odds_denominator}) add(e, none);
  }

 private:
  template <class Weight>
  double weighted(const Weight& weight) const {
    double sum = 0, weights = 0;
    for (const auto& [k, c] : clusters_) sum += weight(c.n) * (c.supported - c.control) / c.n, weights += weight(c.n);
    return quotient(sum, weights);
  }

  template <class Add>
  void compliers(const Add& add) const {
    double n = 0, gain = 0, gap = 0, share = 0;
    for (const auto& [k, c] : clusters_) {
      n += c.compliers, gain += c.complier_gain;
      gap += (c.supported - c.control) / c.n, share += c.compliers / c.n;
    }
    add(Estimand::complier_participant, quotient(gain, n));
    add(Estimand::complier_cluster, quotient(gap, share));
  }

  /// Odds inside clusters by the Mantel-Haenszel weights, the same family's pair left out: events and non-events of
  /// different families are independent given the cluster.
  template <class Add>
  void odds(const Add& add, double p1, double p0) const {
    double numerator = 0, denominator = 0;
    for (const auto& [k, c] : clusters_) {
      if (c.n < 2) continue;
      // Sums over pairs of different families of y1 (1 - y0) and of y0 (1 - y1).
      const double backwards = c.control - (c.supported - c.both);  // families with an event without support only
      numerator += (c.supported * (c.n - c.control) - c.both) / (c.n - 1);
      denominator += (c.control * (c.n - c.supported) - backwards) / (c.n - 1);
    }
    const auto log_of = [](double a, double b) { return a > 0 && b > 0 ? core::log64(a / b) : none; };
    add(Estimand::odds_numerator, numerator);
    add(Estimand::odds_denominator, denominator);
    add(Estimand::log_odds_ratio_cluster, log_of(numerator, denominator));
    add(Estimand::log_risk_ratio, log_of(p1, p0));
    add(Estimand::log_odds_ratio, log_of(p1 * (1 - p0), p0 * (1 - p1)));
  }

  const Endpoint& endpoint_;
  std::map<std::uint16_t, Cluster> clusters_;
  double n_ = 0, sum1_ = 0, sum0_ = 0, benefit_ = 0, icc_ = 0;
};

double mean_gap(const std::vector<double>& a, const std::vector<double>& b, const std::vector<bool>& use) {
  double sum = 0, n = 0;
  for (std::size_t i = 0; i < a.size(); ++i)
    if (use[i]) sum += a[i] - b[i], n += 1;
  return quotient(sum, n);
}

/// What the trial's own regime did, against nobody being offered support.
void interference(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint, const std::vector<Entry>& rows,
                  std::array<double, estimands>& out) {
  const auto set = [&](Estimand e, double value) { out[static_cast<std::size_t>(e)] = value; };
  const int own = plan.find(RegimeSpec::Kind::trial), nobody = plan.find(RegimeSpec::Kind::nobody);
  const std::vector<double> y = values_in(Reader(numbers, plan, trial, static_cast<std::size_t>(own)), endpoint, rows);
  std::vector<bool> side[2], seen[2], all(rows.size(), true);
  for (const Entry& row : rows)
    for (int s = 0; s < 2; ++s) {
      side[s].push_back(contrast.side[static_cast<std::size_t>(row.arm)] == s);
      seen[s].push_back(side[s].back() && row.observed);
    }
  const std::vector<double> zero(rows.size(), 0.0);
  const auto apart = [&](const std::vector<double>& v, const std::vector<bool> use[2]) { return mean_gap(v, zero, use[1]) - mean_gap(v, zero, use[0]); };
  // In a stepped wedge the arms differ by period too, so a plain difference says nothing.
  const bool parallel = !trial.design.stepped;
  if (parallel) set(Estimand::allocated_all, apart(y, side));
  if (parallel) set(Estimand::allocated_observed, apart(y, seen));
  if (nobody < 0) return;
  const std::vector<double> y0 = values_in(Reader(numbers, plan, trial, static_cast<std::size_t>(nobody)), endpoint, rows);
  const double total = mean_gap(y, y0, side[1]), spill = mean_gap(y, y0, side[0]);
  set(Estimand::total, total);
  set(Estimand::spill_over, spill);
  set(Estimand::direct, total - spill);
  set(Estimand::overall, mean_gap(y, y0, all));
  if (parallel) set(Estimand::selection, apart(y0, side));
  const auto other = [&](Estimand e, Workforce workforce, bool spills) {
    double sum = 0;
    for (const auto& [a, b] : contrast.truths) {
      const int with = plan.find(RegimeSpec::Kind::everybody, a, workforce, spills), without = b == 0 ? nobody : plan.find(RegimeSpec::Kind::everybody, b, workforce, spills);
      if (with < 0 || without < 0) return;
      const auto of = [&](int regime) { return values_in(Reader(numbers, plan, trial, static_cast<std::size_t>(regime)), endpoint, rows); };
      sum += mean_gap(of(with), of(without), all) / static_cast<double>(contrast.truths.size());
    }
    set(e, sum);
  };
  other(Estimand::same_staff, Workforce::fixed, true);
  other(Estimand::ideal, Workforce::per_family, false);
}

}  // namespace

std::span<const EstimandText> estimand_texts() {
  static constexpr EstimandText texts[] = {
      {"difference, participant", "Roll-out: everybody offered support against nobody, mean over randomised families."},
      {"difference, cluster", "The same, mean over communities of their means."},
      {"difference, precision", "The same, communities weighted by m / (1 + (m - 1) ICC), ICC of the world without support."},
      {"log risk ratio, participant", "Log ratio of the two risks of a roll-out."},
      {"log odds ratio, participant", "Log ratio of the two odds of a roll-out, over all families (marginal)."},
      {"log odds ratio within cluster, participant", "Log odds ratio inside communities (Mantel-Haenszel over pairs of different families)."},
      {"difference averaged over exposure time, participant", "Effect in the trial's supported cluster-periods, averaged over the exposure times with equal weights."},
      {"difference among compliers, participant", "Roll-out effect among families that receive support when everybody is offered it."},
      {"difference among compliers, cluster", "Roll-out effect over the share that receives support, means over communities."},
      {"net benefit, participant", "Threshold x QALYs gained - cost added by a roll-out, a family, to the endpoint's follow-up."},
      {"mean supported", "Mean with everybody offered support."},
      {"mean control", "Mean with nobody offered support."},
      {"odds numerator", "Sum over communities behind the odds ratio inside them: events with support times non-events without."},
      {"odds denominator", "The same: events without support times non-events with it."},
      {"total", "Effect of the trial on families allocated to support."},
      {"spill-over", "Effect of the trial on families allocated to control."},
      {"direct", "Total less spill-over."},
      {"overall", "Effect of the trial on all its families."},
      {"roll-out, same staff", "Everybody offered support by the trial's own people, against nobody."},
      {"ideal", "Roll-out without spill-over, cross-over and displacement."},
      {"selection", "Difference between the arms' families had nobody been offered support: chance, or who was recruited."},
      {"as allocated, all", "Difference between the arms in the trial, nobody lost."},
      {"as allocated, observed", "Difference between the arms in the trial, among the observed."},
  };
  static_assert(std::size(texts) == estimands);
  return texts;
}

std::array<double, estimands> truth(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Contrast& contrast, const Endpoint& endpoint) {
  std::array<double, estimands> out;
  out.fill(none);
  std::vector<Entry> rows = entries(plan, trial, endpoint);
  std::erase_if(rows, [&](const Entry& row) { return contrast.side[static_cast<std::size_t>(row.arm)] < 0; });
  interference(numbers, plan, trial, contrast, endpoint, rows, out);
  const int nobody = plan.find(RegimeSpec::Kind::nobody);
  if (nobody < 0 || rows.empty()) return out;
  const auto workforce = static_cast<Workforce>(numbers.row(0).i(workforce_choice));
  std::fill_n(out.begin(), static_cast<std::size_t>(Estimand::total), 0.0);
  out[static_cast<std::size_t>(Estimand::exposure_average)] = none;
  for (const auto& [a, b] : contrast.truths) {
    const int with = plan.find(RegimeSpec::Kind::everybody, a, workforce), without = b == 0 ? nobody : plan.find(RegimeSpec::Kind::everybody, b, workforce);
    Comparison(numbers, plan, trial, endpoint, rows, static_cast<std::size_t>(with), static_cast<std::size_t>(without)).add_to(out, 1.0 / static_cast<double>(contrast.truths.size()));
  }
  if (trial.design.stepped) {
    const ByExposure by = effect_by_exposure(numbers, plan, trial, endpoint);
    double sum = 0, n = 0;
    for (std::size_t s = 0; s < by.effect.size(); ++s)
      if (by.rows[s] > 0) sum += by.effect[s], n += 1;
    out[static_cast<std::size_t>(Estimand::exposure_average)] = quotient(sum, n);
  }
  return out;
}

ByExposure effect_by_exposure(const Numbers& numbers, const Plan& plan, const Conducted& trial, const Endpoint& endpoint) {
  ByExposure out{std::vector<double>(plan.periods, none), std::vector<double>(plan.periods, 0.0)};
  const int nobody = plan.find(RegimeSpec::Kind::nobody);
  if (nobody < 0 || !trial.design.stepped) return out;
  const Reader own(numbers, plan, trial, static_cast<std::size_t>(plan.find(RegimeSpec::Kind::trial))), without(numbers, plan, trial, static_cast<std::size_t>(nobody));
  std::vector<double> sum(plan.periods, 0.0);
  for (const Entry& row : entries(plan, trial, endpoint)) {
    if (row.arm == 0) continue;
    const int exposed = row.period - trial.allocation->period(trial.allocation->begins(row.cluster, 1));
    if (exposed < 0) continue;
    sum[static_cast<std::size_t>(exposed)] += own.value(endpoint, row) - without.value(endpoint, row);
    out.rows[static_cast<std::size_t>(exposed)] += 1;
  }
  for (std::size_t s = 0; s < sum.size(); ++s) out.effect[s] = quotient(sum[s], out.rows[s]);
  return out;
}

double one_way_icc(const std::vector<double>& value, const std::vector<std::uint32_t>& group) {
  struct Sum {
    double n = 0, total = 0;
  };
  std::map<std::uint32_t, Sum> groups;
  double n = 0, total = 0, squares = 0, between = 0, sizes = 0;
  for (std::size_t i = 0; i < value.size(); ++i) {
    Sum& g = groups[group[i]];
    g.n += 1, g.total += value[i];
    n += 1, total += value[i], squares += value[i] * value[i];
  }
  const double k = static_cast<double>(groups.size());
  if (k < 2 || n <= k) return none;
  for (const auto& [id, g] : groups) between += g.total * g.total / g.n, sizes += g.n * g.n;
  const double within = (squares - between) / (n - k), apart = (between - total * total / n) / (k - 1), m0 = (n - sizes / n) / (k - 1);
  const double sum = apart + (m0 - 1) * within;
  return sum > 0 ? (apart - within) / sum : none;
}

}  // namespace alongside::trial
