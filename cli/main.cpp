#include <fmt/format.h>

#include <algorithm>
#include <cstdio>
#include <exception>
#include <new>
#include <string>
#include <vector>

#include "cli/command.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace {
using namespace alongside;

int overview(std::FILE* out) {
  fmt::print(out, "alongside: try out peer support for families before paying for it\n\nUsage: alongside COMMAND [options]\n\n");
  for (const cli::Command* command : cli::commands()) fmt::print(out, "  {:<12} {}\n", command->name, command->text);
  fmt::print(out, "\nalongside COMMAND --help tells more about one command.\n");
  return 0;
}

int dispatch(const std::vector<std::string>& words) {
  if (words.empty()) {
    overview(stderr);
    return static_cast<int>(Exit::usage);
  }
  if (words[0] == "--help" || words[0] == "-h" || words[0] == "help") return overview(stdout);
  const std::string name = words[0] == "--version" ? "version" : words[0];
  std::vector<std::string> names;
  for (const cli::Command* command : cli::commands()) {
    if (name == command->name) return command->run({words.begin() + 1, words.end()});
    names.emplace_back(command->name);
  }
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("unknown command \"{}\" ({})", name,
                               near.empty() ? "alongside --help lists them" : fmt::format("did you mean \"{}\"?", near)));
}

}  // namespace

int main(int count, char** arguments) {
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
