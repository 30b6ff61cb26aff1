#pragma once
// An answer of an analysis: sentences for a reader in a hurry, then tables; and how its numbers are written.

#include <string>
#include <vector>

#include "analysis/data/table.hpp"

namespace alongside::economics {

/// Sentences first, then tables.
struct Answer {
  std::vector<std::string> summary;
  std::vector<data::OutputTable> tables;
};

/// Adds the sentences and tables of one way of looking at the same thing, titles marked by its label unless that is empty.
void append_view(Answer& answer, Answer part, const std::string& label);

/// Text: sentences, blank line, tables. CSV: tables only. JSON: {"summary": [...], "tables": [...]}.
std::string print(const Answer& answer, data::Format format);

/// A number with thousands separators and as many decimals as its size needs, for sentences.
std::string plain(double value);

/// The same with three significant digits, for numbers that have an error beside them.
std::string brief(double value);

/// Table cells: money with 2 to 4 decimals, health with at least 4, probabilities with 3. Full precision in CSV and JSON.
data::Number money(double value);
data::Number health(double value);
data::Number chance(double value);

}  // namespace alongside::economics
