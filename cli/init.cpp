#include <fmt/format.h>

#include <filesystem>

#include "cli/options.hpp"
#include "sim/core/error.hpp"
#include "sim/record/safe_file.hpp"

namespace alongside::cli {
extern const Command init_command;

namespace {

constexpr const char* starter = R"(# A study for alongside. Every key that is left out keeps its default:
#   alongside describe parameters    lists them with units, bounds and sources
#   alongside check {0}.toml         finds every mistake at once
#   alongside run {0}.toml -o {0}.h5
format = 1
name = "{0}"
replicates = 50            # independent worlds; more of them, smaller Monte Carlo errors

[population]
families = 2000            # enrolled in one world
horizon = 52               # weeks that each family is followed

[follow_up.w12]            # outcomes are measured at these weeks after birth
week = 12
[follow_up.w24]
week = 24

# The first arm is what the others are compared with.
[[arm]]
name = "usual care"

[[arm]]
name = "phone peers"
text = "Trained peers phone mothers with raised scores for twelve weeks."
programme = "peer support"
mode.phone = 1             # share of families by way of contact: home, phone, online, group
reach.minimum_score = 10   # offered from this score on
[arm.schedule.weekly]      # phases of support, one after the other
weeks = 12
per_week = 1
minutes = 20
)";

int run(const std::vector<std::string>& arguments) {
  const Parsed given = parse(init_command, boost::program_options::options_description(), {"NAME"}, arguments, "alongside init my-study");
  if (given.help) return 0;
  std::string name = given.has("NAME") ? given.get<std::string>("NAME") : "study";
  if (name.ends_with(".toml")) name.resize(name.size() - 5);
  const std::string path = name + ".toml", title = std::filesystem::path(name).filename();
  if (title.empty() || title.find_first_of("\"\\") != std::string::npos) throw UsageError(fmt::format("init: \"{}\" is no name for a file (leave out quotes and backslashes)", name));
  for (const char c : title)
    if (static_cast<unsigned char>(c) < ' ' || static_cast<unsigned char>(c) > '~') throw UsageError("init: the name holds a character outside of ASCII (choose a plainer one)");
  if (std::filesystem::exists(path)) throw OutputError(fmt::format("{}: is there already (it is not overwritten) give another NAME", path));
  const std::string text = fmt::format(fmt::runtime(starter), title);
  record::write_safely(path, std::as_bytes(std::span(text)));
  fmt::print("{}: written. Next: alongside check {}, then alongside run {} -o {}.h5\n", path, path, path, name);
  return 0;
}
}  // namespace

const Command init_command{"init", "[NAME]", "Writes a short commented scenario to start from.", run};

}  // namespace alongside::cli
