#pragma once
// The door in front of the TOML parser, which reads past its own tables on bytes that no scenario holds, and on
// good characters too when something is wrong before them. So it is handed plain ASCII only: text in quotes with
// its other characters as escapes, which means the same.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace alongside::scenario {

inline constexpr std::size_t max_file_bytes = 1u << 20;
inline constexpr std::size_t max_line_bytes = 100'000;
inline constexpr std::size_t max_nesting = 32;
inline constexpr int max_key_parts = 16;

/// The first reason not to hand a text to the parser, and where (line and column from 1, columns in characters).
struct Refusal {
  int line = 0;
  int column = 0;
  std::string message;
};

/// A text that may be handed to the parser.
struct Screened {
  std::optional<Refusal> refusal;
  std::string ascii;  ///< the same TOML in ASCII; unfinished when refused

  /// The column of the original text, in characters, of a column of `ascii`.
  int original_column(int line, int column) const;

  /// From this column of `ascii` on, its line is ahead of the original by so many characters more.
  struct Shift {
    int line, column, by;
  };
  std::vector<Shift> shifts;  ///< in the order of the text
};

/// Looks for what refuse_hostile names and rewrites the text in ASCII.
Screened screen(std::string_view text);

/// Looks for bytes that are no TOML (NUL, control characters, bad UTF-8, non-ASCII outside strings and
/// comments), for strings left open, and for nesting, keys, lines or a file too long; nothing when it is clean.
std::optional<Refusal> refuse_hostile(std::string_view text);

}  // namespace alongside::scenario
