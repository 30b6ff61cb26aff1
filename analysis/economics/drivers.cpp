#include "analysis/economics/drivers.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "analysis/economics/acceptability.hpp"
#include "analysis/economics/answer.hpp"
#include "analysis/economics/voi.hpp"

namespace alongside::economics {
namespace {

constexpr Eigen::Index fewest_draws = 20;
constexpr int redraws = 100;

/// Net benefit of the option that is best on average over the one that could be better.
Eigen::VectorXd lead_of(const Eigen::MatrixXd& nmb) {
  Eigen::Index best = 0;
  nmb.colwise().mean().maxCoeff(&best);
  return nmb.col(best) - nmb.col(strongest_rival(nmb, best));
}

double correlation(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  const Eigen::VectorXd x = a.array() - a.mean(), y = b.array() - b.mean();
  const double size = x.norm() * y.norm();
  return size > 0 ? x.dot(y) / size : 0;
}

}  // namespace

std::vector<Leaning> leanings(const Eigen::MatrixXd& parameter, const Eigen::VectorXd& lead, std::size_t most) {
  std::vector<Leaning> all;
  for (Eigen::Index p = 0; p < parameter.cols(); ++p) all.push_back({p, correlation(parameter.col(p), lead)});
  std::ranges::stable_sort(all, std::greater{}, [](const Leaning& one) { return std::abs(one.correlation); });
  all.resize(std::min(all.size(), most));
  return all;
}

std::vector<Driver> decision_drivers(const DrawMeans& means, double threshold, std::size_t most, std::size_t screened) {
  std::vector<Driver> drivers;
  if (means.draws() < fewest_draws || means.parameters.empty()) return drivers;
  const Eigen::MatrixXd nmb = net_monetary_benefit(means.cost, means.effect, threshold);
  for (const Leaning& one : leanings(means.parameter, lead_of(nmb), screened)) {
    const auto p = static_cast<std::size_t>(one.parameter);
    const ConditionalBenefit known = condition_on(nmb, means.parameter.col(one.parameter));
    const InformationValue worth = value_of_partial_information(known, redraws, p);
    drivers.push_back({means.parameters[p], worth.value, worth.total_se(), one.correlation});
  }
  std::stable_sort(drivers.begin(), drivers.end(), [](const Driver& a, const Driver& b) { return a.value > b.value; });
  drivers.resize(std::min(drivers.size(), most));
  return drivers;
}

std::string drivers_sentence(const DrawMeans& means, double threshold, const Wording& wording) {
  const std::vector<Driver> drivers = decision_drivers(means, threshold, 3);
  if (drivers.empty() || !(drivers[0].value > 0)) return "";
  if (drivers[0].value < 2 * drivers[0].error)
    return fmt::format("No single uncertain number decides the choice at {}: knowing {} alone would be worth {} ± {}{}; ask voi about groups of them.", wording.money(threshold), drivers[0].parameter,
                       wording.money(drivers[0].value), wording.money(drivers[0].error), wording.basis);
  std::string text;
  for (const Driver& driver : drivers)
    if (driver.value > 0) text += fmt::format("{}{} ({} ± {}{})", text.empty() ? "" : ", ", driver.parameter, wording.money(driver.value), wording.money(driver.error), text.empty() ? wording.basis + " for knowing it" : "");
  return fmt::format("The uncertain numbers that the choice at {} hangs on most: {}.", wording.money(threshold), text);
}

}  // namespace alongside::economics
