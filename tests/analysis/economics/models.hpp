#pragma once
// Small Markov models of published tutorials, for tests only: they use the library's discounting and weights.

#include <Eigen/Dense>
#include <functional>

#include "analysis/economics/discounting.hpp"

namespace alongside::economics::testing {

/// A cohort through a Markov chain: trace(t) holds the share in each state at cycle boundary t = 0..cycles.
inline Eigen::MatrixXd markov_trace(const Eigen::RowVectorXd& start, int cycles, const std::function<Eigen::MatrixXd(int)>& transition) {
  Eigen::MatrixXd trace(cycles + 1, start.size());
  trace.row(0) = start;
  for (int t = 0; t < cycles; ++t) trace.row(t + 1) = trace.row(t) * transition(t);
  return trace;
}

/// Discounted total of a reward per state over a trace, with boundary weights.
inline double total_reward(const Eigen::MatrixXd& trace, const Eigen::VectorXd& reward, double rate, CycleRule rule) {
  const Eigen::VectorXd flow = trace * reward;
  const auto weights = cycle_weights(static_cast<std::size_t>(flow.size()), rule);
  return present_value({flow.data(), static_cast<std::size_t>(flow.size())}, rate, DiscountRule::annual, 0, 1, weights);
}

/// The Sick-Sicker model of Krijkamp et al. 2018: states H, S1, S2, D.
struct SickSicker {
  static constexpr int cycles = 30;
  Eigen::Matrix4d transition;
  Eigen::Vector4d cost[2], utility[2];  ///< untreated, treated
  SickSicker() {
    const double die = 0.005, rate = -std::log(1 - die);
    const double die1 = 1 - std::exp(-3 * rate), die2 = 1 - std::exp(-10 * rate);
    transition << 1 - 0.15 - die, 0.15, 0, die,      //
        0.5, 1 - 0.5 - 0.105 - die1, 0.105, die1,     //
        0, 0, 1 - die2, die2,                         //
        0, 0, 0, 1;
    cost[0] << 2000, 4000, 15000, 0;
    cost[1] << 2000, 16000, 27000, 0;
    utility[0] << 1, 0.75, 0.5, 0;
    utility[1] << 1, 0.95, 0.5, 0;
  }
};

/// Mean and SD of the discounted sum of a state reward over cycles 0..n of one person who starts in state 0: backward
/// recursion of the first two moments of what is still to come.
inline std::pair<double, double> reward_moments(const Eigen::Matrix4d& transition, const Eigen::Vector4d& reward, double rate, int cycles) {
  Eigen::Vector4d first = Eigen::Vector4d::Zero(), second = Eigen::Vector4d::Zero();
  for (int t = cycles; t >= 0; --t) {
    const Eigen::Vector4d now = reward * discount_factor(rate, t, DiscountRule::annual);
    const Eigen::Vector4d ahead = t == cycles ? Eigen::Vector4d::Zero().eval() : (transition * first).eval();
    const Eigen::Vector4d ahead2 = t == cycles ? Eigen::Vector4d::Zero().eval() : (transition * second).eval();
    second = now.cwiseProduct(now) + 2 * now.cwiseProduct(ahead) + ahead2;
    first = now + ahead;
  }
  return {first[0], std::sqrt(second[0] - first[0] * first[0])};
}

}  // namespace alongside::economics::testing
