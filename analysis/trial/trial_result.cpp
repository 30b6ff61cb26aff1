#include "analysis/trial/trial_result.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>

#include "sim/core/error.hpp"

namespace alongside::estimation {
namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

const std::vector<std::string>& names(const record::Result& result, const char* axis) { return std::get<std::vector<std::string>>(result.axis(axis).values); }

bool has_axis(const record::Result& result, const std::string& name) {
  return std::ranges::any_of(result.axes(), [&](const record::Axis& axis) { return axis.name == name; });
}

}  // namespace

std::size_t MethodColumns::with(int code) const { return static_cast<std::size_t>(std::ranges::count(status, code)); }
bool MethodColumns::applicable() const { return with(4) < status.size(); }

Measured mean_of(std::span<const double> values) {
  double n = 0, mean = 0, squares = 0;
  for (const double v : values)
    if (!std::isnan(v)) n += 1, mean += v;
  if (n == 0) return {none, none};
  mean /= n;
  for (const double v : values)
    if (!std::isnan(v)) squares += (v - mean) * (v - mean);
  return {mean, n > 1 ? std::sqrt(squares / (n - 1) / n) : none};
}

int TrialResult::find(const std::vector<std::string>& list, const std::string& name) {
  const auto at = std::ranges::find(list, name);
  return at == list.end() ? -1 : static_cast<int>(at - list.begin());
}

TrialResult::TrialResult(const record::Result& result) : result_(result) {
  if (!result.has("/trial/truth"))
    throw DataError(fmt::format("{}: is no trial's result (its scenario has no trial.design) alongside summary reads it", result.path()));
  const std::vector<std::size_t>& shape = result.dataset("/task_status").shape;
  points_ = shape[0], draws_ = shape[1], replicates_ = shape[2];
  regimes_ = names(result, "regime"), arms_ = names(result, "arm"), contrasts_ = names(result, "contrast"), endpoints_ = names(result, "endpoint");
  estimands_ = names(result, "estimand");
  if (has_axis(result, "estimator")) {
    methods_ = names(result, "estimator");
    method_estimands_ = result.texts("/trial/estimator_estimand");
  }
  const std::vector<std::int64_t> status = result.integers("/task_status");
  draw_of_.resize(points_), world_of_.resize(points_);
  for (std::size_t p = 0; p < points_; ++p)
    for (std::size_t w = 0; w < draws_ * replicates_; ++w)
      if (status[p * draws_ * replicates_ + w] == 0) draw_of_[p].push_back(w / replicates_), world_of_[p].push_back(w);
}

std::string TrialResult::point_name(std::size_t point) const {
  if (!result_.has("/design/labels")) return "";
  const std::vector<std::string>& swept = names(result_, "swept");
  const std::vector<std::string> labels = result_.texts("/design/labels", {{point, 0}, {1, swept.size()}});
  std::string out;
  for (std::size_t s = 0; s < swept.size(); ++s) out += fmt::format("{}{} = {}", s ? ", " : "", swept[s], labels[s]);
  return out;
}

std::string TrialResult::design(std::size_t point) const {
  const std::vector<std::string>& parameters = names(result_, "parameter");
  const int at = find(parameters, "trial.design");
  if (result_.has("/design/labels"))
    if (const int swept = find(names(result_, "swept"), "trial.design"); swept >= 0)
      return result_.texts("/design/labels", {{point, static_cast<std::size_t>(swept)}, {1, 1}})[0];
  const double value = result_.numbers("/parameters/value", {{static_cast<std::size_t>(at), 0}, {1, 1}})[0];
  const std::string labels = result_.texts("/parameters/labels", {{static_cast<std::size_t>(at)}, {1}})[0];
  std::size_t from = 0;
  for (int i = 0; i < static_cast<int>(value); ++i) from = labels.find("; ", from) + 2;
  return labels.substr(from, labels.find("; ", from) - from);
}

double TrialResult::setting(const std::string& parameter, std::size_t point) const {
  if (result_.has("/design/labels"))
    if (const int swept = find(names(result_, "swept"), parameter); swept >= 0) {
      const std::string label = result_.texts("/design/labels", {{point, static_cast<std::size_t>(swept)}, {1, 1}})[0];
      double value = none;
      std::from_chars(label.data(), label.data() + label.size(), value);
      return value;
    }
  const int at = find(names(result_, "parameter"), parameter);
  return at < 0 ? none : result_.numbers("/parameters/value", {{static_cast<std::size_t>(at), 0}, {1, 1}})[0];
}

double TrialResult::randomised(std::size_t point, std::size_t arm) const {
  const int step = find(names(result_, "step"), "randomised");
  return step < 0 ? none : mean_of(column("/trial/flow", point, {arm, static_cast<std::size_t>(step)})).value;
}

std::vector<double> TrialResult::column(const std::string& path, std::size_t point, const std::vector<std::size_t>& tail) const {
  record::Slab slab{{point, 0, 0}, {1, draws_, replicates_}};
  for (const std::size_t place : tail) slab.start.push_back(place), slab.count.push_back(1);
  const std::vector<double> all = result_.numbers(path, slab);
  std::vector<double> out;
  for (const std::size_t world : world_of_[point]) out.push_back(all[world]);
  return out;
}

MethodColumns TrialResult::method(std::size_t point, std::size_t contrast, std::size_t endpoint, std::size_t method) const {
  const auto get = [&](std::size_t statistic) { return column("/trial/estimates", point, {contrast, endpoint, method, statistic}); };
  MethodColumns out{get(0), get(1), get(2), get(3), {}};
  for (const double code : get(4)) out.status.push_back(std::isnan(code) ? 3 : static_cast<int>(code));
  return out;
}

std::vector<double> TrialResult::own_truth(std::size_t point, std::size_t contrast, std::size_t endpoint, const std::string& estimand) const {
  const int at = find(estimands_, estimand);
  if (at < 0) return {};
  return column("/trial/truth", point, {contrast, endpoint, static_cast<std::size_t>(at)});
}

std::vector<double> TrialResult::draw_means(std::size_t point, const std::vector<double>& values) const {
  std::vector<double> sum(draws_, 0), n(draws_, 0), out;
  for (std::size_t w = 0; w < values.size(); ++w)
    if (!std::isnan(values[w])) sum[draw_of_[point][w]] += values[w], n[draw_of_[point][w]] += 1;
  for (std::size_t w = 0; w < values.size(); ++w) {
    const std::size_t d = draw_of_[point][w];
    out.push_back(n[d] > 0 ? sum[d] / n[d] : none);
  }
  return out;
}

std::vector<double> TrialResult::mean_truth(std::size_t point, std::size_t contrast, std::size_t endpoint, const std::string& estimand) const {
  const auto mean = [&](const char* part) { return draw_means(point, own_truth(point, contrast, endpoint, part)); };
  const auto ratio = [](std::vector<double> top, const std::vector<double>& bottom) {
    for (std::size_t w = 0; w < top.size(); ++w) top[w] = top[w] > 0 && bottom[w] > 0 ? std::log(top[w] / bottom[w]) : none;
    return top;
  };
  // A mean of logarithms of ratios is not the logarithm of the ratio of means, which is what a method aims at.
  if (estimand.starts_with("log risk ratio")) return ratio(mean("mean supported"), mean("mean control"));
  if (estimand.starts_with("log odds ratio within cluster")) return ratio(mean("odds numerator"), mean("odds denominator"));
  if (estimand.starts_with("log odds ratio")) {
    std::vector<double> p1 = mean("mean supported"), p0 = mean("mean control");
    for (std::size_t w = 0; w < p1.size(); ++w) p1[w] = p1[w] / (1 - p1[w]), p0[w] = p0[w] / (1 - p0[w]);
    return ratio(std::move(p1), p0);
  }
  return draw_means(point, own_truth(point, contrast, endpoint, estimand));
}

}  // namespace alongside::estimation
