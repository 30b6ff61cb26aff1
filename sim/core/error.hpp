#pragma once
// Errors by meaning. Each carries the exit code of the command line and a message of the form
// "problem (why it is one) what to do".

#include <fmt/format.h>

#include <stdexcept>
#include <string>

namespace alongside {

/// Exit codes of the program, after sysexits.h where one fits.
enum class Exit : int {
  good = 0,
  usage = 64,
  data = 65,
  internal = 70,
  output = 74,
  interrupted = 75,
  worlds_failed = 76,
};

/// Base of every error that is meant for the user.
class Error : public std::runtime_error {
 public:
  Error(Exit exit, const std::string& message) : std::runtime_error(message), exit_(exit) {}
  Exit exit() const noexcept { return exit_; }

 private:
  Exit exit_;
};

/// The command line itself is wrong.
class UsageError : public Error {
 public:
  explicit UsageError(const std::string& message) : Error(Exit::usage, message) {}
};

/// A scenario, a result file or a table of data is wrong.
class DataError : public Error {
 public:
  explicit DataError(const std::string& message) : Error(Exit::data, message) {}
};

/// A result cannot be written.
class OutputError : public Error {
 public:
  explicit OutputError(const std::string& message) : Error(Exit::output, message) {}
};

/// A promise of the program to itself is broken.
class InternalError : public Error {
 public:
  explicit InternalError(const std::string& message) : Error(Exit::internal, message) {}
};

/// Contract check: throws InternalError naming the place. Costs one branch; kept in release builds.
#define ALONGSIDE_EXPECTS(condition)                                                             \
  ((condition) ? void() : throw ::alongside::InternalError(                                      \
                              fmt::format("{}:{}: broken contract: {}", __FILE__, __LINE__, #condition)))

}  // namespace alongside
