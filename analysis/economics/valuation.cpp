#include "analysis/economics/valuation.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"
#include "sim/declare/column.hpp"

namespace alongside::economics {
namespace {

constexpr double weeks_per_year = 52.1775;

bool paid_in(const PerspectiveRule& perspective, const std::string& payer) { return std::ranges::find(perspective.payers, payer) != perspective.payers.end(); }

bool counts(HealthScope scope, std::size_t person) { return person <= static_cast<std::size_t>(scope); }

/// The new price of an item, if the question has one.
std::vector<std::optional<double>> changes_of(const Accounts& accounts, const Viewpoint& view) {
  std::vector<std::optional<double>> changes(accounts.items.size());
  for (const PriceChange& change : view.prices) {
    const auto at = std::ranges::find(accounts.items, change.item, &AccountItem::name);
    if (at == accounts.items.end()) {
      std::vector<std::string> names;
      for (const AccountItem& item : accounts.items) names.push_back(item.name);
      const std::string near = nearest_name(change.item, names);
      throw DataError(fmt::format("{}: no item \"{}\" to price ({})", accounts.path, change.item,
                                  did_you_mean(near, fmt::format("the items are {}", fmt::join(names, ", ")))));
    }
    changes[static_cast<std::size_t>(at - accounts.items.begin())] = change.pence;
  }
  return changes;
}

/// The health that the run's value set gives, by another one: with u = a - s x score it is linear in the person-weeks and in
/// the old health, so no score has to be known.
struct Revaluation {
  double per_week = 0, per_qaly = 1;
};

Revaluation revaluation(const Accounts& accounts, const Viewpoint& view, std::size_t draw) {
  if (!view.value_set) return {};
  const double intercept = accounts.utility[draw][0], slope = accounts.utility[draw][1];
  if (!(slope > 0))
    throw DataError(fmt::format("{}: draw {} was run with utility.slope = 0, so its health holds no trace of symptoms to value anew (run it with a slope)", accounts.path, draw));
  const double turn = view.value_set->slope / slope;
  return {(view.value_set->intercept - intercept * turn) / weeks_per_year, turn};
}

double health_of(const Accounts& accounts, const Viewpoint& view, const Revaluation& again, const std::vector<double>& weights, std::size_t world, std::size_t arm) {
  double sum = 0;
  for (std::size_t person = 0; person < Accounts::persons; ++person) {
    if (!counts(view.health.scope, person)) continue;
    const bool scored = person < 2 && view.value_set;  // supporters' wellbeing has no score
    for (std::size_t y = 0; y < accounts.years; ++y) {
      const double q = accounts.health(world, arm, person, y);
      sum += weights[y] * (scored ? again.per_week * accounts.weeks_lived(world, arm, person, y) + again.per_qaly * q : q);
    }
  }
  return sum;
}

}  // namespace

bool Viewpoint::is_reference() const {
  const Viewpoint reference;
  return perspective.perspective == reference.perspective.perspective && health.scope == reference.health.scope && !value_set &&
         discounting.rates == reference.discounting.rates && price_year == reference.price_year && prices.empty();
}

std::string Viewpoint::label() const { return is_reference() ? "reference case" : fmt::format("{}, {}", perspective.name, health.name); }

std::string Viewpoint::text() const {
  const DiscountRates& r = discounting.rates;
  const std::string rates = r.cost == r.effect ? fmt::format("{:.3g}% a year", 100 * r.cost) : fmt::format("{:.3g}% a year on costs, {:.3g}% on health", 100 * r.cost, 100 * r.effect);
  std::string own;
  for (const PriceChange& change : prices) own += fmt::format(", {} at {} pence", change.item, change.pence);
  return fmt::format("{}; {}; {}; {} {}; prices of {}{}", perspective.meaning, health.meaning, value_set ? value_set->meaning : "utility as in the run",
                     rates, r.cost == 0 && r.effect == 0 ? "(undiscounted)" : r.rule == DiscountRule::annual ? "(discrete annual)" : "(continuous)",
                     financial_year(price_year), own);
}

std::vector<double> prices_of(const Accounts& accounts, const Viewpoint& view, std::size_t draw) {
  const std::vector<std::optional<double>> changes = changes_of(accounts, view);
  std::vector<double> prices;
  for (std::size_t i = 0; i < accounts.items.size(); ++i)
    prices.push_back(changes[i] ? *changes[i] : accounts.price[draw * accounts.items.size() + i] * price_factor(accounts.items[i].price_year, view.price_year));
  return prices;
}

double gain_factor(const Accounts& accounts, const Viewpoint& view, std::size_t draw) { return revaluation(accounts, view, draw).per_qaly; }

std::vector<double> year_weights(double rate, DiscountRule rule, std::size_t years) {
  std::vector<double> weights;
  for (std::size_t y = 0; y < years; ++y) {
    const auto start = static_cast<double>(y);
    weights.push_back(rule == DiscountRule::annual ? discount_factor(rate, start, rule) : present_value_of_flow(rate, start, start + 1));
  }
  return weights;
}

double annuity_rise(double contract_years, double rate, DiscountRule rule) {
  ALONGSIDE_EXPECTS(contract_years > 0);
  return contract_years / population_multiplier(1, contract_years, rate, rule);
}

Eigen::MatrixXd item_costs(const Accounts& accounts, const Viewpoint& view) {
  const std::size_t arms = accounts.arms.size(), items = accounts.items.size();
  const DiscountRates& rates = view.discounting.rates;
  const std::vector<double> weights = year_weights(rates.cost, rates.rule, accounts.years);
  Eigen::MatrixXd out(static_cast<Eigen::Index>(accounts.worlds.size() * arms), static_cast<Eigen::Index>(items));
  std::vector<double> prices;
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
    if (w == 0 || accounts.worlds[w].draw != accounts.worlds[w - 1].draw) prices = prices_of(accounts, view, accounts.worlds[w].draw);
    const double per_thousand = 10 / accounts.worlds[w].families;  // pence to pounds, families to thousands
    for (std::size_t arm = 0; arm < arms; ++arm) {
      const double rise = annuity_rise(accounts.contract_years(w, arm), rates.cost, rates.rule);
      for (std::size_t i = 0; i < items; ++i) {
        const AccountItem& item = accounts.items[i];
        const double price = item.behaviour == set_up_behaviour ? prices[i] * rise : prices[i];
        double sum = 0;
        for (std::size_t y = 0; y < accounts.years; ++y) sum += weights[y] * static_cast<double>(declare::pence(accounts.quantity(w, arm, i, y), price, item.per));
        out(static_cast<Eigen::Index>(w * arms + arm), static_cast<Eigen::Index>(i)) = per_thousand * sum;
      }
    }
  }
  return out;
}

Valued value_accounts(const Accounts& accounts, const Viewpoint& view) {
  if (view.value_set && accounts.person_weeks.empty()) throw InternalError("another value set needs person-weeks of the accounts");
  const std::size_t arms = accounts.arms.size();
  const auto rows = static_cast<Eigen::Index>(accounts.worlds.size()), columns = static_cast<Eigen::Index>(arms);
  Valued out{Eigen::MatrixXd::Zero(rows, columns), Eigen::MatrixXd::Zero(rows, columns)};
  const Eigen::MatrixXd costs = item_costs(accounts, view);
  const DiscountRates& rates = view.discounting.rates;
  const std::vector<double> weights = year_weights(rates.effect, rates.rule, accounts.years);
  Revaluation again;
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
    if (w == 0 || accounts.worlds[w].draw != accounts.worlds[w - 1].draw) again = revaluation(accounts, view, accounts.worlds[w].draw);
    for (std::size_t arm = 0; arm < arms; ++arm) {
      const auto row = static_cast<Eigen::Index>(w), column = static_cast<Eigen::Index>(arm), from = static_cast<Eigen::Index>(w * arms + arm);
      for (std::size_t i = 0; i < accounts.items.size(); ++i)
        if (paid_in(view.perspective, accounts.items[i].payer)) out.cost(row, column) += costs(from, static_cast<Eigen::Index>(i));
      out.effect(row, column) = 1000 / accounts.worlds[w].families * health_of(accounts, view, again, weights, w, arm);
    }
  }
  return out;
}

Draws draws_of(const Accounts& accounts, const Valued& valued) {
  if (!accounts.uncertain || accounts.draws < 2)
    throw DataError(fmt::format("{}: has no draws of the uncertain parameters (so nothing says how sure the answer is) run it again with --draws 500 --replicates 2, or ask cea for --base-case", accounts.path));
  Draws out;
  out.options = accounts.arms;
  out.cost = valued.cost;
  out.effect = valued.effect;
  out.parameters = accounts.parameters;
  const std::size_t p = accounts.parameters.size();
  out.parameter.resize(static_cast<Eigen::Index>(accounts.worlds.size()), static_cast<Eigen::Index>(p));
  for (std::size_t w = 0; w < accounts.worlds.size(); ++w) {
    out.draw.push_back(std::to_string(accounts.worlds[w].draw));
    for (std::size_t j = 0; j < p; ++j) out.parameter(static_cast<Eigen::Index>(w), static_cast<Eigen::Index>(j)) = accounts.parameter[accounts.worlds[w].draw * p + j];
  }
  return out;
}

std::string financial_year(int start) { return fmt::format("{}/{:02}", start, (start + 1) % 100); }

}  // namespace alongside::economics
