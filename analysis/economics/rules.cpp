#include "analysis/economics/rules.hpp"

#include <fmt/format.h>

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

constexpr PerspectiveRule perspective_list[] = {
    {Perspective::nhs_pss, "nhs_pss", "NHS and personal social services: volunteer time excluded, volunteers' expenses included"},
    {Perspective::commissioner, "commissioner", "cash of the programme only"},
    {Perspective::public_sector, "public_sector", "NHS, social services and other public services"},
    {Perspective::societal, "societal", "all costs, also volunteer time, family time, travel and childcare"},
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

constexpr Aversion aversion_list[] = {
    {"atkinson", 0, {"any", "no aversion: the mean", Checked::seen}},
    {"atkinson", 1, {"any", "weights inverse to health", Checked::seen}},
    {"atkinson", 3.5, {"2024", "later elicitations lie below Robson 2017; value from memory, unverified", Checked::memory}},
    {"atkinson", 10.95, {"2017", "Robson et al. 2017, England, n = 244, median, https://pmc.ncbi.nlm.nih.gov/articles/PMC6120144", Checked::seen}},
    {"kolm", 0.15, {"2017", "Robson et al. 2017, England, n = 244, https://pmc.ncbi.nlm.nih.gov/articles/PMC6120144", Checked::seen}},
};

constexpr PriceRise rises[] = {{2009, 0.6},  {2010, 3.0},  {2011, 2.1},  {2012, 1.7},  {2013, 1.1},  {2014, 0.9},  {2015, 0.40}, {2016, 2.09},
                               {2017, 1.24}, {2018, 1.60}, {2019, 2.14}, {2020, 2.49}, {2021, 2.58}, {2022, 7.32}, {2023, 2.47}, {2024, 4.02}};
constexpr InflationIndex index_data{
    "HCHS to 2014/15, then NHSCII, pay and prices", rises,
    {"2024/25, the last year provisional",
     "PSSRU, Unit Costs of Health and Social Care 2025 manual, doi 10.22024/UniKent/01.02.115569, as quoted by github.com/w-hardy/dmdprices "
     "(R/nhscii.R); years to 2014/15 as quoted by public model code and from memory; the manual itself was not read", Checked::memory}};

}  // namespace

const InflationIndex& inflation_index() { return index_data; }

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
std::span<const Aversion> aversions() { return aversion_list; }

}  // namespace alongside::economics
