#include "analysis/explore/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "analysis/explore/global_search.hpp"
#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"
#include "sim/core/random.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr double infinity = std::numeric_limits<double>::infinity();

/// Half the squared distance of a simulated row from the targets, plus the prior's part.
double objective(const VectorXd& targets, const Eigen::LLT<MatrixXd>& covariance, const VectorXd& simulated, const Point& at) {
  const VectorXd apart = targets - simulated;
  if (!apart.allFinite()) return infinity;
  return 0.5 * apart.dot(covariance.solve(apart)) + 0.5 * at.squaredNorm();
}

class Fit {
 public:
  Fit(const VectorXd& targets, Index parameters, const Simulator& simulator, const CalibrationPlan& plan, const Tell& tell)
      : targets_(targets), n_(parameters), simulator_(simulator), plan_(plan), tell_(tell) {}

  Calibration run() {
    std::vector<Point> starts = search();
    double best = infinity;
    for (std::size_t s = 0; s < starts.size(); ++s) {
      const Mode mode = descend(starts[s], s + 1, starts.size());
      result_.objectives.push_back(mode.objective);
      if (mode.objective >= best) continue;
      best = mode.objective;
      mode_ = mode;
    }
    if (!std::isfinite(best)) throw DataError("no point with an answer to every target was found (a scenario cannot produce one of them) look at alongside evidence");
    result_.mode = mode_.at;
    result_.laplace = mode_.spread;
    sample();
    result_.simulated = simulator_.simulate({result_.mean}, Effort::full).row(0);
    return std::move(result_);
  }

 private:
  struct Mode {
    Point at;
    double objective = infinity;
    MatrixXd spread;      ///< inverse of the curvature
    MatrixXd covariance;  ///< of the targets there
  };

  /// The prior's centre, and the best points of the global search.
  std::vector<Point> search() {
    std::vector<Point> starts{Point::Zero(n_)};
    if (plan_.search_evaluations <= 0) return starts;
    const Eigen::LLT<MatrixXd> covariance(simulator_.covariance(starts[0]));
    int done = 0;
    const auto value = [&](const Point& at) {
      if (++done % 50 == 0) tell_(fmt::format("search: {} of {} evaluations", done, plan_.search_evaluations));
      return objective(targets_, covariance, simulator_.simulate({at}, Effort::search).row(0), at);
    };
    const SearchResult found = search_globally(n_, value, plan_.search_evaluations, plan_.seed);
    result_.search_objective = found.value;
    tell_(fmt::format("search: best objective {:.1f}, {:.1f} at the prior's centre", found.value, value(starts[0])));
    if (plan_.search_starts > 1) starts.push_back(found.at);
    return starts;
  }

  Mode descend(Point at, std::size_t start, std::size_t starts) {
    Mode mode;
    mode.at = at;
    VectorXd simulated = simulator_.simulate({at}, Effort::full).row(0);
    for (int step = 0; step < plan_.most_steps; ++step) {
      mode.covariance = simulator_.covariance(mode.at);
      const Eigen::LLT<MatrixXd> covariance(mode.covariance);
      mode.objective = objective(targets_, covariance, simulated, mode.at);
      if (!std::isfinite(mode.objective)) return mode;
      const MatrixXd slopes = jacobian(mode.at);
      const MatrixXd curvature = slopes.transpose() * covariance.solve(slopes) + MatrixXd::Identity(n_, n_);
      const Eigen::LLT<MatrixXd> solver(curvature);
      mode.spread = solver.solve(MatrixXd::Identity(n_, n_));
      const VectorXd direction = solver.solve(slopes.transpose() * covariance.solve(targets_ - simulated) - mode.at);
      const double before = mode.objective;
      go_along(mode, simulated, direction, covariance);
      tell_(fmt::format("Gauss-Newton, start {} of {}, step {}: objective {:.2f}", start, starts, step + 1, mode.objective));
      if (before - mode.objective < 0.02) break;
    }
    return mode;
  }

  /// Takes the longest of a few parts of the step that improves; all are simulated at once.
  void go_along(Mode& mode, VectorXd& simulated, const VectorXd& direction, const Eigen::LLT<MatrixXd>& covariance) const {
    static constexpr double parts[] = {1, 0.6, 0.3, 0.1};
    std::vector<Point> tried;
    for (const double part : parts) tried.push_back(mode.at + part * direction);
    const MatrixXd rows = simulator_.simulate(tried, Effort::full);
    for (std::size_t i = 0; i < tried.size(); ++i) {
      const VectorXd row = rows.row(static_cast<Index>(i));
      const double here = objective(targets_, covariance, row, tried[i]);
      if (here >= mode.objective) continue;
      mode.objective = here;
      mode.at = tried[i];
      simulated = row;
    }
  }

  /// Central differences with steps that are a good part of a prior standard deviation, so that noise does not drown them.
  MatrixXd jacobian(const Point& at) const {
    std::vector<Point> around;
    for (Index p = 0; p < n_; ++p)
      for (const double sign : {1.0, -1.0}) {
        around.push_back(at);
        around.back()[p] += sign * plan_.difference;
      }
    const MatrixXd rows = simulator_.simulate(around, Effort::full);
    MatrixXd slopes(targets_.size(), n_);
    for (Index p = 0; p < n_; ++p) slopes.col(p) = (rows.row(2 * p) - rows.row(2 * p + 1)).transpose() / (2 * plan_.difference);
    return slopes.allFinite() ? slopes : slopes.unaryExpr([](double x) { return std::isfinite(x) ? x : 0.0; });
  }

  /// Share of the samples that comes from the prior.
  static constexpr double defensive = 0.1;

  /// A normal proposal: mean, lower factor of its covariance, log of the factor's determinant.
  struct Proposal {
    Point mean;
    MatrixXd factor;
    double log_determinant;
    double log_density(const Point& at) const {
      const VectorXd z = factor.triangularView<Eigen::Lower>().solve(at - mean);
      return -0.5 * z.squaredNorm() - log_determinant;
    }
  };

  static Proposal make_proposal(const Point& mean, const MatrixXd& covariance) {
    const MatrixXd factor = Eigen::LLT<MatrixXd>(covariance).matrixL();
    return {mean, factor, factor.diagonal().array().log().sum()};
  }

  Point draw(const Proposal& from, std::size_t index) const {
    constexpr std::uint32_t purpose = 0x63616c69;  // "cali"
    VectorXd z(n_);
    for (Index p = 0; p < n_; ++p) {
      const core::Words4 w = core::threefry({static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(index), 0, purpose}, plan_.seed);
      z[p] = core::normal_quantile64(core::unit_double(w[0], w[1]));
    }
    return from.mean + from.factor * z;
  }

  /// Iterated importance sampling: each round proposes from what all earlier rounds found, and a tenth from the prior, so that
  /// no weight is unbounded where the posterior has a heavier tail than the proposals (defensive mixture, Hesterberg 1995).
  void sample() {
    const Eigen::LLT<MatrixXd> covariance(mode_.covariance);
    proposals_.push_back(make_proposal(Point::Zero(n_), MatrixXd::Identity(n_, n_)));
    constexpr double wider = 1.05;
    Point mean = mode_.at;
    MatrixXd spread = mode_.spread;
    for (int round = 0; round < plan_.most_rounds; ++round) {
      proposals_.push_back(make_proposal(mean, wider * wider * spread));
      std::vector<Point> fresh;
      const int from_prior = static_cast<int>(defensive * plan_.samples);
      for (int i = 0; i < plan_.samples; ++i) fresh.push_back(draw(i < from_prior ? proposals_.front() : proposals_.back(), points_.size() + fresh.size()));
      const MatrixXd rows = simulator_.simulate(fresh, Effort::full);
      for (std::size_t i = 0; i < fresh.size(); ++i) {
        log_posterior_.push_back(-objective(targets_, covariance, rows.row(static_cast<Index>(i)), fresh[i]));
        points_.push_back(fresh[i]);
      }
      weigh();
      result_.rounds.push_back({points_.size(), size_});
      tell_(fmt::format("importance sampling, round {}: {} samples, effective size {:.0f}", round + 1, points_.size(), size_));
      mean = weighted_mean();
      spread = shrunk(weighted_covariance(mean));
      if (size_ >= plan_.wanted_size) break;
    }
    result_.mean = mean;
    result_.covariance = spread;
    result_.effective_size = size_;
    result_.mean_error = mean_error(mean);
  }

  /// Weights over the mixture of all proposals so far: the prior's part, and the rounds' in equal parts.
  void weigh() {
    std::vector<double> logs;
    const double each_round = (1 - defensive) / static_cast<double>(proposals_.size() - 1);
    std::vector<double> log_shares(proposals_.size(), std::log(each_round));
    log_shares.front() = std::log(defensive);
    for (std::size_t i = 0; i < points_.size(); ++i) {
      double most = -infinity;
      std::vector<double> densities;
      for (std::size_t p = 0; p < proposals_.size(); ++p) {
        densities.push_back(log_shares[p] + proposals_[p].log_density(points_[i]));
        most = std::max(most, densities.back());
      }
      double sum = 0;
      for (const double d : densities) sum += std::exp(d - most);
      logs.push_back(log_posterior_[i] - most - std::log(sum));
    }
    const double top = *std::max_element(logs.begin(), logs.end());
    weights_.clear();
    double sum = 0, squares = 0;
    for (const double l : logs) weights_.push_back(std::exp(l - top)), sum += weights_.back(), squares += weights_.back() * weights_.back();
    for (double& w : weights_) w /= sum;
    size_ = sum * sum / squares;
  }

  Point weighted_mean() const {
    Point mean = Point::Zero(n_);
    for (std::size_t i = 0; i < points_.size(); ++i) mean += weights_[i] * points_[i];
    return mean;
  }

  MatrixXd weighted_covariance(const Point& mean) const {
    MatrixXd covariance = MatrixXd::Zero(n_, n_);
    for (std::size_t i = 0; i < points_.size(); ++i) covariance += weights_[i] * (points_[i] - mean) * (points_[i] - mean).transpose();
    return covariance;
  }

  /// The sampled covariance drawn toward the normal approximation, which counts as much as one sample for each parameter: few
  /// samples know little of many correlations.
  MatrixXd shrunk(const MatrixXd& sampled) const {
    const double own = size_ / (size_ + static_cast<double>(n_));
    return own * sampled + (1 - own) * mode_.spread;
  }

  VectorXd mean_error(const Point& mean) const {
    VectorXd variance = VectorXd::Zero(n_);
    for (std::size_t i = 0; i < points_.size(); ++i) variance += weights_[i] * weights_[i] * (points_[i] - mean).cwiseAbs2();
    return variance.cwiseSqrt();
  }

  const VectorXd& targets_;
  Index n_;
  const Simulator& simulator_;
  const CalibrationPlan& plan_;
  const Tell& tell_;
  Mode mode_;
  std::vector<Proposal> proposals_;
  std::vector<Point> points_;
  std::vector<double> log_posterior_, weights_;
  double size_ = 0;
  Calibration result_;
};

}  // namespace

Calibration calibrate(const VectorXd& targets, Index parameters, const Simulator& simulator, const CalibrationPlan& plan, const Tell& tell) {
  ALONGSIDE_EXPECTS(parameters > 0 && targets.size() > 0);
  return Fit(targets, parameters, simulator, plan, tell).run();
}

}  // namespace alongside::explore
