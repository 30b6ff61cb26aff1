#include <fmt/format.h>

#include "analysis/data/clean_text.hpp"
#include "cli/options.hpp"
#include "sim/core/kernel.hpp"
#include "sim/record/result.hpp"
#include "sim/record/elements.hpp"

namespace alongside::cli {
extern const Command info_command;

namespace {

std::string clean(const std::string& text) { return data::clean_text(text); }
template <class T>
T clean(T number) { return number; }

std::string joined(const std::vector<std::string>& words) {
  std::string all;
  for (const std::string& word : words) all += (all.empty() ? "" : ", ") + word;
  return all;
}

/// "usual care, phone" or "0 ... 51".
std::string values_of(const record::Axis& axis) {
  constexpr std::size_t shown = 6;
  std::vector<std::string> words;
  std::visit([&](const auto& column) {
    for (std::size_t i = 0; i < column.size(); ++i) {
      if (column.size() > shown && i == 2) words.emplace_back("...");
      if (column.size() <= shown || i < 2 || i + 1 == column.size()) words.push_back(fmt::format("{}", clean(column[i])));
    }
  }, axis.values);
  return joined(words);
}

void print_facts(const record::Result& result) {
  for (const auto& [name, value] : result.attributes()) {
    if (name == "scenario") continue;
    if (const auto* text = std::get_if<std::string>(&value); text && !text->empty()) fmt::print("  {:<16} {}\n", name, clean(*text));
    if (const auto* whole = std::get_if<std::int64_t>(&value)) fmt::print("  {:<16} {}\n", name, *whole);
  }
}

std::string shape_of(const record::DatasetInfo& info) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < info.axes.size(); ++i) parts.push_back(fmt::format("{} {}", info.axes[i], info.shape[i]));
  return joined(parts);
}

int run(const std::vector<std::string>& arguments) {
  boost::program_options::options_description options("Options");
  options.add_options()("scenario", "print the resolved scenario, which runs to the same result");
  const Parsed given = parse(info_command, options, {"RESULT"}, arguments, "alongside info study.h5");
  if (given.help) return 0;
  if (!given.has("RESULT")) {
    fmt::print("this machine runs kernel {} (the best it has is {}; ALONGSIDE_KERNEL=v2, v3 or v4 chooses a lower one)\n", core::label(core::kernel_level()), core::label(core::best_kernel_level()));
    return 0;
  }
  const record::Result result = record::Result::open(given.get<std::string>("RESULT"));
  if (given.has("scenario")) {
    fmt::print("{}", result.text("scenario"));
    return 0;
  }
  fmt::print("{}\n", result.path());
  print_facts(result);
  fmt::print("  {:<16} {} (this machine; results do not depend on it)\n\nAxes\n", "kernel", core::label(core::kernel_level()));
  for (const record::Axis& axis : result.axes()) fmt::print("  {:<16} {:>7}  {}\n", axis.name, axis.length(), values_of(axis));
  fmt::print("\nDatasets\n");
  for (const record::DatasetInfo& info : result.datasets()) fmt::print("  {:<40} {:<5} [{}]\n", info.path, record::name_of(info.element), shape_of(info));
  return 0;
}
}  // namespace

const Command info_command{"info", "[RESULT.h5]", "Tells what a result holds and what it was made from; without a file, what this machine runs.", run};

}  // namespace alongside::cli
