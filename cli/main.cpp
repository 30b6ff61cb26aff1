#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/help.hpp"
#include "sim/core/error.hpp"

namespace {
using namespace alongside;

int dispatch(const std::vector<std::string>& words) {
  if (words.empty()) {
    cli::print_overview(stderr);
    return static_cast<int>(Exit::usage);
  }
  const std::string name = words[0] == "--version" ? "version" : words[0] == "--help" || words[0] == "-h" ? "help" : words[0];
  return cli::command_named(name).run({words.begin() + 1, words.end()});
}

}  // namespace

int main(int count, char** arguments) {
  std::signal(SIGXFSZ, SIG_IGN);  // a file-size limit is an error to report, and not a death
  try {
    return dispatch({arguments + 1, arguments + std::max(count, 1)});
  } catch (const Error& error) {
    fmt::print(stderr, "alongside: {}\n", error.what());
    return static_cast<int>(error.exit());
  } catch (const std::bad_alloc&) {
    fmt::print(stderr, "alongside: out of memory (try a smaller scenario, or fewer --threads)\n");
  } catch (const std::exception& error) {
    fmt::print(stderr, "alongside: internal error: {}\n", error.what());
  }
  return static_cast<int>(Exit::internal);
}
