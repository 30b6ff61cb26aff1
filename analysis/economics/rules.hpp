#pragma once
// The rules of evaluation as dated data: what an analysis takes for granted, since when, and who says so.

#include <array>
#include <span>
#include <string_view>

#include "analysis/economics/discounting.hpp"

namespace alongside::economics {

/// One declared fact. `checked` says whether the source was read or the value stands from memory.
enum class Checked { seen, memory };
struct Source {
  std::string_view date;  ///< when it holds from, or its price year
  std::string_view text;  ///< citation, with address where seen
  Checked checked;
};

/// Willingness to pay for one QALY, in pounds.
struct Threshold {
  std::string_view name, meaning;
  double low, high;
  Source source;
};

/// Discount rates by rule book.
struct Discounting {
  std::string_view name, meaning;
  DiscountRates rates;
  Source source;
};

/// Whose costs count.
enum class Perspective { nhs_pss, commissioner, public_sector, societal };
struct PerspectiveRule {
  Perspective perspective;
  std::string_view name, meaning;
  std::span<const std::string_view> payers;  ///< whose payments count, by the ledger's labels
};

/// Whose health counts.
enum class HealthScope { mother, mother_partner, mother_partner_supporters };
struct HealthRule {
  HealthScope scope;
  std::string_view name, meaning;
};

/// Health utility as a line in the error-free EPDS score, u = intercept - slope x score.
struct ValueSet {
  std::string_view name, meaning;
  double intercept, slope;
  Source source;
};

/// Health that money displaces elsewhere, in pounds per QALY.
struct OpportunityCost {
  std::string_view name;
  double pounds_per_qaly;
  Source source;
};

/// Quality-adjusted life expectancy at birth by fifth of the population, the most deprived first.
struct BaselineHealth {
  std::string_view name;
  std::array<double, 5> qale;
  Source source;
};

/// Shares of the health that spending displaces, by fifth of the population, the most deprived first; they sum to 1.
struct OpportunityShares {
  std::string_view name;
  std::array<double, 5> shares;
  Source source;
};

/// Inequality aversions that a sweep prints.
struct Aversion {
  std::string_view index;
  double value;
  Source source;
};

/// Rise of prices into a financial year (named by its start: 2015 = 2015/16), in percent of the year before.
struct PriceRise {
  int year;
  double percent;
};
struct InflationIndex {
  std::string_view name;
  std::span<const PriceRise> rises;  ///< consecutive years
  Source source;
};

/// The one index by which all prices are brought to one price year.
const InflationIndex& inflation_index();

/// Factor that brings a price of financial year `from` to that of `to` (years by their start; deflates when to < from).
/// Throws DataError for a year outside the index, naming its range.
double price_factor(int from, int to);

std::span<const Threshold> thresholds();
std::span<const Discounting> discountings();
std::span<const PerspectiveRule> perspectives();
std::span<const HealthRule> health_scopes();
std::span<const ValueSet> value_sets();
std::span<const OpportunityCost> opportunity_costs();
std::span<const BaselineHealth> baselines();
std::span<const OpportunityShares> opportunity_distributions();
std::span<const Aversion> aversions();

/// The first entry of each list is the reference case: NICE, guidelines and public-health programmes.
inline const Threshold& reference_threshold() { return thresholds().front(); }
inline const Discounting& reference_discounting() { return discountings().front(); }
/// The price year of the reference case: the last that the index covers with published figures, by its start.
int reference_price_year();

/// The label by which the ledger marks items of setting up.
inline constexpr std::string_view set_up_behaviour = "set-up";

/// The entry of that name. Throws UsageError with the names for an unknown one; `option` is the option that named it.
const Threshold& threshold_named(std::string_view option, std::string_view name);
const Discounting& discounting_named(std::string_view option, std::string_view name);
const PerspectiveRule& perspective_named(std::string_view option, std::string_view name);
const HealthRule& health_scope_named(std::string_view option, std::string_view name);
const ValueSet& value_set_named(std::string_view option, std::string_view name);
const BaselineHealth& baseline_named(std::string_view option, std::string_view name);
const OpportunityShares& opportunity_distribution_named(std::string_view option, std::string_view name);

}  // namespace alongside::economics
