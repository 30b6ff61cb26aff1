#include "sim/core/names.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace alongside {

int edit_distance(std::string_view a, std::string_view b) {
  const std::size_t rows = a.size() + 1, columns = b.size() + 1;
  std::vector<int> d(rows * columns);
  const auto at = [&](std::size_t i, std::size_t j) -> int& { return d[i * columns + j]; };
  for (std::size_t i = 0; i < rows; ++i) at(i, 0) = static_cast<int>(i);
  for (std::size_t j = 0; j < columns; ++j) at(0, j) = static_cast<int>(j);
  for (std::size_t i = 1; i < rows; ++i)
    for (std::size_t j = 1; j < columns; ++j) {
      const int cost = a[i - 1] == b[j - 1] ? 0 : 1;
      int best = std::min({at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + cost});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) best = std::min(best, at(i - 2, j - 2) + 1);
      at(i, j) = best;
    }
  return at(rows - 1, columns - 1);
}

std::string nearest_name(std::string_view word, std::span<const std::string> names) {
  // Nobody mistypes a name that long, and a file of endless names would keep the search busy for minutes.
  constexpr std::size_t longest = 100;
  if (word.size() > longest) return "";
  const int limit = std::max<int>(2, static_cast<int>(word.size()) / 3);
  int best = limit + 1;
  std::string nearest;
  for (const std::string& name : names) {
    // A word that is the last part of a dotted path is meant, whatever the edit distance says.
    const bool tail = name.size() > word.size() + 1 && name.ends_with(word) && name[name.size() - word.size() - 1] == '.';
    const int distance = tail ? 1 : edit_distance(word, name);
    if (distance < best) {
      best = distance;
      nearest = name;
    }
  }
  return nearest;
}

std::string did_you_mean(std::string_view near, std::string_view otherwise) {
  return near.empty() ? std::string(otherwise) : fmt::format("did you mean \"{}\"?", near);
}

}  // namespace alongside
