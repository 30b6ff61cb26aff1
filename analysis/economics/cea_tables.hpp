#pragma once
// What `cea` prints: a summary in plain sentences and tables, from draws of any origin.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/data/table.hpp"
#include "analysis/economics/draws.hpp"
#include "analysis/economics/frontier.hpp"

namespace alongside::economics {

/// What to analyse and how finely.
struct CeaQuestion {
  std::vector<double> thresholds{20000, 30000};  ///< money per unit of effect, all > = 0
  std::vector<double> grid;                      ///< thresholds of the curve; empty: no curve
  std::optional<std::string> reference;          ///< option that pairs compare with; default: the cheapest on average
  double level = 0.95;                           ///< of ellipse and intervals
  int resamples = 500;
  std::uint64_t seed = 20220101;
};

/// Sentences for a reader in a hurry, then tables.
struct Answer {
  std::vector<std::string> summary;
  std::vector<data::OutputTable> tables;
};

/// Cost-effectiveness of draws: means, frontier, pairs, decision at each threshold (naive, and corrected where replicates
/// allow), curve. Throws DataError for an unknown reference.
Answer analyse_cost_effectiveness(const DrawMeans& means, const CeaQuestion& question);

/// The same for a table of mean costs and effects only: frontier and pairs.
Answer analyse_means(const std::vector<std::string>& options, const std::vector<double>& cost, const std::vector<double>& effect,
                     const std::vector<double>& thresholds, const std::optional<std::string>& reference);

/// Text: sentences, blank line, tables. CSV: tables only. JSON: {"summary": [...], "tables": [...]}.
std::string print(const Answer& answer, data::Format format);

/// A number with thousands separators and as many decimals as its size needs, for sentences.
std::string plain(double value);

}  // namespace alongside::economics
