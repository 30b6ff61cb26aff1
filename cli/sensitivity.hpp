#pragma once
// The halves of `sensitivity`: writing designs for anyone's model, and analysing what came out.

#include "cli/options.hpp"

namespace alongside::cli {

/// An input by name, with its range when one was given.
struct InputRange {
  std::string name;
  double low = 0, high = 0;
  bool ranged = false;
};

/// "a,b=0:1": names, each with a range or none. Throws UsageError.
std::vector<InputRange> input_ranges(const std::string& text);

/// Writes the table of points that --design asks for to the terminal or to -o.
int write_design(const Parsed& given);

}  // namespace alongside::cli
