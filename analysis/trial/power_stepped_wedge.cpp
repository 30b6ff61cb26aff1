#include "analysis/trial/power_stepped_wedge.hpp"

#include <cmath>
#include <vector>

#include "analysis/trial/distributions.hpp"
#include "sim/core/error.hpp"

namespace alongside::power {
namespace {
using Matrix = Eigen::MatrixXd;
using Vector = Eigen::VectorXd;
using Eigen::Index;

const double unbounded = std::numeric_limits<double>::infinity();

void check(const Components& c) {
  require_between(c.within, 0, unbounded, Bounds::open, "the within-cluster variance");
  require_between(c.tau2, 0, unbounded, Bounds::closed, "the cluster variance");
  require_between(c.cac, 0, 1, Bounds::closed, "the cluster autocorrelation");
  require_between(c.decay, 0, 1, Bounds::closed, "the decay per period");
  require_between(c.person, 0, 1, Bounds::closed, "the individual autocorrelation");
  require_between(c.eta2, 0, unbounded, Bounds::closed, "the treatment-effect variance");
  require_between(c.tau_eta, -1, 1, Bounds::closed, "the correlation of cluster and treatment effects");
}

/// One sequence's observed periods: which, and the covariance of their means.
struct Observed {
  std::vector<Index> period;
  Matrix covariance;
};

Observed observed(const Schedule& schedule, const Components& c, const Matrix& within, Index s) {
  Observed out;
  for (Index t = 0; t < schedule.periods(); ++t)
    if (std::isfinite(schedule.condition(s, t)) && schedule.size(s, t) > 0) out.period.push_back(t);
  const auto n = static_cast<Index>(out.period.size());
  out.covariance.resize(n, n);
  const double cross = c.tau_eta * std::sqrt(c.tau2 * c.eta2);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const Index a = out.period[static_cast<std::size_t>(i)], b = out.period[static_cast<std::size_t>(j)];
      const double xa = schedule.condition(s, a), xb = schedule.condition(s, b);
      double v = c.tau2 * (a == b ? 1 : c.cac * std::pow(c.decay, std::abs(a - b))) + c.eta2 * xa * xb + cross * (xa + xb);
      const double mean_size = std::sqrt(schedule.size(s, a) * schedule.size(s, b));
      v += std::sqrt(within(s, a) * within(s, b)) / mean_size * (a == b ? 1 : c.person);
      out.covariance(i, j) = v;
    }
  return out;
}

/// Information of the sequences for fixed effects given by `fill(row, sequence, period)`.
template <class Fill>
Matrix information(const Schedule& schedule, const Components& c, const Matrix& within, Index columns, const Fill& fill) {
  check(c);
  Matrix total = Matrix::Zero(columns, columns);
  for (Index s = 0; s < schedule.sequences(); ++s) {
    const Observed seen = observed(schedule, c, within, s);
    if (seen.period.empty() || !(schedule.clusters[s] > 0)) continue;
    Matrix z = Matrix::Zero(static_cast<Index>(seen.period.size()), columns);
    for (Index i = 0; i < z.rows(); ++i) fill(z.row(i), s, seen.period[static_cast<std::size_t>(i)]);
    total += schedule.clusters[s] * z.transpose() * seen.covariance.ldlt().solve(z);
  }
  return total;
}

/// Inverse of an information matrix, leaving out periods that nobody was observed in.
Matrix invert(const Matrix& info) {
  std::vector<Index> kept;
  for (Index i = 0; i < info.rows(); ++i)
    if (info(i, i) > 0) kept.push_back(i);
  const auto n = static_cast<Index>(kept.size());
  Matrix small(n, n);
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const Index a = kept[static_cast<std::size_t>(i)], b = kept[static_cast<std::size_t>(j)];
      small(i, j) = info(a, b) / std::sqrt(info(a, a) * info(b, b));
    }
  const Eigen::LDLT<Matrix> factor(small);
  if (n == 0 || factor.info() != Eigen::Success || factor.vectorD().minCoeff() < 1e-12)
    throw UsageError("this schedule cannot tell the effect from the periods (in some period both conditions must be observed)");
  const Matrix inverse = factor.solve(Matrix::Identity(n, n));
  Matrix out = Matrix::Zero(info.rows(), info.cols());
  for (Index i = 0; i < n; ++i)
    for (Index j = 0; j < n; ++j) {
      const Index a = kept[static_cast<std::size_t>(i)], b = kept[static_cast<std::size_t>(j)];
      out(a, b) = inverse(i, j) / std::sqrt(info(a, a) * info(b, b));
    }
  return out;
}

Matrix treatment_information(const Schedule& schedule, const Components& c, const Matrix& within) {
  const Index periods = schedule.periods();
  Matrix out = information(schedule, c, within, periods + 1, [&](auto row, Index s, Index t) {
    row[t] = 1;
    row[periods] = schedule.condition(s, t);
  });
  if (!(out(periods, periods) > 0)) throw UsageError("in this schedule nobody is ever observed with support (write 1 for a period with it)");
  return out;
}

/// Number of periods since the switch, from 1; 0 before it. An unobserved period after a treated one counts.
Eigen::MatrixXi exposure(const Schedule& schedule) {
  Eigen::MatrixXi out = Eigen::MatrixXi::Zero(schedule.sequences(), schedule.periods());
  for (Index s = 0; s < schedule.sequences(); ++s) {
    int since = 0;
    for (Index t = 0; t < schedule.periods(); ++t) {
      const double x = schedule.condition(s, t);
      if (since > 0 || x > 0) ++since;
      out(s, t) = x > 0 ? since : 0;
    }
  }
  return out;
}

Matrix constant_within(const Schedule& schedule, double within) { return Matrix::Constant(schedule.sequences(), schedule.periods(), within); }

}  // namespace

Schedule wedge(const Wedge& w) {
  require_between(w.sequences, 1, 1000, Bounds::closed, "the number of sequences");
  require_between(w.baseline, 0, 1000, Bounds::closed, "the number of baseline periods");
  require_between(w.extra, 0, 1000, Bounds::closed, "the number of extra periods");
  require_between(w.transition, 0, 1000, Bounds::closed, "the number of transition periods");
  require_between(w.per_sequence, 0, unbounded, Bounds::open, "clusters per sequence");
  require_between(w.size, 0, unbounded, Bounds::open, "the size of a cluster-period");
  const Index periods = w.baseline + w.sequences + w.extra;
  Schedule out{Matrix::Zero(w.sequences, periods), Vector::Constant(w.sequences, w.per_sequence), Matrix::Constant(w.sequences, periods, w.size)};
  for (Index s = 0; s < w.sequences; ++s)
    for (Index t = w.baseline + s; t < periods; ++t)
      out.condition(s, t) = t < w.baseline + s + w.transition ? std::nan("") : 1;
  return out;
}

Schedule parse_schedule(std::string_view text, double per_sequence, double size) {
  std::vector<std::string_view> rows;
  for (std::size_t at = 0; at <= text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    rows.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  const auto periods = static_cast<Index>(rows[0].size());
  const auto sequences = static_cast<Index>(rows.size());
  require_between(per_sequence, 0, unbounded, Bounds::open, "clusters per sequence");
  require_between(size, 0, unbounded, Bounds::open, "the size of a cluster-period");
  Schedule out{Matrix(sequences, periods), Vector::Constant(sequences, per_sequence), Matrix::Constant(sequences, periods, size)};
  for (Index s = 0; s < sequences; ++s) {
    const std::string_view row = rows[static_cast<std::size_t>(s)];
    if (row.empty() || static_cast<Index>(row.size()) != periods)
      throw UsageError(fmt::format("schedule \"{}\": sequence {} has {} periods, the first has {} (rows of 0, 1 and . of one length, with commas between)", text, s + 1, row.size(), periods));
    for (Index t = 0; t < periods; ++t) {
      const char c = row[static_cast<std::size_t>(t)];
      if (c != '0' && c != '1' && c != '.') throw UsageError(fmt::format("schedule \"{}\": '{}' (0 is control, 1 support, . not observed)", text, c));
      out.condition(s, t) = c == '.' ? std::nan("") : c - '0';
    }
  }
  return out;
}

Components components(double total_variance, double icc) {
  require_between(total_variance, 0, unbounded, Bounds::open, "the variance");
  require_between(icc, 0, 1, Bounds::closed, "the ICC");
  Components out;
  out.within = total_variance * (1 - icc);
  out.tau2 = total_variance * icc;
  return out;
}

double treatment_variance(const Schedule& schedule, const Components& c) {
  return treatment_variance(schedule, c, constant_within(schedule, c.within));
}

double treatment_variance(const Schedule& schedule, const Components& c, const Matrix& within) {
  const Index last = schedule.periods();
  return invert(treatment_information(schedule, c, within))(last, last);
}

Vector exposure_weights(const Schedule& schedule, const Components& c) {
  const Matrix within = constant_within(schedule, c.within);
  const Eigen::MatrixXi since = exposure(schedule);
  const Index periods = schedule.periods(), longest = since.maxCoeff();
  const Vector effect_row = invert(treatment_information(schedule, c, within)).row(periods).transpose();
  Vector weights = Vector::Zero(longest);
  for (Index s = 0; s < schedule.sequences(); ++s) {
    const Observed seen = observed(schedule, c, within, s);
    const auto n = static_cast<Index>(seen.period.size());
    Matrix z = Matrix::Zero(n, periods + 1);
    for (Index i = 0; i < n; ++i) {
      const Index t = seen.period[static_cast<std::size_t>(i)];
      z(i, t) = 1;
      z(i, periods) = schedule.condition(s, t);
    }
    const Vector coefficient = schedule.clusters[s] * seen.covariance.ldlt().solve(z * effect_row);
    for (Index i = 0; i < n; ++i)
      if (const int e = since(s, seen.period[static_cast<std::size_t>(i)]); e > 0) weights[e - 1] += coefficient[i];
  }
  return weights;
}

double exposure_average_variance(const Schedule& schedule, const Components& c) {
  const Eigen::MatrixXi since = exposure(schedule);
  const Index periods = schedule.periods(), longest = since.maxCoeff();
  const Matrix info = information(schedule, c, constant_within(schedule, c.within), periods + longest, [&](auto row, Index s, Index t) {
    row[t] = 1;
    if (since(s, t) > 0) row[periods + since(s, t) - 1] = 1;
  });
  const Matrix inverse = invert(info);
  // Exposure times that a transition hides are not part of the average.
  Vector contrast = Vector::Zero(periods + longest);
  for (Index e = 0; e < longest; ++e)
    if (info(periods + e, periods + e) > 0) contrast[periods + e] = 1;
  contrast /= contrast.sum();
  return contrast.dot(inverse * contrast);
}

}  // namespace alongside::power
