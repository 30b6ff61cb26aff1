#include "analysis/economics/precision.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "analysis/economics/valuation.hpp"
#include "analysis/economics/world_means.hpp"
#include "analysis/report/world_values.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::economics {
namespace {

/// NaN counts as larger than any number: an error that is not known is not small enough.
double larger(double a, double b) { return std::isnan(a) || std::isnan(b) ? std::numeric_limits<double>::quiet_NaN() : std::max(a, b); }

double error_of_benefit(const record::Result& result) {
  double largest = 0;
  const double threshold = reference_threshold().low;
  for (std::size_t point = 0; point < result.dataset("/ledger/quantity").shape[0]; ++point) {
    const Accounts accounts = read_accounts(result, point);
    const Valued valued = value_accounts(accounts, {});
    const Eigen::MatrixXd rise = increments(net_monetary_benefit(valued.cost, valued.effect, threshold), 0);
    for (Eigen::Index arm = 1; arm < rise.cols(); ++arm)
      largest = larger(largest, unit_mean(over_units(accounts, {rise.col(arm).data(), rise.col(arm).data() + rise.rows()})).error);
  }
  return largest;
}

double error_of_measure(const record::Result& result, const std::string& measure) {
  const std::string path = fmt::format("/summary/{}", measure);
  if (!result.has(path)) {
    std::vector<std::string> known{"inmb"};
    for (const record::DatasetInfo& info : result.datasets())
      if (info.path.starts_with("/summary/")) known.push_back(info.path.substr(9));
    const std::string near = nearest_name(measure, known);
    throw DataError(fmt::format("--until: no measure \"{}\" ({})", measure, did_you_mean(near, "alongside describe measures lists them")));
  }
  double largest = 0;
  for (std::size_t point = 0; point < result.dataset(path).shape[0]; ++point) {
    const report::WorldValues values = report::read_worlds(result, path, point);
    if (values.arms == 1) largest = larger(largest, report::estimate(values, 0).error);
    for (std::size_t arm = 1; arm < values.arms; ++arm) largest = larger(largest, report::difference(values, arm, 0).error);
  }
  return largest;
}

}  // namespace

PrecisionTarget parse_precision(const std::string& text) {
  PrecisionTarget target;
  const std::string form = fmt::format("--until \"{}\" (mcse=NUMBER or mcse=NUMBER:MEASURE is wanted, such as mcse=500 or mcse=0.2:qalys)", text);
  if (!text.starts_with("mcse=")) throw UsageError(form);
  const std::size_t colon = std::min(text.find(':'), text.size());
  const auto [end, error] = std::from_chars(text.data() + 5, text.data() + colon, target.mcse);
  if (error != std::errc() || end != text.data() + colon || !std::isfinite(target.mcse) || colon + 1 == text.size()) throw UsageError(form);
  if (!(target.mcse > 0)) throw DataError(fmt::format("--until mcse={} is not positive (no number of worlds reaches it)", target.mcse));
  if (colon < text.size()) target.measure = text.substr(colon + 1);
  return target;
}

double largest_error(const record::Result& result, const PrecisionTarget& target) {
  return target.measure == "inmb" ? error_of_benefit(result) : error_of_measure(result, target.measure);
}

std::size_t next_round(std::size_t units, double error, double wanted, std::size_t most) {
  const double ratio = std::isnan(error) ? 4 : std::clamp(1.1 * (error / wanted) * (error / wanted), 1.25, 4.0);
  return std::min(most, std::max(units + 1, static_cast<std::size_t>(std::ceil(static_cast<double>(units) * ratio))));
}

}  // namespace alongside::economics
