#pragma once
// A parsed TOML text as a plain tree with places, in the order it was written. The TOML library stays behind it.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "sim/scenario/issues.hpp"

namespace alongside::scenario {

enum class Type { table, array, text, integer, real, boolean, date };
/// "a table", "text", ...: for messages.
std::string_view label(Type type);

struct Entry;

/// A value, array or table. Only the members of its type mean something.
struct Node {
  Type type = Type::table;
  Place place;
  std::string text;
  std::int64_t integer = 0;
  double real = 0;
  bool truth = false;
  std::vector<Node> items;
  std::vector<Entry> entries;

  /// The entry of a table, or null.
  const Entry* find(std::string_view key) const;
};

/// A key of a table and what it holds.
struct Entry {
  std::string key;
  Place place;
  Node value;
};

/// Parses TOML after looking for hostile bytes; notes the first mistake of form and returns nothing then.
std::optional<Node> parse_document(std::string_view text, const std::string& file, Issues& issues);

/// Parses one value as written after "key = "; what is no TOML value is text as it stands (bare words).
Node parse_value(std::string_view text, const Place& place, Issues& issues);

/// The whole of a regular file up to `limit` bytes; notes why when it cannot be had.
std::optional<std::string> read_text(const std::string& path, std::size_t limit, const Place& blame, Issues& issues);

}  // namespace alongside::scenario
