#pragma once
// How a programme grows to its full scale over the years of a budget (Sullivan et al. 2014, ISPOR budget impact good
// practice II: uptake of the new intervention by year).

#include <string>
#include <string_view>
#include <vector>

namespace alongside::economics {

enum class UptakeForm { constant, linear, logistic, step };

/// Share of full scale by year. `from` holds in the first year; `to` is reached in year `year` (counted from 1): by equal
/// steps, along a logistic curve between the two, or all at once. Constant: `to` in every year.
struct Uptake {
  UptakeForm form = UptakeForm::constant;
  double from = 1, to = 1;
  std::size_t year = 1;
  std::string text() const;
};

/// "constant", "constant:0.8", "linear:0.2:1:3", "logistic:0.1:0.9:4" or "step:0.5:1:2". Throws UsageError for another form,
/// DataError for shares outside [0, 1] or a year below 1.
Uptake parse_uptake(std::string_view text);

/// Shares in [0, 1] for so many years.
std::vector<double> uptake_by_year(const Uptake& uptake, std::size_t years);

}  // namespace alongside::economics
