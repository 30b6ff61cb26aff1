#include "analysis/explore/emulator.hpp"

#include <tbb/parallel_for.h>

#include <algorithm>
#include <cmath>

#include "analysis/explore/sparse_regression.hpp"
#include "sim/core/error.hpp"

namespace alongside::explore {

using Eigen::Index;
using Eigen::MatrixXd;
using Eigen::VectorXd;

double Emulator::Term::value(const VectorXd& from_centre) const {
  if (first < 0) return 1;
  return second < 0 ? from_centre[first] : from_centre[first] * from_centre[second];
}

Emulator::Emulator(const MatrixXd& points, const MatrixXd& values, const VectorXd& centre, Index most_curved) : centre_(centre), scatter_(values.cols()) {
  ALONGSIDE_EXPECTS(points.rows() == values.rows() && points.cols() == centre.size());
  outputs_.resize(static_cast<std::size_t>(values.cols()));
  tbb::parallel_for(Index{0}, values.cols(), [&](Index o) {
    std::vector<Index> known;
    for (Index r = 0; r < values.rows(); ++r)
      if (std::isfinite(values(r, o))) known.push_back(r);
    MatrixXd moved(static_cast<Index>(known.size()), points.cols());
    VectorXd own(moved.rows());
    for (std::size_t i = 0; i < known.size(); ++i) {
      moved.row(static_cast<Index>(i)) = points.row(known[i]) - centre_.transpose();
      own[static_cast<Index>(i)] = values(known[i], o);
    }
    outputs_[static_cast<std::size_t>(o)] = fit(moved, own, most_curved, scatter_[o]);
  });
}

/// First the linear terms alone, which say which parameters matter; then these with the products of the ones that do.
Emulator::Output Emulator::fit(const MatrixXd& moved, const VectorXd& values, Index most_curved, double& scatter) {
  Output output;
  if (values.size() < 3) {
    output = {{Term{}}, VectorXd::Constant(1, values.size() > 0 ? values.mean() : 0.0), MatrixXd::Zero(1, 1)};
    scatter = 0;
    return output;
  }
  const double mean = values.mean(), sd = std::sqrt((values.array() - mean).square().sum() / static_cast<double>(values.size() - 1));
  const double unit = sd > 0 ? sd : 1;
  const VectorXd scaled = (values.array() - mean) / unit;
  std::vector<Term> terms{{}};
  for (Index p = 0; p < moved.cols(); ++p) terms.push_back({p, -1});
  const auto columns = [&] {
    MatrixXd all(moved.rows(), static_cast<Index>(terms.size()));
    for (Index r = 0; r < moved.rows(); ++r)
      for (std::size_t t = 0; t < terms.size(); ++t) all(r, static_cast<Index>(t)) = terms[t].value(moved.row(r));
    return all;
  };
  SparseFit found = fit_sparsely(columns(), scaled);
  std::vector<std::pair<double, Index>> weight;
  for (std::size_t i = 1; i < found.terms.size(); ++i) {
    const Index p = terms[static_cast<std::size_t>(found.terms[i])].first;
    weight.push_back({-std::abs(found.coefficients[static_cast<Index>(i)]) * moved.col(p).norm(), p});
  }
  std::sort(weight.begin(), weight.end());
  const std::size_t curved = std::min(weight.size(), static_cast<std::size_t>(most_curved));
  for (std::size_t i = 0; i < curved; ++i)
    for (std::size_t j = i; j < curved; ++j) terms.push_back({weight[i].second, weight[j].second});
  found = fit_sparsely(columns(), scaled);
  for (const Index t : found.terms) output.terms.push_back(terms[static_cast<std::size_t>(t)]);
  output.coefficients = unit * found.coefficients;
  output.coefficients[0] += mean;
  output.covariance = unit * unit * found.covariance;
  scatter = unit * unit * found.noise;
  return output;
}

Emulator::Prediction Emulator::at(const VectorXd& point) const {
  const VectorXd moved = point - centre_;
  Prediction prediction{VectorXd(static_cast<Index>(outputs_.size())), VectorXd(static_cast<Index>(outputs_.size()))};
  for (std::size_t o = 0; o < outputs_.size(); ++o) {
    const Output& output = outputs_[o];
    VectorXd values(static_cast<Index>(output.terms.size()));
    for (std::size_t t = 0; t < output.terms.size(); ++t) values[static_cast<Index>(t)] = output.terms[t].value(moved);
    prediction.mean[static_cast<Index>(o)] = values.dot(output.coefficients);
    prediction.variance[static_cast<Index>(o)] = values.dot(output.covariance * values);
  }
  return prediction;
}

MatrixXd Emulator::slopes(const VectorXd& point) const {
  const VectorXd moved = point - centre_;
  MatrixXd slopes = MatrixXd::Zero(static_cast<Index>(outputs_.size()), point.size());
  for (std::size_t o = 0; o < outputs_.size(); ++o)
    for (std::size_t t = 0; t < outputs_[o].terms.size(); ++t) {
      const Term& term = outputs_[o].terms[t];
      const double c = outputs_[o].coefficients[static_cast<Index>(t)];
      const auto row = static_cast<Index>(o);
      if (term.first < 0) continue;
      slopes(row, term.first) += c * (term.second < 0 ? 1 : moved[term.second]);
      if (term.second >= 0) slopes(row, term.second) += c * moved[term.first];
    }
  return slopes;
}

}  // namespace alongside::explore
