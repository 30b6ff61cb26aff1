#pragma once
// Adding up a block's columns.

#include <cstdint>
#include <vector>

#include "sim/process/process.hpp"

namespace alongside::process {

/// One tally resolved to its column.
struct TallySource {
  enum class Type : std::uint8_t { bytes, shorts, floats } type;
  declare::Count count;
  Storage storage;
  std::uint32_t offset;
  float level;
  std::uint32_t tally;  ///< index in the catalogue
};

/// The tallies that have a column, in catalogue order.
std::vector<TallySource> tally_sources(const declare::Catalogue& catalogue, const world::Layout& layout);

/// Sums of every source over lanes [begin, end) of a block, into sums[source]. Floats are added in 16 lanes, then
/// in double: the same bits on every instruction set.
void add_up(core::KernelLevel level, const std::vector<TallySource>& sources, const BlockView& view, int begin, int end, double* sums);

/// Counts scores 0..30 over lanes [begin, end), into bands[31]; others are no such person and not counted.
void count_bands(const std::uint8_t* scores, int begin, int end, std::uint16_t* bands);

/// Prepares a block's week: `on`, `age`, and clean `events` and `received_now`.
struct Preparation {
  int week, horizon;
  const std::uint16_t* enrolled;
  const std::int8_t* enrolled_age;
  float* on;
  std::int32_t* age;
  std::uint8_t *events, *received;
};
void prepare(core::KernelLevel level, const Preparation& preparation);

}  // namespace alongside::process
