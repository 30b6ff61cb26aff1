#pragma once
// Reading a command's options: Boost.Program_options with our messages and nearest names.

#include <boost/program_options.hpp>

#include <string>
#include <vector>

#include "cli/command.hpp"

namespace alongside::cli {

/// Parsed options of one command. `--help` prints the command's help and leaves `help` set.
struct Parsed {
  boost::program_options::variables_map values;
  bool help = false;

  bool has(const std::string& name) const { return values.count(name) > 0; }
  template <class T>
  T get(const std::string& name) const {
    return values[name].as<T>();
  }
};

/// Parses with abbreviations off. `--list-options` alone prints the options for completion, and counts as help. `positional` names the options that take bare words, in order; a last name
/// ending in "..." takes all the rest. Throws UsageError with the nearest name for an unknown option, and when
/// a positional argument without default is missing.
Parsed parse(const Command& command, const boost::program_options::options_description& described,
             const std::vector<std::string>& positional, const std::vector<std::string>& arguments,
             const std::string& example);

/// Place in a list of the name that an option gives; the first when none is asked for. Throws UsageError with the names there are.
std::size_t place_of(const Parsed& given, const std::string& option, const std::vector<std::string>& names);

}  // namespace alongside::cli
