#include "analysis/economics/rules.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "sim/core/error.hpp"

namespace alongside::economics {
namespace {

constexpr std::string_view nice_faq =
    "NICE, changes to cost-effectiveness thresholds, questions and answers, "
    "https://www.nice.org.uk/what-nice-does/faqs/changes-to-nice-s-cost-effectiveness-thresholds";
constexpr std::string_view petrou = "Petrou et al. 2009, table 6, 493 women at 6 months, https://pmc.ncbi.nlm.nih.gov/articles/PMC2687423";

constexpr Threshold threshold_list[] = {
    {"nice_guidelines", "NICE guidelines and public-health programmes, where peer support belongs", 20000, 30000,
     {"to date", nice_faq, Checked::seen}},
    {"nice_technology_appraisal", "NICE technology appraisals of medicines from April 2026; not for programmes", 25000, 35000,
     {"2026-04", nice_faq, Checked::seen}},
    {"green_book", "UK government appraisal, value of a QALY to society", 60000, 70000,
     {"2022", "table in https://pmc.ncbi.nlm.nih.gov/articles/PMC10722785", Checked::seen}},
};

constexpr Discounting discounting_list[] = {
    {"nice", "NICE reference case: 3.5% a year on costs and effects, discrete annual", {0.035, 0.035, DiscountRule::annual},
     {"to date", "NICE manual PMG36, economic evaluation; the rate is from memory, unverified", Checked::memory}},
    {"green_book", "UK government appraisal: 3.5% on costs, 1.5% on health", {0.035, 0.015, DiscountRule::annual},
     {"2022", "rate for health: table in https://pmc.ncbi.nlm.nih.gov/articles/PMC10722785; rate for costs from memory, unverified", Checked::memory}},
    {"none", "undiscounted, as for budgets", {0, 0, DiscountRule::annual}, {"any", "Sullivan et al. 2014, ISPOR budget impact good practice II", Checked::seen}},
};

// The labels of declare::Payer. The programme is paid for by the NHS or the local authority, so it counts in all of them.
constexpr std::string_view programme_only[] = {"programme"}, public_payers[] = {"programme", "nhs", "social_care"},
                           all_payers[] = {"programme", "nhs", "social_care", "family", "volunteer"};

constexpr PerspectiveRule perspective_list[] = {
    {Perspective::nhs_pss, "nhs_pss", "NHS and personal social services: volunteer time excluded, volunteers' expenses included", public_payers},
    {Perspective::commissioner, "commissioner", "cash of the programme only", programme_only},
    {Perspective::public_sector, "public_sector", "NHS, social services and other public services (the ledger has no other ones today)", public_payers},
    {Perspective::societal, "societal", "all costs, also volunteer time, family time, travel and childcare", all_payers},
};

constexpr HealthRule health_list[] = {
    {HealthScope::mother, "mother", "health of the mother"},
    {HealthScope::mother_partner, "mother_partner", "health of the mother and her partner"},
    {HealthScope::mother_partner_supporters, "mother_partner_supporters", "health of mother, partner and supporters, gains and losses"},
};

// The SF-6D line is fitted here by least squares to Petrou's four group means (0.830 and 0.696 at 13, 0.843 and 0.724 at 10),
// at the group scores that the EQ-5D line implies for the EQ-5D means of the same groups (4.90, 14.27, 4.20, 11.59).
constexpr ValueSet value_set_list[] = {
    {"eq5d3l", "EQ-5D-3L, UK tariff; reproduces the four group means within 0.006", 0.962, 0.0157, {"2009", petrou, Checked::seen}},
    {"sf6d", "SF-6D; derived: least squares through the four group means", 0.9033, 0.01488, {"2009", petrou, Checked::seen}},
};

constexpr OpportunityCost opportunity_list[] = {
    {"central_low", 13000, {"2015", "health displaced by NHS spending, often 13,000 to 15,000 pounds per QALY; Claxton et al. 2015, from memory, unverified", Checked::memory}},
    {"central_high", 15000, {"2015", "the upper end of the same range, from memory, unverified", Checked::memory}},
};

constexpr BaselineHealth baseline_list[] = {
    {"love_koh_2015", {63.19885892, 67.67622058, 69.99007964, 73.18449964, 75.07027193},
     {"2010-2012", "Love-Koh et al. 2015, Value Health 18:655, England, both sexes; the gap of 11.87 is that of its abstract; fifths as in the data of the "
                   "York Health Equity Impact Calculator (Love-Koh, Schneider & Cookson), github.com/bitowaqr/dcea", Checked::seen}},
    {"love_koh_2023", {62.265, 65.40, 69.52, 71.115, 73.22},
     {"2017-2018", "Love-Koh et al. 2023, doi 10.1007/s40273-023-01264-9, table 3, as quoted in public code; mean of women and men, derived", Checked::seen}},
};

constexpr OpportunityShares shares_list[] = {
    {"love_koh_2020", {0.26, 0.22, 0.22, 0.16, 0.14},
     {"2020", "Love-Koh et al. 2020, Med Decis Making 40:170: 26% in the most and 14% in the least deprived fifth; the three between as in the data of the "
              "York Health Equity Impact Calculator", Checked::seen}},
    {"moderate", {0.23, 0.21, 0.21, 0.18, 0.17}, {"2022", "half-way to equal, as in the same calculator", Checked::seen}},
    {"equal", {0.2, 0.2, 0.2, 0.2, 0.2},
     {"2025", "NICE's preferred approach, support document on health inequalities to PMG36", Checked::seen}},
};

constexpr Aversion aversion_list[] = {
    {"atkinson", 0, {"any", "no aversion: the mean", Checked::seen}},
    {"atkinson", 1, {"any", "weights inverse to health", Checked::seen}},
    {"atkinson", 3.5, {"2024", "later elicitations lie below Robson 2017; value from memory, unverified", Checked::memory}},
    {"atkinson", 10.95, {"2017", "Robson et al. 2017, England, n = 244, median, https://pmc.ncbi.nlm.nih.gov/articles/PMC6120144", Checked::seen}},
    {"kolm", 0.15, {"2017", "Robson et al. 2017, England, n = 244, https://pmc.ncbi.nlm.nih.gov/articles/PMC6120144", Checked::seen}},
};

constexpr PriceRise rises[] = {{2009, 0.6},  {2010, 3.0},  {2011, 2.1},  {2012, 1.7},  {2013, 1.1},  {2014, 0.9},  {2015, 0.40}, {2016, 2.09},
                               {2017, 1.24}, {2018, 1.60}, {2019, 2.14}, {2020, 2.49}, {2021, 2.58}, {2022, 7.32}, {2023, 2.47}, {2024, 4.02}, {2025, 3.0}};
constexpr InflationIndex index_data{
    "HCHS to 2014/15, then NHSCII, pay and prices", rises,
    {"2024/25, the last year provisional",
     "PSSRU, Unit Costs of Health and Social Care 2025 manual, doi 10.22024/UniKent/01.02.115569, as quoted by github.com/w-hardy/dmdprices "
     "(R/nhscii.R); years to 2014/15 as quoted by public model code and from memory; the manual itself was not read; 2025/26 is assumed: not published", Checked::memory}};

template <class Rule>
const Rule& named(std::span<const Rule> rules, std::string_view option, std::string_view name) {
  std::vector<std::string_view> names;
  for (const Rule& rule : rules) {
    if (rule.name == name) return rule;
    names.push_back(rule.name);
  }
  throw UsageError(fmt::format("--{} \"{}\" is not known ({})", option, name, fmt::join(names, ", ")));
}

}  // namespace

const InflationIndex& inflation_index() { return index_data; }

int reference_price_year() { return 2024; }

double price_factor(int from, int to) {
  const int first = rises[0].year - 1, last = rises[std::size(rises) - 1].year;
  for (const int year : {from, to})
    if (year < first || year > last)
      throw DataError(fmt::format("price year {} is outside the inflation index ({}/{:02} to {}/{:02}); state the price in a year that it covers",
                                  year, first, (first + 1) % 100, last, (last + 1) % 100));
  double factor = 1;
  for (const PriceRise& rise : rises) {
    if (rise.year > from && rise.year <= to) factor *= 1 + rise.percent / 100;
    if (rise.year > to && rise.year <= from) factor /= 1 + rise.percent / 100;
  }
  return factor;
}

std::span<const Threshold> thresholds() { return threshold_list; }
std::span<const Discounting> discountings() { return discounting_list; }
std::span<const PerspectiveRule> perspectives() { return perspective_list; }
std::span<const HealthRule> health_scopes() { return health_list; }
std::span<const ValueSet> value_sets() { return value_set_list; }
std::span<const OpportunityCost> opportunity_costs() { return opportunity_list; }
std::span<const BaselineHealth> baselines() { return baseline_list; }
std::span<const OpportunityShares> opportunity_distributions() { return shares_list; }
std::span<const Aversion> aversions() { return aversion_list; }

const Threshold& threshold_named(std::string_view option, std::string_view name) { return named(thresholds(), option, name); }
const Discounting& discounting_named(std::string_view option, std::string_view name) { return named(discountings(), option, name); }
const PerspectiveRule& perspective_named(std::string_view option, std::string_view name) { return named(perspectives(), option, name); }
const HealthRule& health_scope_named(std::string_view option, std::string_view name) { return named(health_scopes(), option, name); }
const ValueSet& value_set_named(std::string_view option, std::string_view name) { return named(value_sets(), option, name); }
const BaselineHealth& baseline_named(std::string_view option, std::string_view name) { return named(baselines(), option, name); }
const OpportunityShares& opportunity_distribution_named(std::string_view option, std::string_view name) { return named(opportunity_distributions(), option, name); }

}  // namespace alongside::economics
