#include "cli/prepared.hpp"

#include <algorithm>
#include <charconv>
#include <thread>

#include "cli/trial_analyst.hpp"
#include "revision.hpp"
#include "sim/core/error.hpp"
#include "sim/process/catalogue.hpp"

namespace alongside::cli {

Prepared::Prepared(const Parsed& given)
    : catalogue(process::model_catalogue()),
      study(scenario::read_scenario(given.get<std::string>("SCENARIO"), catalogue, overrides_of(given)), catalogue, process::week(), make_analyst),
      plan(run::make_plan(study, {program_version, program_revision})) {}

std::size_t whole_option(const std::string& name, const std::string& text, std::size_t least) {
  std::size_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value < least)
    throw UsageError(fmt::format("--{} {} (a whole number of at least {} is wanted)", name, text, least));
  return value;
}

unsigned threads_of(const Parsed& given) {
  constexpr std::size_t most = 4096;
  if (!given.has("threads")) return std::max(1u, std::thread::hardware_concurrency());
  const std::size_t threads = whole_option("threads", given.get<std::string>("threads"), 1);
  if (threads > most) throw UsageError(fmt::format("--threads {} (at most {})", threads, most));
  return static_cast<unsigned>(threads);
}

}  // namespace alongside::cli
