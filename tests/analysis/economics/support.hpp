#pragma once
// Helpers of the economics tests: stated digits, stored reference data, the program itself.

#include <cmath>
#include <string>
#include <string_view>

#include "analysis/data/table.hpp"
#include "analysis/economics/draws.hpp"

namespace alongside::economics::testing {

/// Whether a value agrees with a published number in every digit shown ("20,097.59148": within half of the last digit).
bool agrees(double value, std::string_view shown);

/// A CSV table of tests/reference/data; a name ending in .gz is unpacked.
data::CsvTable reference_table(const std::string& name);

/// The text of that file.
std::string reference_text(const std::string& name);

/// Writes a file for the program to read, removed at the end of the scope.
class TemporaryFile {
 public:
  explicit TemporaryFile(std::string_view text);
  ~TemporaryFile();
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

/// What the program answered.
struct Ran {
  int exit = -1;
  std::string out, err;
};
/// Runs the program with these arguments through the shell; standard output and error apart.
Ran run_program(const std::string& arguments);

/// Closed form E max(0, X) - max(0, EX) of X ~ N(mean, sd^2), written out again here as the tests' own yardstick.
double normal_loss(double mean, double sd);

}  // namespace alongside::economics::testing
