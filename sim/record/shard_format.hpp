#pragma once
// What the writer and the reader of shards share: the fixed first bytes and the JSON header.

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "sim/record/layout.hpp"

namespace alongside::record {

struct ShardPreamble {
  std::array<char, 8> magic{'A', 'L', 'N', 'G', 'S', 'H', 'R', 'D'};
  std::uint32_t version = 1;
  std::uint32_t zero = 0;
  std::uint64_t file_size = 0;
  std::uint64_t header_size = 0;
};
static_assert(sizeof(ShardPreamble) == 32, "no padding: the preamble is written as it lies in memory");

/// The short root attributes: what a plan is, for saying how two plans differ.
nlohmann::json plan_facts(const Schema& schema);

}  // namespace alongside::record
