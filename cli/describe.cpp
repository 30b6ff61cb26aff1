#include "sim/declare/describe.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "cli/with_catalogue.hpp"
#include "sim/core/error.hpp"
#include "sim/core/names.hpp"

namespace alongside::cli {
namespace {
namespace po = boost::program_options;

/// Position of a word in a list, or a usage error with the nearest name.
std::size_t position(const std::string& word, const std::vector<std::string>& names, std::string_view what) {
  const auto found = std::find(names.begin(), names.end(), word);
  if (found != names.end()) return static_cast<std::size_t>(found - names.begin());
  const std::string near = nearest_name(word, names);
  std::string list;
  for (const std::string& name : names) list += (list.empty() ? "" : ", ") + name;
  throw UsageError(fmt::format("describe: unknown {} \"{}\" (there are {}){}", what, word, list, near.empty() ? "" : fmt::format(" did you mean \"{}\"?", near)));
}

}  // namespace

int describe_with(const declare::Catalogue& catalogue, const Command& command, const std::vector<std::string>& arguments) {
  po::options_description options("Options");
  options.add_options()("format", po::value<std::string>()->default_value("text"), "text, md or json");
  const Parsed given = parse(command, options, {"SUBJECT"}, arguments, "alongside describe parameters --format md");
  if (given.help) return 0;
  const std::string subject = given.has("SUBJECT") ? given.get<std::string>("SUBJECT") : "parameters";
  const auto which = static_cast<declare::Subject>(position(subject, declare::subject_names(), "subject"));
  const auto format = static_cast<declare::DescribeFormat>(position(given.get<std::string>("format"), {"text", "md", "json"}, "format"));
  fmt::print("{}", declare::describe(catalogue, which, format));
  return 0;
}

}  // namespace alongside::cli
