#pragma once
// The accounts of a result at one design point: what every arm of every world used, and the health that came of it.
// Quantities and undiscounted health only; prices, perspectives and discounting come with a question (valuation.hpp).

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "sim/record/result.hpp"

namespace alongside::economics {

/// An item of the ledger.
struct AccountItem {
  std::string name, category, payer, behaviour, input;
  std::string quantity;   ///< smallest unit, in which quantities are recorded
  std::string unit;       ///< what the price is for
  std::int64_t per = 1;   ///< smallest units in one priced unit
  int price_year = 0;     ///< financial year by its start
};

/// A world that was simulated: rows of every analysis.
struct AccountWorld {
  std::size_t draw = 0, replicate = 0;
  double families = 0;  ///< all of the world, offered support or not
};

/// Whether person-weeks are read too, which only another value set needs.
enum class Detail { as_valued, person_weeks };

struct Accounts {
  static constexpr std::size_t persons = 3;  ///< mother, partner, supporter

  std::string name;                  ///< of the study
  std::string path;                  ///< of the file
  std::size_t point = 0, points = 1;
  std::size_t draws = 1;             ///< of the uncertain parameters; 1 at the base values
  std::size_t replicates = 1;
  bool uncertain = false;            ///< whether draws are draws of uncertain parameters
  bool common_luck = true;           ///< whether arms share their worlds
  std::size_t failed = 0;            ///< worlds that failed and are left out
  std::vector<std::string> arms;
  std::vector<AccountItem> items;
  std::size_t years = 1;
  std::vector<AccountWorld> worlds;  ///< in order of draw, then replicate; without failed ones
  std::vector<std::string> parameters;
  std::vector<double> parameter;     ///< [draw][parameter]
  std::vector<double> price;         ///< [draw][item], pence per priced unit
  std::vector<std::array<double, 3>> utility;  ///< [draw]: intercept, slope, causal share that the run valued with

  std::int64_t quantity(std::size_t world, std::size_t arm, std::size_t item, std::size_t year) const {
    return quantities[((world * arms.size() + arm) * items.size() + item) * years + year];
  }
  /// QALYs, undiscounted, as the run valued them.
  double health(std::size_t world, std::size_t arm, std::size_t person, std::size_t year) const {
    return qalys[((world * arms.size() + arm) * persons + person) * years + year];
  }
  /// Weeks lived by persons with a score; needs Detail::person_weeks.
  double weeks_lived(std::size_t world, std::size_t arm, std::size_t person, std::size_t year) const {
    return person_weeks[((world * arms.size() + arm) * persons + person) * years + year];
  }
  double contract_years(std::size_t world, std::size_t arm) const { return contracts[world * arms.size() + arm]; }

  std::vector<std::int64_t> quantities;  ///< [world][arm][item][year], smallest units
  std::vector<double> qalys;             ///< [world][arm][person][year]
  std::vector<double> person_weeks;      ///< the same shape; empty unless asked for
  std::vector<double> contracts;         ///< [world][arm], years over which set-up is spread
};

/// Reads the accounts at a design point. Throws DataError when the file holds no ledger, fewer than two arms, no such point
/// or no world that succeeded.
Accounts read_accounts(const record::Result& result, std::size_t point, Detail detail = Detail::as_valued);

/// A dataset [point, draw, replicate, arm, ...] for the worlds of the accounts, in their order: [world][arm][...].
std::vector<double> read_for_worlds(const record::Result& result, const std::string& path, const Accounts& accounts);

}  // namespace alongside::economics
