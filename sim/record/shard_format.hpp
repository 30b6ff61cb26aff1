#pragma once
// What the writer and the reader of shards share: the fixed first bytes, the JSON header and the table of chunks.

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/record/digest.hpp"
#include "sim/record/layout.hpp"

namespace alongside::record {

struct ShardPreamble {
  std::array<char, 8> magic{'A', 'L', 'N', 'G', 'S', 'H', 'R', 'D'};
  std::uint32_t version = 2;
  std::uint32_t zero = 0;
  std::uint64_t file_size = 0;
  std::uint64_t header_size = 0;
};
static_assert(sizeof(ShardPreamble) == 32, "no padding: the preamble is written as it lies in memory");

/// What a shard says of one of its chunks. The plan says which dataset it belongs to and where: a merge of thousands of
/// shards spends its time on what stands here, so nothing is said twice, and in no text.
struct ChunkRecord {
  std::uint64_t stored_size = 0;
  std::uint64_t raw_size = 0;
  std::uint32_t packing = 0;
  std::uint32_t zero = 0;
  Digest raw_digest{};
};
static_assert(sizeof(ChunkRecord) == 56, "no padding: the table is written as it lies in memory");

/// The short root attributes: what a plan is, for saying how two plans differ.
nlohmann::json plan_facts(const Schema& schema);

}  // namespace alongside::record
