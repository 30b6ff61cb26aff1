#pragma once
// Mistakes are collected, so that a user mends a scenario in one go instead of one mistake a run.

#include <cstddef>
#include <string>
#include <vector>

namespace alongside::scenario {

/// Where something stands. Line 0: the file as a whole, or an option of the command line.
struct Place {
  std::string file;
  int line = 0;
  int column = 0;
};

/// "file:line:col", without the parts that are not known.
std::string to_string(const Place& place);

/// A growing list of mistakes.
class Issues {
 public:
  /// Notes a mistake; the message reads "problem (why) suggestion".
  void add(const Place& place, std::string message);
  /// Gives a file its place in the report ahead of those mentioned later.
  void expect(const std::string& file) { static_cast<void>(rank(file)); }
  bool empty() const { return list_.empty(); }
  /// More than will be shown: not worth a search for the nearest name any more.
  bool plenty() const;
  std::size_t size() const { return list_.size(); }
  /// Every mistake on a line of its own, by file in the order of first mention, then by position.
  std::string report() const;
  /// Throws DataError with the report when there is any mistake.
  void throw_if_any() const;

 private:
  struct Issue {
    Place place;
    std::string message;
    std::size_t file_rank;
  };
  std::size_t rank(const std::string& file);

  std::vector<std::string> files_;
  std::vector<Issue> list_;
  std::size_t not_kept_ = 0;
};

}  // namespace alongside::scenario
