#pragma once
// What `budget` prints.

#include <optional>

#include "analysis/economics/answer.hpp"
#include "analysis/economics/budget_cash.hpp"

namespace alongside::economics {

/// Cash, people, demand and reach year by year; with a sum of cash what it buys, first.
Answer analyse_budget(const record::Result& result, const BudgetQuestion& question, const std::optional<CashQuestion>& cash);

}  // namespace alongside::economics
