#include <fmt/format.h>

#include <algorithm>
#include <iostream>
#include <sstream>

#include "cli/help.hpp"
#include "cli/options.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::cli {
extern const Command help_command;

namespace {

/// What a command prints, as text.
std::string printed_by(const Command& command, const std::vector<std::string>& arguments) {
  std::ostringstream text;
  std::streambuf* const before = std::cout.rdbuf(text.rdbuf());
  try {
    command.run(arguments);
  } catch (...) {
    std::cout.rdbuf(before);
    throw;
  }
  std::cout.rdbuf(before);
  return text.str();
}

/// Text that troff takes for text, also at the start of a line.
std::string for_troff(const std::string& text) {
  std::string out;
  bool line_start = true;
  for (const char c : text) {
    if (line_start && (c == '.' || c == '\'')) out += "\\&";
    if (c == '\\') out += "\\e";
    else if (c == '-') out += "\\-";
    else out += c;
    line_start = c == '\n';
  }
  return out;
}

std::string manual() {
  std::string out = ".TH ALONGSIDE 1\n.SH NAME\nalongside \\- try out peer support for families before paying for it\n.SH SYNOPSIS\n.B alongside\n.I COMMAND\n[options]\n.SH COMMANDS\n";
  for (const Command* command : commands()) {
    if (command == &help_command) continue;
    std::string help = printed_by(*command, {"--help"});
    out += fmt::format(".SS {}\n.nf\n{}.fi\n", command->name, for_troff(help));
  }
  return out + ".SH EXIT STATUS\n.nf\n" + for_troff("0 good, 64 usage, 65 scenario or data, 70 internal, 74 output, 75 interrupted (run again to go on), 76 some worlds failed") + "\n.fi\n";
}

int run(const std::vector<std::string>& arguments) {
  boost::program_options::options_description options("Options");
  options.add_options()("man", "the whole manual as a page for man: alongside help --man | man -l -");
  const Parsed given = parse(help_command, options, {"COMMAND"}, arguments, "alongside help run");
  if (given.help) return 0;
  if (given.has("man")) std::cout << manual();
  else if (!given.has("COMMAND")) print_overview(stdout);
  else return command_named(given.get<std::string>("COMMAND")).run({"--help"});
  return 0;
}

}  // namespace

void print_overview(std::FILE* out) {
  fmt::print(out, "alongside: try out peer support for families before paying for it\n\nUsage: alongside COMMAND [options]\n\n");
  for (const Command* command : commands()) fmt::print(out, "  {:<12} {}\n", command->name, command->text);
  fmt::print(out, "\nalongside help COMMAND tells more about one command, with an example.\n");
}

const Command& command_named(const std::string& name) {
  std::vector<std::string> names;
  for (const Command* command : commands()) {
    if (name == command->name) return *command;
    names.emplace_back(command->name);
  }
  const std::string near = nearest_name(name, names);
  throw UsageError(fmt::format("unknown command \"{}\" ({})", name, did_you_mean(near, "alongside help lists them")));
}

const Command help_command{"help", "[COMMAND]", "Tells about a command, with an example; without one, lists them.", run};

}  // namespace alongside::cli
