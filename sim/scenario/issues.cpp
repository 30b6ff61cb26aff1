#include "sim/scenario/issues.hpp"

#include <algorithm>
#include <tuple>

#include "sim/core/error.hpp"

namespace alongside::scenario {
namespace {
constexpr std::size_t lines_shown = 50;
constexpr std::size_t issues_kept = 1000;
constexpr std::size_t message_bytes = 1000;

/// Names in messages come from the file: they may be endless, or hold escapes that a terminal would obey.
std::string printable(std::string text) {
  if (text.size() > message_bytes) {
    std::size_t end = message_bytes;
    while ((static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text = text.substr(0, end) + "...";
  }
  for (char& c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = '?';
  return text;
}
}  // namespace

std::string to_string(const Place& place) {
  if (place.line == 0) return place.file;
  if (place.column == 0) return fmt::format("{}:{}", place.file, place.line);
  return fmt::format("{}:{}:{}", place.file, place.line, place.column);
}

std::size_t Issues::rank(const std::string& file) {
  const auto found = std::find(files_.begin(), files_.end(), file);
  if (found != files_.end()) return static_cast<std::size_t>(found - files_.begin());
  files_.push_back(file);
  return files_.size() - 1;
}

bool Issues::plenty() const { return list_.size() > lines_shown; }

void Issues::add(const Place& place, std::string message) {
  if (list_.size() >= issues_kept) {
    ++not_kept_;
    return;
  }
  message = printable(std::move(message));
  for (const Issue& old : list_)
    if (old.place.line == place.line && old.place.column == place.column && old.message == message &&
        old.place.file == place.file)
      return;
  list_.push_back({place, std::move(message), rank(place.file)});
}

std::string Issues::report() const {
  std::vector<const Issue*> sorted;
  for (const Issue& issue : list_) sorted.push_back(&issue);
  std::stable_sort(sorted.begin(), sorted.end(), [](const Issue* a, const Issue* b) {
    return std::tie(a->file_rank, a->place.line, a->place.column) < std::tie(b->file_rank, b->place.line, b->place.column);
  });
  std::string text;
  for (std::size_t i = 0; i < sorted.size() && i < lines_shown; ++i)
    text += fmt::format("{}{}  {}", i ? "\n" : "", to_string(sorted[i]->place), sorted[i]->message);
  if (sorted.size() > lines_shown) text += fmt::format("\nand {} more", sorted.size() - lines_shown + not_kept_);
  return text;
}

void Issues::throw_if_any() const {
  if (!list_.empty()) throw DataError(report());
}

}  // namespace alongside::scenario
