#pragma once
// The call-back by which a trial's rows become estimates: the simulator knows no method of analysis. Implemented in
// analysis/trial, wired by the command line.

#include <span>
#include <string>
#include <vector>

#include "sim/trial/table.hpp"

namespace alongside::trial {

/// How a contrast and endpoint is to be analysed.
struct Analysis {
  const Rows& rows;
  const Endpoint& endpoint;
  double threshold;      ///< willingness to pay, for net benefit
  std::uint64_t seed;    ///< of permutation draws: the same for every method
};

/// Numbers that a method gives, in this order along the axis `statistic`.
inline constexpr std::string_view statistics[] = {"estimate", "se", "df", "p", "status"};
/// Place of the last among them.
inline constexpr std::size_t status_place = 4;
static_assert(statistics[status_place] == "status");

/// Analyses trials. Used by several threads at once. Whatever it writes enters the result file, so it may use only
/// arithmetic that gives the same bits on every CPU.
class Analyst {
 public:
  virtual ~Analyst() = default;
  /// Names of the methods, along the axis `estimator`. Never empty.
  virtual const std::vector<std::string>& methods() const = 0;
  /// Texts for /trial/method_text and the estimand of each method, by its name in estimand_texts(); "" where it has none.
  virtual std::vector<std::string> texts() const = 0;
  virtual std::vector<std::string> estimands() const = 0;
  /// What the numbers of `status` mean.
  virtual std::string status_meanings() const = 0;
  /// Fills [method][statistic]; NaN where a method gives no number.
  virtual void analyse(const Analysis& analysis, std::span<double> out) const = 0;
};

}  // namespace alongside::trial
