#pragma once
// The door in front of the TOML parser, which reads past its own tables on bytes that no scenario holds.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace alongside::scenario {

inline constexpr std::size_t max_file_bytes = 1u << 20;
inline constexpr std::size_t max_line_bytes = 100'000;
inline constexpr int max_nesting = 32;
inline constexpr int max_key_parts = 16;

/// The first reason not to hand a text to the parser, and where (line and column from 1, columns in characters).
struct Refusal {
  int line = 0;
  int column = 0;
  std::string message;
};

/// Looks for bytes that are no TOML (NUL, control characters, bad UTF-8, non-ASCII outside strings and
/// comments), for strings left open, and for nesting, keys, lines or a file too long; nothing when it is clean.
std::optional<Refusal> refuse_hostile(std::string_view text);

}  // namespace alongside::scenario
