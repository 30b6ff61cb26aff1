#include "analysis/trial/design.hpp"

#include <algorithm>
#include <cmath>

namespace alongside::estimation {
namespace {

/// Collects rows into cells; a row joins the last cell of its cluster when its covariates and period are the same.
class CellBuilder {
 public:
  CellBuilder(Eigen::Index columns, std::size_t rows) {
    const auto most = static_cast<Eigen::Index>(rows);
    design_.x.resize(most, columns);
    design_.count = design_.sum = design_.square = Vector::Zero(most);
    design_.contrast = Vector::Zero(columns);
    design_.period.reserve(rows);
  }

  template <class Row>
  void add(const Row& row, std::int32_t period, double outcome) {
    const bool same = cells_ > static_cast<Eigen::Index>(design_.start.back()) && design_.period.back() == period &&
                      design_.x.row(cells_ - 1) == row;
    if (!same) {
      design_.x.row(cells_++) = row;
      design_.period.push_back(period);
    }
    const Eigen::Index cell = cells_ - 1;
    design_.count[cell] += 1;
    design_.sum[cell] += outcome;
    design_.square[cell] += outcome * outcome;
    design_.rows += 1;
  }

  void end_cluster() { design_.start.push_back(static_cast<std::size_t>(cells_)); }

  Design finish() {
    design_.x.conservativeResize(cells_, Eigen::NoChange);
    design_.count.conservativeResize(cells_);
    design_.sum.conservativeResize(cells_);
    design_.square.conservativeResize(cells_);
    return std::move(design_);
  }

  Design& design() { return design_; }

 private:
  Design design_;
  Eigen::Index cells_ = 0;
};

using Row = Eigen::Matrix<double, 1, Eigen::Dynamic>;

/// Builds with one callable that writes the covariates of a sample's row.
template <class Fill>
Design build(const Sample& sample, Eigen::Index columns, const Fill& fill) {
  CellBuilder builder(columns, sample.rows());
  Row row(columns);
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r) {
      row.setZero();
      fill(c, r, row);
      builder.add(row, sample.period[r], sample.outcome[r]);
    }
    builder.end_cluster();
  }
  return builder.finish();
}

/// First period in which the cluster is treated, or the number of periods.
std::int32_t switch_period(const Sample& sample, std::size_t cluster) {
  std::int32_t first = sample.periods;
  for (std::size_t r = sample.start[cluster]; r < sample.start[cluster + 1]; ++r)
    if (sample.arm[r] == 1) first = std::min(first, sample.period[r]);
  return first;
}

}  // namespace

Design parallel_design(const Sample& sample, Adjust adjust) {
  double middle = 0;
  if (adjust == Adjust::baseline) {
    for (const double value : sample.baseline) middle += value;
    middle /= static_cast<double>(std::max<std::size_t>(sample.rows(), 1));
  }
  const Eigen::Index columns = adjust == Adjust::baseline ? 3 : 2;
  Design design = build(sample, columns, [&](std::size_t, std::size_t r, Row& row) {
    row[0] = 1;
    row[1] = sample.arm[r];
    if (adjust == Adjust::baseline) row[2] = sample.baseline[r] - middle;
  });
  design.contrast[1] = 1;
  return design;
}

Design stepped_design(const Sample& sample) {
  const Eigen::Index periods = sample.periods;
  Design design = build(sample, periods + 1, [&](std::size_t, std::size_t r, Row& row) {
    row[sample.period[r]] = 1;
    row[periods] = sample.arm[r];
  });
  design.contrast[periods] = 1;
  return design;
}

Design exposure_design(const Sample& sample) {
  const Eigen::Index periods = sample.periods;
  std::vector<std::int32_t> switched(sample.clusters());
  std::int32_t longest = 0;
  for (std::size_t c = 0; c < sample.clusters(); ++c) {
    switched[c] = switch_period(sample, c);
    for (std::size_t r = sample.start[c]; r < sample.start[c + 1]; ++r)
      longest = std::max(longest, sample.period[r] - switched[c] + 1);
  }
  Design design = build(sample, periods + longest, [&](std::size_t c, std::size_t r, Row& row) {
    row[sample.period[r]] = 1;
    const std::int32_t exposed = sample.period[r] - switched[c];
    if (exposed >= 0) row[periods + exposed] = 1;
  });
  if (longest > 0) design.contrast.tail(longest).setConstant(1.0 / longest);
  return design;
}

Design row_design(const Matrix& x, std::span<const double> outcome, std::span<const std::int32_t> cluster, Eigen::Index effect) {
  CellBuilder builder(x.cols(), outcome.size());
  for (std::size_t r = 0; r < outcome.size(); ++r) {
    builder.add(x.row(static_cast<Eigen::Index>(r)), 0, outcome[r]);
    if (r + 1 == outcome.size() || cluster[r + 1] != cluster[r]) builder.end_cluster();
  }
  Design design = builder.finish();
  design.contrast[effect] = 1;
  return design;
}

bool full_rank(const Design& design) {
  const Matrix gram = design.x.transpose() * design.count.asDiagonal() * design.x;
  if (gram.diagonal().minCoeff() <= 0) return false;
  const Vector scale = gram.diagonal().cwiseSqrt().cwiseInverse();
  const Matrix unit = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::LDLT<Matrix> factor(unit);
  return factor.info() == Eigen::Success && factor.vectorD().minCoeff() > 1e-10;
}

}  // namespace alongside::estimation
