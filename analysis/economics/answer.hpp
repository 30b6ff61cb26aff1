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

/// Text: sentences, blank line, tables. CSV: tables only. JSON: {"summary": [...], "tables": [...]}.
std::string print(const Answer& answer, data::Format format);

/// A number with thousands separators and as many decimals as its size needs, for sentences.
std::string plain(double value);

/// Table cells: money with 2 to 4 decimals, health with at least 4, probabilities with 3. Full precision in CSV and JSON.
data::Number money(double value);
data::Number health(double value);
data::Number chance(double value);

}  // namespace alongside::economics
