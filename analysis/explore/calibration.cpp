#include "analysis/explore/calibration.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "analysis/explore/emulated_posterior.hpp"
#include "analysis/explore/global_search.hpp"
#include "sim/core/error.hpp"
#include "sim/core/numeric.hpp"
#include "sim/core/random.hpp"

namespace alongside::explore {
namespace {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

constexpr std::uint32_t purpose = 0x63616c69;  // "cali"
constexpr double first_spread = 0.5;           ///< of the first round about its start, in prior standard deviations
constexpr double wider = 1.1;                  ///< the rounds' runs than the posterior that they are drawn from: an emulator is worst at its edge
constexpr int chain_states = 2000, most_thinning = 64;
constexpr int groups = 10;                     ///< of runs, for the jackknife

MatrixXd covariance_of(const MatrixXd& states, const VectorXd& mean) {
  const MatrixXd apart = states.rowwise() - mean.transpose();
  return apart.transpose() * apart / static_cast<double>(states.rows() - 1);
}

double root_mean_square(const VectorXd& of) { return std::sqrt(of.squaredNorm() / static_cast<double>(of.size())); }

/// The posterior as one round's emulator gives it.
struct Belief {
  Point mode, mean;
  MatrixXd covariance, states;
  double effective_size = 0, objective = 0;
};

class Fit {
 public:
  Fit(const VectorXd& targets, Index parameters, const Simulator& simulator, const CalibrationPlan& plan, const Tell& tell)
      : targets_(targets), n_(parameters), simulator_(simulator), plan_(plan), tell_(tell), next_world_(core::threefry({0, 0, 1, purpose}, plan.seed)[0]) {}

  Calibration run() {
    Belief belief;
    belief.mean = search();
    for (int round = 0; round < plan_.most_rounds; ++round) {
      const Round& done = step(belief, round);
      if (round + 1 >= plan_.least_rounds && done.moved < plan_.settled) break;
    }
    finish(belief);
    return std::move(result_);
  }

 private:
  /// The prior's centre, or the search's best point where that is better.
  Point search() {
    const Point centre = Point::Zero(n_);
    if (plan_.search_evaluations <= 0) return centre;
    const Eigen::LLT<MatrixXd> covariance(simulator_.covariance(centre));
    int done = 0;
    const auto value = [&](const Point& at) {
      if (++done % 50 == 0) tell_(fmt::format("search: {} of {} evaluations", done, plan_.search_evaluations));
      const VectorXd apart = targets_ - simulator_.search(at);
      return apart.allFinite() ? 0.5 * apart.dot(covariance.solve(apart)) + 0.5 * at.squaredNorm() : std::numeric_limits<double>::infinity();
    };
    const SearchResult found = search_globally(n_, value, plan_.search_evaluations, plan_.seed);
    result_.search_objective = found.value;
    result_.centre_objective = value(centre);
    tell_(fmt::format("search: best objective {:.1f}, {:.1f} at the prior's centre", found.value, result_.centre_objective));
    return found.value < result_.centre_objective ? found.at : centre;
  }

  /// One round: runs, emulator, posterior.
  const Round& step(Belief& belief, int round) {
    const std::vector<Point> fresh = draw(belief, round);
    const MatrixXd rows = simulate(fresh);
    Round told{0, std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::quiet_NaN(), 0};
    if (emulator_) told.missed = missed(fresh, rows);
    if (round == 2) points_.clear(), values_.clear();  // the first two rounds were far off and do no more than lead here
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      points_.push_back(fresh[i]);
      values_.push_back(rows.row(static_cast<Index>(i)));
    }
    covariance_ = simulator_.covariance(belief.mean);
    repeat(belief.mean);
    emulator_ = std::make_unique<Emulator>(fit_without(belief.mean, groups));
    lack_ = (emulator_->scatter() - chance_).cwiseMax(0);
    centre_ = belief.mean;
    const Point before = belief.mean;
    belief = believe(before, round);
    told.runs = runs_;
    told.objective = belief.objective;
    told.moved = root_mean_square((belief.mean - before).cwiseQuotient(belief.covariance.diagonal().cwiseSqrt()));
    tell_(fmt::format("round {}: {} runs, objective {:.2f}, the mean moved by {:.2f} posterior standard deviations", round + 1, runs_, told.objective, told.moved));
    result_.rounds.push_back(told);
    return result_.rounds.back();
  }

  std::vector<Point> draw(const Belief& belief, int round) const {
    std::vector<Point> fresh;
    for (int i = 0; i < plan_.samples; ++i) {
      if (round > 0) {
        const Index state = static_cast<Index>(i) * belief.states.rows() / plan_.samples;
        fresh.push_back(belief.mean + wider * (belief.states.row(state).transpose() - belief.mean));
        continue;
      }
      Point at = belief.mean;
      for (Index p = 0; p < n_; ++p) {
        const core::Words4 w = core::threefry({static_cast<std::uint32_t>(p), static_cast<std::uint32_t>(i), 0, purpose}, plan_.seed);
        at[p] += first_spread * core::normal_quantile64(core::unit_double(w[0], w[1]));
      }
      fresh.push_back(at);
    }
    return fresh;
  }

  MatrixXd simulate(const std::vector<Point>& points) {
    const MatrixXd rows = simulator_.runs(points, next_world_);
    next_world_ += static_cast<std::uint32_t>(points.size());
    runs_ += points.size();
    return rows;
  }

  /// Runs a point again and again, and pools what varies by chance alone with what earlier rounds saw.
  void repeat(const Point& at) {
    repeated_ = simulate(std::vector<Point>(static_cast<std::size_t>(plan_.repeats), at));
    const VectorXd mean = repeated_.colwise().mean();
    if (!mean.allFinite()) throw DataError("a target has no answer where the fit went (a scenario cannot produce it there) look at alongside evidence");
    const VectorXd variance = (repeated_.rowwise() - mean.transpose()).colwise().squaredNorm() / static_cast<double>(plan_.repeats - 1);
    const double before = repeats_;
    repeats_ += 1;
    chance_ = before > 0 ? VectorXd((before * chance_ + variance) / repeats_) : variance;
  }

  /// The emulator of all runs but one group's.
  Emulator fit_without(const Point& centre, int group) const {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < points_.size(); ++i)
      if (static_cast<int>(i % groups) != group) kept.push_back(i);
    MatrixXd points(static_cast<Index>(kept.size()), n_), values(points.rows(), targets_.size());
    for (std::size_t i = 0; i < kept.size(); ++i) {
      points.row(static_cast<Index>(i)) = points_[kept[i]].transpose();
      values.row(static_cast<Index>(i)) = values_[kept[i]].transpose();
    }
    return Emulator(points, values, centre);
  }

  double missed(const std::vector<Point>& fresh, const MatrixXd& rows) const {
    double sum = 0, count = 0;
    for (std::size_t i = 0; i < fresh.size(); ++i) {
      const Emulator::Prediction predicted = emulator_->at(fresh[i]);
      for (Index t = 0; t < targets_.size(); ++t) {
        const double apart = rows(static_cast<Index>(i), t) - predicted.mean[t], claimed = predicted.variance[t] + emulator_->scatter()[t];
        if (!std::isfinite(apart) || !(claimed > 0)) continue;
        sum += apart * apart / claimed;
        count += 1;
      }
    }
    return count > 0 ? std::sqrt(sum / count) : std::numeric_limits<double>::quiet_NaN();
  }

  /// Mode and chain; the chain is thinned until the worst mixing parameter is worth the wanted size.
  Belief believe(const Point& from, int round) const {
    const EmulatedPosterior posterior(targets_, covariance_, lack_, *emulator_);
    Belief belief;
    belief.mode = posterior.mode(from);
    belief.objective = -posterior.log_density(belief.mode);
    const Normal near = make_normal(belief.mode, posterior.spread(belief.mode));
    const auto density = [&](const VectorXd& at) { return posterior.log_density(at); };
    const core::Words4 seed = core::threefry({static_cast<std::uint32_t>(round), 0, 2, purpose}, plan_.seed);
    for (int thin = 4; thin <= most_thinning; thin *= 2) {
      belief.states = sample_by_slices(density, near, chain_states, thin, seed[0]);
      belief.effective_size = std::numeric_limits<double>::infinity();
      for (Index p = 0; p < n_; ++p) belief.effective_size = std::min(belief.effective_size, effective_size(belief.states.col(p)));
      if (belief.effective_size >= plan_.wanted_size) break;
    }
    belief.mean = belief.states.colwise().mean();
    belief.covariance = covariance_of(belief.states, belief.mean);
    return belief;
  }

  void finish(const Belief& belief) {
    result_.mode = belief.mode;
    result_.mean = belief.mean;
    result_.covariance = belief.covariance;
    result_.effective_size = belief.effective_size;
    result_.lack_of_fit = lack_.cwiseSqrt();
    result_.mean_error = mean_error(belief);
    repeat(belief.mean);
    result_.simulated = repeated_.colwise().mean();
    result_.simulated_error = (chance_ / static_cast<double>(plan_.repeats)).cwiseSqrt();
  }

  /// How the mode moves when a tenth of the runs is left out, for each tenth, standing for how the mean would move (weights on the
  /// chain's states would add chance of their own to each); and the chain's own error.
  VectorXd mean_error(const Belief& belief) const {
    MatrixXd modes(groups, n_);
    for (int g = 0; g < groups; ++g) {
      const Emulator emulator = fit_without(centre_, g);
      modes.row(g) = EmulatedPosterior(targets_, covariance_, (emulator.scatter() - chance_).cwiseMax(0), emulator).mode(belief.mode).transpose();
    }
    const VectorXd centre = modes.colwise().mean();
    const VectorXd of_runs = (modes.rowwise() - centre.transpose()).colwise().squaredNorm() * (groups - 1.0) / groups;
    VectorXd of_chain(n_);
    for (Index p = 0; p < n_; ++p) of_chain[p] = belief.covariance(p, p) / effective_size(belief.states.col(p));
    return (of_runs + of_chain).cwiseSqrt();
  }

  const VectorXd& targets_;
  Index n_;
  const Simulator& simulator_;
  const CalibrationPlan& plan_;
  const Tell& tell_;
  std::uint32_t next_world_;
  std::size_t runs_ = 0;
  double repeats_ = 0;  ///< sets of repeats that `chance_` is pooled from
  std::vector<Point> points_;
  std::vector<VectorXd> values_;
  MatrixXd covariance_, repeated_;
  VectorXd chance_, lack_;
  Point centre_;
  std::unique_ptr<Emulator> emulator_;
  Calibration result_;
};

}  // namespace

Calibration calibrate(const VectorXd& targets, Index parameters, const Simulator& simulator, const CalibrationPlan& plan, const Tell& tell) {
  ALONGSIDE_EXPECTS(parameters > 0 && targets.size() > 0 && plan.most_rounds > 0 && plan.repeats > 1);
  return Fit(targets, parameters, simulator, plan, tell).run();
}

}  // namespace alongside::explore
