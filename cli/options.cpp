#include "cli/options.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <iostream>
#include <sstream>

#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::cli {
namespace po = boost::program_options;
namespace {

std::string unknown_option(const Command& command, const po::options_description& all, const std::string& given) {
  std::vector<std::string> names;
  for (const auto& option : all.options()) names.push_back(option->long_name());
  std::string word = given;
  while (word.starts_with('-')) word.erase(0, 1);
  const std::string near = nearest_name(word, names);
  return fmt::format("{}: unknown option \"{}\" ({})", command.name, given,
                     near.empty() ? fmt::format("see alongside {} --help", command.name) : fmt::format("did you mean --{}?", near));
}

/// For completion in a shell: each option and its description, a tab between them.
void list_options(const po::options_description& visible) {
  for (const auto& option : visible.options()) std::cout << "--" << option->long_name() << '\t' << option->description() << '\n';
}

/// "nan" and "inf" are read as numbers, but are none that anything can be worked out with.
void refuse_endless(const po::variables_map& values) {
  for (const auto& [name, given] : values)
    if (const double* value = boost::any_cast<double>(&given.value()); value && !std::isfinite(*value))
      throw UsageError(fmt::format("--{} is {} (it is no finite number) write it in digits, such as 0.3", name, *value));
}

}  // namespace

Parsed parse(const Command& command, const po::options_description& described, const std::vector<std::string>& positional,
             const std::vector<std::string>& arguments, const std::string& example) {
  po::options_description visible("Options"), hidden, all;
  visible.add(described);
  visible.add_options()("help,h", "show this text");
  po::positional_options_description places;
  std::vector<std::string> required;
  for (std::string name : positional) {
    const bool rest = name.ends_with("...");
    if (rest) name.resize(name.size() - 3);
    if (rest) hidden.add_options()(name.c_str(), po::value<std::vector<std::string>>());
    else hidden.add_options()(name.c_str(), po::value<std::string>());
    places.add(name.c_str(), rest ? -1 : 1);
    required.push_back(name);
  }
  all.add(visible).add(hidden);

  Parsed parsed;
  if (arguments.size() == 1 && arguments[0] == "--list-options") {
    list_options(visible);
    parsed.help = true;
    return parsed;
  }
  try {
    using namespace po::command_line_style;
    const int style = (unix_style & ~allow_guessing);
    po::store(po::command_line_parser(arguments).options(all).positional(places).style(style).run(), parsed.values);
    if (parsed.has("help")) {
      std::ostringstream text;
      text << visible;
      std::cout << fmt::format("alongside {} {}\n\n{}\n\n{}\nExample\n  {}\n", command.name, command.arguments, command.text,
                               text.str(), example);
      parsed.help = true;
      return parsed;
    }
    po::notify(parsed.values);
  } catch (const po::unknown_option& error) {
    throw UsageError(unknown_option(command, all, error.get_option_name()));
  } catch (const po::too_many_positional_options_error&) {
    throw UsageError(fmt::format("{}: too many arguments (usage: alongside {} {})", command.name, command.name, command.arguments));
  } catch (const po::error& error) {
    throw UsageError(fmt::format("{}: {} (usage: alongside {} {})", command.name, error.what(), command.name, command.arguments));
  }
  refuse_endless(parsed.values);
  for (const std::string& name : required)
    if (!parsed.has(name) && std::string(command.arguments).find("[" + name) == std::string::npos)
      throw UsageError(fmt::format("{}: {} is missing (usage: alongside {} {})", command.name, name, command.name, command.arguments));
  return parsed;
}

std::size_t place_of(const Parsed& given, const std::string& option, const std::vector<std::string>& names) {
  if (!given.has(option)) return 0;
  const auto name = given.get<std::string>(option);
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) throw UsageError(fmt::format("--{} \"{}\" (there is no such name) one of: {}", option, name, fmt::join(names, ", ")));
  return static_cast<std::size_t>(at - names.begin());
}

}  // namespace alongside::cli
