#include "analysis/trial/power_likelihood.hpp"

#include <boost/math/quadrature/gauss.hpp>
#include <cmath>
#include <utility>
#include <vector>

#include "analysis/trial/distributions.hpp"
#include "analysis/trial/glmm.hpp"
#include "sim/core/error.hpp"

namespace alongside::power {
namespace {
using Eigen::Index;
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;

/// People of a cluster who share their fixed effects.
struct Cell {
  int n;
  Vector x;  ///< without the cluster variance's place
};

/// The random effect as weighted points, with the derivative of each log weight by tau^2, and the ends of a truncated
/// range with how each end moves with the fixed effects.
struct Mixing {
  Vector point, weight, d_log_weight;
  struct End {
    double point, density;
    Vector slope;  ///< of -end (lower) or end (upper), so that it adds to the integral
  };
  std::vector<End> ends;
};

enum class Link { identity, logit };

/// Sums prob x score score' over all results of one cluster.
class Expectation {
 public:
  Expectation(const std::vector<Cell>& cells, const Vector& beta, const Mixing& mixing, Link link)
      : cells_(cells), mixing_(mixing), link_(link), p_(beta.size()) {
    double results = 1;  // of one cluster
    for (const Cell& cell : cells) {
      results *= cell.n + 1;
      tables_.push_back(table(cell, cell.x.dot(beta)));
    }
    if (results > 2e7) throw UsageError(fmt::format("{:.0f} possible results per cluster (too many to list: fewer people or periods, or a linear approximation)", results));
    ends_norm_ = Vector::Zero(p_);
    double norm = mixing.weight.sum();
    for (const Mixing::End& end : mixing.ends) ends_norm_ += end.density / norm * end.slope;
    norm_ = norm;
    d_norm_ = mixing.weight.dot(mixing.d_log_weight) / norm;
    for (const Cell& cell : cells)
      for (const Mixing::End& end : mixing.ends) {
        const double p = risk(cell.x.dot(beta) + end.point);
        end_risk_.push_back(std::abs(p) < 1e-14 ? 0 : std::abs(p - 1) < 1e-14 ? 1 : p);
      }
  }

  Matrix information() {
    Matrix total = Matrix::Zero(p_ + 1, p_ + 1);
    std::vector<int> ones(cells_.size(), 0);
    for (bool more = true; more; more = advance(ones)) add(ones, total);
    return total;
  }

 private:
  /// By point: risk, and the binomial probability of each number of ones.
  struct Table {
    Vector risk, slope;  ///< slope: d log p-ratio, 1 / (p (1 - p)) for identity, 1 for logit
    Matrix probability;  ///< points x (n + 1)
  };

  double risk(double eta) const { return link_ == Link::identity ? eta : 1 / (1 + std::exp(-eta)); }

  Table table(const Cell& cell, double eta) const {
    const Index points = mixing_.point.size();
    Table out{Vector(points), Vector(points), Matrix(points, cell.n + 1)};
    for (Index i = 0; i < points; ++i) {
      const double p = risk(eta + mixing_.point[i]);
      out.risk[i] = p;
      out.slope[i] = link_ == Link::identity ? 1 / (p * (1 - p)) : 1;
      for (int z = 0; z <= cell.n; ++z) out.probability(i, z) = binomial(cell.n, z, p);
    }
    return out;
  }

  static double binomial(int n, int z, double p) {
    if (p <= 0) return z == 0;
    if (p >= 1) return z == n;
    return std::exp(std::lgamma(n + 1.0) - std::lgamma(z + 1.0) - std::lgamma(n - z + 1.0) + z * std::log(p) + (n - z) * std::log1p(-p));
  }

  void add(const std::vector<int>& ones, Matrix& total) const {
    double sum = 0;
    Vector score = Vector::Zero(p_ + 1);
    for (Index i = 0; i < mixing_.point.size(); ++i) {
      double f = mixing_.weight[i];
      for (std::size_t c = 0; c < cells_.size(); ++c) f *= tables_[c].probability(i, ones[c]);
      if (f == 0) continue;
      sum += f;
      for (std::size_t c = 0; c < cells_.size(); ++c)
        score.head(p_) += f * (ones[c] - cells_[c].n * tables_[c].risk[i]) * tables_[c].slope[i] * cells_[c].x;
      score[p_] += f * mixing_.d_log_weight[i];
    }
    if (!(sum > 0)) return;
    for (std::size_t e = 0; e < mixing_.ends.size(); ++e) {
      double f = mixing_.ends[e].density;
      for (std::size_t c = 0; c < cells_.size(); ++c) f *= binomial(cells_[c].n, ones[c], end_risk_[c * mixing_.ends.size() + e]);
      score.head(p_) += f * mixing_.ends[e].slope;
    }
    score /= sum;
    score.head(p_) -= ends_norm_;
    score[p_] -= d_norm_;
    total.noalias() += sum / norm_ * score * score.transpose();
  }

  bool advance(std::vector<int>& ones) const {
    for (std::size_t c = 0; c < ones.size(); ++c) {
      if (++ones[c] <= cells_[c].n) return true;
      ones[c] = 0;
    }
    return false;
  }

  const std::vector<Cell>& cells_;
  const Mixing& mixing_;
  Link link_;
  Index p_;
  std::vector<Table> tables_;
  std::vector<double> end_risk_;
  Vector ends_norm_;
  double norm_ = 1, d_norm_ = 0;
};

/// Cells of a sequence: by period with a trend, else control and support. Columns: effect first, then intercept or periods.
std::vector<Cell> cells_of(const Schedule& schedule, Index s, Trend trend) {
  std::vector<Cell> cells;
  const Index periods = schedule.periods();
  const Index columns = trend == Trend::linear ? periods + 1 : 2;
  for (Index t = 0; t < periods; ++t) {
    Vector x = Vector::Zero(columns);
    x[0] = schedule.condition(s, t);
    x[trend == Trend::linear ? 1 + t : 1] = 1;
    const int n = static_cast<int>(std::lround(schedule.size(s, t)));
    if (trend == Trend::none)
      for (Cell& cell : cells)
        if (cell.x == x) {
          cell.n += n;
          x.resize(0);
          break;
        }
    if (x.size() > 0) cells.push_back({n, x});
  }
  return cells;
}

double power_from(const Schedule& schedule, const BinaryWedge& outcome, const Vector& beta, const Mixing& mixing, Link link, double alpha) {
  Matrix info = Matrix::Zero(beta.size() + 1, beta.size() + 1);
  for (Index s = 0; s < schedule.sequences(); ++s) {
    const std::vector<Cell> cells = cells_of(schedule, s, outcome.trend);
    info += schedule.clusters[s] * Expectation(cells, beta, mixing, link).information();
  }
  const Eigen::LDLT<Matrix> factor(info);
  if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > 0))
    throw UsageError("this schedule cannot tell the effect from the periods (in some period both conditions must be observed)");
  const Matrix inverse = factor.solve(Matrix::Identity(info.rows(), info.cols()));
  return power_of(beta[0], inverse(0, 0), {alpha, std::numeric_limits<double>::infinity(), Tails::both});
}

void check(const Schedule& schedule, const BinaryWedge& outcome) {
  require_between(outcome.start, 0, 1, Bounds::open, "the control risk");
  require_between(outcome.end, 0, 1, Bounds::open, "the control risk at the end");
  require_between(outcome.icc, 0, 1, Bounds::open, "the ICC");
  if (!schedule.condition.allFinite()) throw UsageError("the likelihood method has no transition periods (use the linear approximation)");
}

/// Mean and variance of the risk over the cluster effect, logit link.
std::pair<double, double> risk_moments(const estimation::Quadrature& rule, double intercept, double tau2) {
  double mean = 0, square = 0;
  for (Index i = 0; i < rule.node.size(); ++i) {
    const double p = 1 / (1 + std::exp(-(intercept + std::sqrt(2 * tau2) * rule.node[i]))), w = rule.weight[i] / std::sqrt(M_PI);
    mean += w * p;
    square += w * p * p;
  }
  return {mean, square - mean * mean};
}

double intercept_for(const estimation::Quadrature& rule, double wanted, double tau2) {
  double low = -40, high = 40;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    (risk_moments(rule, middle, tau2).first < wanted ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

/// Cluster variance on the logit scale that gives the ICC of risks, var(p) / (mean (1 - mean)).
double logit_variance(const estimation::Quadrature& rule, double risk, double icc) {
  double low = 1e-10, high = 100;
  for (int i = 0; i < 200; ++i) {
    const double middle = 0.5 * (low + high);
    const double variance = risk_moments(rule, intercept_for(rule, risk, middle), middle).second;
    (variance < icc * risk * (1 - risk) ? low : high) = middle;
  }
  return 0.5 * (low + high);
}

}  // namespace

double logit_likelihood_power(const Schedule& schedule, const BinaryWedge& outcome, double effect, double alpha) {
  check(schedule, outcome);
  const estimation::Quadrature rule = estimation::gauss_hermite(40);
  const double tau2 = logit_variance(rule, outcome.start, outcome.icc);
  const Index periods = schedule.periods();
  const auto logit = [](double p) { return std::log(p / (1 - p)); };
  const auto expit = [](double x) { return 1 / (1 + std::exp(-x)); };
  Vector beta(outcome.trend == Trend::linear ? periods + 1 : 2);
  for (Index t = 1; t < beta.size(); ++t) {
    const double share = beta.size() > 2 ? static_cast<double>(t - 1) / static_cast<double>(periods - 1) : 0;
    beta[t] = intercept_for(rule, expit(logit(outcome.start) + share * (logit(outcome.end) - logit(outcome.start))), tau2);
  }
  beta[0] = intercept_for(rule, expit(logit(outcome.start) + effect), tau2) - beta[1];
  Mixing mixing{rule.node * std::sqrt(2 * tau2), rule.weight / std::sqrt(M_PI), (rule.node.array().square() - 0.5) / tau2, {}};
  return power_from(schedule, outcome, beta, mixing, Link::logit, alpha);
}

double identity_likelihood_power(const Schedule& schedule, const BinaryWedge& outcome, double effect, double alpha) {
  check(schedule, outcome);
  if (outcome.trend != Trend::none) throw UsageError("the identity link's likelihood method has no time trend (use the linear approximation)");
  require_between(outcome.start + effect, 0, 1, Bounds::open, "the risk with support");
  const double mu = outcome.start, tau2 = outcome.icc / (1 - outcome.icc) * mu * (1 - mu);
  const double low = -std::min(mu, mu + effect), high = 1 - std::max(mu, mu + effect);
  using Rule = boost::math::quadrature::gauss<double, 100>;
  std::vector<std::pair<double, double>> half;
  for (std::size_t i = 0; i < Rule::abscissa().size(); ++i) half.emplace_back(Rule::abscissa()[i], Rule::weights()[i]);
  const auto density = [&](double x) { return std::exp(-0.5 * x * x / tau2); };
  Mixing mixing{Vector(100), Vector(100), Vector(100), {}};
  for (Index i = 0; i < 100; ++i) {
    const auto& [node, weight] = half[static_cast<std::size_t>(i / 2)];
    const double x = 0.5 * (low + high) + (i % 2 ? 0.5 : -0.5) * (high - low) * node;
    mixing.point[i] = x;
    mixing.weight[i] = 0.5 * (high - low) * weight * density(x);
    mixing.d_log_weight[i] = 0.5 * x * x / (tau2 * tau2);
  }
  // The range ends where the lowest or highest risk meets 0 or 1, so it moves with (effect, intercept).
  const double down = effect < 0 ? 1 : 0, up = effect > 0 ? 1 : 0;
  mixing.ends.push_back({low, density(low), (Vector(2) << down, 1).finished()});
  mixing.ends.push_back({high, density(high), (Vector(2) << -up, -1).finished()});
  Vector beta(2);
  beta << effect, mu;
  return power_from(schedule, outcome, beta, mixing, Link::identity, alpha);
}

}  // namespace alongside::power
