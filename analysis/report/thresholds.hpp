#pragma once
// Figures over the threshold: their grid and the lines that they share.

#include "analysis/report/economy.hpp"
#include "analysis/report/figure.hpp"

namespace alongside::report {

/// 0 to well above the highest threshold of the text, 101 of them.
std::vector<double> threshold_grid(const Economy& economy);

/// A specification of lines over the threshold with bands (fields arm, threshold, value, low, high) and a line at the dial.
/// `scale` is that of the value, `below` layers under the lines, each with a comma behind it.
std::string threshold_lines(const Economy& economy, const std::string& axis, const std::string& scale, const std::vector<std::string>& names,
                            const std::vector<std::size_t>& look_of_each, const std::string& below = "");

/// A row of such a figure.
void add_point(data::OutputTable& table, const std::string& arm, double threshold, const Interval& value);

}  // namespace alongside::report
