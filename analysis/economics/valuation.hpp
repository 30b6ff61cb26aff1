#pragma once
// A question put to the accounts of a result: whose costs, whose health, valued how, at which prices, how far off.

#include <Eigen/Dense>
#include <optional>
#include <string>
#include <vector>

#include "analysis/economics/accounts.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/rules.hpp"

namespace alongside::economics {

/// Another price of one item, in pence of the question's price year, in place of the run's own.
struct PriceChange {
  std::string item;
  double pence = 0;
};

/// How a result is looked at. The default is the reference case.
struct Viewpoint {
  PerspectiveRule perspective = perspectives().front();
  HealthRule health = health_scopes().front();
  std::optional<ValueSet> value_set;  ///< empty: as the run valued health, with its uncertainty
  Discounting discounting = reference_discounting();
  int price_year = reference_price_year();  ///< financial year by its start
  std::vector<PriceChange> prices;

  bool is_reference() const;
  /// "reference case", or "societal, mother", for titles.
  std::string label() const;
  /// "NHS and personal social services; health of the mother; ...", for readers.
  std::string text() const;
};

/// Weight of each year of the programme. annual: (1+r)^-y, so that the first year is not discounted; continuous: the mean of
/// e^-rt over the year.
std::vector<double> year_weights(double rate, DiscountRule rule, std::size_t years);

/// By how much equal yearly payments over `contract_years` that are worth the same today exceed an equal split without
/// interest: n / present value of n yearly payments of 1 in advance (Drummond et al. 2015, ch. 7); 1 at a rate of 0.
double annuity_rise(double contract_years, double rate, DiscountRule rule);

/// Money and health of all families of each world, by arm: matrices [world][arm], per 1,000 births.
struct Valued {
  Eigen::MatrixXd cost;    ///< pounds
  Eigen::MatrixXd effect;  ///< QALYs
};

/// Values the accounts. Costs are quantity x price, rounded to the penny once per cell, brought to the price year by the
/// index, set-up as an annuity, discounted by year. Throws DataError for an unknown item, a price year outside the index,
/// or a value set that the run's cannot be turned into.
Valued value_accounts(const Accounts& accounts, const Viewpoint& view);

/// What another value set makes of a gain in health that the run's own value set valued, in one draw: the ratio of slopes; 1
/// where the run's is kept.
double gain_factor(const Accounts& accounts, const Viewpoint& view, std::size_t draw);

/// Price per priced unit of every item in one draw, in pence of the question's price year. Throws DataError for an unknown item
/// or a year outside the index.
std::vector<double> prices_of(const Accounts& accounts, const Viewpoint& view, std::size_t draw);

/// Cost of each item in pounds per 1,000 births, [world x arm][item], discounted, whoever pays.
Eigen::MatrixXd item_costs(const Accounts& accounts, const Viewpoint& view);

/// Rows of draws for the analyses: a row per world, draws named by their number, parameters as drawn. Throws DataError when
/// the result has no draws of uncertain parameters.
Draws draws_of(const Accounts& accounts, const Valued& valued);

/// "2024/25".
std::string financial_year(int start);

}  // namespace alongside::economics
